"""Whisper's tokens: byte-level BPE, then control tokens for the languages, the task and time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ogam.asr.vocabulary import Vocabulary
from ogam.core import ModelError

MULTILINGUAL = 51_865
"""Tokens of a model that knows several languages, at least; those that know English only have fewer."""


@dataclass(frozen=True, slots=True)
class WhisperTokens:
    """The vocabulary, and the control tokens by what they stand for.

    languages: language code → token; empty for a model that knows English only.
    unspoken: tokens that the model's makers suppress in transcripts, such as brackets and notes of music.
    unspoken_first: the same, where nothing was said yet.
    """

    vocabulary: Vocabulary
    start: int
    transcribe: int
    no_timestamps: int
    languages: dict[str, int]
    unspoken: tuple[int, ...]
    unspoken_first: tuple[int, ...]

    def prompt(self, language: str) -> tuple[int, ...]:
        """What comes before the first token of a transcript without time marks."""
        if not self.languages:
            return (self.start, self.no_timestamps)
        return (self.start, self.languages[language], self.transcribe, self.no_timestamps)

    @property
    def control(self) -> tuple[int, ...]:
        """All tokens that write nothing, but for the end."""
        surfaces, end = self.vocabulary.surfaces, self.vocabulary.end
        return tuple(token for token, surface in enumerate(surfaces) if not surface and token != end)


def read_tokens(folder: Path, count: int) -> WhisperTokens:
    """From `tokenizer.json` and `config.json`. count: tokens that the model scores, time marks included.

    Raises ModelError if a file is missing or is not what Whisper needs.
    """
    try:
        tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        pieces: dict[str, int] = tokenizer["model"]["vocab"]
        special = {token["content"]: int(token["id"]) for token in tokenizer["added_tokens"]}
        end = special["<|endoftext|>"]
        return WhisperTokens(
            vocabulary=Vocabulary(_surfaces(pieces, end, count), end),
            start=special["<|startoftranscript|>"],
            transcribe=special["<|transcribe|>"],
            no_timestamps=special["<|notimestamps|>"],
            languages=_languages(special) if count >= MULTILINGUAL else {},
            unspoken=tuple(config["suppress_ids"]),
            unspoken_first=tuple(config["suppress_ids_begin"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: no tokenizer of Whisper ({error}). Check it with: ogam models verify") from error


def _languages(special: Mapping[str, int]) -> dict[str, int]:
    """The tokens between the start and the tasks: one for each language, named by its code."""
    first, last = special["<|startoftranscript|>"], special["<|translate|>"]
    return {text.strip("<|>"): token for text, token in special.items() if first < token < last}


def _surfaces(pieces: Mapping[str, int], end: int, count: int) -> tuple[bytes, ...]:
    letters = byte_letters()
    surfaces = [b""] * count
    for piece, token in pieces.items():
        if token < end:
            surfaces[token] = bytes(letters[letter] for letter in piece)
    return tuple(surfaces)


def byte_letters() -> dict[str, int]:
    """GPT-2's byte-level BPE writes each byte as one letter: printable Latin-1 as itself, the rest from U+0100 up."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(0x100 + i): byte for i, byte in enumerate(others)}
