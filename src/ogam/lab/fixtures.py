"""Homes as the tests of other projects describe them: lists of areas, floors and entities."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ogam.core import Device, HomeError
from ogam.home import Area, Floor, Home, slug

KEYS = ("areas", "floors", "entities")
ENTITY_KEYS = frozenset({"name", "id", "domain", "area", "aliases", "state", "attributes", "is_exposed"})


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping. Raises HomeError if it does not."""
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise HomeError([f"{path}: cannot be read: {error}"]) from error
    if not isinstance(data, dict):
        raise HomeError([f"{path}: holds no mapping."])
    return data


def home_of(fixtures: Mapping[str, Any], language: str = "en", custom: Mapping[str, Any] | None = None) -> Home:
    """The home that fixtures describe; areas and floors are known by name or by id.

    custom: `intents`, `lists` and `expansion_rules` in hassil's form, that this home has of its own.
    """
    floors = {floor.get("id", floor["name"]): Floor(floor["name"]) for floor in fixtures.get("floors") or []}
    areas = {
        area.get("id", area["name"]): Area(area["name"], floor=called(floors, area.get("floor")))
        for area in fixtures.get("areas") or []
    }
    entities = fixtures.get("entities") or []
    devices = [device_of(entity, called(areas, entity.get("area")), place) for place, entity in enumerate(entities)]
    return Home(
        language="ko" if language == "ko" else "en",
        floors=tuple(floors.values()),
        areas=tuple(areas.values()),
        devices=tuple(devices),
        **(custom or {}),
    )


def called(places: Mapping[str, Area] | Mapping[str, Floor], identifier: str | None) -> str | None:
    """The name of the place with this id; an id that is not declared is a name."""
    if identifier is None:
        return None
    place = places.get(identifier)
    return place.name if place else identifier


def device_of(entity: Mapping[str, Any], area: str | None, place: int) -> Device:
    """One entity as a device; its place in the list makes it unique where it has no id."""
    attributes = dict(entity.get("attributes") or {})
    attributes |= {key: value for key, value in entity.items() if key not in ENTITY_KEYS}
    if (state := entity.get("state")) is not None:
        attributes["state"] = state.get("out") if isinstance(state, dict) else state
    name, *aliases = names_of(entity)
    domain = entity.get("domain") or entity["id"].partition(".")[0]
    return Device(
        id=entity.get("id") or f"{domain}.{slug(name)}_{place}",
        name=name,
        domain=domain,
        aliases=(*aliases, *entity.get("aliases", ())),
        area=area,
        device_class=attributes.get("device_class"),
        attributes=attributes,
    )


def names_of(entity: Mapping[str, Any]) -> list[str]:
    """The names that a template of a name stands for: `Trader Joe[']s` is two."""
    from hassil import parse_sentence
    from hassil.sample import sample_expression

    return list(dict.fromkeys(sample_expression(parse_sentence(entity["name"]).expression)))
