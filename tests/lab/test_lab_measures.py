"""The benchmarks on small made data, with a pipeline that hears what it is told to."""

import json
from dataclasses import dataclass, field

import numpy as np
import pytest

from ogam.audio import write_wav
from ogam.core import AudioError, HomeError, OgamError
from ogam.lab.commands import measure_commands
from ogam.lab.intents import measure_intents
from ogam.lab.phrases import measure_phrases
from ogam.lab.pipelines import Answer, build_reader, same_value
from ogam.lab.rejection import measure_rejection
from ogam.lab.spoken import measure_spoken

EXPRESSIONS = """
context:
  expressions:
    order: ["[make me, I want] a $drink:drink"]
  slots:
    drink: [latte, mocha]
"""


@dataclass
class Told:
    """Hears by file name; reads as Ogam does."""

    answers: dict[str, Answer]
    reader: object = None
    heard: list = field(default_factory=list)

    def hear(self, audio):
        self.heard.append(audio)
        return self.answers[audio.source.rpartition("/")[2]]

    def read(self, text, area=None):
        return self.reader.read(text, area)


def builder(answers, heard=None):
    def build(vocabulary):
        return Told(answers, build_reader(vocabulary), [] if heard is None else heard)

    return build


def record(path, seed=0):
    path.parent.mkdir(parents=True, exist_ok=True)
    write_wav(path, np.random.default_rng(seed).normal(0, 0.1, 8_000).astype(np.float32))


def order(drink, score=0.9, accepted=True, **others):
    return Answer("order", {"drink": drink, **others}, f"make me a {drink}", score, accepted, f"Make me a {drink}.")


@pytest.fixture
def cafe(tmp_path):
    folder = tmp_path / "cafe"
    for name in ("1.wav", "2.wav", "3.wav"):
        record(folder / name)
    labels = {f"{n}.wav": {"intent": "order", "slots": {"drink": "latte"}} for n in (1, 2, 3)}
    (folder / "labels.json").write_text(json.dumps(labels))
    (folder / "expressions.yaml").write_text(EXPRESSIONS)
    return folder


@pytest.fixture
def house(tmp_path):
    folder = tmp_path / "house"
    record(folder / "turn on the Kitchen lights.wav")
    record(folder / "turn off the Kitchen lights.wav")
    record(folder / "oov_tell me a story.wav")
    (folder / "home.yaml").write_text(
        "fixtures: {areas: [{name: Kitchen}], entities: [{name: Lamp, domain: light, area: Kitchen}]}"
    )
    return folder


def test_commands_count_exactly_right_and_accepted(cafe):
    answers = {"1.wav": order("latte"), "2.wav": order("mocha"), "3.wav": order("latte", 0.2, accepted=False)}
    figures = measure_commands(cafe, builder(answers))
    assert (figures["n"], figures["accuracy"], figures["accuracy_if_all_were_accepted"]) == (3, 0.3333, 0.6667)
    assert figures["by_snr"] == {"clean": 0.3333}
    assert [error["file"] for error in figures["errors"]] == ["2.wav", "3.wav"]
    assert figures["errors"][0]["got"]["slots"] == {"drink": "mocha"}
    assert {"latency_ms", "real_time_factor", "peak_rss_mb"} <= figures.keys()


def test_a_slot_that_was_not_said_is_wrong(cafe):
    answers = {name: order("latte", size="large") for name in ("1.wav", "2.wav", "3.wav")}
    assert measure_commands(cafe, builder(answers))["accuracy"] == 0.0


def test_commands_in_noise_are_heard_at_every_level(cafe, tmp_path):
    record(tmp_path / "noise.wav", 7)
    heard = []
    answers = {name: order("latte") for name in ("1.wav", "2.wav", "3.wav")}
    figures = measure_commands(cafe, builder(answers, heard), tmp_path / "noise.wav", levels=(6, 24), limit=2)
    assert (figures["n"], figures["by_snr"]) == (2, {"6": 1.0, "24": 1.0})
    assert len(heard) == 4
    assert not np.array_equal(heard[0].samples, heard[2].samples)


def test_figures_are_json(cafe):
    answers = {name: order("mocha") for name in ("1.wav", "2.wav", "3.wav")}
    assert json.loads(json.dumps(measure_commands(cafe, builder(answers))))["errors"]


def test_labels_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(OgamError, match=r"labels\.json: cannot be read"):
        measure_commands(tmp_path, builder({}))


def test_rejection_counts_both_sides(cafe, tmp_path):
    other = tmp_path / "other"
    for name in ("x.wav", "y.wav"):
        record(other / name)
    answers = {
        "1.wav": order("latte", 0.9),
        "2.wav": order("latte", 0.8),
        "3.wav": order("latte", 0.3, accepted=False),
        "x.wav": order("latte", 0.6),
        "y.wav": order("latte", 0.1, accepted=False),
    }
    figures = measure_rejection(cafe, other, builder(answers))
    assert (figures["n_in"], figures["n_out"]) == (3, 2)
    assert figures["false_accept"] == 0.5
    assert figures["at_shipped_threshold"] == {"false_accept": 0.5, "false_reject": 0.3333}
    assert [(error["file"], error["expected"]) for error in figures["errors"]] == [
        ("3.wav", "accepted"),
        ("x.wav", "refused"),
    ]


def test_rejection_needs_recordings_outside(cafe, tmp_path):
    (tmp_path / "empty").mkdir()
    answers = {name: order("latte") for name in ("1.wav", "2.wav", "3.wav")}
    with pytest.raises(AudioError, match="no sound files"):
        measure_rejection(cafe, tmp_path / "empty", builder(answers))


def test_spoken_takes_another_wording_of_the_same_command(house):
    slots = {"area": "Kitchen", "domain": "light"}
    answers = {
        "turn on the Kitchen lights.wav": Answer("HassTurnOn", slots, "kitchen lights on", 0.9, True),
        "turn off the Kitchen lights.wav": Answer("HassTurnOn", slots, "turn on the kitchen lights", 0.9, True),
        "oov_tell me a story.wav": Answer("HassTurnOn", slots, "lights on", 0.1, False),
    }
    figures = measure_spoken(house, builder(answers))
    assert (figures["n"], figures["accuracy"]) == (2, 0.5)
    assert (figures["n_oov"], figures["rejected_oov"]) == (1, 1.0)
    assert [error["file"] for error in figures["errors"]] == ["turn off the Kitchen lights.wav"]
    assert figures["not_in_grammar"] == []


def test_spoken_names_what_was_accepted_wrongly(house):
    answers = {path.name: Answer("HassTurnOn", {}, path.stem, 0.9, True) for path in house.glob("*.wav")}
    figures = measure_spoken(house, builder(answers))
    assert (figures["accuracy"], figures["rejected_oov"]) == (1.0, 0.0)
    assert [error["file"] for error in figures["errors"]] == ["oov_tell me a story.wav"]


def test_phrases_need_the_labelled_slots_only(tmp_path):
    (tmp_path / "home.yaml").write_text("areas: [kitchen]\ndevices: [{name: lamp, domain: light, area: kitchen}]\n")
    (tmp_path / "phrases.tsv").write_text(
        "# phrase\tintent\tslots\n"
        'turn on the kitchen lights\tHassTurnOn\t{"area": "Kitchen"}\n'
        "turn on the kitchen lights\tHassTurnOff\t{}\n"
    )
    figures = measure_phrases(tmp_path / "phrases.tsv", tmp_path / "home.yaml", build_reader)
    assert (figures["n"], figures["accuracy"]) == (2, 0.5)
    assert figures["errors"][0]["expected"]["intent"] == "HassTurnOff"


def test_a_line_of_phrases_that_is_wrong_is_named(tmp_path):
    (tmp_path / "home.yaml").write_text("areas: [kitchen]\n")
    (tmp_path / "phrases.tsv").write_text("# ok\nturn on\tHassTurnOn\t{oops\n")
    with pytest.raises(OgamError, match=r"phrases\.tsv:2"):
        measure_phrases(tmp_path / "phrases.tsv", tmp_path / "home.yaml", build_reader)


INTENT_TESTS = {
    "_fixtures.yaml": "areas: [{name: Attic}]\nentities: [{name: Fan, domain: fan, area: Attic}]",
    "HassTurnOn/own.yaml": """
language: en
areas: [{name: Kitchen}]
tests:
  - sentences: ["turn on the kitchen lights", "kitchen lights on"]
    slots: {area: Kitchen, domain: light}
  - sentences: ["turn on the lights in here"]
    slots: {domain: light}
""",
    "HassTurnOff/shared.yaml": """
language: en
tests:
  - sentences: ["turn off the fan in the attic"]
    slots: {area: Attic, name: Fan}
  - sentences: ["turn off the kitchen lights"]
    slots: {domain: light}
""",
}


@pytest.fixture
def intent_tests(tmp_path):
    for name, text in INTENT_TESTS.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_intents_are_read_in_their_own_home_or_the_shared_one(intent_tests):
    figures = measure_intents(intent_tests, build_reader)
    assert figures["n"] == 5
    assert [error["phrase"] for error in figures["errors"]] == ["turn off the kitchen lights"]


def test_an_intent_with_another_area_than_expected_is_wrong(intent_tests):
    class Wrong:
        def read(self, text, area=None):
            return Answer("HassTurnOn", {"domain": "light", "area": "Kitchen"}, text, 1.0, True)

    figures = measure_intents(intent_tests, lambda vocabulary: Wrong())
    assert "turn on the lights in here" in [error["phrase"] for error in figures["errors"]]


def test_a_folder_without_tests_is_named(tmp_path):
    with pytest.raises(HomeError, match="holds no tests"):
        measure_intents(tmp_path, build_reader)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (50, "50", True),
        (20.5, "20.50", True),
        (50, 51, False),
        ("Living Room", "living-room", True),
        ("red", "blue", False),
        (None, "", False),
    ],
)
def test_values_are_compared_by_meaning(one, other, same):
    assert same_value(one, other) is same
