"""Which of Home Assistant's entities are devices of a home, what they are called, and where they are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ogam.core import Device
from ogam.devices.homeassistant.bindings import Entity
from ogam.devices.homeassistant.describing import HANDLED, describe, device_of
from ogam.devices.homeassistant.registry import Entry, Place, Registry
from ogam.devices.homeassistant.words import plainly
from ogam.devices.identifiers import with_own_ids
from ogam.home import Area, Floor, key

_ASKED = frozenset(
    {
        "aqi", "atmospheric_pressure", "carbon_dioxide", "carbon_monoxide", "door", "energy", "enum",
        "garage_door", "gas", "humidity", "illuminance", "lock", "moisture", "motion", "nitrogen_dioxide",
        "occupancy", "opening", "ozone", "pm1", "pm10", "pm25", "power", "precipitation", "presence", "smoke",
        "temperature", "volatile_organic_compounds", "water", "window"
    }
)  # fmt: skip
"""Device classes of sensors that people ask for; others (a signal, a voltage) are left out unless all are wanted."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """devices: those for the home file, without ids. left_out: the entities that are not, with the reason."""

    devices: tuple[Device, ...]
    left_out: tuple[tuple[str, str], ...]


def devices_of(registry: Registry) -> list[Device]:
    """Every entity that can be told or asked something and is not disabled, as a device with an id of its own."""
    found = [_device(entity, registry) for entity in registry.entities if entity.domain in HANDLED]
    return with_own_ids(one for one in found if one.name)


def choose(registry: Registry, exposed: bool = False, everything: bool = False) -> Chosen:
    """The devices for a home file, in the order of areas and names.

    exposed: only those that Home Assistant shows to its own voice assistants. everything: also sensors that hardly
    anybody asks for, and entities for settings and diagnosis.
    """
    devices: list[Device] = []
    left_out: list[tuple[str, str]] = []
    for entity in registry.entities:
        reason = _reason(entity, registry.entries.get(entity.id, Entry(entity.id)), exposed, everything)
        device = None if reason else _device(entity, registry)
        if device is not None and device.name:
            devices.append(device)
        else:
            left_out.append((entity.id, reason or "no name that can be spoken"))
    known = {entity.id for entity in registry.entities}
    left_out += [(one.id, one.left_out or "not there") for one in registry.entries.values() if one.id not in known]
    return Chosen(tuple(sorted(devices, key=lambda one: (one.area or "~", one.name))), tuple(left_out))


def places_of(registry: Registry) -> tuple[tuple[Floor, ...], tuple[Area, ...]]:
    """Floors and areas by the names that can be spoken."""
    floors = {
        one.id: Floor(name, _aliases(one.aliases, name)) for one in registry.floors if (name := _spoken(one.name))
    }
    areas = [
        Area(name, _aliases(one.aliases, name), floors[one.floor].name if one.floor in floors else None)
        for one in registry.areas
        if (name := _spoken(one.name))
    ]
    return tuple(floors.values()), tuple(areas)


def _reason(entity: Entity, entry: Entry, exposed: bool, everything: bool) -> str:
    """Why an entity is no device of the home; empty where it is one."""
    if entity.domain not in HANDLED:
        return "no device"
    if entry.left_out in ("disabled", "hidden"):
        return entry.left_out
    if entry.left_out and not everything:
        return "settings and diagnosis"
    if exposed and entry.exposed is not True:
        return "not exposed to voice assistants"
    if entity.domain in ("sensor", "binary_sensor") and not everything and entity.word("device_class") not in _ASKED:
        return "a sensor that hardly anybody asks for"
    if not describe(entity):
        return "can do nothing"
    return ""


def _device(entity: Entity, registry: Registry) -> Device:
    entry = registry.entries.get(entity.id, Entry(entity.id))
    hardware = registry.hardware.get(entry.device)
    area = _named(entry.area or (hardware.area if hardware else ""), registry.areas)
    name = _spoken(entry.name or (hardware.name if hardware and not entry.has_own_name else "") or entity.name)
    aliases = _aliases(entry.aliases, name)
    if not name and aliases:
        name, aliases = aliases[0], aliases[1:]
    return device_of(entity, name, area, aliases) if name else replace(device_of(entity, "-"), name="")


def _named(identifier: str, places: Iterable[Place]) -> str | None:
    return next((_spoken(one.name) or None for one in places if one.id == identifier), None)


def _spoken(name: str) -> str:
    return "".join(plainly(name).get("en", ()))


def _aliases(said: Iterable[str], name: str) -> tuple[str, ...]:
    """Each once, and none that says the name again."""
    taken = {key(name)}
    found = []
    for alias in map(_spoken, said):
        if alias and key(alias) not in taken:
            taken.add(key(alias))
            found.append(alias)
    return tuple(found)
