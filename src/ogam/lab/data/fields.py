"""The fields of an item in a manifest: how each is read from JSON and written to it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from ogam.core import Box, SlotValue
from ogam.lab.items import Item, Region

_HEXADECIMAL = frozenset("0123456789abcdef")


def read_fields(data: Mapping[str, object], root: Path) -> Item:
    """An item of a line of JSON. Raises ValueError that says what is wrong and what to do."""
    name = data.get("id")
    if not isinstance(name, str) or not name:
        raise ValueError("an item has no id. Give it one: a text that no other has.")
    if "path" not in data:
        raise ValueError(f"item '{name}' has no path. Say where its file lies, from the root on.")
    read = {}
    for key, value in data.items():
        reader = READERS.get(key)
        if reader is None:
            raise ValueError(_unknown(name, key))
        try:
            read[key] = reader(value)
        except (TypeError, ValueError, KeyError, OverflowError):
            raise ValueError(f"item '{name}': {key} must be {EXPECTED[key]}.") from None
    read["path"] = root / read["path"]
    return Item(**read)


def write_fields(item: Item, path: str) -> dict[str, object]:
    """An item as JSON has it; what is as it is by default is left out. path: its file, from the root on."""
    values = {field.name: getattr(item, field.name) for field in fields(Item) if field.name not in ("id", "path")}
    usual = Item("", Path())
    written = {key: _plain(value) for key, value in values.items() if value != getattr(usual, key)}
    return {"id": item.id, "path": path, **written}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Region):
        box = [value.box.left, value.box.top, value.box.width, value.box.height]
        return {"name": value.name, "box": box} | ({"difficult": True} if value.difficult else {})
    return value


def _unknown(name: str, key: str) -> str:
    near = get_close_matches(key, READERS, 1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"item '{name}' has no field '{key}'. Fields: {', '.join(READERS)}.{hint}"


def _is(kind: type[Any]) -> Callable[[object], Any]:
    def check(value: object) -> Any:
        if not isinstance(value, kind):
            raise TypeError
        return value

    return check


_text: Callable[[object], str] = _is(str)
_list: Callable[[object], list[Any]] = _is(list)
_mapping: Callable[[object], dict[str, Any]] = _is(dict)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return value


def _length(value: object) -> float:
    if _number(value) < 0:
        raise ValueError
    return _number(value)


def _inside(value: object) -> PurePosixPath:
    """A relative path that does not leave its folder, however the system writes paths."""
    path, windows = PurePosixPath(_text(value)), PureWindowsPath(_text(value))
    if path.is_absolute() or windows.drive or windows.root or ".." in windows.parts or path == PurePosixPath():
        raise ValueError
    return path


def _hash(value: object) -> str:
    if _text(value) and (len(_text(value)) != 64 or not _HEXADECIMAL.issuperset(_text(value))):
        raise ValueError
    return _text(value)


def _medium(value: object) -> str:
    if value not in ("audio", "image"):
        raise ValueError
    return _text(value)


def _slot(value: object) -> SlotValue:
    return value if isinstance(value, str) else _number(value)


def _span(value: object) -> tuple[float, float]:
    start, end = map(_length, _list(value))
    if end <= start:
        raise ValueError
    return start, end


def _word(value: object) -> tuple[str, float, float]:
    word, start, end = _list(value)
    return _text(word), _length(start), _length(end)


def _region(value: object) -> Region:
    data = _mapping(value)
    left, top, width, height = map(_number, _list(data["box"]))
    return Region(_text(data["name"]), Box(left, top, _length(width), _length(height)), data.get("difficult") is True)


READERS: Mapping[str, Callable[[object], Any]] = {
    "id": _text,
    "path": _inside,
    "medium": _medium,
    "sha256": _hash,
    "seconds": _length,
    "span": _span,
    "speaker": _text,
    "text": _text,
    "intent": _text,
    "slots": lambda value: {key: _slot(one) for key, one in _mapping(value).items()},
    "words": lambda value: tuple(map(_word, _list(value))),
    "regions": lambda value: tuple(map(_region, _list(value))),
    "attack": _text,
    "groups": lambda value: {key: _text(one) for key, one in _mapping(value).items()},
    "split": _text,
}
EXPECTED: Mapping[str, str] = dict.fromkeys(READERS, "a text") | {
    "path": "a relative path that stays inside the root (no /…, no ..)",
    "medium": "audio or image",
    "sha256": "64 hexadecimal digits in small letters",
    "seconds": "a number of at least 0",
    "span": "[start, end] in seconds, the end after the start",
    "slots": "an object of texts and numbers",
    "words": "a list of [word, start, end] in seconds",
    "regions": 'a list of {"name": …, "box": [left, top, width, height]}',
    "groups": "an object of texts",
}
