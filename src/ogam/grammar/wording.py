"""From a span of normalised text back to the words as they were written ("bohemian rhapsody" → "Bohemian Rhapsody")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ogam.grammar.language import Language

_BREAKS = re.compile(r"[\s\-_‐‑–—]+")
_OUTER = ' \t\n.,!?;:"“”()[]'


@dataclass(frozen=True, slots=True)
class Wording:
    """A normalised text, and for each of its words the piece that was written.

    spaced: whether spaces tell words apart; if not, spans are those of the text without its spaces.
    """

    normalised: str
    pieces: tuple[str, ...]
    spaced: bool = True

    @property
    def matched(self) -> str:
        """The text as the network spells it."""
        return self.normalised if self.spaced else self.normalised.replace(" ", "")

    def written(self, start: int, end: int) -> str:
        """What was written for the bytes start to end of the matched text; those bytes where that is not known."""
        spelled = self.matched.encode()
        said = spelled[start:end].decode(errors="replace").strip()
        if not self.spaced:
            first = len(spelled[:start].decode(errors="replace"))
            return self._cut(first, first + len(said))
        first = spelled[:start].count(b" ")
        pieces = self.pieces[first : first + len(said.split())]
        return " ".join(pieces).strip(_OUTER) if pieces else said

    def starts_word(self, at: int) -> bool:
        """Whether a word may begin at this byte of the matched text: anywhere, where no spaces were written."""
        if " " not in self.normalised:
            return True
        first = 0
        for word in self.normalised.split():
            if first >= at:
                break
            first += len(word.encode()) + self.spaced
        return first == at

    def _cut(self, first: int, last: int) -> str:
        """Characters first to last, with the spaces that were written between them."""
        characters = list(self._characters())[first:last]
        words = groupby(characters, key=lambda character: character[0])
        return " ".join("".join(letter for _, letter in word) for _, word in words)

    def _characters(self) -> Iterator[tuple[int, str]]:
        """Each character without spaces, as it was written, and the number of its word."""
        words = self.normalised.split()
        pieces = self.pieces or words
        for number, (word, piece) in enumerate(zip(words, pieces, strict=True)):
            bare = piece.strip(_OUTER)
            for letter in bare if len(bare) == len(word) else word:
                yield number, letter


def wording(text: str, language: Language) -> Wording:
    """Normalise a text and remember how its words were written."""
    normalised = language.normalise(text)
    written = [(language.normalise(piece), piece) for piece in _BREAKS.split(text)]
    pieces = [piece for said, piece in written if said]
    matches = " ".join(said for said, _ in written if said) == normalised
    known = matches and len(pieces) == len(normalised.split())
    return Wording(normalised, tuple(pieces) if known else (), language.spaced)
