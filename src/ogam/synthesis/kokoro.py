"""A natural voice: Kokoro-82M (https://huggingface.co/hexgrad/Kokoro-82M, Apache-2.0) through onnxruntime."""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ogam.core import AudioError, ModelError
from ogam.synthesis import korean, pronunciation
from ogam.synthesis.lexicon import Lexicon, load_lexicon
from ogam.synthesis.speech import Speech

SAMPLE_RATE = 24_000
STYLES = 510
"""A voice holds one style for each number of symbols, up to this; longer texts are said in parts."""

PART = 400
PAUSE_SECONDS = 0.15
SLOWEST, FASTEST = 0.5, 2.0


DEFAULT_VOICES = {"en": "af_heart", "ko": "jf_alpha"}
"""By language. Kokoro has no Korean voice: that one says Korean most clearly, with an accent."""


class Synthesizer:
    """Says English and Korean texts. Loads its weights when it is made; holds no state between texts.

    voice: one of `voices()`; empty for the default one of each text's language. threads: threads of inference.
    Raises ModelError if the weights cannot be had or there is no such voice.
    """

    def __init__(self, voice: str = "", threads: int = 1) -> None:
        from ogam import models

        folder = models.ensure("kokoro-82m")
        self.voice = voice
        self._styles = {name: _styles(folder, name) for name in ([voice] if voice else DEFAULT_VOICES.values())}
        self._symbols: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        self._model = models.open_session(folder / "model.onnx", threads)
        self._folder = folder

    def speak(self, text: str, speed: float = 1.0, *, voice: str = "", language: str = "") -> Speech:
        """The text as speech. speed: 0.5 to 2 times the natural one. voice: another than its own.

        language: "en" or "ko"; empty: Korean if there is any Hangul in it.
        Raises AudioError if there is nothing in the text that can be said.
        """
        if not SLOWEST <= speed <= FASTEST:
            raise AudioError(f"speed {speed:g}: give {SLOWEST:g} to {FASTEST:g}; 1 is natural.")
        spoken_in = language or language_of(text)
        name = voice or self.voice or DEFAULT_VOICES[spoken_in]
        styles = self._styles[name] if name in self._styles else _styles(self._folder, name)
        said = korean.phonemes(text) if spoken_in == "ko" else pronunciation.phonemes(text, self._lexicon)
        if not any(c.isalpha() for c in said):
            raise AudioError(f"“{text}”: nothing to say in it. Give English or Korean words, or numbers.")
        pause = np.zeros(round(PAUSE_SECONDS * SAMPLE_RATE), np.float32)
        parts: list[NDArray[np.float32]] = []
        for part in _parts(said):
            parts += [pause] * bool(parts) + [self._say(part, styles, speed)]
        return Speech(np.concatenate(parts), SAMPLE_RATE, text, name)

    @cached_property
    def _lexicon(self) -> Lexicon:
        from ogam import models

        return load_lexicon(models.ensure("pronunciations-en"))

    def _say(self, said: str, styles: NDArray[np.float32], speed: float) -> NDArray[np.float32]:
        symbols = [self._symbols[c] for c in said if c in self._symbols]
        feed = {
            "tokens": np.array([[0, *symbols, 0]], np.int64),
            "style": styles[len(symbols) - 1][np.newaxis],
            "speed": np.array([speed], np.float32),
        }
        (samples,) = self._model.run(None, feed)
        return np.clip(np.asarray(samples, np.float32).reshape(-1), -1, 1)


def language_of(text: str) -> str:
    """ "ko" for a text with Hangul in it, as syllables or as single letters; else "en"."""
    return "ko" if re.search("[가-힣ㄱ-ㆎ\u1100-\u11ff]", text) else "en"


def voices() -> list[str]:
    """Names of the voices that the catalogue has for Kokoro; the first letter is the accent, the second f or m."""
    from ogam.models import find

    names = [Path(file.name) for file in find("kokoro-82m").files]
    return sorted(name.stem for name in names if name.parent.name == "voices")


def _styles(folder: Path, voice: str) -> NDArray[np.float32]:
    if voice not in voices():
        raise ModelError(f"{voice}: no such voice. There are: {', '.join(voices())}.")
    return np.fromfile(folder / "voices" / f"{voice}.bin", np.float32).reshape(STYLES, 256)


def _parts(said: str) -> Iterator[str]:
    """Parts short enough for the model, cut after sentences where it can be, else after clauses or words."""
    part = ""
    for piece in re.findall(r"[^.!?;:,]+[.!?;:,]*\s*", said):
        for words in _short(piece):
            if part and len(part) + len(words) > PART:
                yield part.strip()
                part = ""
            part += words
    if part.strip():
        yield part.strip()


def _short(piece: str) -> Iterator[str]:
    words = ""
    for word in re.findall(r"\S+\s*", piece):
        for at in range(0, len(word), PART):
            if words and len(words) + len(word[at : at + PART]) > PART:
                yield words
                words = ""
            words += word[at : at + PART]
    yield words
