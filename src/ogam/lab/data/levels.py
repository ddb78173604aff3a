"""How loud speech is: the mean over all of it, or over where somebody speaks (ITU-T P.56)."""

import math

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE, Audio, AudioError

Samples = NDArray[np.float32]

STEP = 16
"""Samples of which the envelope takes one value: 1,000 a second, and P.56 asks for 694 at least."""
SMOOTHING_SECONDS, HANGOVER_SECONDS = 0.03, 0.2
MARGIN_DB = 15.9
"""Of P.56: by how much the active level lies above the threshold of activity."""
THRESHOLDS = 2.0 ** np.arange(-16, 1)


def mean_power(samples: Samples) -> float:
    """The mean square of all samples."""
    return float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0


def active_power(audio: Audio) -> float:
    """The mean square of speech while it is active: silence before, between and after words does not count.

    ITU-T Recommendation P.56 (12/2011), method B: the envelope is smoothed twice with 30 ms, a threshold holds for
    200 ms after it was passed, and the level sought lies 15.9 dB above its threshold. Thresholds lie 6 dB apart, with
    straight lines between them. Raises AudioError for silence.
    """
    total = float(np.sum(np.square(audio.samples, dtype=np.float64)))
    if total == 0.0:
        raise AudioError(f"{audio.source or 'audio'}: only silence, so no ratio of speech to noise can be set.")
    envelope = _smoothed(_smoothed(_blocks(audio.samples)))
    active = np.array([_active_blocks(envelope, threshold) for threshold in THRESHOLDS]) * STEP
    passed = active > 0
    levels = 10 * np.log10(total / active[passed])
    above = levels - 20 * np.log10(THRESHOLDS[passed])
    if not passed.any() or above[0] < MARGIN_DB:  # so quiet that no threshold lies below it
        return mean_power(audio.samples)
    return float(10 ** (np.interp(-MARGIN_DB, -above, levels) / 10))


def _blocks(samples: Samples) -> NDArray[np.float64]:
    """The mean absolute value of each 16 samples; of the rest at the end too."""
    padded = np.pad(np.abs(samples).astype(np.float64), (0, -len(samples) % STEP))
    return np.asarray(padded.reshape(-1, STEP).mean(axis=1))


def _smoothed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    keep = math.exp(-STEP / (SAMPLE_RATE * SMOOTHING_SECONDS))
    smooth, last = [], 0.0
    for value in values.tolist():
        last = keep * last + (1 - keep) * value
        smooth.append(last)
    return np.array(smooth)


def _active_blocks(envelope: NDArray[np.float64], threshold: float) -> int:
    """How many values lie at or above a threshold, or follow one that does within the hangover."""
    place = np.arange(len(envelope))
    hangover = round(HANGOVER_SECONDS * SAMPLE_RATE / STEP)
    last = np.maximum.accumulate(np.where(envelope >= threshold, place, -hangover - 1))
    return int(np.count_nonzero(place - last <= hangover))
