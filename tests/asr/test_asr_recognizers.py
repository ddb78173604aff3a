"""The recognisers, with the acoustic model that ships for tests."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ogam.asr import (
    Calibration,
    FakeScorer,
    SearchSettings,
    SentenceList,
    SentenceRecognizer,
    Transcriber,
    transcribe,
)
from ogam.core import Audio, AudioError, Image, Recognizer
from ogam.grammar import compile_intents

HOME = ["turn on the lights", "turn off the lights", "open the door"]
CALIBRATION = Calibration((-3.0, *[0.0] * 7), 4.0, 0.5)
SAID = {"a": "Turn on the lights.", "b": "Open the door!", "c": "What a lovely day it is"}


def audio(source: str, seconds: float = 4.0) -> Audio:
    return Audio(np.full(round(16_000 * seconds), 0.1, np.float32), start=5.0, source=source)


def recognizer(**options: object) -> SentenceRecognizer:
    scorer = FakeScorer(SAID, ["turn", " on", " off", " the"])
    return SentenceRecognizer(SentenceList(HOME), scorer, calibration=CALIBRATION, **options)  # type: ignore[arg-type]


def test_is_a_recognizer() -> None:
    assert isinstance(recognizer(), Recognizer)
    assert isinstance(Transcriber(FakeScorer({})), Recognizer)


def test_one_observation_for_each_utterance() -> None:
    [[a], [b]] = recognizer().recognize([audio("a"), audio("b")])
    assert (a.kind, a.value, a.source, a.start, a.end) == ("sentence", "turn on the lights", "a", 5.0, 9.0)
    assert b.value == "open the door"
    assert a.details["heard"] == "Turn on the lights."
    assert a.details["accepted"]
    assert a.confidence > 0.9
    json.dumps(dict(a.details))


def test_speech_that_is_none_of_the_sentences_is_not_accepted() -> None:
    [[c]] = recognizer().recognize([audio("c")])
    assert not c.details["accepted"]
    assert c.confidence < 0.1
    assert c.details["heard"] == SAID["c"]


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(16_000, np.float32)])
def test_nothing_to_hear(samples: np.ndarray) -> None:
    [[nothing]] = recognizer().recognize([Audio(samples, source="a")])
    assert (nothing.value, nothing.confidence, nothing.details["accepted"]) == ("", 0.0, False)
    [[silence]] = Transcriber(FakeScorer(SAID)).recognize([Audio(samples, source="a")])
    assert silence.value == ""


def test_a_picture_is_refused() -> None:
    with pytest.raises(AudioError, match="takes Audio"):
        recognizer().recognize([Image(np.zeros((1, 1, 3), np.uint8))])


def test_threads_hear_the_same() -> None:
    hears = recognizer()
    expected = [hears.recognize([audio(s)])[0][0].value for s in "abc"]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda s: hears.recognize([audio(s)])[0][0].value, "abc" * 10))
    assert found == expected * 10


def test_a_grammar_may_change_between_utterances() -> None:
    class Home:
        acceptor = SentenceList(["open the door"])

    home = Home()
    hears = SentenceRecognizer(home, FakeScorer(SAID), calibration=CALIBRATION)
    assert hears.recognize([audio("a")])[0][0].value == "open the door"
    home.acceptor = SentenceList(HOME)
    assert hears.recognize([audio("a")])[0][0].value == "turn on the lights"


MESSAGES = {
    "intents": {"Say": {"data": [{"sentences": ["tell all {message}", "turn on the lights", "tell the tale"]}]}},
    "lists": {"message": {"wildcard": True}},
}


def test_a_long_message_that_is_heard_word_for_word_is_not_lost() -> None:
    """Byte by byte it costs so much that the search drops it."""
    said = {"a": "Tell all that the soup is on the table and the bread is in the oven"}
    grammar = compile_intents(MESSAGES)
    tight = SearchSettings(beam=1, width=1.0, wider_beam=1, wider_width=1.0, free_cost=4.0)
    hearing = SentenceRecognizer(grammar, FakeScorer(said, certainty=0.999), calibration=CALIBRATION, settings=tight)
    [sentence, *_] = hearing.decode(audio("a", 10.0)).sentences
    assert sentence.text == said["a"].lower()
    assert sentence.score == pytest.approx(sentence.log_prob - tight.most_free_cost)


def test_free_transcription() -> None:
    assert transcribe(audio("c"), FakeScorer(SAID)) == SAID["c"]


class Counting(FakeScorer):
    """Counts how often an utterance was opened."""

    opened = 0

    def open(self, encoded):  # type: ignore[no-untyped-def]
        self.opened += 1
        return super().open(encoded)


def test_a_second_look_is_taken_only_where_the_first_is_unsure() -> None:
    scorer = Counting(SAID, ["turn", " on", " off", " the"])
    hears = SentenceRecognizer(SentenceList(HOME), scorer, calibration=CALIBRATION)
    hears.recognize([audio("a")])
    assert scorer.opened == 1
    hears.recognize([audio("c")])
    assert scorer.opened == 4  # the first look, then the second with the prior beside it
