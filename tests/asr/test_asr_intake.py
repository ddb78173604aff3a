"""What reaches an acoustic model, and what is refused."""

import numpy as np
import pytest

from ogam.asr.intake import is_silent, usable_samples
from ogam.core import Audio, AudioError


def test_short_audio_is_padded() -> None:
    assert len(usable_samples(Audio(np.ones(10, np.float32)))) == 8000


def test_three_hours_are_refused() -> None:
    with pytest.raises(AudioError, match="at most 30 s"):
        usable_samples(Audio(np.ones(31 * 16_000, np.float32), source="long.wav"))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_a_number_is_refused(bad: float) -> None:
    samples = np.ones(16_000, np.float32)
    samples[7] = bad
    with pytest.raises(AudioError, match="not numbers"):
        usable_samples(Audio(samples, source="bad.wav"))


def test_two_channels_are_refused() -> None:
    with pytest.raises(AudioError, match="one channel"):
        usable_samples(Audio(np.ones((16_000, 2), np.float32)))


def test_silence() -> None:
    assert is_silent(Audio(np.zeros(100, np.float32)))
    assert not is_silent(Audio(np.full(100, np.nan, np.float32)))
    assert not is_silent(Audio(np.full(100, 0.01, np.float32)))
