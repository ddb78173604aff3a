"""What is to be set → what is sent to LG: `{resource: {property: value}}`, as its SDK builds it.

Settings of one resource go together; some appliances want several resources in one (an oven its mode, temperature and
start). What cannot go together is sent one after another: power first, then the mode, then the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ogam.core import PropertyValue
from ogam.devices.thinq.describing import Binding
from ogam.devices.thinq.profile import Place, find

_JOINED: Mapping[str, frozenset[str]] = {
    "ovenOperationMode": frozenset({"operation", "cook", "temperature", "timer"}),
    "washerMode": frozenset({"operation", "mode"}),
    "powerLevel": frozenset({"power", "timer"}),
    "lampBrightness": frozenset({"ventilation", "lamp"}),
}
"""A property of an appliance, and the resources that it takes only in one go."""
_STARTED: Mapping[str, str] = {
    "cookMode": "ovenOperationMode",
    "targetTemperature": "ovenOperationMode",
    "targetHour": "ovenOperationMode",
    "targetMinute": "ovenOperationMode",
    "washerMode": "washerOperationMode",
}
"""Settings that are taken only with the command to start, and the property that has it."""
_TOGETHER: Sequence[frozenset[str]] = (
    frozenset({"fanSpeed", "lampBrightness"}),
    frozenset({"powerLevel", "remainHour", "remainMinute"}),
    frozenset({"absoluteHourToStart", "absoluteMinuteToStart"}),
    frozenset({"absoluteHourToStop", "absoluteMinuteToStop"}),
    frozenset({"relativeHourToStart", "relativeMinuteToStart"}),
    frozenset({"relativeHourToStop", "relativeMinuteToStop"}),
    frozenset({"targetHour", "targetMinute"}),
    frozenset({"timerHour", "timerMinute"}),
)
"""Settings that are taken only all at once; what was not said stays as it is, or is 0 for the minutes of a time."""
_BAND = frozenset({"heatTargetTemperature", "coolTargetTemperature"})
_BAND_RESOURCE = "twoSetTemperatureInUnits"
_UNPLACED = frozenset({"timerHour", "timerMinute"})
"""An oven's kitchen timer is the whole oven's, though it is told of each part."""


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to send. settings: what of the settings it makes."""

    payload: Mapping[str, Any]
    settings: Mapping[str, PropertyValue]


@dataclass(frozen=True, slots=True)
class _Write:
    place: Place
    value: Any
    setting: str = ""


def controls(bindings: Sequence[Binding], settings: Mapping[str, PropertyValue], state: Any) -> list[Control]:
    """What to send, in order. state: what LG last told of the device."""
    known = {one.property.id: one for one in bindings}
    mode = _mode(bindings, settings, state)
    said = [_Write(_place(known[name], mode), known[name].raw(value), name) for name, value in settings.items()]
    writes = [*said, *_companions(bindings, said, state)]
    groups: dict[tuple[str, ...], list[_Write]] = {}
    for write in writes:
        groups.setdefault(_group(write.place, bindings), []).append(write)
    ordered = sorted(groups.values(), key=lambda group: min(_turn(write, known) for write in group))
    return [_control(group, settings) for group in ordered]


def _mode(bindings: Sequence[Binding], settings: Mapping[str, PropertyValue], state: Any) -> str:
    of_mode = next((one for one in bindings if one.property.role == "mode"), None)
    if of_mode is None:
        return ""
    return str(settings.get(of_mode.property.id) or find(of_mode.place, state) or "")


def _place(binding: Binding, mode: str) -> Place:
    """Where it is written in this mode; for cooling, where the mode has none of its own."""
    if not binding.by_mode:
        return binding.place
    usual = binding.by_mode.get("COOL") or next(iter(binding.by_mode.values()))
    return binding.by_mode.get(mode, usual)


def _companions(bindings: Sequence[Binding], said: Sequence[_Write], state: Any) -> list[_Write]:
    """What must be sent too."""
    sent = {write.place for write in said}
    found: dict[Place, _Write] = {}
    for write in said:
        for binding in bindings:
            place = binding.place
            if place in sent or place in found or not binding.property.writable or not _is_near(place, write.place):
                continue
            if _STARTED.get(write.place.name) == place.name and any(
                one.value == "START" for one in binding.property.choices
            ):
                found[place] = _Write(place, "START")
            elif _go_together(place, write.place):
                value = _kept(binding, state)
                if value is not None:
                    found[place] = _Write(place, value)
    return list(found.values())


def _go_together(one: Place, other: Place) -> bool:
    if one.resource == other.resource == _BAND_RESOURCE:
        return {one.name, other.name} == _BAND
    return {one.resource, other.resource} != {"timer", "sleepTimer"} and any(
        {one.name, other.name} <= names for names in _TOGETHER
    )


def _kept(binding: Binding, state: Any) -> Any:
    """The value of what was not said: no minutes with an hour; else as it is, or as little as it takes."""
    now = find(binding.place, state)
    least = binding.property.least or 0
    if binding.place.name.startswith(("relative", "absolute", "target", "timer")):
        if "Minute" in binding.place.name:
            return None if binding.place.resource == "timer" and binding.place.name == "relativeMinuteToStop" else 0
        if binding.place.name.startswith("absolute"):
            return now if isinstance(now, int | float) else least
        return 0 if least <= 0 else None
    return now if isinstance(now, int | float) and not isinstance(now, bool) else int(least)


def _is_near(one: Place, other: Place) -> bool:
    return (one.branch, one.location, one.unit) == (other.branch, other.location, other.unit) or (
        (one.branch, one.location) == (other.branch, other.location) and not (one.unit and other.unit)
    )


def _group(place: Place, bindings: Sequence[Binding]) -> tuple[str, ...]:
    part = (place.branch, place.location)
    if place.name in _UNPLACED:
        return (place.branch, "", "kitchen timer")
    for name, resources in _JOINED.items():
        if place.resource in resources and any(
            one.place.name == name and (one.place.branch, one.place.location) == part for one in bindings
        ):
            return (*part, name)
    return (*part, place.resource)


def _turn(write: _Write, known: Mapping[str, Binding]) -> int:
    """Power on, mode, the rest, commands, power off."""
    if write.value in ("POWER_ON", "POWER_OFF"):
        return 0 if write.value == "POWER_ON" else 9
    if not write.setting:
        return 5
    one = known[write.setting].property
    return 1 if one.role == "mode" else 3 if one.kind == "command" else 2


def _control(group: Sequence[_Write], settings: Mapping[str, PropertyValue]) -> Control:
    body: dict[str, Any] = {}
    for write in group:
        place = write.place
        entry = body.setdefault(place.resource, {})
        if place.location and not place.beside:
            entry["locationName"] = place.location
        entry[place.name] = write.value
        if place.unit:
            entry["unit"] = place.unit
    first = group[0].place
    if first.beside and first.name not in _UNPLACED:
        body = {"location": {"locationName": first.location}, **body}
    if first.branch:
        body = {first.branch: body}
    return Control(body, {write.setting: settings[write.setting] for write in group if write.setting})
