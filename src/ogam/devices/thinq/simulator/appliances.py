"""One made-up appliance: its state, what it can be told in that state, and what it does by itself as time goes by."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from ogam.devices.thinq.profile import BRANCHES, Described, Place, find, read_profile

Json = dict[str, Any]

_RUNNING = {"cleanOperationMode": "CLEANING", "ovenOperationMode": "COOKING_IN_PROGRESS"}
_STOPPED = {"cleanOperationMode": "PAUSE", "ovenOperationMode": "INITIAL"}
_ACTIVE = frozenset(
    {"RUNNING", "CLEANING", "COOKING_IN_PROGRESS", "PREHEATING", "RINSING", "SPINNING", "DRYING", "HOMING"}
)
_MINUTES = 60
"""How long a wash or a cleaning takes."""
_WITHOUT_TEMPERATURE = frozenset({"FAN", "AIR_CLEAN", "AIR_DRY"})
_FIRST: Mapping[str, Any] = {
    "remoteControlEnabled": True, "percent": 80, "currentTemperature": 24, "airCurrentTemperature": 22, "humidity": 45,
    "currentHumidity": 60, "PM1": 8, "PM2": 12, "PM10": 20, "CO2": 600, "filterRemainPercent": 70, "totalHour": 1,
    "targetTemperature": 24, "targetTemperatureC": 3, "topFilterRemainPercent": 65, "filterLifetime": 4000,
    "usedTime": 1200, "freshAirFilterRemainPercent": 55, "waterFilter1RemainPercent": 40, "beerRemain": 30,
    "elapsedDayState": 4, "elapsedDayTotal": 14, "dayTargetTemperature": 24, "nightTargetTemperature": 18,
}  # fmt: skip
"""What is told at first; anything else is the first that the profile has, or the least."""


class RefusedError(Exception):
    """What was told is not done. code: LG's for the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Told:
    """A value that is to be written. one: its property."""

    one: Described
    value: Any


class Appliance:
    """A made-up appliance.

    strict: whether it refuses what does not go with its state, as a real one; else it does all that its profile has.
    """

    def __init__(self, profile: Json, strict: bool = True) -> None:
        self.strict = strict
        self.state = _first_state(profile)
        self._known = read_profile(profile)

    def control(self, payload: Any) -> Any:
        """Do what it is told, all or nothing, and give what has changed, as a report. Raises RefusedError."""
        told = list(self._told(payload))
        if not told:
            raise RefusedError("1101")
        if self.strict:
            self._check_state(told)
        for one in told:
            self._write(one)
        return _report(self.state, {(one.one.place.branch, one.one.place.location) for one in told})

    def advance(self, minutes: float) -> Any:
        """Let time go by. What has changed, as a report; None if nothing has."""
        changed = {part for part in self._parts() if self._run_on(part, minutes)}
        return _report(self.state, changed) if changed else None

    def fail(self) -> Any:
        """Have it stop with an error."""
        for part in self._parts():
            self._set(part, "currentState", "ERROR")
        return _report(self.state, set(self._parts()))

    def set(self, name: str, value: Any, branch: str = "", location: str = "") -> Any:
        """Change a property by hand, as someone at the appliance would."""
        self._set((branch, location), name, value)
        return _report(self.state, {(branch, location)})

    def _told(self, payload: Any) -> Iterator[_Told]:
        if not isinstance(payload, Mapping):
            raise RefusedError("1311")
        for name, content in payload.items():
            if name in BRANCHES and any(one.place.branch == name for one in self._known):
                yield from self._of_part(content, name)
                return
        yield from self._of_part(payload, "")

    def _of_part(self, payload: Any, branch: str) -> Iterator[_Told]:
        if not isinstance(payload, Mapping) or not all(isinstance(entry, Mapping) for entry in payload.values()):
            raise RefusedError("1311")
        beside = payload.get("location", {}).get("locationName")
        for resource, entry in payload.items():
            for name, value in entry.items():
                if resource != "location" and name not in ("locationName", "unit"):
                    part = entry.get("locationName", beside)
                    yield _Told(self._find(resource, name, branch, part, entry.get("unit", ""), value), value)

    def _find(self, resource: str, name: str, branch: str, part: str | None, unit: str, value: Any) -> Described:
        """The property that is meant. Raises RefusedError where it has none such, or none that takes the value."""
        for one in self._known:
            place = one.place
            meant = (place.resource, place.name, place.branch) == (resource, name, branch)
            if meant and place.unit == unit and (part is None or place.location == part):
                if not one.writable:
                    raise RefusedError("2201")
                if not _takes(one, value):
                    raise RefusedError("2207")
                if place.location and part is None and name not in ("timerHour", "timerMinute"):
                    raise RefusedError("1101")
                return one
        raise RefusedError("2201")

    def _check_state(self, told: list[_Told]) -> None:
        place = told[0].one.place
        part = (place.branch, place.location)
        values = {one.value for one in told}
        now = self._get(part, "currentState")
        if now == "ERROR" and "POWER_OFF" not in values:
            raise RefusedError("2303")
        if self._get(part, "remoteControlEnabled") is False:
            raise RefusedError("2301")
        if "POWER_OFF" in (now, self._power()) and "POWER_ON" not in values:
            raise RefusedError("2304")
        for one in told:
            self._check_command(one, now)
        if self._get(("", ""), "currentJobMode") in _WITHOUT_TEMPERATURE and place.resource == "temperatureInUnits":
            raise RefusedError("2305")

    def _check_command(self, told: _Told, now: Any) -> None:
        if not told.one.place.name.endswith("OperationMode"):
            return
        wanted = {"RESUME": {"PAUSE"}, "WAKE_UP": {"SLEEP"}, "PAUSE": _ACTIVE, "STOP": _ACTIVE}.get(told.value)
        if wanted is not None and now is not None and now not in wanted:
            raise RefusedError("2302")

    def _write(self, told: _Told) -> None:
        place, value = told.one.place, told.value
        part = (place.branch, place.location)
        if place.name.endswith("OperationMode") and not told.one.readable:
            self._run(part, place.name, value)
            return
        _put(self.state, place, value)
        if place.unit:
            _put(self.state, _twin(place), _converted(value, place.unit))
            for unit, degrees in ((place.unit, value), (_twin(place).unit, _converted(value, place.unit))):
                if place.resource == "temperatureInUnits":
                    _put(self.state, Place(place.resource, "targetTemperature", place.branch, unit=unit), degrees)
        elif place.name.endswith("TemperatureC"):
            _put(self.state, _renamed(place, "F"), _converted(value, "C"))

    def _run(self, part: tuple[str, str], name: str, value: Any) -> None:
        states = {
            "START": _RUNNING.get(name, "RUNNING"), "RESUME": _RUNNING.get(name, "RUNNING"),
            "STOP": _STOPPED.get(name, "PAUSE"), "PAUSE": "PAUSE", "HOMING": "HOMING", "POWER_ON": "INITIAL",
            "POWER_OFF": "POWER_OFF", "WAKE_UP": "CHARGING" if name == "cleanOperationMode" else "INITIAL",
            "PREHEATING": "PREHEATING",
        }  # fmt: skip
        if value in states:
            fresh = value == "START" and self._get(part, "currentState") != "PAUSE"
            self._set(part, "currentState", states[value])
            if fresh:
                self._set_left(part, _MINUTES)

    def _run_on(self, part: tuple[str, str], minutes: float) -> bool:
        now = self._get(part, "currentState")
        if now not in _ACTIVE:
            return False
        hours, left = self._get(part, "remainHour") or 0, self._get(part, "remainMinute")
        if left is None or now == "HOMING":
            self._set(part, "currentState", "CHARGING" if now in ("HOMING", "CLEANING") else "END")
            return True
        remains = max(0, round(hours * 60 + left - minutes))
        self._set_left(part, remains)
        if not remains:
            self._set(part, "currentState", "DONE" if now == "COOKING_IN_PROGRESS" else "END")
        return True

    def _set_left(self, part: tuple[str, str], minutes: int) -> None:
        self._set(part, "remainHour", minutes // 60)
        self._set(part, "remainMinute", minutes % 60)

    def _parts(self) -> list[tuple[str, str]]:
        return list(dict.fromkeys((one.place.branch, one.place.location) for one in self._known))

    def _power(self) -> Any:
        names = [one for one in self._known if one.place.name.endswith("OperationMode") and one.readable]
        return next((find(one.place, self.state) for one in names if one.place.resource == "operation"), None)

    def _get(self, part: tuple[str, str], name: str) -> Any:
        place = self._place(part, name)
        return None if place is None else find(place, self.state)

    def _set(self, part: tuple[str, str], name: str, value: Any) -> None:
        if (place := self._place(part, name)) is not None:
            _put(self.state, place, value)

    def _place(self, part: tuple[str, str], name: str) -> Place | None:
        known = (one.place for one in self._known if one.place.name == name and one.readable)
        return next((place for place in known if (place.branch, place.location) == part), None)


def _first_state(profile: Json) -> Any:
    if any(branch in profile for branch in BRANCHES):
        return {branch: _first_state(profile[branch]) for branch in BRANCHES if branch in profile}
    parts = profile["property"]
    if isinstance(parts, list):
        told = [_values(part) for part in parts]
        return told if len(told) > 1 else told[0]
    return _values(parts)


def _values(node: Any, unit: str = "") -> Any:
    """A profile with a value in the place of each description."""
    if isinstance(node, list):
        return [_values(one, str(one.get("unit", ""))) for one in node]
    if not isinstance(node, Mapping):
        return node
    kept = {name: one for name, one in node.items() if not _is_told_only(one)}
    if "location" in node and isinstance(node.get("temperature"), list):
        kept["temperature"] = {**node["temperature"][0]}  # an oven tells its temperature in the unit that it shows
    return {name: _first_value(name, one, unit) if _is_spec(one) else _values(one) for name, one in kept.items()}


def _is_spec(node: Any) -> bool:
    return isinstance(node, Mapping) and isinstance(node.get("type"), str) and "mode" in node


def _is_told_only(node: Any) -> bool:
    return _is_spec(node) and "r" not in node["mode"]


def _first_value(name: str, spec: Mapping[str, Any], unit: str) -> Any:
    values = spec.get("value", {}).get("r")
    if name in _FIRST and not isinstance(values, list):
        value = _FIRST[name]
        value = _converted(value, "C") if unit == "F" else value
        return min(max(value, values["min"]), values["max"]) if isinstance(values, Mapping) else value
    if isinstance(values, list):
        off = [value for value in values if value == "POWER_OFF"]
        return True if name == "remoteControlEnabled" else (off or values)[0]
    return values["min"] if isinstance(values, Mapping) else 0


def _takes(one: Described, value: Any) -> bool:
    if one.kind == "boolean":
        return isinstance(value, bool)
    if one.kind == "enum":
        return isinstance(one.write, list) and value in one.write
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    if not isinstance(one.write, Mapping):
        return True
    steps = (value - one.write["min"]) / one.write["step"]
    return bool(one.write["min"] <= value <= one.write["max"] and abs(steps - round(steps)) < 1e-6)


def _put(state: Any, place: Place, value: Any) -> None:
    """Write at a place of a state, where the state has such a place."""
    node = state.get(place.branch, {}) if place.branch else state
    for part in node if isinstance(node, list) else [node]:
        named = part.get("location", {}).get("locationName", place.location)
        if place.beside and named != place.location:
            continue
        entries = part.get(place.resource)
        for entry in entries if isinstance(entries, list) else [entries]:
            if not isinstance(entry, dict) or place.name not in entry:
                continue
            here = place.beside or entry.get("locationName", place.location) == place.location
            if here and (not place.unit or entry.get("unit") == place.unit):
                entry[place.name] = value


def _report(state: Any, parts: set[tuple[str, str]]) -> Any:
    """The state of some parts, as a report has it."""
    branches = {branch for branch, _ in parts if branch}
    if branches:
        return {branch: deepcopy(state[branch]) for branch in branches}
    if isinstance(state, list):
        names = {location for _, location in parts}
        return deepcopy([part for part in state if part["location"]["locationName"] in names] or state)
    return deepcopy(state)


def _twin(place: Place) -> Place:
    unit = "F" if place.unit == "C" else "C"
    return Place(place.resource, place.name, place.branch, place.location, place.beside, unit)


def _renamed(place: Place, unit: str) -> Place:
    return Place(place.resource, place.name[:-1] + unit, place.branch, place.location, place.beside)


def _converted(value: float, unit: str) -> float:
    return round(value * 1.8 + 32) if unit == "C" else round((value - 32) / 1.8)
