"""What people call the properties of Home Assistant's entities, and the values of these (`words.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ogam.core import Choice
from ogam.core.devices import Names
from ogam.home.names import TEMPLATE_CHARACTERS, spoken

_LONGEST = 60
"""Letters of a name that somebody gave to a source or a mode; what is longer is cut."""
_LANGUAGES = ("en", "ko")


def property_names(identifier: str) -> Names:
    """What a property is called in both languages; its id in plain letters where the table does not have it."""
    row = _table()["properties"].get(identifier)
    return plainly(identifier) if row is None else _names(row)


def choice(value: str, verb: str = "", word: str = "") -> Choice:
    """A value with what it is called. word: its entry of the table, where that is not the value itself."""
    row = _table()["values"].get(word or value)
    return Choice(value, plainly(value) if row is None else _names(row), verb)


def told_choices(device_class: str) -> tuple[Choice, ...]:
    """What "off" and "on" of a binary sensor mean, by its device class."""
    row = _table()["told"].get(device_class)
    if row is None:
        return (choice("off"), choice("on"))
    named = [{language: (row[language][place],) for language in _LANGUAGES} for place in (0, 1)]
    return (Choice("off", named[0]), Choice("on", named[1]))


def plainly(text: str) -> Names:
    """A name that somebody gave, as it can be spoken, in both languages; none where it cannot."""
    bare = "".join(" " if sign in TEMPLATE_CHARACTERS or sign == "_" else sign for sign in text)
    said = spoken(re.sub(r"\s+", " ", bare).strip())[:_LONGEST].strip()
    return dict.fromkeys(_LANGUAGES, (said,)) if said else {}


def _names(row: Mapping[str, Any]) -> Names:
    return {language: tuple(row[language]) for language in _LANGUAGES}


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("ogam.devices.homeassistant") / "words.toml").read_text("utf-8"))
