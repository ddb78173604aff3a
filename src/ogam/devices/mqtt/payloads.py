"""What devices send: bytes that may be anything."""

import json
import math
from dataclasses import dataclass
from typing import Any

LARGEST = 64 * 1024
"""Bytes of a message that are read; of a list of a whole bridge's devices, `LARGEST_LIST`."""
LARGEST_LIST = 8 * 1024 * 1024
NOTHING = frozenset({"", "none", "null", "unknown", "unavailable"})
"""Words that stand for no value."""


class Unreadable(ValueError):
    """A message, or a description of a device, that makes no sense; the text says why."""


NONSENSE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What reading the description of a device may raise: `Unreadable`, and what nobody foresaw."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A message. text: as it stands; data: as JSON, None where it is none."""

    text: str
    data: Any = None


def payload_of(raw: object, largest: int = LARGEST) -> Payload:
    """A message as it came. Raises Unreadable for one that is too large, or no text."""
    if not isinstance(raw, bytes | bytearray):
        raw = str(raw if raw is not None else "").encode()
    if len(raw) > largest:
        raise Unreadable(f"a message of {len(raw)} bytes; more than {largest} are not read")
    try:
        text = bytes(raw).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("a message that is no text") from error
    try:
        return Payload(text, json.loads(text, parse_constant=_no_number))
    except (ValueError, RecursionError):
        return Payload(text)


def number(value: Any) -> float | None:
    """A value as a number; None where it is none, NaN, or not finite."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def plain(value: float) -> int | float:
    """A number without a needless point, to a thousandth: 21.0 → 21."""
    rounded = round(float(value), 3)
    return int(rounded) if rounded.is_integer() else rounded


def text_of(value: Any) -> str:
    """A value as text, as devices write it: true is "true"; empty where it stands for no value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value if value is not None else "").strip()
    return "" if text.casefold() in NOTHING else text


def dig(data: Any, *path: str) -> Any:
    """What lies at a path of keys; None where it leads nowhere."""
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return None
        data = data[key]
    return data


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
