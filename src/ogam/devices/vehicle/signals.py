"""Signals of a car as Ogam's properties (`signals.toml`): which a car has, and their values both ways."""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from ogam.core import Choice, Property, PropertyValue

RawValue = str | bool | int | float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a databroker tells of a signal. least, most: of its numbers, None where it has none."""

    actuator: bool
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A property, and where it stands.

    paths: of the signals that it is made of. raws: the value there of each of its choices. mixed: what it is where they
    differ: one of its values, "first", "joined", or empty for unknown. scale: what a number there is multiplied by.
    parked: values that are not to be set while the car moves; ("*",) for all.
    """

    property: Property
    paths: tuple[str, ...]
    raws: Mapping[str, RawValue]
    mixed: str
    scale: float
    parked: tuple[str, ...]

    def raw(self, value: PropertyValue) -> RawValue:
        """The value as the signals have it."""
        return self.raws.get(str(value), value) if self.raws else value

    def read(self, values: Mapping[str, RawValue]) -> PropertyValue | None:
        """The property's value, out of the values of all signals; None where it is not known."""
        known = [values[path] for path in self.paths if path in values]
        if len(known) < len(self.paths) or any(isinstance(one, float) and not math.isfinite(one) for one in known):
            return None
        if self.mixed == "joined":
            return ", ".join(f"{one:.5f}" if isinstance(one, float) else str(one) for one in known)
        if any(one != known[0] for one in known) and self.mixed != "first":
            return self.mixed or None
        return self._told(known[0])

    def is_for_parked(self, value: PropertyValue) -> bool:
        """Whether this is not to be set while the car moves."""
        return "*" in self.parked or str(value) in self.parked

    def _told(self, raw: RawValue) -> PropertyValue | None:
        if self.raws:
            return next((value for value, one in self.raws.items() if one == raw), None)
        if self.property.kind == "switch":
            return raw if isinstance(raw, bool) else None
        if not isinstance(raw, int | float) or isinstance(raw, bool):
            return None
        number = round(raw * self.scale, 1)
        return int(number) if number == int(number) else number


def signals_of(known: Mapping[str, Limits]) -> tuple[Signal, ...]:
    """What a car can do: the signals that all of its paths are known of; those of sensors can only be read.

    known: what the databroker has, by path.
    """
    return tuple(_within(one, known) for one in all_signals() if _has(known, one))


@cache
def all_signals() -> tuple[Signal, ...]:
    """The whole table."""
    table = tomllib.loads((files("ogam.devices.vehicle") / "signals.toml").read_text("utf-8"))
    return tuple(_signal(row) for row in table["signal"])


def paths_of(signals: Iterable[Signal]) -> tuple[str, ...]:
    """All that they are made of, each once."""
    return tuple(dict.fromkeys(path for one in signals for path in one.paths))


def _has(known: Mapping[str, Limits], one: Signal) -> bool:
    """Whether a car has all that a property is made of; for a command, whether it takes it."""
    is_told = one.property.kind == "command"
    return all(path in known and (known[path].actuator or not is_told) for path in one.paths)


def _within(one: Signal, known: Mapping[str, Limits]) -> Signal:
    """The signal as this car has it: within its ends, and only read where it is a sensor."""
    limits = [known[path] for path in one.paths]
    writable = one.property.writable and all(limit.actuator for limit in limits)
    least, most = one.property.least, one.property.most
    if least is not None and most is not None:
        least = max([least, *(limit.least for limit in limits if limit.least is not None)])
        most = min([most, *(limit.most for limit in limits if limit.most is not None)])
    return replace(one, property=replace(one.property, writable=writable, least=least, most=most))


def _signal(row: Mapping[str, Any]) -> Signal:
    rows = row.get("choices", ())
    simple = {name: row[name] for name in ("least", "most", "unit", "role", "guard", "writable") if name in row}
    described = Property(
        row["id"],
        row["kind"],
        _names(row),
        tuple(Choice(one["value"], _names(one), one.get("verb", "")) for one in rows),
        readable=row["kind"] != "command",
        **simple,
    )
    parked = ("*",) if row.get("parked") else tuple(one["value"] for one in rows if one.get("parked"))
    raws = {one["value"]: one["raw"] for one in rows}
    return Signal(described, tuple(row["paths"]), raws, row.get("mixed", ""), row.get("scale", 1), parked)


def _names(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(row[language]) for language in ("en", "ko")}
