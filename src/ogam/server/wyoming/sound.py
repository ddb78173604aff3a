"""Raw sound of any rate, width and channels, as Wyoming carries it, to 16 kHz mono; and back."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio.mixing import Mixer
from ogam.audio.resampling import Resampler
from ogam.core import AudioError

RATES = (8_000, 192_000)
CHANNELS = 8
WIDTHS = (1, 2, 3, 4)


class PcmStream:
    """One stream of raw samples: unsigned of 1 byte, signed little-endian of 2, 3 or 4 bytes.

    rate: hertz; width: bytes a sample; channels: interleaved. Raises AudioError for a format that no microphone has.
    """

    def __init__(self, rate: Any, width: Any, channels: Any) -> None:
        if not _whole(rate) or not RATES[0] <= rate <= RATES[1]:
            raise AudioError(f"sound of {rate} samples a second is not taken; {RATES[0]} to {RATES[1]} are.")
        if not _whole(width) or width not in WIDTHS:
            raise AudioError(f"samples of {width} bytes are not taken; 1, 2, 3 or 4 are.")
        if not _whole(channels) or not 1 <= channels <= CHANNELS:
            raise AudioError(f"sound of {channels} channels is not taken; 1 to {CHANNELS} are.")
        self.format = (rate, width, channels)
        self._mixer = Mixer(channels)
        self._resampler = Resampler(rate)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "PcmStream":
        """The stream that the data of an audio event describes."""
        return cls(data.get("rate"), data.get("width"), data.get("channels"))

    def accept(self, payload: bytes) -> NDArray[np.float32]:
        """The next samples at 16 kHz; soxr holds a few back. AudioError for half a sample."""
        _, width, channels = self.format
        if len(payload) % (width * channels):
            raise AudioError(f"{len(payload)} bytes are no whole number of samples of {channels} × {width} bytes.")
        samples = _to_float(payload, width).reshape(-1, channels)
        return self._resampler.accept(self._mixer.mix(samples)) if len(samples) else np.zeros(0, np.float32)

    def finish(self) -> NDArray[np.float32]:
        """What was held back."""
        return self._resampler.finish()


def to_pcm(samples: NDArray[np.float32]) -> bytes:
    """Samples of -1 to 1 as signed 16-bit ones; what is beyond is clipped."""
    pcm: bytes = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    return pcm


def _to_float(payload: bytes, width: int) -> NDArray[np.float32]:
    if width == 1:
        return ((np.frombuffer(payload, np.uint8).astype(np.float32) - 128) / 128).astype(np.float32)
    if width == 3:
        high = np.zeros((len(payload) // 3, 4), np.uint8)
        high[:, 1:] = np.frombuffer(payload, np.uint8).reshape(-1, 3)
        return (high.view("<i4")[:, 0] / 2**31).astype(np.float32)
    samples: NDArray[np.float32] = (np.frombuffer(payload, f"<i{width}") / 2 ** (8 * width - 1)).astype(np.float32)
    return samples


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
