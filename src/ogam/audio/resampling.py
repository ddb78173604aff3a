"""Any sample rate to 16 kHz, as a stream."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE


class Resampler:
    """Resamples one mono stream to 16 kHz with soxr; gives the same samples however the stream is cut."""

    def __init__(self, sample_rate: int, to: int = SAMPLE_RATE) -> None:
        self._stream: Any = None
        if sample_rate != to:
            import soxr

            self._stream = soxr.ResampleStream(sample_rate, to, 1, dtype="float32")

    def accept(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The next float32 samples; what is ready so far comes back."""
        return samples if self._stream is None else np.asarray(self._stream.resample_chunk(samples), np.float32)

    def finish(self) -> NDArray[np.float32]:
        """The rest, when the stream has ended."""
        nothing = np.zeros(0, np.float32)
        if self._stream is None:
            return nothing
        return np.asarray(self._stream.resample_chunk(nothing, last=True), np.float32)
