"""From a span of normalised text back to the words as they were written ("bohemian rhapsody" → "Bohemian Rhapsody")."""

import re
from dataclasses import dataclass

from ogam.grammar.language import Language

_BREAKS = re.compile(r"[\s\-_‐‑–—]+")
_OUTER = ' \t\n.,!?;:"“”()[]'


@dataclass(frozen=True, slots=True)
class Wording:
    """A normalised text, and for each of its words the piece that was written."""

    normalised: str
    pieces: tuple[str, ...]

    def written(self, start: int, end: int) -> str:
        """What was written for the bytes start to end of the normalised text; those bytes where that is not known."""
        spelled = self.normalised.encode()
        said = spelled[start:end].decode(errors="replace").strip()
        first = spelled[:start].count(b" ")
        pieces = self.pieces[first : first + len(said.split())]
        return " ".join(pieces).strip(_OUTER) if pieces else said


def wording(text: str, language: Language) -> Wording:
    """Normalise a text and remember how its words were written."""
    normalised = language.normalise(text)
    written = [(language.normalise(piece), piece) for piece in _BREAKS.split(text)]
    pieces = [piece for said, piece in written if said]
    matches = " ".join(said for said, _ in written if said) == normalised
    return Wording(normalised, tuple(pieces) if matches and len(pieces) == len(normalised.split()) else ())
