"""Kaldi's filter banks, against what kaldi-native-fbank 1.23.0 gives for the same signal (dither 0)."""

import numpy as np
import pytest

from ogam.audio.fbank import FilterBank, filter_bank

N = np.arange(5000)
SIGNAL = 0.3 * np.sin(2 * np.pi * (200 * N / 16000 + 0.0001 * N * N / 16)) + 0.02 * np.cos(N * N * 0.37)
ICEFALL = FilterBank()
FUNASR = FilterBank(scale=32768.0, window="hamming", high=8000.0, whole_frames=True)
EXPECTED = {
    ICEFALL: [
        [-4.069, 1.354, -3.775, -2.901, 0.45],
        [-8.915, 1.392, -6.083, -2.324, -0.934],
        [-11.174, -8.334, 2.279, -2.336, -0.232],
        [-11.719, -8.102, -4.776, -2.608, -0.762],
    ],
    FUNASR: [
        [11.853, 22.465, 14.843, 18.576, 20.435],
        [12.371, 20.505, 15.199, 17.433, 20.893],
        [11.756, 10.386, 23.461, 18.318, 20.493],
        [13.53, 11.94, 14.403, 16.751, 20.81],
    ],
}


@pytest.mark.parametrize(("settings", "frames", "mean"), [(ICEFALL, 31, -3.63884), (FUNASR, 29, 17.44515)])
def test_equals_kaldi(settings: FilterBank, frames: int, mean: float) -> None:
    found = filter_bank(SIGNAL.astype(np.float32), settings)
    assert found.shape == (frames, 80)
    assert found.dtype == np.float32
    assert found.mean() == pytest.approx(mean, abs=1e-4)
    assert found[np.ix_([0, 1, 12, -1], [0, 7, 20, 45, 79])] == pytest.approx(np.array(EXPECTED[settings]), abs=1e-3)


@pytest.mark.parametrize("samples", [400, 401, 479, 480, 4799, 4800, 4881, 8000])
def test_as_many_frames_as_kaldi(samples: int) -> None:
    silence = np.zeros(samples, np.float32)
    assert len(filter_bank(silence, ICEFALL)) == (samples + 80) // 160
    assert len(filter_bank(silence, FUNASR)) == (samples - 400) // 160 + 1


def test_silence_is_at_the_floor() -> None:
    assert filter_bank(np.zeros(1600, np.float32), ICEFALL) == pytest.approx(np.log(np.finfo(np.float32).eps))
