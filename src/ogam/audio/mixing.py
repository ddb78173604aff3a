"""Many channels to one, without losing the voice to a dead or reversed channel."""

import numpy as np
from numpy.typing import NDArray

CANCELLED = 0.1
"""A mean with less than this share of the loudest channel's energy has lost the voice (10 dB)."""


class Mixer:
    """Mixes a stream of many channels to mono; holds the energies heard so far.

    The mean of the channels is given, except where they cancel (opposite phase) or most of them are dead: then the
    loudest channel. Samples that are not numbers (NaN, infinite) are left out of the mean.
    """

    def __init__(self, channels: int) -> None:
        self._channel_energy = np.zeros(channels)
        self._mean_energy = 0.0

    def mix(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Float32 of shape (samples, channels) to float32 of shape (samples,), all finite."""
        finite = np.isfinite(block)
        values = block if finite.all() else np.where(finite, block, np.float32(0))
        if block.shape[1] == 1:
            return np.ascontiguousarray(values[:, 0])
        mean: NDArray[np.float32] = values.sum(axis=1) / np.maximum(finite.sum(axis=1, dtype=np.float32), 1)
        self._channel_energy += np.square(values, dtype=np.float64).sum(axis=0)
        self._mean_energy += float(np.square(mean, dtype=np.float64).sum())
        loudest = int(self._channel_energy.argmax())
        if self._mean_energy < CANCELLED * self._channel_energy[loudest]:
            return np.ascontiguousarray(values[:, loudest])
        return mean
