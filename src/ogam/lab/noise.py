"""Noise mixed into speech, as Picovoice's speech-to-intent benchmark does it: the ratio is between peak frames."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ogam.core import Audio, AudioError

FRAME = 2_048
LEVELS = (6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0)


def mix(speech: Audio, noise: Audio, snr_db: float, random: np.random.Generator) -> Audio:
    """Speech with an excerpt of the noise, `snr_db` decibels below it from peak frame to peak frame.

    The excerpt starts at a random place; a noise shorter than the speech is repeated. The sum is divided by twice
    its largest absolute sample. Raises AudioError for silence, of which no ratio can be made.
    """
    excerpt = cut_excerpt(noise, len(speech.samples), random)
    signal_energy, noise_energy = peak_energy(speech.samples), peak_energy(excerpt)
    for audio, energy in ((speech, signal_energy), (noise, noise_energy)):
        if energy == 0.0:
            raise AudioError(f"{audio.source or 'audio'}: only silence, so no ratio of speech to noise can be set.")
    scale = np.sqrt(signal_energy / (noise_energy * 10 ** (snr_db / 10)))
    total = speech.samples + scale * excerpt
    total /= 2 * np.abs(total).max()
    return Audio(total.astype(np.float32), speech.start, speech.source)


def cut_excerpt(noise: Audio, length: int, random: np.random.Generator) -> NDArray[np.float32]:
    """`length` samples of the noise, from a random place."""
    if len(noise.samples) == 0:
        raise AudioError(f"{noise.source or 'noise'}: empty.")
    repeats = -(-length // len(noise.samples))
    samples = np.tile(noise.samples, repeats)
    start = int(random.integers(0, len(samples) - length + 1))
    return samples[start : start + length]


def peak_energy(samples: NDArray[np.float32]) -> float:
    """The largest energy of a frame of 2,048 samples; what is left over at the end does not count."""
    whole = max(1, len(samples) // FRAME)
    frames = np.array_split(samples[: whole * FRAME].astype(np.float64), whole)
    return max(float(frame @ frame) for frame in frames)


def generator(seed: int, name: str, snr_db: float) -> np.random.Generator:
    """Randomness of one recording at one level: the same whatever else is measured in the run."""
    entropy: Sequence[int] = (seed, crc32(name.encode()), round(snr_db * 10) + 10_000)
    return np.random.default_rng(entropy)
