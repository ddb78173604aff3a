"""The tokens of an acoustic model, as the bytes they write and as the bytes a grammar reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PUNCTUATION = b'.,?!;"'
SPACED = str.maketrans({"-": " ", "_": " ", ":": " ", "\u2010": " ", "\u2011": " ", "\u2013": " ", "\u2019": "'"})
SPACED_ASCII = bytes.maketrans(b"-_:", b"   ")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What each token writes.

    surfaces: the bytes of each token, a word's leading space included; empty for control tokens.
    end: the token that ends an utterance.
    """

    surfaces: tuple[bytes, ...]
    end: int

    def __len__(self) -> int:
        return len(self.surfaces)

    def text(self, tokens: Iterable[int]) -> str:
        """The written form of a sequence of tokens."""
        return b"".join(self.surfaces[token] for token in tokens).decode(errors="replace").strip()


def normalised(surface: bytes) -> bytes:
    """A token's bytes in the form that grammars are written in: lower case, hyphens and colons as spaces.

    A token may end inside a character; then only its ASCII letters are lowered.
    """
    try:
        return surface.decode().lower().translate(SPACED).encode()
    except UnicodeDecodeError:
        return surface.lower().translate(SPACED_ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class SortedTokens:
    """The tokens in the order of their normalised bytes: a trie as a sorted list.

    keys: distinct normalised bytes, ascending; tokens: for each key, every token that writes it (case variants);
    written: for each token, its normalised bytes; initials: its first byte, or after a space 256 + the next.
    spaced: whether spaces count; where they do not, they are in none of these.
    """

    keys: tuple[bytes, ...]
    tokens: tuple[tuple[int, ...], ...]
    written: tuple[bytes, ...]
    initials: NDArray[np.int64]
    spaced: bool = True

    @classmethod
    def of(cls, vocabulary: Vocabulary, spaced: bool = True) -> "SortedTokens":
        written = tuple(map(normalised, vocabulary.surfaces))
        if not spaced:
            written = tuple(surface.replace(b" ", b"") for surface in written)
        writers: dict[bytes, list[int]] = {}
        for token, key in enumerate(written):
            if key:
                writers.setdefault(key, []).append(token)
        keys = sorted(writers)
        return cls(
            tuple(keys),
            tuple(tuple(writers[key]) for key in keys),
            written,
            np.array([_initial(key) for key in written]),
            spaced,
        )

    def read(self, tokens: Iterable[int]) -> str:
        """What a sequence of tokens says, in normal form: no punctuation, single spaces or none."""
        said = b"".join(self.written[token] for token in tokens).translate(None, PUNCTUATION)
        return " ".join(said.decode(errors="replace").split())


def _initial(written: bytes) -> int:
    """The first byte; after a leading space 256 + the byte that follows it, 256 if none does. 0 for nothing."""
    return (256 + (written[1] if len(written) > 1 else 0)) if written[:1] == b" " else (written[0] if written else 0)


def surfaces_of_pieces(pieces: Sequence[bytes], control: Iterable[int]) -> tuple[bytes, ...]:
    """Surfaces of SentencePiece tokens: its mark for a word's beginning (U+2581) becomes a space."""
    silent = set(control)
    return tuple(b"" if i in silent else piece.replace(b"\xe2\x96\x81", b" ") for i, piece in enumerate(pieces))


def with_spaces(text: str, written: str) -> str:
    """A text that was read without its spaces, with those that its written form has: as the speaker's words are cut."""
    spaced, rest = "", text
    for letter in written.lower():
        if rest.startswith(letter):
            spaced, rest = spaced + letter, rest[1:]
        elif letter.isspace() and not spaced.endswith(" "):
            spaced += " "
    return text if rest else spaced.strip()
