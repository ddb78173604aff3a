"""Speech that was made, and the port to what makes it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.audio import write_wav
from ogam.audio.resampling import Resampler
from ogam.core import Audio


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Synthesised speech: never to be taken for a recording of a person.

    samples: float32, shape (samples,), -1 to 1; sample_rate: in hertz; text: what is said; voice: the voice's name.
    """

    samples: NDArray[np.float32]
    sample_rate: int
    text: str
    voice: str

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate

    def to_audio(self) -> Audio:
        """The same at 16 kHz, as Ogam hears it; its source is "synthesised:" and the voice."""
        resampler = Resampler(self.sample_rate)
        samples = np.concatenate([resampler.accept(self.samples), resampler.finish()])
        return Audio(samples, 0.0, f"synthesised:{self.voice}")

    def write(self, path: str | Path) -> None:
        """Write a wav file. Raises AudioError if it cannot be."""
        write_wav(path, self.samples, self.sample_rate)


class Speaker(Protocol):
    """Says texts. language: "en" or "ko"; empty: seen from the text."""

    def speak(self, text: str, speed: float = 1.0, *, language: str = "") -> Speech: ...
