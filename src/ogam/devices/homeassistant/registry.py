"""The registries of Home Assistant: floors, areas, devices and entities, and what they are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ogam.devices.homeassistant.bindings import Entity
from ogam.devices.homeassistant.describing import HANDLED
from ogam.devices.homeassistant.protocol import Message

_NAMING = frozenset(
    {
        "aliases", "area_id", "device_id", "disabled_by", "entity_id", "hidden_by", "name", "name_by_user",
        "original_name"
    }
)  # fmt: skip
"""What of an entity or a device matters to the home file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A floor, or an area. floor: the id of an area's floor."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    floor: str = ""


@dataclass(frozen=True, slots=True)
class Hardware:
    """A device of Home Assistant's: it has entities."""

    id: str
    name: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity as the registry has it. left_out: why it is none for people: disabled, hidden, config, diagnostic.

    exposed: whether Home Assistant shows it to its own voice assistants; None where that was never decided.
    """

    id: str
    name: str = ""
    area: str = ""
    device: str = ""
    aliases: tuple[str, ...] = ()
    left_out: str = ""
    has_own_name: bool = True
    exposed: bool | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """All of it, with the states."""

    floors: tuple[Place, ...] = ()
    areas: tuple[Place, ...] = ()
    hardware: Mapping[str, Hardware] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    entities: tuple[Entity, ...] = ()
    language: str = "en"


class Asks(Protocol):
    """What asks Home Assistant."""

    async def request(self, message: Message, device: str = "", seconds: float = 8.0) -> Any: ...


async def read_registry(link: Asks, entities: Sequence[Entity]) -> Registry:
    """What Home Assistant has. One that is too old for floors has none. Raises DeviceError."""
    config = await link.request({"type": "get_config"})
    areas = await link.request({"type": "config/area_registry/list"})
    hardware = await link.request({"type": "config/device_registry/list"})
    listed = await link.request({"type": "config/entity_registry/list"})
    ids = [str(one["entity_id"]) for one in _rows(listed) if "entity_id" in one]
    told = await link.request({"type": "config/entity_registry/get_entries", "entity_ids": ids}) if ids else {}
    version = tuple(int(part) for part in str(_get(config, "version")).split(".")[:2] if part.isdecimal())
    has_floors = version >= (2024, 4) or not version
    floors = await link.request({"type": "config/floor_registry/list"}) if has_floors else []
    more = told if isinstance(told, Mapping) else {}
    entries = [_entry({**one, **_mapping(more.get(one.get("entity_id")))}) for one in _rows(listed)]
    return Registry(
        floors=tuple(_place(one, "floor_id") for one in _rows(floors)),
        areas=tuple(_place(one, "area_id") for one in _rows(areas)),
        hardware={one.id: one for one in map(_hardware, _rows(hardware))},
        entries={one.id: one for one in entries},
        entities=tuple(entities),
        language=str(_get(config, "language") or "en"),
    )


def is_of_interest(kind: str, data: Mapping[str, Any]) -> bool:
    """Whether an event of a registry is about something that the home file has."""
    if kind in ("area_registry_updated", "floor_registry_updated"):
        return data.get("action") != "reorder"
    domain = str(data.get("entity_id", "")).partition(".")[0]
    if kind == "entity_registry_updated" and domain not in HANDLED:
        return False
    return data.get("action") != "update" or bool(_NAMING & set(_mapping(data.get("changes"))))


def _place(row: Mapping[str, Any], identifier: str) -> Place:
    return Place(_get(row, identifier), _get(row, "name"), _texts(row.get("aliases")), _get(row, "floor_id"))


def _hardware(row: Mapping[str, Any]) -> Hardware:
    return Hardware(_get(row, "id"), _get(row, "name_by_user") or _get(row, "name"), _get(row, "area_id"))


def _entry(row: Mapping[str, Any]) -> Entry:
    left_out = "disabled" if row.get("disabled_by") else "hidden" if row.get("hidden_by") else ""
    options = _mapping(_mapping(row.get("options")).get("conversation"))
    exposed = options.get("should_expose")
    return Entry(
        id=_get(row, "entity_id"),
        name=_get(row, "name"),
        area=_get(row, "area_id"),
        device=_get(row, "device_id"),
        aliases=_texts(row.get("aliases")),
        left_out=left_out or _get(row, "entity_category"),
        has_own_name=bool(row.get("original_name")) or not row.get("has_entity_name"),
        exposed=exposed if isinstance(exposed, bool) else None,
    )


def _rows(told: Any) -> list[Mapping[str, Any]]:
    return [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []


def _mapping(told: Any) -> Mapping[str, Any]:
    return told if isinstance(told, Mapping) else {}


def _get(row: Any, name: str) -> str:
    value = _mapping(row).get(name)
    return value if isinstance(value, str) else ""


def _texts(told: Any) -> tuple[str, ...]:
    return tuple(one for one in told if isinstance(one, str) and one) if isinstance(told, list | tuple) else ()
