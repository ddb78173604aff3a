"""How loud it is, a figure for each stretch of sound."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE

SILENCE = -96.0
"""Decibels below full scale: nothing in 16 bits is quieter."""


class Level:
    """The level of a stream in decibels below full scale (root mean square), one figure every so many seconds."""

    def __init__(self, every: float) -> None:
        self._size = round(every * SAMPLE_RATE)
        self._energy = 0.0
        self._count = 0

    def accept(self, samples: NDArray[np.float32]) -> Iterator[float]:
        """The figure of what has come since the last one, once that is long enough. samples: shape (samples,)."""
        self._energy += float(np.dot(samples, samples))
        self._count += len(samples)
        if self._count >= self._size:
            yield round(max(SILENCE, 10 * float(np.log10(self._energy / self._count + 1e-12))), 1)
            self._energy, self._count = 0.0, 0
