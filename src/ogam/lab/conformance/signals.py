"""The signals that plugins are checked with. They are made up and the same on every machine; nobody is in them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE, Audio, Image, Signal

Medium = Literal["audio", "image"]
SEED = 20
VOWELS = ((730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240))
"""Formants of a, e, i, o, u in hertz (Peterson and Barney, 1952)."""
SYLLABLE = 0.22
QUIET, LOUD = 0.003, 0.1
"""Root mean squares of the noise of a quiet room and of a loud one."""
LONG = 90.0
"""Seconds that no recogniser of utterances needs to take, but each must survive."""


def usual(medium: Medium) -> tuple[Signal, ...]:
    """Three signals, in which something may be found: two voices that mumble and a tone, or three pictures."""
    if medium == "audio":
        voices = [mumble(2.0, pitch, seed) for seed, pitch in enumerate((115.0, 190.0))]
        return (*(Audio(samples, source=f"voice {at}") for at, samples in enumerate(voices, 1)), tone())
    return tuple(picture(seed) for seed in range(3))


def read_samples(paths: Sequence[Path], medium: Medium) -> tuple[Signal, ...]:
    """Signals of one's own, in place of the usual ones. Raises AudioError or ImageError for files that are none."""
    from ogam.audio import read
    from ogam.vision import read_image

    return tuple(read(path) if medium == "audio" else read_image(path) for path in paths)


def mumble(seconds: float, pitch: float = 115.0, seed: int = 0) -> NDArray[np.float32]:
    """What sounds like vowels without words: pulses through three resonances, with pauses before, after and between."""
    random = np.random.default_rng(SEED + seed)
    length = round(SYLLABLE * SAMPLE_RATE)
    samples = np.zeros(round(seconds * SAMPLE_RATE), np.float64)
    for begin in range(length, len(samples) - 2 * length, round(1.25 * length)):
        formants = VOWELS[int(random.integers(len(VOWELS)))]
        samples[begin : begin + length] += _vowel(formants, pitch * float(random.uniform(0.9, 1.1)), length)
    return samples.astype(np.float32)


def tone(pitch: float = 1000.0, seconds: float = 1.5) -> Audio:
    """A tone after half a second of nothing."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    samples = np.where(time > 0.5, 0.3 * np.sin(2 * np.pi * pitch * time), 0.0)
    return Audio(samples.astype(np.float32), source="tone")


def noise(seconds: float, level: float, source: str = "noise") -> Audio:
    """White noise. level: its root mean square."""
    samples = np.random.default_rng(SEED).normal(0.0, level, round(seconds * SAMPLE_RATE))
    return Audio(samples.astype(np.float32), source=source)


def picture(seed: int, width: int = 480, height: int = 360) -> Image:
    """A made-up room with a made-up face in it."""
    from ogam.lab.conformance.drawing import draw_face

    return Image(draw_face(seed, width, height), source=f"picture {seed + 1}")


def later(signal: Signal, seconds: float) -> Signal:
    """The same signal, heard or seen so much later."""
    if isinstance(signal, Audio):
        return Audio(signal.samples, signal.start + seconds, signal.source)
    return Image(signal.pixels, signal.time + seconds, signal.source)


def delayed(audio: Audio, seconds: float) -> Audio:
    """The same sound after so much silence."""
    silence = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    return Audio(np.concatenate([silence, audio.samples]), audio.start, audio.source)


def repeated(audio: Audio, seconds: float) -> Audio:
    """The sound over and over, exactly so long."""
    length = round(seconds * SAMPLE_RATE)
    return Audio(np.resize(audio.samples, length), audio.start, audio.source)


def _vowel(formants: Sequence[float], pitch: float, length: int) -> NDArray[np.float64]:
    """Pulses, each ringing at the formants and dying away; faded in and out."""
    time = np.arange(round(0.03 * SAMPLE_RATE)) / SAMPLE_RATE
    ring = np.zeros(len(time))
    for number, formant in enumerate(formants, 1):
        ring += np.exp(-np.pi * 90 * time) * np.sin(2 * np.pi * formant * time) / number
    pulses = np.zeros(length)
    pulses[:: round(SAMPLE_RATE / pitch)] = 1.0
    voiced = np.convolve(pulses, ring)[:length]
    shaped: NDArray[np.float64] = 0.25 * voiced / np.abs(voiced).max() * np.hanning(length) ** 0.5
    return shaped
