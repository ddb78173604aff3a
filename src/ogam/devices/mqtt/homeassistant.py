"""Devices that announce themselves as Home Assistant would discover them: `homeassistant/<component>/…/config`.

Source: Home Assistant's documentation, "MQTT discovery". One device of Home Assistant, with all its entities, is one
device here too, where one of them is what it mainly is (a light, a fan); its sensors and settings are properties then.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from ogam.devices.mqtt.bindings import Availability, Binding, Thing
from ogam.devices.mqtt.entities import KINDS, MAIN, extra_switch_entity
from ogam.devices.mqtt.options import Options
from ogam.devices.mqtt.payloads import NONSENSE, Payload, Unreadable, text_of
from ogam.devices.mqtt.templates import reader
from ogam.devices.words import joined, plainly, snake
from ogam.home import spoken

_UNREAD = frozenset({"camera", "device_automation", "device_tracker", "event", "image", "notify", "tag", "update"})
"""Kinds that are left out without a word: there is nothing in them to say or to do."""
_MOST_ENTITIES = 300
_AREA = "suggested_area"


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity. key: of its device; kind: of entity; topic: by which it was announced; its options, unabbreviated."""

    key: str
    kind: str
    topic: str
    options: Options
    device: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What came of announcements. left_out: what cannot be used, and why, a line each."""

    things: tuple[Thing, ...] = ()
    left_out: tuple[str, ...] = ()


def entities_of(topic: str, prefix: str, config: Any) -> list[Entity]:
    """The entities of one announcement. Raises Unreadable."""
    parts = topic.removeprefix(f"{prefix}/").split("/")
    if not isinstance(config, dict) or len(parts) not in (3, 4) or parts[-1] != "config":
        raise Unreadable("not the announcement of a device")
    full = _expanded(config)
    device = full.get("device")
    own = _expand(device, "device") if isinstance(device, dict) else {}
    key = _device_key(own) or topic
    if parts[0] != "device":
        return [Entity(key, parts[0], topic, Options(full), own)]
    components = full.get("components")
    if not isinstance(components, dict) or len(components) > _MOST_ENTITIES:
        raise Unreadable(f"a device without components, or with more than {_MOST_ENTITIES}")
    shared = {name: value for name, value in full.items() if name not in ("components", "device", "origin", "name")}
    found = []
    for name, component in components.items():
        if isinstance(component, dict) and len(component) > 1:
            each = {**shared, **_expanded({"~": config.get("~"), **component}), "object_id": name}
            found.append(Entity(key, str(each.get("platform", "")), topic, Options(each), own))
    return found


def things_of(entities: Iterable[Entity]) -> Found:
    """All entities, put together as devices."""
    by_device: dict[str, list[Entity]] = {}
    for one in entities:
        by_device.setdefault(one.key, []).append(one)
    things: list[Thing] = []
    left_out: list[str] = []
    for key, own in by_device.items():
        things += _device_things(key, own, left_out)
    return Found(tuple(things), tuple(left_out))


def _device_things(key: str, entities: Sequence[Entity], left_out: list[str]) -> list[Thing]:
    """The devices that the entities of one are. What cannot be used is told in `left_out`."""
    mains = [one for one in entities if one.kind in MAIN and not _is_setting(one)]
    extras = [one for one in entities if one not in mains]
    read_mains = [(one, found) for one in mains if (found := _bindings(one, left_out))]
    read_extras = [(one, found) for one in extras if (found := _bindings(one, left_out))]
    if len(read_mains) == 1:
        main, bindings = read_mains[0]
        return [_thing(key, main, _together(bindings, read_extras))]
    several = len(read_mains) > 1
    things = [_thing(f"{key}#{_part(one)}", one, bindings, several) for one, bindings in read_mains]
    if read_extras:
        first = read_extras[0][0]
        buttons = all(one.kind == "button" for one, _ in read_extras)
        bare = replace(first, kind="button" if buttons else "sensor", options=_without_name(first.options))
        address = f"{key}#more" if several else key
        things.append(_thing(address, bare, _together([], read_extras)))
    return things


def _bindings(entity: Entity, left_out: list[str]) -> list[Binding]:
    name = _full_name(entity)
    if entity.kind in _UNREAD:
        return []
    read = extra_switch_entity if entity.kind == "switch" and _is_setting(entity) else KINDS.get(entity.kind)
    if read is None:
        left_out.append(f"{name}: '{entity.kind}' is a kind that Ogam does not know.")
        return []
    try:
        return read(entity.options)
    except NONSENSE as error:
        left_out.append(f"{name} ({entity.kind}): {error}.")
        return []


def _together(bindings: Sequence[Binding], extras: Sequence[tuple[Entity, Sequence[Binding]]]) -> tuple[Binding, ...]:
    """A device's own properties, then the others' under ids and names that are not taken yet."""
    taken = {one.property.id for one in bindings}
    roles = {one.property.role for one in bindings}
    found = list(bindings)
    for entity, more in extras:
        for one in more:
            changed = one.property
            if changed.id in taken:
                own = entity.options.name or entity.options.text("object_id", "") or entity.kind
                names = plainly(own) if entity.options.name else joined(plainly(own), changed.names)
                changed = replace(changed, id=_free(f"{snake(own)}", taken), names=names)
            if changed.role in roles:
                changed = replace(changed, role="")
            taken.add(changed.id)
            roles.add(changed.role)
            found.append(replace(one, property=changed))
    return tuple(found)


def _thing(key: str, main: Entity, bindings: Sequence[Binding], several: bool = False) -> Thing:
    device_name = text_of(main.device.get("name"))
    own = main.options.name
    name = (f"{device_name} {own}" if several and own and device_name else device_name or own) or key
    facts = {name: text_of(main.device[name]) for name in ("manufacturer", "model") if text_of(main.device.get(name))}
    available, needs = _availability(main.options)
    return Thing(
        key, spoken(name) or key, _domain(main), tuple(bindings),
        device_class=text_of(main.options.get("device_class")) or None if main.kind in ("cover", "valve") else None,
        area=text_of(main.device.get(_AREA)) or None, available=available, needs=needs, facts=facts,
    )  # fmt: skip


def _availability(options: Options) -> tuple[tuple[Availability, ...], str]:
    rows = options.get("availability")
    listed = rows if isinstance(rows, list) else [rows] if isinstance(rows, dict) else []
    if not listed and "availability_topic" in options:
        listed = [{"topic": options["availability_topic"]}]
    found = []
    for row in listed[:20]:
        if not isinstance(row, dict):
            continue
        own = Options(_expanded(row))
        here = own.text("payload_available", options.text("payload_available", "online"))
        gone = own.text("payload_not_available", options.text("payload_not_available", "offline"))
        try:
            read = reader(own.get("value_template", options.get("availability_template")))
            found.append(Availability(own.topic("topic"), _says(read, here, gone)))
        except Unreadable:
            continue  # a device is not unusable because it says in a way that cannot be read whether it is there
    return tuple(found), options.text("availability_mode", "latest")


def _says(read: Any, here: str, gone: str) -> Any:
    def says(payload: Payload) -> bool | None:
        return {here: True, gone: False}.get(read(payload).strip())

    return says


def _is_setting(entity: Entity) -> bool:
    return text_of(entity.options.get("entity_category")) in ("config", "diagnostic")


def _domain(entity: Entity) -> str:
    if entity.kind == "switch" and entity.options.get("device_class") == "outlet":
        return "switch"
    return entity.kind


def _part(entity: Entity) -> str:
    options = entity.options
    return options.text("unique_id", "") or options.text("object_id", "") or snake(options.name) or entity.topic


def _full_name(entity: Entity) -> str:
    names = (text_of(entity.device.get("name")), entity.options.name)
    return " ".join(dict.fromkeys(name for name in names if name)) or entity.topic


def _without_name(options: Options) -> Options:
    return Options({name: value for name, value in options.items() if name != "name"})


def _device_key(device: Mapping[str, Any]) -> str:
    """By what a device is known: its first identifier, else its first connection."""
    identifiers = device.get("identifiers")
    first = identifiers[0] if isinstance(identifiers, list) and identifiers else identifiers
    if isinstance(first, str | int) and str(first):
        return str(first)[:200]
    connections = device.get("connections")
    if isinstance(connections, list) and connections and isinstance(connections[0], list):
        return ":".join(str(part) for part in connections[0])[:200]
    return ""


def _free(base: str, taken: set[str]) -> str:
    name, count = base or "value", 2
    while name in taken:
        name, count = f"{base}_{count}", count + 1
    return name


def _expanded(config: Mapping[str, Any]) -> dict[str, Any]:
    """Short names made long, and `~` in topics replaced by what it stands for."""
    base = config.get("~")
    long = _expand({name: value for name, value in config.items() if name != "~"}, "entity")
    if isinstance(base, str):
        long = {name: _based(name, value, base) for name, value in long.items()}
    return long


def _based(name: str, value: Any, base: str) -> Any:
    if isinstance(value, str) and (name.endswith("topic")):
        if value.startswith("~"):
            return base + value[1:]
        return value[:-1] + base if value.endswith("~") else value
    if name == "availability" and isinstance(value, list):
        return [
            {key: _based("topic", one, base) if key in ("t", "topic") else one for key, one in row.items()}
            if isinstance(row, dict)
            else row
            for row in value
        ]
    return value


def _expand(config: Mapping[str, Any], table: str) -> dict[str, Any]:
    short = _abbreviations()[table]
    return {short.get(str(name), str(name)): value for name, value in config.items()}


@cache
def _abbreviations() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("ogam.devices.mqtt") / "abbreviations.toml").read_text("utf-8"))
