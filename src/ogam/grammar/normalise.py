"""Text as the automaton spells it: lower case, single spaces, hyphens as spaces, no punctuation.

Kept: apostrophes inside words ("what's"), the point inside a number ("20.5"), signs that are read aloud (%, °, &, /).
Dropped: other punctuation, emoji and symbols. Half-width, full-width and decomposed letters are composed (NFKC).
"""

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_SPACES = re.compile(r"[\s\-_‐‑–—]+")
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
_POINT_OUTSIDE_NUMBER = re.compile(r"(?<!\d)\.|\.(?!\d)")
_LOOSE_APOSTROPHE = re.compile(r"(?<![^\W_])'|'(?![^\W_])")
_SAID = frozenset("%°&/+$€£'.")
MINUS = re.compile(r"(?:^|(?<=\s))[-−](?=\d)")
"""The sign before a number: not one of the hyphens, which are but spaces."""


def normalise(text: str) -> str:
    """Normalise a text; the result may be empty, and normalising it again changes nothing."""
    text = text.replace("½", " 1/2").replace("°", "\0")  # NFKC would break these apart
    text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).lower().replace("\0", "°")
    text = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    text = MINUS.sub("minus ", _NUMBER_COMMA.sub("", text))
    text = "".join(c if _is_kept(c) else " " if c in ":()[]{}|" else "" for c in text)
    text = _LOOSE_APOSTROPHE.sub("", _POINT_OUTSIDE_NUMBER.sub("", text))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())  # marks that dropped signs stood before


def _is_kept(character: str) -> bool:
    if character in _SAID or character.isspace():
        return True
    category = unicodedata.category(character)
    return category[0] in "LMN" or category == "Pd" or character == "_"
