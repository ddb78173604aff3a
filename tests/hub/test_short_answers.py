"""What answers are heard by: the models that hear the home's sentences."""

import numpy as np
import pytest

from ogam.asr import Calibration, FakeScorer, LanguageRecognizer, SentenceRecognizer
from ogam.core import Audio, Recognizer
from ogam.grammar import compile_grammar
from ogam.home import parse_home
from ogam.hub.fakes import FakeRecognizer
from ogam.hub.short_answers import AnswerRecognizers, answer_recognizers

GRAMMAR = compile_grammar(parse_home("{areas: [hall, kitchen], devices: [{name: hall light, domain: light}]}"))
HEARD = {"a": "In the kitchen.", "b": "four seven one nine", "c": "Tell me a joke."}


def recognizer(several: bool = False) -> Recognizer:
    scorer = FakeScorer(HEARD, ("kitchen", "four", "seven", "one", "nine"), certainty=0.999)
    one = SentenceRecognizer(GRAMMAR, scorer, calibration=Calibration((-3.0, *[0.0] * 7), 4.0, 0.5))
    return LanguageRecognizer({"en": one}, lambda audio: {"en": 1.0}) if several else one


def heard(by: Recognizer, source: str) -> str:
    [[observation]] = by.recognize([Audio(np.full(16_000, 0.1, np.float32), source=source)])
    return observation.value


@pytest.mark.parametrize("several", [False, True])
def test_answers_are_heard_by_the_same_model(several: bool) -> None:
    short = answer_recognizers(recognizer(several))
    assert isinstance(short, AnswerRecognizers)
    rooms = short.among("en", ("hall", "kitchen", "in the kitchen"))
    assert heard(rooms, "a") == "in the kitchen"
    assert heard(short.digits("en"), "b") == "four seven one nine"
    assert short.among("en", ("hall", "kitchen", "in the kitchen")) is rooms


def test_a_recogniser_that_shows_no_model_has_none() -> None:
    assert answer_recognizers(FakeRecognizer("x")) is None
    assert answer_recognizers(None) is None
