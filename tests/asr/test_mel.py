"""Log-mel spectrograms, against those of OpenAI's Whisper and of faster-whisper."""

import numpy as np
import pytest

from ogam.asr.mel import log_mel, mel_filters


def tone(hertz: float, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(16_000 * seconds)) / 16_000)).astype(np.float32)


def test_filters_are_those_of_whisper() -> None:
    filters = mel_filters(80)
    assert filters.shape == (80, 201)
    assert filters[0, 1] == pytest.approx(0.02486259, abs=1e-7)  # from OpenAI's mel_filters.npz
    assert filters[79].argmax() == 192
    assert filters[79].sum() == pytest.approx(0.02492534, abs=1e-7)
    assert np.abs(filters.sum(axis=1) * 40 - 1).max() < 0.08  # each has an area of one


@pytest.mark.parametrize("hertz", [200, 1000, 3000, 7000])
def test_a_tone_is_loudest_in_its_band(hertz: float) -> None:
    mel = log_mel(tone(hertz))
    peaks = mel_filters(80).argmax(axis=1) * 40
    assert mel.shape == (80, 100)
    assert abs(peaks[mel[:, 50].argmax()] - hertz) <= max(40, 0.05 * hertz)


def test_silence_is_one_level() -> None:
    assert np.abs(log_mel(np.zeros(16_000, np.float32)) + 1.5).max() < 1e-6


def test_what_is_far_below_the_loudest_is_cut_off() -> None:
    mel = log_mel(np.concatenate([tone(1000), np.zeros(16_000, np.float32)]))
    assert mel.min() == pytest.approx(mel.max() - 2)


def test_same_as_faster_whisper() -> None:
    audio = pytest.importorskip("faster_whisper.feature_extractor")
    noise = np.random.default_rng(0).normal(0, 0.1, 32_000).astype(np.float32)
    theirs = audio.FeatureExtractor()(noise, padding=0)
    assert np.abs(log_mel(noise) - theirs[:, : log_mel(noise).shape[1]]).max() < 1e-4
