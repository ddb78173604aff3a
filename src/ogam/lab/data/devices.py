"""Devices: what microphones, lines and cameras make of a sound or a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE

EDGE = 0.1
"""Share of a limit's frequency over which a band ends."""


@dataclass(frozen=True, slots=True)
class Microphone:
    """What becomes of sound. low, high: limits of what passes, in hertz; sample_rate: at which it is coded; code: of
    libsndfile ("ULAW" G.711, "GSM610" GSM full rate, "IMA_ADPCM", "PCM_U8" 8 bits …); over_db: how far the peak lies
    above what the converter can take, where it is clipped; None if it is not."""

    low: float = 0.0
    high: float = SAMPLE_RATE / 2
    sample_rate: int = SAMPLE_RATE
    code: str = "PCM_16"
    over_db: float | None = None


@dataclass(frozen=True, slots=True)
class Lens:
    """What becomes of a picture. scale: of its sides; light: share that falls in, with the noise that little light has;
    blur: radius in pixels; quality: of the JPEG, 1 to 95."""

    scale: float = 1.0
    light: float = 1.0
    blur: float = 0.0
    quality: int = 95


MICROPHONES: Mapping[str, Microphone] = {
    "telephone": Microphone(300, 3_400, 8_000, "ULAW"),
    "mobile phone": Microphone(200, 3_400, 8_000, "GSM610"),
    "intercom": Microphone(150, 7_000, SAMPLE_RATE, "IMA_ADPCM"),
    "toy": Microphone(250, 5_000, SAMPLE_RATE, "PCM_U8"),
    "overdriven": Microphone(over_db=12.0),
}
LENSES: Mapping[str, Lens] = {
    "webcam": Lens(scale=0.5, quality=40),
    "doorbell": Lens(scale=0.35, light=0.6, quality=30),
    "dark": Lens(light=0.12, quality=80),
    "out of focus": Lens(blur=2.5),
}
ELECTRONS = 2_000.0
"""That a pixel in full light holds: how much noise little light has."""


def through_microphone(samples: NDArray[np.float32], microphone: Microphone) -> NDArray[np.float32]:
    """Sound at 16 kHz as it comes out of a device, as long as it was."""
    import soxr

    heard = keep_band(samples, microphone.low, microphone.high)
    if microphone.over_db is not None:
        heard = np.clip(heard * _gain_to(heard, microphone.over_db), -1, 1)
    if microphone.sample_rate != SAMPLE_RATE:
        heard = soxr.resample(heard, SAMPLE_RATE, microphone.sample_rate)
    heard = coded(heard, microphone.sample_rate, microphone.code)
    if microphone.sample_rate != SAMPLE_RATE:
        heard = soxr.resample(heard, microphone.sample_rate, SAMPLE_RATE)
    return _as_long(np.asarray(heard, np.float32), len(samples))


def coded(samples: NDArray[np.float32], sample_rate: int, code: str) -> NDArray[np.float32]:
    """What is left of samples that were coded and decoded."""
    import soundfile

    file = BytesIO()
    soundfile.write(file, np.clip(samples, -1, 1), sample_rate, format="WAV", subtype=code)
    file.seek(0)
    return np.asarray(soundfile.read(file, dtype="float32")[0], np.float32)


def keep_band(samples: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    """The part between two frequencies in hertz; the edges are a tenth of them wide, and nothing is delayed."""
    if low <= 0 and high >= SAMPLE_RATE / 2:
        return samples
    spectrum = np.fft.rfft(samples)
    frequency = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    if low > 0:
        spectrum *= _rise((frequency - low) / (EDGE * low))
    if high < SAMPLE_RATE / 2:
        spectrum *= _rise((high - frequency) / (EDGE * high))
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def through_lens(pixels: NDArray[np.uint8], lens: Lens, random: np.random.Generator) -> NDArray[np.uint8]:
    """A picture as it comes out of a camera: uint8 (height, width, 3), of the lens's scale."""
    from PIL import Image as Pillow
    from PIL import ImageFilter

    if lens.light < 1:
        electrons = random.poisson(pixels / 255 * lens.light * ELECTRONS)
        pixels = np.clip(np.rint(electrons / ELECTRONS * 255), 0, 255).astype(np.uint8)
    picture = Pillow.fromarray(pixels)
    if lens.scale != 1:
        width, height = (max(1, round(side * lens.scale)) for side in picture.size)
        picture = picture.resize((width, height), Pillow.Resampling.BOX)
    if lens.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(lens.blur))
    file = BytesIO()
    picture.save(file, "JPEG", quality=lens.quality)
    return np.array(Pillow.open(file).convert("RGB"))


def _rise(distance: NDArray[np.floating]) -> NDArray[np.float64]:
    """From 0 to 1 while the distance goes from -1/2 to 1/2."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(distance + 0.5, 0, 1)))


def _gain_to(samples: NDArray[np.float32], over_db: float) -> float:
    peak = float(np.abs(samples).max(initial=0.0))
    return 10 ** (over_db / 20) / peak if peak else 1.0


def _as_long(samples: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """Codes fill their last block, and resampling rounds."""
    return np.pad(samples[:length], (0, max(0, length - len(samples))))
