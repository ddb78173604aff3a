"""Free transcription by beam search."""

from dataclasses import dataclass

import numpy as np
import pytest

from ogam.asr import Encoded, FakeScorer
from ogam.asr.transcription import free_beam, is_loop
from ogam.core import Audio


def heard(scorer, **options) -> str:
    encoded = scorer.encode(Audio(np.full(64_000, 0.1, np.float32), source="a"))
    return scorer.vocabulary.text(free_beam(scorer, encoded, **options).tokens)


@pytest.mark.parametrize("beam", [1, 4])
def test_writes_what_is_heard(beam: int) -> None:
    assert heard(FakeScorer({"a": "Turn on the lights."}, ["Turn", " on"]), beam=beam) == "Turn on the lights."


@dataclass(frozen=True)
class Said:
    """What each hypothesis has said."""

    tokens: tuple[tuple[int, ...], ...]

    def select(self, rows) -> "Said":
        return Said(tuple(self.tokens[row] for row in rows))


class Parrot(FakeScorer):
    """Says abcdefg, then most likely the same again."""

    def open(self, encoded: Encoded):  # type: ignore[no-untyped-def]
        return Said(((),))

    def step(self, state, tokens):  # type: ignore[no-untyped-def]
        said = Said(tuple((*a, *b) for a, b in zip(state.tokens, tokens.tolist(), strict=True)))
        rows = np.full((len(said.tokens), len(self.vocabulary)), -14.0, np.float32)
        for row, one in zip(rows, said.tokens, strict=True):
            count = len(one) - 1
            row[2 + ord("abcdefg"[count % 7])] = -0.01
            row[self.vocabulary.end] = -4.6 if count == 7 else -9
        return rows, said


def test_a_model_that_has_lost_its_place_is_stopped() -> None:
    assert heard(Parrot({"a": ""})) == "abcdefg"


class Echo(Parrot):
    """Says abc, and less likely the same again in other words; each word more makes the rest likelier a token."""

    def step(self, state, tokens):  # type: ignore[no-untyped-def]
        said = Said(tuple((*a, *b) for a, b in zip(state.tokens, tokens.tolist(), strict=True)))
        rows = np.full((len(said.tokens), len(self.vocabulary)), -14.0, np.float32)
        for row, one in zip(rows, said.tokens, strict=True):
            count = len(one) - 1
            row[2 + ord("abcxbcaycabz"[count % 12])] = -3 if count < 3 else -2 if count == 3 else -0.01
            row[self.vocabulary.end] = -0.01 if count in (3, 12) else -13
        return rows, said


def test_what_is_said_again_in_other_words_is_not_waited_for() -> None:
    """Every whole text of one word or two is worse a token than the long one, but the search is over before it."""
    assert heard(Echo({"a": ""}), beam=2) == "abc"


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ((1, 2, 3, 4, 5, 6) * 2, True),
        ((9, *(1, 2, 3, 4, 5, 6, 7) * 2), True),
        ((1, 2, 3) * 2, False),
        ((1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6), False),
        ((), False),
    ],
)
def test_the_same_passage_twice_is_a_loop(tokens: tuple[int, ...], expected: bool) -> None:
    assert is_loop(tokens) is expected
