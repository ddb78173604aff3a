"""Speech that is kept, so that the same sentence in the same voice is made only once."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ogam.core import AudioError
from ogam.synthesis.speech import Speech

Speak = Callable[[str, str], Speech]
"""Makes speech from a text and the name of a voice."""


class SpeechMemory:
    """Keeps speech as sound files in a folder, and makes what is not there or damaged."""

    def __init__(self, folder: Path, make: Speak, maker: str) -> None:
        """maker: name and version of what makes it; another maker's speech is not taken for its own."""
        self._folder = folder
        self._make = make
        self._maker = maker

    def has(self, text: str, voice: str) -> bool:
        """Whether `speak` need not make it."""
        return self._path(text, voice).is_file()

    def speak(self, text: str, voice: str) -> Speech:
        """The text in the voice. Raises AudioError if the folder cannot be written."""
        path = self._path(text, voice)
        if path.is_file():
            try:
                return _read(path, text, voice)
            except AudioError:
                path.unlink()
        self._keep(self._make(text, voice), path)
        return _read(path, text, voice)

    def _keep(self, speech: Speech, path: Path) -> None:
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            speech.write(part)
            part.replace(path)
        except OSError as error:
            raise AudioError(f"{path.parent}: cannot be written ({error}). Name another folder in OGAM_HOME.") from None

    def _path(self, text: str, voice: str) -> Path:
        key = "\n".join((self._maker, voice, text))
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.wav"


def _read(path: Path, text: str, voice: str) -> Speech:
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float32")
    except soundfile.SoundFileError as error:
        raise AudioError(f"{path}: damaged ({error}). Delete it.") from None
    if not len(samples):
        raise AudioError(f"{path}: empty. Delete it.")
    return Speech(np.asarray(samples, np.float32), rate, text, voice)
