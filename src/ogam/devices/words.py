"""What people call the usual properties of devices, their values and the rooms they work in (`words.toml`)."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ogam.core import Choice
from ogam.core.devices import Names

_LONGEST = 60
"""Letters of a name that a device brings along; what is longer is cut."""
_SIGNS = re.compile(r"[^\w\s'+.-]+|_+")


def names_of(identifier: str, own: str = "") -> Names:
    """What a property is called in both languages. own: what it calls itself; else its id, where the table has none."""
    row = _table()["properties"].get(identifier)
    return plainly(own or identifier) if row is None else _names(row)


def is_known(identifier: str) -> bool:
    """Whether the table has this property."""
    return identifier in _table()["properties"]


def role_of(identifier: str) -> str:
    """The role of a property, empty for none."""
    return str(_table()["properties"].get(identifier, {}).get("role", ""))


def unit_of(identifier: str) -> str:
    """The unit that a property usually has, empty for none."""
    return str(_table()["properties"].get(identifier, {}).get("unit", ""))


def choice_of(value: str, key: str = "", verb: str | None = None) -> Choice:
    """A value with what it is called. key: its entry of the table, if another; verb: in place of the entry's own."""
    row = _table()["values"].get(snake(key or value))
    if row is None:
        return Choice(value, plainly(value), verb or "")
    return Choice(value, _names(row), str(row.get("verb", "")) if verb is None else verb)


def read_only(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The same values for what can only be asked for: they carry nothing out, and are called by how things are."""
    told = _table()["told"]
    return tuple(
        Choice(one.value, _names(told[snake(one.value)]) if snake(one.value) in told else one.names) for one in choices
    )


def room_names(name: str) -> Names:
    """What a room is called, in both languages where the table has it under that name in one; its own name first."""
    spoken = plainly(name)["en"][0]
    key = "".join(spoken.casefold().split())
    for row in _table()["rooms"].values():
        if any(key == "".join(known.casefold().split()) for language in ("en", "ko") for known in row[language]):
            return {language: _unique((spoken, *row[language])) for language in ("en", "ko")}
    return {"en": (spoken,), "ko": (spoken,)}


def part_names(part: str) -> Names:
    """What a part of a device is called: its left switch, its freezer."""
    row = _table()["parts"].get(snake(part))
    return plainly(part) if row is None else _names(row)


def joined(first: Names, second: Names) -> Names:
    """Names of a thing in a part: "freezer temperature", 냉동실 온도."""
    return {
        language: _unique(f"{part} {name}" for part in first[language] for name in second[language])
        for language in ("en", "ko")
    }


def plainly(text: str) -> Names:
    """A name that only the device knows, in plain letters, for both languages."""
    spoken = " ".join(_SIGNS.sub(" ", _spread(text)).split())[:_LONGEST].strip() or "value"
    return {"en": (spoken,), "ko": (spoken,)}


def snake(text: str) -> str:
    """ "fanOnly" and "Fan only" → "fan_only"."""
    return re.sub(r"\W+", "_", _spread(text)).strip("_").lower()


def _spread(text: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", " ", text)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _names(row: Mapping[str, Any]) -> Names:
    return {language: tuple(row[language]) for language in ("en", "ko")}


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("ogam.devices") / "words.toml").read_text("utf-8"))
