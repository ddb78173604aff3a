"""Noise is mixed as the README of the data says, and the same way every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Audio, AudioError
from ogam.lab.noise import FRAME, cut_excerpt, generator, mix, peak_energy


def sound(seconds: float, seed: int, scale: float = 0.1) -> Audio:
    samples = np.random.default_rng(seed).normal(0, scale, round(seconds * 16_000))
    return Audio(samples.astype(np.float32), 0.0, f"sound {seed}")


def test_peak_energy_is_that_of_the_loudest_frame():
    samples = np.zeros(3 * FRAME + 100, np.float32)
    samples[FRAME : 2 * FRAME] = 0.5
    samples[-50:] = 1.0  # what is left over after whole frames does not count
    assert peak_energy(samples) == pytest.approx(FRAME * 0.25)


def test_peak_energy_of_less_than_a_frame():
    assert peak_energy(np.full(4, 0.5, np.float32)) == pytest.approx(1.0)


@given(snr=st.sampled_from([6.0, 9.0, 12.0, 24.0]), seed=st.integers(0, 1_000))
def test_ratio_of_peak_frames_is_what_was_asked_for(snr, seed):
    speech, noise = sound(1, 1), sound(3, 2, 0.7)
    excerpt = cut_excerpt(noise, 16_000, np.random.default_rng(seed))
    mixed = mix(speech, noise, snr, np.random.default_rng(seed))
    # the sum is a·speech + b·excerpt: solve for both
    (a, b), *_ = np.linalg.lstsq(np.stack([speech.samples, excerpt], axis=1), mixed.samples, rcond=None)
    ratio = 10 * np.log10(peak_energy(a * speech.samples) / peak_energy(b * excerpt))
    assert ratio == pytest.approx(snr, abs=0.01)
    assert np.abs(mixed.samples).max() == pytest.approx(0.5, abs=1e-3)


def test_noise_shorter_than_speech_is_repeated():
    assert len(mix(sound(2, 1), sound(0.3, 2), 12, np.random.default_rng(0)).samples) == 32_000


def test_the_same_seed_gives_the_same_excerpt_and_another_name_another():
    speech, noise = sound(1, 1), sound(5, 2)
    one, same, other = (mix(speech, noise, 6, generator(0, name, 6)).samples for name in ("a", "a", "b"))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("silent", ["speech", "noise"])
def test_silence_has_no_ratio(silent):
    silence = Audio(np.zeros(16_000, np.float32), 0.0, "silence.wav")
    pair = (silence, sound(1, 1)) if silent == "speech" else (sound(1, 1), silence)
    with pytest.raises(AudioError, match=r"silence\.wav: only silence"):
        mix(*pair, 6, np.random.default_rng(0))
