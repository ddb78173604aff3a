"""The recogniser of digits, with the acoustic model that ships for tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.asr import Calibration, FakeScorer
from ogam.core import Audio
from ogam.liveness import SpokenChallenge, digit_recognizer, heard_right
from ogam.liveness.digits import WORDS
from ogam.liveness.hearing import DigitStrings

CALIBRATION = Calibration((-3.0, *[0.0] * 7), 4.0, 0.5)
WORDS_HEARD = [" 칠", " 일", " 구", " 팔"]
"""With their spaces, as real vocabularies have them: a space alone writes nothing where spaces do not count."""


def reads(acceptor: DigitStrings, text: str) -> bool:
    state = acceptor.start
    for byte in text.encode():
        state = acceptor.step(state, byte)
        if state < 0:
            return False
    return acceptor.accepts(state)


@pytest.mark.parametrize(
    ("text", "read"),
    [("four seven one nine", True), ("4719", True), ("4 7 1 9", True), ("4 seven1 9", False), ("too to oh 0", True),
     ("four seven one", False), ("4719 2", False), ("47192", False), ("fourseven one nine", False),
     ("four  seven one nine", False), ("four seven one nine ", False), ("open the door now", False)],
)  # fmt: skip
def test_english_strings(text: str, read: bool) -> None:
    assert reads(DigitStrings("en"), text) == read


@pytest.mark.parametrize(
    ("text", "read"), [("사칠일구", True), ("4칠1구", True), ("제로륙공영", True), ("사칠일", False)]
)
def test_korean_strings(text: str, read: bool) -> None:
    assert reads(DigitStrings("ko"), text) == read


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.sampled_from(["en", "ko"]), st.data())
def test_every_string_is_accepted_and_means_its_digits(digits: list[int], language: str, data: st.DataObject) -> None:
    words = [data.draw(st.sampled_from([*WORDS[language][digit], str(digit)])) for digit in digits]
    acceptor = DigitStrings(language, len(digits))
    text = (" " if acceptor.spaced else "").join(words)
    assert reads(acceptor, text)
    assert acceptor.meaning(text) == tuple(digits)


@pytest.mark.parametrize(
    ("language", "said", "right"),
    [("en", "Four seven one nine.", True), ("en", "4-7-1-9", True), ("en", "4, 7, 1, 9", True),
     ("en", "four seven one eight", False), ("en", "What a lovely day it is today.", False),
     ("ko", "사 칠 일 구", True), ("ko", "4719", True), ("ko", "사 칠 일 팔", False)],
)  # fmt: skip
def test_only_the_digits_that_were_asked_for_are_right(language: str, said: str, right: bool) -> None:
    recognizer = digit_recognizer(language, scorer=FakeScorer({"answer": said}, WORDS_HEARD), calibration=CALIBRATION)
    [[heard]] = recognizer.recognize([Audio(np.full(32_000, 0.1, np.float32), source="answer")])
    assert heard_right(heard, SpokenChallenge((4, 7, 1, 9), language, 0.0, 15.0)) == right
