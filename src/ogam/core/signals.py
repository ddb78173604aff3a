"""Signals: what a sensor gives, with its time and its source."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second of every `Audio` inside Ogam."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """Mono sound at 16 kHz.

    samples: float32, shape (samples,), nominally -1 to 1.
    start: time of the first sample in seconds, on the clock of its source (0 for a file).
    source: where it was heard (a file's path, a microphone's or a satellite's name).
    """

    samples: NDArray[np.float32]
    start: float = 0.0
    source: str = ""

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / SAMPLE_RATE

    @property
    def end(self) -> float:
        """Time just after the last sample, in seconds."""
        return self.start + self.duration

    def cut(self, start: float, end: float) -> "Audio":
        """The part between two times of the source's clock, in seconds; what lies outside is left out."""
        first = max(0, round((start - self.start) * SAMPLE_RATE))
        last = max(first, round((end - self.start) * SAMPLE_RATE))
        return Audio(self.samples[first:last], self.start + first / SAMPLE_RATE, self.source)


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """A picture.

    pixels: uint8, shape (height, width, 3), RGB.
    time: when it was taken, in seconds, on the clock of its source.
    source: where it was taken (a file's path, a camera's name).
    """

    pixels: NDArray[np.uint8]
    time: float = 0.0
    source: str = ""


Signal = Audio | Image
