"""Speech found by loudness, in made-up sound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.biometrics.speech import find_speech, frame_levels
from ogam.core import SAMPLE_RATE


def sound(*parts: tuple[float, float]) -> np.ndarray:
    """Noise, in parts of so many seconds, so loud."""
    random = np.random.default_rng(0)
    pieces = [level * random.normal(size=round(seconds * SAMPLE_RATE)) for seconds, level in parts]
    return np.concatenate(pieces).astype(np.float32)


def test_pauses_are_taken_out_and_short_ones_kept() -> None:
    speech = find_speech(sound((1, 1e-4), (1, 0.1), (0.2, 1e-4), (1, 0.1), (2, 1e-4)))
    assert speech.seconds == pytest.approx(2.2 + 0.3, abs=0.1)
    assert speech.snr_db == pytest.approx(60, abs=3)


def test_what_is_loud_throughout_is_kept_whole() -> None:
    samples = sound((3, 0.1))
    assert find_speech(samples).seconds == pytest.approx(3, abs=0.05)


def test_how_loud_it_is_does_not_matter() -> None:
    samples = sound((1, 0.001), (1, 0.1), (1, 0.001))
    assert find_speech(samples * 0.01).seconds == find_speech(samples).seconds


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(16_000, np.float32), sound((0.02, 0.1))])
def test_where_there_is_nothing_there_is_no_speech(samples: np.ndarray) -> None:
    speech = find_speech(samples)
    assert (len(speech.samples), speech.seconds, speech.snr_db) == (0, 0.0, 0.0)


def test_levels_are_in_decibels_below_full_scale() -> None:
    assert frame_levels(np.full(400, 0.1, np.float32)) == pytest.approx([-20.0], abs=1e-3)
    assert frame_levels(np.zeros(560, np.float32)) == pytest.approx([-100.0, -100.0])


@given(st.integers(0, 4_000), st.integers(0, 2**32 - 1))
def test_no_more_is_kept_than_there_is(length: int, seed: int) -> None:
    samples = np.random.default_rng(seed).normal(size=length).astype(np.float32)
    assert len(find_speech(samples).samples) <= length
