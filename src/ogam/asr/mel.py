"""Log-mel spectrograms as Whisper takes them."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE

WINDOW, HOP = 400, 160
"""Samples of one frame, 25 ms, and from one frame to the next, 10 ms."""
RANGE = 8.0
"""What lies more than this many powers of ten below the loudest band of the utterance is cut off."""


def log_mel(samples: NDArray[np.float32], bands: int = 80) -> NDArray[np.float32]:
    """Log-mel spectrogram of 16 kHz samples, shape (bands, samples // 160), about -1 to 1.

    Hann window, power, Slaney's mel scale and norm; then log10 within 8 of the largest, moved and scaled, as in
    OpenAI's `whisper.audio.log_mel_spectrogram`. Needs more than 200 samples.
    """
    padded = np.pad(samples, WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][: len(samples) // HOP]
    spectrum = np.fft.rfft(frames * _window())
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    logs = np.log10(np.maximum(mel_filters(bands) @ power.T, 1e-10))
    scaled: NDArray[np.float32] = (np.maximum(logs, logs.max() - RANGE) + 4) / 4
    return scaled


@lru_cache(maxsize=2)
def mel_filters(bands: int) -> NDArray[np.float32]:
    """Triangular filters on Slaney's mel scale, each of the same area, shape (bands, 201)."""
    edges = _hertz(np.linspace(_mel(0.0), _mel(SAMPLE_RATE / 2), bands + 2))
    frequencies = np.linspace(0, SAMPLE_RATE / 2, WINDOW // 2 + 1)
    slopes = (frequencies - edges[:, None]) / np.maximum(np.diff(edges, append=np.inf), 1e-9)[:, None]
    rising, falling = slopes[:-2], 1 - slopes[1:-1]
    triangles = np.maximum(0, np.minimum(rising, falling))
    filters: NDArray[np.float32] = (triangles * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)
    return filters


LINEAR_HERTZ, LINEAR_MEL = 1000.0, 15.0
"""Up to here the scale is linear, 200/3 Hz a mel; above it is logarithmic, 27 mel for a factor of 6.4."""


def _mel(hertz: float) -> float:
    if hertz < LINEAR_HERTZ:
        return hertz * LINEAR_MEL / LINEAR_HERTZ
    return LINEAR_MEL + float(np.log(hertz / LINEAR_HERTZ) * 27 / np.log(6.4))


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    above = LINEAR_HERTZ * np.exp((mels - LINEAR_MEL) * np.log(6.4) / 27)
    return np.where(mels < LINEAR_MEL, mels * LINEAR_HERTZ / LINEAR_MEL, above)


@lru_cache(maxsize=1)
def _window() -> NDArray[np.float32]:
    return np.hanning(WINDOW + 1)[:-1].astype(np.float32)
