"""Sound files as items: their length, whether they hold numbers, and the part that an item is."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ogam.core import SAMPLE_RATE, Audio, AudioError, Signal
from ogam.lab.items import Item

if TYPE_CHECKING:
    from soundfile import SoundFile

BLOCK = 1 << 18
"""Samples that are looked at at once."""
FLOATS = ("FLOAT", "DOUBLE")


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What a file's header says. floats: whether its samples are floating-point numbers, which can be NaN."""

    seconds: float
    sample_rate: int
    floats: bool


def sound_facts(path: Path) -> SoundFacts:
    """Length and rate of a sound file. Raises AudioError if it is none."""
    with _opened(path) as file:
        return SoundFacts(file.frames / file.samplerate, file.samplerate, file.subtype in FLOATS)


def has_numbers_only(path: Path) -> bool:
    """Whether all samples are numbers, neither NaN nor infinite. Raises AudioError if the file breaks off."""
    import soundfile

    with _opened(path) as file:
        try:
            return all(np.isfinite(block).all() for block in file.blocks(BLOCK, dtype="float32"))
        except soundfile.SoundFileError:
            raise AudioError(f"{path}: cut short or damaged. Copy or record it again.") from None


def read_item(item: Item) -> Signal:
    """The recording or picture that an item is; of a longer recording its own part, from 0.

    Raises AudioError or ImageError, as `ogam.audio.read` and `ogam.vision.read_image` do.
    """
    if item.medium == "image":
        from ogam.vision import read_image

        return read_image(item.path)
    from ogam.audio import read

    return read(item.path) if item.span is None else _read_part(item.path, *item.span)


def _read_part(path: Path, start: float, end: float) -> Audio:
    """A part of a file as 16 kHz mono; only that part is unpacked. Times in seconds."""
    from ogam.audio.mixing import Mixer
    from ogam.audio.resampling import Resampler

    with _opened(path) as file:
        first, last = round(start * file.samplerate), round(end * file.samplerate)
        if first >= file.frames:
            raise AudioError(f"{path}: ends before {start:g} s, where an item begins. Correct its span.")
        file.seek(first)
        block = file.read(last - first, dtype="float32", always_2d=True)
        resampler = Resampler(file.samplerate)
        mono = Mixer(file.channels).mix(block)
        samples = np.concatenate([resampler.accept(mono), resampler.finish()])
    return Audio(samples[: round((end - start) * SAMPLE_RATE)], 0.0, str(path))


def _opened(path: Path) -> "SoundFile":
    import soundfile

    try:
        return soundfile.SoundFile(str(path))
    except (soundfile.SoundFileError, TypeError, OSError):
        raise AudioError(
            f"{path}: not a sound file that can be read. Give wav, flac, mp3 or ogg "
            "(others can be converted: ffmpeg -i FILE file.wav)."
        ) from None
