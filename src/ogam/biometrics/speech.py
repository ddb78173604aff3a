"""The parts of a recording in which somebody speaks, found by loudness alone: quick, and any language."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE

WINDOW, HOP = 400, 160
"""Samples of a frame, 25 ms, and from one to the next, 10 ms."""
BELOW_LOUDEST, ABOVE_NOISE = 30.0, 6.0
"""Decibels: speech is at most so much quieter than its loud frames, and at least so much louder than the noise."""
LOUD_ANYWAY = 15.0
"""Decibels below the loud frames from which on a frame counts, however much noise there is."""
AROUND = 15
"""Frames before and after loud ones that belong to them: consonants, and the pauses between syllables."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """samples: the parts with speech, one after the other, 16 kHz; snr_db: how far the loud frames stand out from the
    quietest, in decibels, an estimate of the signal-to-noise ratio."""

    samples: NDArray[np.float32]
    snr_db: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


def find_speech(samples: NDArray[np.float32]) -> Speech:
    """What is loud enough to be speech. Nothing where there are no 25 ms, or all is digital silence."""
    if len(samples) < WINDOW or not np.any(samples):
        return Speech(np.zeros(0, np.float32), 0.0)
    levels = frame_levels(samples)
    quiet, loud = (float(level) for level in np.percentile(levels, (5, 95)))
    threshold = max(loud - BELOW_LOUDEST, min(quiet + ABOVE_NOISE, loud - LOUD_ANYWAY))
    near = np.convolve(levels > threshold, np.ones(2 * AROUND + 1), "full")[AROUND:-AROUND] > 0.5
    kept = np.zeros(len(samples), bool)
    for first in np.flatnonzero(near) * HOP:
        kept[first : first + WINDOW] = True
    return Speech(samples[kept], loud - quiet)


def frame_levels(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean power of each frame in decibels below full scale, shape (frames,); at least −100."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    power = np.einsum("ij,ij->i", frames, frames, dtype=np.float64) / WINDOW
    levels: NDArray[np.float64] = 10 * np.log10(power + 1e-10)
    return levels
