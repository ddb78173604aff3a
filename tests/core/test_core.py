"""The words: what signals, commands, cards and errors promise."""

from dataclasses import FrozenInstanceError, fields, is_dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ogam.core
from ogam.core import (
    SAMPLE_RATE,
    Audio,
    Command,
    HomeError,
    ModelCard,
    OgamError,
    Recognizer,
    Slot,
    StreamingRecognizer,
)

times = st.floats(-5, 15, allow_nan=False)


def seconds(length: float, start: float = 0.0) -> Audio:
    samples = np.arange(round(length * SAMPLE_RATE), dtype=np.float32)
    return Audio(samples, start, "a file")


def test_length_and_end_of_a_sound():
    audio = seconds(2.5, start=10)
    assert (audio.duration, audio.end) == (2.5, 12.5)


def test_a_cut_is_taken_on_the_clock_of_the_source():
    part = seconds(3, start=10).cut(11, 12)
    assert (part.start, part.end, part.source) == (11, 12, "a file")
    assert (part.samples[0], len(part.samples)) == (SAMPLE_RATE, SAMPLE_RATE)


@pytest.mark.parametrize("span", [(5, 6), (-2, -1), (2, 1)])
def test_a_cut_outside_is_empty(span):
    assert len(seconds(3).cut(*span).samples) == 0


@given(start=times, first=times, second=times)
def test_two_cuts_side_by_side_are_the_cut_of_both(start, first, second):
    audio = seconds(4, start)
    low, high = sorted((first, second))
    parts = [audio.cut(start, low), audio.cut(low, high)]
    assert np.array_equal(np.concatenate([part.samples for part in parts]), audio.cut(start, max(low, high)).samples)


@given(first=times, second=times)
def test_a_cut_lies_within(first, second):
    audio = seconds(4)
    part = audio.cut(first, second)
    assert part.duration <= audio.duration
    if len(part.samples):
        assert audio.start <= part.start <= part.end <= audio.end


def test_the_value_of_a_slot():
    command = Command("HassTurnOn", {"area": Slot("area", "kitchen", "the kitchen")})
    assert command.value("area") == "kitchen"
    assert command.value("name") is None


def test_a_cards_label():
    assert ModelCard("moonshine-tiny-en", "0.0.59", "speech recognition").label == "moonshine-tiny-en@0.0.59"


def test_a_home_error_has_a_line_for_each_problem():
    error = HomeError(["home.yaml:1: one", "home.yaml:2: two"])
    assert str(error) == "home.yaml:1: one\nhome.yaml:2: two"
    assert error.problems == ["home.yaml:1: one", "home.yaml:2: two"]


def test_all_errors_are_ours():
    errors = [value for value in vars(ogam.core).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert len(errors) > 5
    assert all(issubclass(error, OgamError) for error in errors)


def test_what_passes_through_cannot_be_changed():
    words = [value for value in vars(ogam.core).values() if is_dataclass(value)]
    assert len(words) > 8
    for word in words:
        thing = object.__new__(word)
        with pytest.raises(FrozenInstanceError):
            setattr(thing, fields(word)[0].name, None)


def test_a_recogniser_is_known_by_what_it_can_do():
    class Whole:
        card = ModelCard("fake", "1", "nothing")

        def recognize(self, signals):
            return [[] for _ in signals]

    class Streaming(Whole):
        def open(self): ...

    assert isinstance(Whole(), Recognizer)
    assert not isinstance(Whole(), StreamingRecognizer)
    assert isinstance(Streaming(), StreamingRecognizer)
    assert not isinstance(object(), Recognizer)
