"""A stream of chunks of any length, cut into frames of one length."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE, Audio


class Frames:
    """Collects one stream's chunks and gives frames of `size` samples, each with its time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._pending = Audio(np.zeros(0, np.float32))

    def accept(self, chunk: Audio) -> Iterator[Audio]:
        """The frames that are complete with this chunk."""
        waiting = self._pending
        if len(waiting.samples):
            chunk = Audio(np.concatenate([waiting.samples, chunk.samples]), waiting.start, chunk.source)
        whole = len(chunk.samples) // self._size * self._size
        self._pending = _from(chunk, whole)
        for first in range(0, whole, self._size):
            yield Audio(chunk.samples[first : first + self._size], chunk.start + first / SAMPLE_RATE, chunk.source)

    def finish(self) -> Audio:
        """What is left: shorter than a frame, perhaps empty."""
        rest, self._pending = self._pending, Audio(np.zeros(0, np.float32))
        return rest


def padded(samples: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Zeros appended to reach `size` samples."""
    return np.pad(samples, (0, size - len(samples)))


def _from(audio: Audio, first: int) -> Audio:
    return Audio(audio.samples[first:], audio.start + first / SAMPLE_RATE, audio.source)
