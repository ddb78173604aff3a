"""Names as people write them, as they can be spoken, and as they are compared."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

TEMPLATE_CHARACTERS = frozenset("()[]{}<>|")
"""Characters that mean something in a sentence template and so cannot be part of a name."""


def spoken(name: str) -> str:
    """The part of a name that can be said: emoji and other symbols dropped, white space made single.

    Empty if nothing is left ("💡").
    """
    kept = "".join(character for character in unicodedata.normalize("NFC", name) if not _is_symbol(character))
    words = " ".join(kept.split())
    return words if any(character.isalnum() for character in words) else ""


def key(name: str) -> str:
    """What two names are compared by: "Living-Room " and "living room" are the same name."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def slug(name: str) -> str:
    """A name as part of an identifier: "Living Room" → "living_room". Letters of every script are kept."""
    return key(name).replace(" ", "_")


def suggestion(name: str, known: Iterable[str]) -> str:
    """ " Did you mean 'kitchen'?" where a known name is close, else nothing."""
    names = list(known)
    matches = get_close_matches(_plain(name), [_plain(candidate) for candidate in names], n=1, cutoff=0.6)
    if not matches:
        return ""
    return f" Did you mean '{next(candidate for candidate in names if _plain(candidate) == matches[0])}'?"


def _is_symbol(character: str) -> bool:
    """Emoji and their joiners and variation selectors. Currency and mathematical signs can be spoken."""
    return unicodedata.category(character) in ("So", "Sk", "Cs", "Cf", "Cc", "Co", "Cn") or character in "\ufe0e\ufe0f"


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
