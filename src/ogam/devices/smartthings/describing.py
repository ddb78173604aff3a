"""SmartThings' capabilities (`capabilities.toml`) as properties of a device, and what reads and sets them."""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from ogam.core import Choice, Property, PropertyValue
from ogam.devices.words import choice_of, joined, names_of, part_names, read_only, role_of, snake, unit_of

MAIN = "main"
_DOMAINS = {
    "AirConditioner": "climate", "AirPurifier": "air_purifier", "Blind": "cover", "ClothingCareMachine": "styler",
    "Dishwasher": "dishwasher", "Door": "cover", "Dryer": "dryer", "Fan": "fan", "GarageDoor": "cover",
    "GasValve": "valve", "Humidifier": "humidifier", "KimchiRefrigerator": "refrigerator", "Light": "light",
    "Microwave": "microwave", "NetworkAudio": "media_player", "Oven": "oven", "Range": "oven",
    "Refrigerator": "refrigerator", "RobotCleaner": "vacuum", "Shade": "cover", "Siren": "siren",
    "SmartLock": "lock", "SmartPlug": "switch", "Speaker": "media_player", "Switch": "switch",
    "Television": "media_player", "Thermostat": "climate", "Washer": "washer", "WaterHeater": "water_heater",
    "WaterValve": "valve",
}  # fmt: skip
"""SmartThings' categories and Ogam's kinds of device."""
_CLASSES = {"Blind": "blind", "Door": "door", "GarageDoor": "garage", "Shade": "shade", "Window": "window"}
_BY_CAPABILITY = (
    ("lock", "lock"), ("doorControl", "cover"), ("windowShade", "cover"), ("airConditionerMode", "climate"),
    ("thermostatMode", "climate"), ("valve", "valve"), ("switchLevel", "light"), ("switch", "switch"),
)  # fmt: skip
_ON_FIRST = ("auto", "cool", "heat")
_OF_PART = {"cooling_setpoint": "target_temperature", "heating_setpoint": "target_temperature"}
"""What is called otherwise in a part of a device: a freezer has a temperature."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Binding:
    """A property in SmartThings' terms: what tells it, and by its row of the table what sets it."""

    property: Property
    component: str
    capability: str
    row: Mapping[str, Any]

    def told(self, status: Mapping[str, Any]) -> PropertyValue | None:
        """Its value in a status; None where that does not tell it."""
        return self.read(attribute(status, self.component, self.capability, self.row["attribute"]))

    def read(self, value: Any) -> PropertyValue | None:
        """A value of its attribute as one of the property; None for what makes no sense."""
        one = self.property
        if one.kind == "number":
            return number(value)
        if one.kind == "switch":
            on, off = _told(self.row)
            return True if value == on else False if value == off else None
        return value[:_MOST] if isinstance(value, str) and value else None

    def order(self, value: PropertyValue) -> dict[str, Any]:
        """What has SmartThings set it."""
        row = self.row
        if self.property.kind == "switch":
            word = row["on"] if value else row["off"]
        elif row["kind"] == "command":
            word = row["values"][value]
        elif row.get("bare"):
            word = str(value)
        else:
            return self._command(row["command"], [value])
        return self._command(row["command"], [word]) if "command" in row else self._command(word, [])

    def is_so(self, value: PropertyValue, status: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
        """Whether a status, and the one before, show that it was set."""
        raw = attribute(status, self.component, self.capability, self.row["attribute"])
        if "shows" in self.row:
            shown = self.row["shows"].get(value)
            return shown is None or raw in shown
        told = self.read(raw)
        found, wanted = number(told), number(value)
        if found is None or wanted is None:
            return bool(told == value)
        was = number(self.told(before))
        moved = bool(self.row.get("moves")) and was is not None and abs(found - wanted) < abs(was - wanted)
        return moved or abs(found - wanted) <= float(self.row.get("near", 0.01))

    def _command(self, name: str, arguments: list[Any]) -> dict[str, Any]:
        made = {"component": self.component, "capability": self.capability, "command": name}
        return {**made, "arguments": arguments} if arguments else made


def describe(device: Mapping[str, Any], status: Mapping[str, Any]) -> tuple[Binding, ...]:
    """The properties of a device, each id and each role once: those of its main part come first."""
    found: dict[str, Binding] = {}
    roles: set[str] = set()
    for component, capability in _capabilities(device, status):
        for row in _rows(capability):
            one = _binding(component, capability, row, status)
            if one is None or one.property.id in found:
                continue
            if one.property.role in roles:
                one = replace(one, property=replace(one.property, role=""))
            roles.add(one.property.role)
            found[one.property.id] = one
    return tuple(found.values())


def domain_of(device: Mapping[str, Any]) -> tuple[str, str | None]:
    """Ogam's kind of device, and the finer kind where there is one."""
    category = next((name for name in _categories(device) if name in _DOMAINS), "")
    if category:
        return _DOMAINS[category], _CLASSES.get(category)
    known = {capability for component, capability in _capabilities(device, {}) if component == MAIN}
    return next((domain for capability, domain in _BY_CAPABILITY if capability in known), "sensor"), None


def attribute(status: Mapping[str, Any], component: str, capability: str, name: str) -> Any:
    """The value of an attribute; None where it has none."""
    found: Any = status
    for key in (component, capability, name, "value"):
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found


def number(value: Any) -> int | float | None:
    """A value as a finite number; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    rounded = round(float(value), 3)
    return int(rounded) if rounded.is_integer() else rounded


def _binding(component: str, capability: str, row: Mapping[str, Any], status: Mapping[str, Any]) -> Binding | None:
    """None where the device has the capability and nothing of it: SmartThings lists more than devices know."""
    makers = {"switch": _switch, "number": _number, "choice": _choice, "command": _command, "text": _text}
    one = makers[row["kind"]](component, capability, row, status)
    if one is None:
        return None
    if component != MAIN:
        part, of_part = part_names(component), names_of(_OF_PART.get(one.id, one.id))
        one = replace(one, id=f"{one.id}_{snake(component)}", names=joined(part, of_part), role="")
    return Binding(replace(one, guard=str(row.get("guard", ""))), component, capability, row)


def _switch(component: str, capability: str, row: Mapping[str, Any], status: Mapping[str, Any]) -> Property | None:
    if attribute(status, component, capability, row["attribute"]) is None:
        return None
    return Property(row["id"], "switch", names_of(row["id"]), writable="on" in row, role=str(row.get("role", "")))


def _number(component: str, capability: str, row: Mapping[str, Any], status: Mapping[str, Any]) -> Property | None:
    if attribute(status, component, capability, row["attribute"]) is None:
        return None
    writable = "command" in row
    least, most, step = _ends(component, capability, row, status)
    if least is not None and most is not None and least >= most:
        least, most, writable = None, None, False  # a device that lies about its ends can only be asked
    role = role_of(row["id"])
    if role == "current_temperature" and writable:
        role = ""
    unit = str(row.get("unit", "")) or _unit(component, capability, row, status) or unit_of(row["id"])
    return Property(
        row["id"], "number", names_of(row["id"]), least=least, most=most, step=step, unit=unit, writable=writable,
        role=role if writable or role == "current_temperature" else "",
    )  # fmt: skip


def _ends(
    component: str, capability: str, row: Mapping[str, Any], status: Mapping[str, Any]
) -> tuple[float | None, float | None, float]:
    """The ends and the step of a number: the device's own where it tells them, else those of the table."""
    least, most, step = row.get("least"), row.get("most"), row.get("step", 1)
    told = attribute(status, component, capability, str(row.get("range", "")))
    if isinstance(told, dict):
        low, high = number(told.get("minimum")), number(told.get("maximum"))
        own = number(told.get("step"))
        least, most = (low, high) if low is not None and high is not None else (least, most)
        step = own if own and own > 0 else step
    elif "from" in row:
        other, lowest, highest = row["from"]
        low, high = (number(attribute(status, component, other, name)) for name in (lowest, highest))
        least, most = (low, high) if low is not None and high is not None else (least, most)
    elif _unit(component, capability, row, status) == "°F" and least is not None and most is not None:
        least, most, step = round(least * 9 / 5 + 32), round(most * 9 / 5 + 32), 1
    return least, most, step


def _unit(component: str, capability: str, row: Mapping[str, Any], status: Mapping[str, Any]) -> str:
    told: Any = status
    for key in (component, capability, row["attribute"], "unit"):
        told = told.get(key) if isinstance(told, dict) else None
    return {"C": "°C", "F": "°F"}.get(str(told), str(told)[:10] if isinstance(told, str) else "")


def _choice(component: str, capability: str, row: Mapping[str, Any], status: Mapping[str, Any]) -> Property | None:
    current = attribute(status, component, capability, row["attribute"])
    listed = attribute(status, component, capability, row["supported"]) if "supported" in row else row.get("choices")
    values = [value for value in listed if isinstance(value, str) and value][:_MOST] if isinstance(listed, list) else []
    writable = "command" in row or "bare" in row
    if (writable and not values) or (not writable and current is None):
        return None
    verbs = {"off": "turn_off"} if role_of(row["id"]) == "mode" or row.get("bare") else {}
    if "off" in values and role_of(row["id"]) == "mode":
        verbs |= {next((one for one in _ON_FIRST if one in values), ""): "turn_on"}
    choices: Sequence[Choice] = tuple(choice_of(value, verb=verbs.get(value, "")) for value in dict.fromkeys(values))
    role = role_of(row["id"]) if writable else ""
    return Property(
        row["id"], "choice", names_of(row["id"]), tuple(choices) if writable else read_only(choices),
        writable=writable, role=role,
    )  # fmt: skip


def _command(component: str, capability: str, row: Mapping[str, Any], status: Mapping[str, Any]) -> Property | None:
    """What is done; "lock" is also what it then is."""
    if attribute(status, component, capability, row["attribute"]) is None:
        return None
    choices = tuple(choice_of(value) for value in row["values"])
    kept = row.get("told") == "choice"
    return Property(row["id"], "choice" if kept else "command", names_of(row["id"]), choices, readable=kept)


def _text(component: str, capability: str, row: Mapping[str, Any], status: Mapping[str, Any]) -> Property | None:
    if attribute(status, component, capability, row["attribute"]) is None:
        return None
    return Property(row["id"], "text", names_of(row["id"]), writable=False)


def _told(row: Mapping[str, Any]) -> tuple[Any, Any]:
    return row.get("told_on", row.get("on")), row.get("told_off", row.get("off"))


def _capabilities(device: Mapping[str, Any], status: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Components and their capabilities, the main one first, without those that the device says are switched off."""
    listed = device.get("components")
    components = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    for one in sorted(components, key=lambda each: each.get("id") != MAIN):
        name = str(one.get("id", ""))
        off = attribute(status, name, "custom.disabledCapabilities", "disabledCapabilities")
        off = off if isinstance(off, list) else []
        capabilities = one.get("capabilities")
        for capability in capabilities if isinstance(capabilities, list) else ():
            identifier = str(capability.get("id", "")) if isinstance(capability, dict) else str(capability)
            if identifier and identifier not in off:
                yield name, identifier


def _categories(device: Mapping[str, Any]) -> Iterator[str]:
    """Of the main component: what its owner calls it before what its maker does."""
    listed = device.get("components")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and one.get("id") == MAIN and isinstance(one.get("categories"), list):
            rows = [row for row in one["categories"] if isinstance(row, dict)]
            for row in sorted(rows, key=lambda each: each.get("categoryType") != "user"):
                yield str(row.get("name", ""))


def _rows(capability: str) -> list[Mapping[str, Any]]:
    return _table().get(capability, [])


@cache
def _table() -> Mapping[str, list[Mapping[str, Any]]]:
    """The rows of each capability; a further one of the same stands as "capability/attribute"."""
    table = tomllib.loads((files("ogam.devices.smartthings") / "capabilities.toml").read_text("utf-8"))
    found: dict[str, list[Mapping[str, Any]]] = {}
    for name, row in table.items():
        found.setdefault(name.partition("/")[0], []).append(row)
    return found
