"""A stand-in for a synthesiser: beeps instead of words, for tests and examples without weights."""

import numpy as np

from ogam.core import AudioError
from ogam.synthesis.speech import Speech

SAMPLE_RATE = 24_000
WORD_SECONDS, PAUSE_SECONDS = 0.2, 0.08


class ToneSynthesizer:
    """Says nothing: gives one beep a word, its pitch from the word's letters. Its voice is called "tones"."""

    voice = "tones"

    def speak(self, text: str, speed: float = 1.0, *, language: str = "") -> Speech:  # noqa: ARG002
        words = text.split()
        if not words:
            raise AudioError("“”: nothing to say in it.")
        pause = np.zeros(round(PAUSE_SECONDS / speed * SAMPLE_RATE), np.float32)
        parts = [part for word in words for part in (_beep(word, speed), pause)]
        return Speech(np.concatenate(parts), SAMPLE_RATE, text, self.voice)


def _beep(word: str, speed: float) -> "np.typing.NDArray[np.float32]":
    time = np.arange(round(WORD_SECONDS / speed * SAMPLE_RATE)) / SAMPLE_RATE
    hertz = 200 + 10 * (sum(map(ord, word)) % 60)
    envelope = np.sin(np.pi * np.linspace(0, 1, len(time)))
    return (0.3 * envelope * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
