"""Sequences of tokens against frames, compared with the sum and the best over every alignment there is."""

from itertools import groupby, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.asr.ctc_alignment import favourites, log_prob, regrets

BLANK = 0


def posteriors(frames: int, tokens: int, seed: int) -> np.ndarray:
    logits = np.random.default_rng(seed).normal(0, 2, (frames, tokens))
    return (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).astype(np.float32)


def collapsed(path: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(token for token, _ in groupby(path) if token != BLANK)


def alignments(log_probs: np.ndarray, tokens: tuple[int, ...]) -> list[tuple[int, ...]]:
    frames, count = log_probs.shape
    return [path for path in product(range(count), repeat=frames) if collapsed(path) == tokens]


def score(log_probs: np.ndarray, path: tuple[int, ...]) -> float:
    return float(sum(log_probs[i, token] for i, token in enumerate(path)))


@given(st.integers(1, 6), st.lists(st.integers(1, 2), max_size=4).map(tuple), st.integers(0, 1000))
def test_equals_the_sum_over_all_alignments(frames: int, tokens: tuple[int, ...], seed: int) -> None:
    log_probs = posteriors(frames, 3, seed)
    paths = alignments(log_probs, tokens)
    expected = np.logaddexp.reduce([score(log_probs, path) for path in paths]) if paths else -np.inf
    assert log_prob(log_probs, tokens, BLANK) == pytest.approx(expected, abs=1e-5)


@given(st.integers(1, 6), st.lists(st.integers(1, 2), min_size=1, max_size=4).map(tuple), st.integers(0, 1000))
def test_regrets_are_those_of_the_best_alignment(frames: int, tokens: tuple[int, ...], seed: int) -> None:
    log_probs = posteriors(frames, 3, seed)
    paths = alignments(log_probs, tokens)
    if paths:
        lost = regrets(log_probs, tokens, BLANK)
        best = max(score(log_probs, path) for path in paths)
        assert lost.shape == (len(tokens),)
        assert lost.min() >= 0
        assert lost.sum() == pytest.approx(log_probs.max(axis=1).sum() - best, abs=1e-5)


def test_favourites_join_repeats_and_leave_blanks_out() -> None:
    assert favourites(np.eye(4, dtype=np.float32)[[0, 1, 1, 0, 1, 2, 0, 0, 3, 3]], BLANK) == (1, 1, 2, 3)
    assert favourites(np.eye(4, dtype=np.float32)[[0, 0]], BLANK) == ()


def test_what_the_sentence_leaves_out_is_the_loss_of_the_word_before() -> None:
    heard = np.log(np.full((6, 4), 0.01) + 0.96 * np.eye(4)[[0, 1, 0, 3, 0, 2]]).astype(np.float32)
    lost = regrets(heard, (1, 2), BLANK)
    assert lost[0] == pytest.approx(np.log(97), abs=1e-4)
    assert lost[1] == pytest.approx(0, abs=1e-6)
