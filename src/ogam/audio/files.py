"""Sound files: wav, flac, mp3, ogg of any rate and channels, read as 16 kHz mono; and written."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ogam.audio.mixing import Mixer
from ogam.audio.resampling import Resampler
from ogam.core import SAMPLE_RATE, Audio, AudioError

if TYPE_CHECKING:
    from soundfile import SoundFile

SLOWEST, FASTEST = 4_000, 768_000
"""Sample rates of files that can be speech, in hertz."""

LOUDEST = 8.0
"""Float files may go a little over 1; beyond this they are scaled wrongly."""

BLOCK_SECONDS = 0.5
SHORTFALL_SECONDS = 0.1


def read(path: str | Path, longest: float = 3600.0) -> Audio:
    """A whole file as 16 kHz mono.

    longest: seconds that may be held in memory at once (230 MB an hour).
    Raises AudioError for what is no sound, empty, broken off or too long; longer files are for `read_chunks`.
    """
    kept, held = [], 0
    for samples in _mono(Path(path)):
        kept.append(samples)
        held += len(samples)
        if held > longest * SAMPLE_RATE:
            raise AudioError(
                f"{path}: longer than {longest:g} s, too much to read at once. "
                "Read it piece by piece (read_chunks), or cut it."
            )
    return Audio(np.concatenate(kept), 0.0, str(path))


def read_chunks(path: str | Path, seconds: float = 0.1) -> Iterator[Audio]:
    """A file as a stream of 16 kHz mono chunks, in constant memory; joined they are what `read` gives.

    seconds: length of each chunk; the last may be shorter. Raises AudioError as `read` does, when it gets there.
    """
    size = round(seconds * SAMPLE_RATE)
    if size < 1:
        raise AudioError(f"chunks of {seconds:g} s hold no sample. Ask for at least {1 / SAMPLE_RATE:g} s.")
    pending, given = np.zeros(0, np.float32), 0
    for samples in _mono(Path(path)):
        pending = np.concatenate([pending, samples])
        whole = len(pending) // size * size
        for first in range(0, whole, size):
            yield Audio(pending[first : first + size], given / SAMPLE_RATE, str(path))
            given += size
        pending = pending[whole:]
    if len(pending):
        yield Audio(pending, given / SAMPLE_RATE, str(path))


def write_wav(path: str | Path, samples: NDArray[np.float32], sample_rate: int = SAMPLE_RATE) -> None:
    """Write mono samples (-1 to 1; beyond is clipped) as a 16-bit wav file. Raises AudioError if it cannot be."""
    import soundfile

    try:
        soundfile.write(str(path), np.clip(samples, -1, 1), sample_rate, format="WAV", subtype="PCM_16")
    except (soundfile.SoundFileError, OSError) as error:
        raise AudioError(
            f"{path}: cannot be written ({error}). Is the folder there, and may you write to it?"
        ) from None


def _mono(path: Path) -> Iterator[NDArray[np.float32]]:
    """The file at 16 kHz, mono, block by block."""
    with _open(path) as file:
        mixer, resampler = Mixer(file.channels), Resampler(file.samplerate)
        for block in _blocks(file, path):
            yield resampler.accept(mixer.mix(block))
        yield resampler.finish()


def _open(path: Path) -> "SoundFile":
    import soundfile

    from ogam.audio.forward import ForwardSoundFile

    if not path.exists():
        raise AudioError(f"{path}: no such file. Check the name and the folder.")
    if path.is_dir():
        raise AudioError(f"{path}: a folder, not a sound file. Name a file in it.")
    if path.stat().st_size == 0:
        raise AudioError(f"{path}: an empty file. Record it again.")
    try:
        file = ForwardSoundFile(str(path))
    except (soundfile.SoundFileError, TypeError, OSError):  # TypeError: a raw file, which does not say its rate
        raise AudioError(
            f"{path}: not a sound file that can be read. Give wav, flac, mp3 or ogg "
            "(others can be converted: ffmpeg -i FILE file.wav)."
        ) from None
    if not SLOWEST <= file.samplerate <= FASTEST:
        raise AudioError(
            f"{path}: {file.samplerate} samples a second; speech needs {SLOWEST} to {FASTEST}. "
            "Record it at 16000, or correct the file's header."
        )
    return file


def _blocks(file: "SoundFile", path: Path) -> Iterator[NDArray[np.float32]]:
    """What the file holds, as float32 of shape (samples, channels); checked as it goes."""
    import soundfile

    done, finite = 0, False
    rate = file.samplerate
    while True:
        try:
            block = file.read(round(BLOCK_SECONDS * rate), dtype="float32", always_2d=True)
        except soundfile.SoundFileError:
            raise AudioError(_broken_off(path, done / rate)) from None
        if not len(block):
            break
        _check_scale(block, path, done / rate)
        finite = finite or bool(np.isfinite(block).any())
        done += len(block)
        yield block
    if done == 0:
        raise AudioError(f"{path}: holds no sound, only a header. Record it again.")
    if not finite:
        raise AudioError(f"{path}: holds no numbers, only NaN or infinity. Write it again from its source.")
    if done < file.frames - SHORTFALL_SECONDS * rate:
        raise AudioError(_broken_off(path, done / rate))


def _check_scale(block: NDArray[np.float32], path: Path, seconds: float) -> None:
    peak = float(np.max(np.abs(block), initial=0.0, where=np.isfinite(block)))
    if peak > LOUDEST:
        raise AudioError(
            f"{path}: reaches {peak:g} near {seconds:.1f} s, where -1 to 1 is meant. "
            "Scale it (16-bit numbers kept as floats: divide by 32768)."
        )


def _broken_off(path: Path, seconds: float) -> str:
    return f"{path}: breaks off after {seconds:.1f} s: cut short or damaged. Copy or record it again."
