"""Entities of Home Assistant → devices with properties, by their domain and `supported_features`."""

from collections.abc import Callable, Mapping
from typing import Any

from ogam.core import Device
from ogam.devices.homeassistant import air, helpers, lights, machines, openings
from ogam.devices.homeassistant.bindings import Binding, Call, Entity

DRIVER = "homeassistant"
UNREACHED = "unreachable"
"""The `state` of a device that Home Assistant itself cannot reach, as it is told in events."""

Describe = Callable[[Entity], tuple[Binding, ...]]

_KINDS: Mapping[str, tuple[str, Describe]] = {
    "alarm_control_panel": ("alarm_control_panel", machines.alarm),
    "automation": ("automation", helpers.on_off),
    "binary_sensor": ("binary_sensor", helpers.binary_sensor),
    "button": ("button", helpers.button),
    "climate": ("climate", air.climate),
    "cover": ("cover", openings.cover),
    "device_tracker": ("person", helpers.whereabouts),
    "fan": ("fan", air.fan),
    "humidifier": ("humidifier", air.humidifier),
    "input_boolean": ("input_boolean", helpers.on_off),
    "input_button": ("input_button", helpers.button),
    "input_number": ("number", helpers.any_number),
    "input_select": ("select", helpers.select),
    "input_text": ("text", helpers.text),
    "lawn_mower": ("lawn_mower", machines.lawn_mower),
    "light": ("light", lights.light),
    "lock": ("lock", openings.lock),
    "media_player": ("media_player", machines.media_player),
    "number": ("number", helpers.any_number),
    "person": ("person", helpers.whereabouts),
    "remote": ("remote", helpers.on_off),
    "scene": ("scene", helpers.scene),
    "script": ("script", helpers.script),
    "select": ("select", helpers.select),
    "sensor": ("sensor", helpers.sensor),
    "siren": ("siren", machines.siren),
    "switch": ("switch", helpers.on_off),
    "text": ("text", helpers.text),
    "todo": ("todo", helpers.todo),
    "vacuum": ("vacuum", machines.vacuum),
    "valve": ("valve", openings.valve),
    "water_heater": ("water_heater", air.water_heater),
    "weather": ("weather", helpers.weather),
}
"""Home Assistant's domain → Ogam's kind of device, and what describes an entity of it."""

HANDLED = frozenset(_KINDS)
"""Domains of which entities become devices."""


def describe(entity: Entity) -> tuple[Binding, ...]:
    """The properties of an entity; none of one whose domain is not known here."""
    return _KINDS[entity.domain][1](entity) if entity.domain in _KINDS else ()


def kind_of(entity: Entity) -> str:
    """Ogam's kind of device; empty for a domain that is not known here."""
    return _KINDS[entity.domain][0] if entity.domain in _KINDS else ""


def device_of(entity: Entity, name: str = "", area: str | None = None, aliases: tuple[str, ...] = ()) -> Device:
    """An entity as a device, still without an id: the home file, or whoever discovers it, gives it one."""
    facts: dict[str, Any] = dict(lights.light_facts(entity)) if entity.domain == "light" else {}
    return Device(
        id="",
        name=name or entity.name,
        domain=kind_of(entity),
        aliases=aliases,
        area=area,
        device_class=entity.word("device_class"),
        attributes=facts,
        driver=DRIVER,
        address=entity.id,
        properties=tuple(one.property for one in describe(entity)),
    )


def state_of(entity: Entity) -> dict[str, Any]:
    """The values of an entity's properties, as far as they are known."""
    if not entity.is_available:
        return {"state": UNREACHED}
    read = {one.property.id: one.read(entity) for one in describe(entity)}
    return {name: value for name, value in read.items() if value is not None}


def call_for(entity: Entity, identifier: str, value: Any) -> Call | None:
    """The service that sets a property of an entity; None where it cannot be set."""
    found = next((one for one in describe(entity) if one.property.id == identifier), None)
    return None if found is None or found.call is None else found.call(value)
