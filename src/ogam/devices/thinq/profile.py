"""Profiles and states of ThinQ's devices: where each property stands in them.

A profile tells what can be read and set; a state has the same build. Four builds are known: resources of one device;
a resource that is a list, an entry a part (`locationName`) or an entry a unit ("C", "F"); a list of parts, each with
resources of its own (`location`); and two devices in one (`washer`, `dryer`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BRANCHES = ("washer", "dryer")
_REPLACED = {"temperature": "temperatureInUnits", "twoSetTemperature": "twoSetTemperatureInUnits"}
"""Resources that are there once more with their units; of the older, only what the newer lacks is looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a property stands.

    branch: which of two devices in one; location: the part of the device ("FRIDGE"), empty for all of it.
    beside: whether the part is named beside the resources, else in them. unit: "C" or "F" where a resource has an entry
    a unit.
    """

    resource: str
    name: str
    branch: str = ""
    location: str = ""
    beside: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A property of a profile. kind: ThinQ's ("enum", "range", "number", "boolean" …); read, write: the values or
    ends that it may have, as they stand there."""

    place: Place
    kind: str
    readable: bool
    writable: bool
    read: Any = None
    write: Any = None


def read_profile(profile: Mapping[str, Any]) -> list[Described]:
    """All properties of a profile. What makes no sense is left out: a device may lie about itself."""
    found = [one for branch in BRANCHES for one in _of_branch(profile.get(branch), branch)]
    found += _of_branch(profile, "")
    names = {(one.place.resource, one.place.name) for one in found}
    return [one for one in found if (_REPLACED.get(one.place.resource), one.place.name) not in names]


def find(place: Place, state: Any) -> Any:
    """What stands at a place of a state; None where nothing does."""
    node = state.get(place.branch) if place.branch and isinstance(state, Mapping) else state
    for part in _entries(node):
        if not place.beside or _location(part) in ("", place.location):
            for entry in _entries(part.get(place.resource)):
                if _is_at(entry, place):
                    return entry[place.name]
    return None


def merge(state: Any, report: Any) -> Any:
    """A state with what a report tells anew. Entries of lists are the same if they are of one part and one unit."""
    if isinstance(state, Mapping) and isinstance(report, Mapping):
        return {**state, **{name: merge(state.get(name), value) for name, value in report.items()}}
    if isinstance(state, list) and isinstance(report, list):
        known = {_mark(one): one for one in state}
        return list({**known, **{_mark(one): merge(known.get(_mark(one)), one) for one in report}}.values())
    if isinstance(state, list) and isinstance(report, Mapping) and _mark(report) != ("", ""):
        return merge(state, [report])
    return report


def _of_branch(profile: Any, branch: str) -> Iterator[Described]:
    if not isinstance(profile, Mapping):
        return
    for key in ("property", "extensionProperty"):
        for part in _entries(profile.get(key)):
            location = _location(part)
            for resource, content in part.items():
                for entry in _entries(content) if resource != "location" else ():
                    yield from _of_entry(entry, Place(resource, "", branch, location, bool(location)))


def _of_entry(entry: Mapping[str, Any], at: Place) -> Iterator[Described]:
    unit = entry.get("unit")
    location = entry.get("locationName")
    for name, spec in entry.items():
        if isinstance(spec, Mapping) and name != "unit" and isinstance(spec.get("type"), str):
            place = Place(
                at.resource, name, at.branch, location if isinstance(location, str) else at.location, at.beside,
                unit if isinstance(unit, str) else "",
            )  # fmt: skip
            modes = spec["mode"] if isinstance(spec.get("mode"), list) else []
            values = spec["value"] if isinstance(spec.get("value"), Mapping) else {}
            yield Described(place, spec["type"], "r" in modes, "w" in modes, values.get("r"), values.get("w"))


def _is_at(entry: Mapping[str, Any], place: Place) -> bool:
    part, unit = entry.get("locationName", place.location), entry.get("unit", place.unit)
    here = place.beside or part == place.location
    return place.name in entry and here and (not place.unit or unit == place.unit)


def _mark(entry: Any) -> tuple[str, str]:
    """Which entry of a list it is: of which part, and in which unit."""
    if not isinstance(entry, Mapping):
        return ("", "")
    part = entry.get("locationName") or _location(entry)
    unit = "" if part else entry.get("unit", "")
    return (str(part), str(unit))


def _location(part: Mapping[str, Any]) -> str:
    named = part.get("location")
    return str(named.get("locationName", "")) if isinstance(named, Mapping) else ""


def _entries(node: Any) -> Iterable[Mapping[str, Any]]:
    return [one for one in (node if isinstance(node, list) else [node]) if isinstance(one, Mapping)]
