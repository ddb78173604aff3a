"""`ogam demo`: the play with stand-ins for all weights; and, where the weights are, the real one."""

import json
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from ogam import asr, audio
from ogam.audio import EnergyVoiceActivity
from ogam.cli import demo, demo_people, demo_plays
from ogam.cli.main import app
from ogam.core import Identity, ModelCard, Observation
from ogam.grammar import compile_grammar
from ogam.home import example_home
from ogam.models import Store, find
from ogam.synthesis import ToneSynthesizer
from ogam.synthesis.memory import SpeechMemory

runner = CliRunner()
PLAY = (
    demo.Line("tones", "turn on the kitchen lights", "HassTurnOn"),
    demo.Line("tones", "lock the front door", "HassTurnOn"),
    demo.Line("tones", "whales are lovely", None),
)


class HearsInOrder:
    """Hears the given sentences one after the other, whatever is said."""

    card = ModelCard(name="fake", version="1", task="speech recognition")

    def __init__(self, sentences):
        self.sentences = list(sentences)

    def recognize(self, signals):
        return [[self._hear(signal)] for signal in signals]

    def _hear(self, signal):
        text = self.sentences.pop(0)
        accepted = text is not None
        details = {"heard": text or "something", "accepted": accepted}
        return Observation("sentence", text or "", 0.99, signal.start, signal.end, signal.source, details=details)


class KnowsInOrder:
    """Takes those who speak for Ara, Mina, and nobody known, in this order; enrolling is tried, and gives nobody."""

    def __init__(self):
        self.people = [Identity("Ara", 0.99, ("voice",)), Identity("Mina", 0.99, ("voice",)), Identity()]

    def observe(self, signal):
        return []

    def conclude(self, evidence, situation):
        return self.people.pop(0)


@contextmanager
def household_of(people, speak, threads):
    yield KnowsInOrder()


@pytest.fixture
def play(monkeypatch, tmp_path):
    """Run the demo, whose recogniser hears the given sentences."""

    def run(heard, *arguments):
        monkeypatch.setattr(demo, "PLAYS", {"en": PLAY, "ko": PLAY})
        monkeypatch.setattr(demo_people, "household_of", household_of)
        monkeypatch.setattr(demo, "fetch_models", lambda language: None)
        monkeypatch.setattr(
            demo, "speech_memory", lambda: SpeechMemory(tmp_path, lambda t, v: ToneSynthesizer().speak(t), "tones")
        )
        # Tones stand for voices here; to the detector of loudspeakers a tone is no voice.
        monkeypatch.setattr("ogam.hub.assembly.load_replay_detector", lambda: None)
        monkeypatch.setattr(audio, "SileroVoiceActivity", lambda threads: EnergyVoiceActivity())
        oven = ["turn on the oven"] * len(demo_people.HOUSEHOLDS["en"].lines)
        monkeypatch.setattr(asr, "recognizer_of", lambda grammar, threads: HearsInOrder([*heard, *oven]))
        return runner.invoke(app, ["demo", *arguments])

    return run


def test_it_shows_what_was_heard_and_done_and_says_that_the_voices_are_synthesised(play):
    result = play(["turn on the kitchen lights", "lock the front door", None])
    assert result.exit_code == 0, result.output
    assert "voices are synthesised" in result.stdout
    assert "▶ tones (synthesised)  “lock the front door”" in result.stdout
    assert "front door → locked" in result.stdout
    assert "ceiling light → on" in result.stdout
    assert "2 of 2 commands understood, 1 of 1 sentences" in result.stdout
    for command in ("ogam serve", "ogam hear mic", "ogam hear command.wav", "ogam home init"):
        assert command in result.stdout
    assert "\x1b" not in result.stdout


def test_a_child_is_refused_an_adult_and_a_stranger_are_asked_for_more(play):
    out = play(["turn on the kitchen lights", "lock the front door", None]).stdout
    assert "Ara (child) is enrolled by three sentences of af_bella, a synthesised voice of an adult." in out
    child, adult, stranger = out.split("“please turn on the oven”")[1:]
    assert "Ara" in child
    assert "no · Children may not use the oven" in child
    assert "Look at the camera, pass a challenge, or approve it on a phone." in adult
    assert "nobody I know" in stranger
    assert "for a voice I don't know" in stranger


def test_both_households_can_say_what_they_ask_for():
    for language, people in demo_people.HOUSEHOLDS.items():
        home = demo_people.with_people(example_home(language), people)
        grammar = compile_grammar(home)
        assert home.permissions
        assert len({member.voice for member in people.members}) == len(people.members)
        for line in people.lines:
            assert grammar.interpret(line.text).command.intent == line.intent


def test_what_it_gets_wrong_is_counted_as_wrong(play):
    result = play(["turn on the kitchen lights", "start the robot vacuum", "lock the front door"])
    assert "1 of 2 commands understood, 0 of 1 sentences" in result.stdout


def test_json_is_one_object_and_nothing_else(play):
    result = play(["turn on the kitchen lights", "lock the front door", None], "--json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert data["synthesised"] is True
    assert (data["understood"], data["refused"]) == (2, 1)
    assert [scene["said"] for scene in data["scenes"]] == [line.text for line in PLAY]
    assert data["scenes"][1]["turns"][0]["command"]["devices"] == ["lock.front_door"]
    assert data["scenes"][2]["turns"][0]["command"] is None


def test_the_play_has_a_dozen_commands_and_a_stranger():
    intents = [line.intent for line in demo_plays.ENGLISH_PLAY]
    assert len(intents) - intents.count(None) == 12
    assert intents.count(None) == 1
    assert len({line.voice for line in demo_plays.ENGLISH_PLAY}) >= 5


@pytest.mark.real
def test_the_real_play_is_understood():
    missing = [name for name in demo.MODELS["en"] if Store().state(find(name)) != "here"]
    if missing:
        pytest.skip(f"not here: ogam models pull {' '.join(missing)}")
    data = json.loads(runner.invoke(app, ["demo", "--json"]).stdout)
    assert (data["understood"], data["refused"]) == (12, 1)
    turns = [scene["turns"][0] for scene in data["household"]]
    assert [turn["who"]["person"] for turn in turns] == ["Ara", "Mina", None]
    assert [turn["decision"]["effect"] for turn in turns] == ["deny", "ask", "ask"]


def test_the_korean_play_can_be_said_in_the_korean_example_home():
    grammar = compile_grammar(example_home("ko"))
    meant = [(line.text, line.intent) for line in demo_plays.KOREAN_PLAY]
    commands = [(text, grammar.interpret(text).command) for text, _ in meant]
    assert [(text, command and command.intent) for text, command in commands] == meant
