"""A font for what is drawn into pictures: names may be in Hangul, which Pillow's own font does not have.

None ships with Ogam: one that has Hangul takes megabytes. Those that systems have are looked for by their names.
"""

from functools import lru_cache
from typing import Any

CANDIDATES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKkr-Regular.otf",
    "NotoSansKR-Regular.otf",
    "NanumGothic.ttf",
    "NanumBarunGothic.ttf",
    "UnDotum.ttf",
    "AppleSDGothicNeo.ttc",
    "malgun.ttf",
    "DroidSansFallbackFull.ttf",
)
"""Fonts with Latin letters and Hangul: of Debian, macOS and Windows."""
_NOTHING = "\uffff"  # no font has it: what is drawn for it is drawn for all that is missing


@lru_cache(32)
def font(size: int) -> Any:
    """A font of Pillow, size in pixels: the first of `CANDIDATES` that this computer has, else Pillow's own."""
    from PIL import ImageFont

    for name in CANDIDATES:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def can_draw(text: str, drawn_with: Any) -> bool:
    """Whether a font has every letter of a text."""
    missing = _shape(_NOTHING, drawn_with)
    return all(letter.isspace() or _shape(letter, drawn_with) != missing for letter in text)


def _shape(letter: str, drawn_with: Any) -> bytes:
    return bytes(drawn_with.getmask(letter))
