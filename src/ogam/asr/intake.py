"""What an acoustic model is given: nothing that is not sound, nothing too long."""

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE, Audio, AudioError

LONGEST = 30.0
"""Seconds of one utterance, at most."""
SHORTEST = 0.5
"""Seconds; shorter audio is padded with silence, since the encoders need a few frames."""
SILENCE = 1e-5
"""Largest absolute sample up to which audio counts as silent: below one step of 16 bits."""


def is_silent(audio: Audio) -> bool:
    """Whether there is nothing to hear at all: no samples, or none above one step of 16 bits."""
    return len(audio.samples) == 0 or bool(np.abs(audio.samples).max() <= SILENCE)


def near_silence() -> Audio:
    """A second of faint noise: what is played to an acoustic model to learn what it says when nobody speaks."""
    noise = np.random.default_rng(5).normal(0.0, 0.01, SAMPLE_RATE)
    return Audio(noise.astype(np.float32), source="near silence")


def usable_samples(audio: Audio) -> NDArray[np.float32]:
    """The samples, checked and padded, shape (samples,). Raises AudioError for what is no usable utterance."""
    samples = np.asarray(audio.samples, np.float32)
    if samples.ndim != 1:
        raise AudioError(f"{_name(audio)}: expected one channel, got an array of shape {samples.shape}.")
    if audio.duration > LONGEST:
        raise AudioError(
            f"{_name(audio)}: {audio.duration:.0f} s in one utterance; at most {LONGEST:.0f} s. "
            "Cut it at its pauses first (ogam.audio does)."
        )
    if not np.isfinite(samples).all():
        raise AudioError(f"{_name(audio)}: holds samples that are not numbers; record it again.")
    missing = round(SHORTEST * SAMPLE_RATE) - len(samples)
    return np.pad(samples, (0, missing)) if missing > 0 else samples


def _name(audio: Audio) -> str:
    return audio.source or "audio"
