"""Log-mel filter banks as Kaldi makes them, which most CTC models were trained on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE

WINDOW, HOP, TRANSFORM = 400, 160, 512
"""Samples of one frame, 25 ms; from one frame to the next, 10 ms; and of the Fourier transform, zeros included."""
PRE_EMPHASIS = 0.97
FLOOR = float(np.finfo(np.float32).eps)


@dataclass(frozen=True, slots=True)
class FilterBank:
    """What differs from model to model.

    scale: what samples of -1 to 1 are multiplied by; window: its shape; low, high: Hz of the outermost bands' edges;
    whole_frames: whether frames begin at the first sample and all lie inside ("snip edges"), or are centred on every
    10 ms, with the audio mirrored at its ends.
    """

    bands: int = 80
    scale: float = 1.0
    window: Literal["povey", "hamming"] = "povey"
    low: float = 20.0
    high: float = 7600.0
    whole_frames: bool = False


def filter_bank(samples: NDArray[np.float32], settings: FilterBank) -> NDArray[np.float32]:
    """Natural logarithms of the power in each band, shape (frames, bands), from 16 kHz samples, at least 400.

    As kaldi-native-fbank with dither 0: each frame's mean is taken away, then pre-emphasis, window, power spectrum and
    triangles on the mel scale.
    """
    frames = _frames(samples.astype(np.float64) * settings.scale, settings.whole_frames)
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.fft.rfft((frames - PRE_EMPHASIS * before) * _window(settings.window), TRANSFORM)
    power = (spectrum.real**2 + spectrum.imag**2)[:, : TRANSFORM // 2]
    energies = power @ _triangles(settings.bands, settings.low, settings.high).T
    logs: NDArray[np.float32] = np.log(np.maximum(energies, FLOOR)).astype(np.float32)
    return logs


def _frames(samples: NDArray[np.float64], whole: bool) -> NDArray[np.float64]:
    if whole:
        return np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    count = (len(samples) + HOP // 2) // HOP
    before = WINDOW // 2 - HOP // 2
    after = max(0, (count - 1) * HOP + WINDOW - before - len(samples))
    padded = np.pad(samples, (before, after), mode="symmetric")
    return np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:count]


@lru_cache(maxsize=2)
def _window(shape: str) -> NDArray[np.float64]:
    angle = 2 * np.pi * np.arange(WINDOW) / (WINDOW - 1)
    window: NDArray[np.float64] = (
        0.54 - 0.46 * np.cos(angle) if shape == "hamming" else (0.5 - 0.5 * np.cos(angle)) ** 0.85
    )
    return window


@lru_cache(maxsize=4)
def _triangles(bands: int, low: float, high: float) -> NDArray[np.float64]:
    """Shape (bands, 256): rising and falling in mel, not in Hz."""
    edges = np.linspace(_mel(low), _mel(high), bands + 2)[:, None]
    mels = _mel(np.arange(TRANSFORM // 2) * SAMPLE_RATE / TRANSFORM)
    rising = (mels - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - mels) / (edges[2:] - edges[1:-1])
    triangles: NDArray[np.float64] = np.maximum(0.0, np.minimum(rising, falling))
    return triangles


def _mel(hertz: "float | NDArray[np.float64]") -> "NDArray[np.float64]":
    mels: NDArray[np.float64] = 1127.0 * np.log1p(np.asarray(hertz) / 700.0)
    return mels
