"""What people call the properties of LG ThinQ's devices, and the values of these (`words.toml`)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ogam.core import Choice
from ogam.core.devices import Names


@dataclass(frozen=True, slots=True)
class Word:
    """A property, as the table has it.

    kind: "power" and "command" for what a device is told to do, "state" for what it does; else empty.
    values: all that a device of the kind may know. own: what some values are called here. on, off: those of a switch.
    least, most, step, unit: of a number, where the device's profile leaves them open.
    told: further names, where it can be set. known: whether the table has it at all.
    """

    names: Names
    kind: str = ""
    role: str = ""
    values: tuple[str, ...] = ()
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    on: Any = True
    off: Any = False
    least: float | None = None
    most: float | None = None
    step: float = 1
    unit: str = ""
    told: Names = field(default_factory=dict)
    known: bool = True


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of device. domain: Ogam's word for it; names: what one is called where it has no name, by language."""

    domain: str
    names: Mapping[str, str]


def word_of(resource: str, name: str) -> Word:
    """What the table says of a property; its own name in plain letters where the table does not have it."""
    row = _table()["properties"].get(f"{resource}.{name}")
    if row is None:
        return Word(_plainly(_spread(name)), known=False)
    rest = {key: row[key] for key in row if key not in ("en", "ko", "told", "values")}
    told = _names(row["told"]) if "told" in row else {}
    return Word(_names(row), values=tuple(row.get("values", ())), told=told, **rest)


def choice_of(value: str, word: Word) -> Choice:
    """A value of a property, with its names; in plain letters where the table does not have it."""
    row = word.own.get(value) or _table()["values"].get(value)
    general = _table()["values"].get(value, {})
    if row is None:
        return Choice(value, _plainly(_spread(value)))
    return Choice(value, _names(row), str(row.get("verb", general.get("verb", ""))))


def location_names(location: str) -> Names:
    """What a part of a device is called."""
    row = _table()["locations"].get(location)
    return _plainly(_spread(location)) if row is None else _names(row)


def type_of(kind: str) -> Type:
    """A kind of device by LG's word for it ("DEVICE_WASHER"); one that is not known is an appliance."""
    row = _table()["types"].get(kind)
    if row is None:
        name = _spread(kind.removeprefix("DEVICE_"))
        return Type("appliance", {"en": name, "ko": name})
    return Type(row["domain"], {"en": row["en"], "ko": row["ko"]})


def types() -> tuple[str, ...]:
    """All kinds of device that the table has."""
    return tuple(_table()["types"])


def joined(places: Names, names: Names) -> Names:
    """Names of a thing in a part of a device: "fridge temperature", 냉장실 온도."""
    return {
        language: _unique(f"{place} {name}" for place in places[language] for name in names[language])
        for language in names
    }


def both(first: Names, second: Names) -> Names:
    """The names of two, each once."""
    return {language: _unique((*first[language], *second.get(language, ()))) for language in first}


def _names(row: Mapping[str, Any]) -> Names:
    return {language: tuple(row[language]) for language in ("en", "ko")}


def _plainly(text: str) -> Names:
    return {"en": (text,), "ko": (text,)}


def _spread(text: str) -> str:
    """ "TUB_CLEAN" and "tubClean" as words: "tub clean"."""
    return snake(text).replace("_", " ")


def snake(text: str) -> str:
    """ "cleanOperationMode" → "clean_operation_mode"; "PM10Level" → "pm10_level"."""
    if text.isupper() or "_" in text:
        return text.lower()
    letters = [
        f"_{letter}" if place and letter.isupper() and not text[place - 1].isupper() else letter
        for place, letter in enumerate(text)
    ]
    return "".join(letters).lower()


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("ogam.devices.thinq") / "words.toml").read_text("utf-8"))
