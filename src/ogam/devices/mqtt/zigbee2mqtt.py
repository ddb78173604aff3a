"""Zigbee2MQTT's devices: `<base>/bridge/devices` lists them, with all that each exposes.

Source: Zigbee2MQTT's documentation, "MQTT topics and messages" and "Exposes". Access is a set of bits: 1 told, 2 set,
4 asked for.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogam.core import PropertyValue
from ogam.devices.mqtt.bindings import (
    KELVIN,
    PERCENT,
    Availability,
    Binding,
    Reading,
    Thing,
    Writing,
    chosen,
    command,
    kelvin,
    moved,
    moves,
    numeric,
    percent_of,
    ranged,
    switch,
)
from ogam.devices.mqtt.homeassistant import Found
from ogam.devices.mqtt.payloads import NONSENSE, Payload, Unreadable, dig, number, text_of
from ogam.devices.words import choice_of, joined, part_names, read_only, snake
from ogam.home import spoken

_TOLD, _SET, _GET = 1, 2, 4
_MOST_DEVICES, _MOST_EXPOSED = 2000, 200
_DOMAINS = ("lock", "cover", "climate", "fan", "light", "switch")
"""Kinds of exposed thing that make a device one of that domain, the first that it has."""
_IDS = {
    "color_temp": "color_temp",
    "current_heating_setpoint": "heating_setpoint",
    "occupied_heating_setpoint": "heating_setpoint",
    "occupied_cooling_setpoint": "cooling_setpoint",
    "power": "power_used",
    "speed": "fan_speed",
    "system_mode": "mode",
    "state": "power",
}
"""Names of Zigbee2MQTT, and Ogam's where it has another."""
_LEFT_OUT = frozenset(
    {"action", "color_options", "color_temp_startup", "effect", "identify", "level_config", "lock_state", "update"}
)
_COLORS = {
    "red": "#FF0000", "orange": "#FF7F00", "yellow": "#FFD000", "green": "#00FF00", "blue": "#0000FF",
    "purple": "#8000FF", "pink": "#FF60A0", "white": "#FFFFFF",
}  # fmt: skip


def zigbee_things(base: str, devices: Any) -> Found:
    """All devices of a bridge's list. Raises Unreadable for what is no list."""
    if not isinstance(devices, list) or len(devices) > _MOST_DEVICES:
        raise Unreadable(f"no list of up to {_MOST_DEVICES} devices")
    things, left_out = [], []
    for row in devices:
        if not isinstance(row, dict) or row.get("type") == "Coordinator" or row.get("disabled") is True:
            continue
        name = text_of(row.get("friendly_name")) or text_of(row.get("ieee_address"))
        try:
            thing = _thing(base, row)
        except NONSENSE as error:
            left_out.append(f"{name} (Zigbee2MQTT): {error}.")
            continue
        things.append(thing)
    return Found(tuple(things), tuple(left_out))


def _thing(base: str, row: Mapping[str, Any]) -> Thing:
    address, friendly = text_of(row.get("ieee_address")), text_of(row.get("friendly_name"))
    exposes = dig(row, "definition", "exposes")
    if not address or not friendly or set("+#\0") & set(friendly):
        raise Unreadable("a device without an address, or with a name that no topic can have")
    if not isinstance(exposes, list):
        raise Unreadable("Zigbee2MQTT does not know this device, or has not finished asking it")
    topic = f"{base}/{friendly}"
    bindings = _without_doubles(_bindings(topic, exposes))
    if not bindings:
        raise Unreadable("there is nothing of it that Ogam could read or set")
    asked = {feature["property"]: "" for feature in _features(exposes) if _access(feature) & _GET}
    facts = {
        key: text_of(dig(row, "definition", name)) for key, name in (("manufacturer", "vendor"), ("model", "model"))
    }
    return Thing(
        address, spoken(text_of(row.get("description"))) or spoken(friendly) or address, _domain(exposes), bindings,
        available=(
            Availability(f"{topic}/availability", _is_online),
            Availability(f"{base}/bridge/state", _is_online),
        ),
        asks=((f"{topic}/get", json.dumps(asked)),) if asked else (),
        facts={key: value for key, value in facts.items() if value},
    )  # fmt: skip


def _bindings(topic: str, exposes: Sequence[Any]) -> list[Binding]:
    channels = [one for one in exposes if _kind(one) in ("switch", "light") and text_of(one.get("endpoint"))]
    found: list[Binding] = []
    if len(channels) > 1:
        states = [text_of(feature.get("property")) for one in channels for feature in one.get("features", ())
                  if isinstance(feature, dict) and feature.get("name") == "state"]  # fmt: skip
        found.append(_all_channels(topic, states))
    for one in exposes[:_MOST_EXPOSED]:
        for feature, group in _leaves(one):
            binding = _binding(topic, feature, group)
            if binding is not None:
                endpoint = text_of(feature.get("endpoint") or one.get("endpoint"))
                found.append(_of_part(binding, endpoint) if endpoint else binding)
    return found


def _leaves(one: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """What is told and set, with the kind of thing it belongs to ("light"), empty for none."""
    if not isinstance(one, dict):
        return
    kind = _kind(one)
    if kind in _DOMAINS:
        for feature in one.get("features", ()) if isinstance(one.get("features"), list) else ():
            if isinstance(feature, dict):
                yield feature, kind
    else:
        yield one, ""


def _features(exposes: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    for one in exposes:
        for feature, _ in _leaves(one):
            if text_of(feature.get("property")):
                yield feature


def _binding(topic: str, feature: Mapping[str, Any], group: str) -> Binding | None:
    """A feature as a property; None for what people neither say nor ask."""
    key, name, access = text_of(feature.get("property")), text_of(feature.get("name")), _access(feature)
    kind = _kind(feature)
    if not key or not access or name in _LEFT_OUT:
        return None
    if group == "lock" and name == "state":
        return _lock(topic, key, feature)
    if group == "cover" and name == "state":
        return _cover(topic, key, feature)
    if group == "light" and kind == "composite" and name in ("color_xy", "color_hs"):
        return _color(topic, key)
    own = text_of(feature.get("label"))
    identifier = _identifier(name, key, group)
    if kind == "binary":
        return _binary(topic, key, identifier, feature, group, own)
    if kind == "numeric":
        return _numeric(topic, key, identifier, feature, group, own)
    if kind == "enum":
        return _enum(topic, key, identifier, feature, own)
    return None


def _binary(topic: str, key: str, identifier: str, feature: Mapping[str, Any], group: str, own: str) -> Binding | None:
    on, off, access = feature.get("value_on", True), feature.get("value_off", False), _access(feature)
    if on == off or isinstance(on, dict | list) or isinstance(off, dict | list):
        raise Unreadable(f"{key} is on and off at once")

    def read(payload: Payload) -> bool | None:
        told = dig(payload.data, key)
        return True if told == on else False if told == off else None

    role = "power" if group and identifier == "power" else ""
    one = switch(identifier, own, bool(access & _SET), bool(access & _TOLD), role)
    return Binding(one, _reading(topic, read, access), _writing(topic, key, access, lambda value: on if value else off))


def _numeric(topic: str, key: str, identifier: str, feature: Mapping[str, Any], group: str, own: str) -> Binding:
    access, unit = _access(feature), text_of(feature.get("unit"))
    least, most = number(feature.get("value_min")), number(feature.get("value_max"))
    if least is not None and most is not None and least >= most:
        raise Unreadable(f"{key} goes from {least:g} to {most:g}")
    step = number(feature.get("value_step")) or 1
    outward: Callable[[Any], Any] = lambda value: value  # noqa: E731
    inward: Callable[[Any], Any] = numeric
    tolerance = 0.001
    if identifier == "brightness" and group == "light":
        outward, inward = percent_of(0, most or 254)
        least, most, step, unit, tolerance = 0, 100, 1, "%", PERCENT
    elif identifier == "color_temp" and group == "light":
        outward = inward = kelvin
        least, most = float(kelvin(most or 500) or 2000), float(kelvin(least or 153) or 6500)
        unit, tolerance = "K", KELVIN
    writable = bool(access & _SET) and least is not None and most is not None and step > 0
    one = ranged(identifier, least, most, step, unit, writable, bool(access & _TOLD), own)
    if not writable and one.role == "target_temperature":
        one = replace(one, role="")

    def read(payload: Payload) -> PropertyValue | None:
        value: PropertyValue | None = inward(dig(payload.data, key))
        return value

    writing = _writing(topic, key, access, outward) if writable else None
    taken = moved if group == "cover" and identifier == "position" else None
    return Binding(one, _reading(topic, read, access), writing, taken, tolerance=tolerance)


def _enum(topic: str, key: str, identifier: str, feature: Mapping[str, Any], own: str) -> Binding | None:
    access, values = _access(feature), feature.get("values")
    if not isinstance(values, list) or not values or len(values) > _MOST_EXPOSED:
        raise Unreadable(f"{key} is one of nothing")
    known = [str(value) for value in values]
    verbs = {"off": "turn_off"} if identifier == "mode" else {}
    if identifier == "mode":
        verbs |= {next((one for one in ("auto", "heat", "cool") if one in known), ""): "turn_on"}
    choices = tuple(choice_of(value, verb=verbs.get(value, "")) for value in known)
    writable = bool(access & _SET)
    if writable and not access & _TOLD:
        one = command(identifier, choices, own)
        return Binding(one, None, _writing(topic, key, access, str))

    def read(payload: Payload) -> str | None:
        told = dig(payload.data, key)
        return told if told in known else None

    one = chosen(identifier, choices if writable else read_only(choices), own, writable)
    return Binding(one, _reading(topic, read, access), _writing(topic, key, access, str))


def _lock(topic: str, key: str, feature: Mapping[str, Any]) -> Binding:
    sent = {"locked": feature.get("value_on", "LOCK"), "unlocked": feature.get("value_off", "UNLOCK")}
    told = {
        str(sent["locked"]): "locked",
        str(sent["unlocked"]): "unlocked",
        "LOCKED": "locked",
        "UNLOCKED": "unlocked",
    }
    one = chosen("lock", (choice_of("locked"), choice_of("unlocked")))
    reading = Reading((topic,), lambda payload: told.get(str(dig(payload.data, key))))
    return Binding(one, reading, Writing(f"{topic}/set", lambda value: {key: sent[value]}))


def _cover(topic: str, key: str, feature: Mapping[str, Any]) -> Binding:
    values = feature.get("values")
    listed = [str(value) for value in values] if isinstance(values, list) else ["OPEN", "CLOSE", "STOP"]
    choices = tuple(choice_of(value.lower()) for value in listed if value.lower() in ("open", "close", "stop"))
    writing = Writing(f"{topic}/set", lambda value: {key: value.upper()})
    return Binding(command("movement", choices), None, writing, moves, "position")


def _color(topic: str, key: str) -> Binding:
    choices = tuple(choice_of(name) for name in _COLORS)
    one = replace(chosen("color", choices), readable=False)
    return Binding(one, None, Writing(f"{topic}/set", lambda value: {key: {"hex": _COLORS[value]}}))


def _all_channels(topic: str, states: Sequence[str]) -> Binding:
    """All channels of a switch at once: on where any is."""

    def read(payload: Payload) -> bool | None:
        told = [value for key in states if (value := dig(payload.data, key)) in ("ON", "OFF")]
        return None if not told else "ON" in told

    def write(value: Any) -> dict[str, Any]:
        return dict.fromkeys(states, "ON" if value else "OFF")

    return Binding(switch("power", role="power"), Reading((topic,), read), Writing(f"{topic}/set", write))


def _of_part(binding: Binding, endpoint: str) -> Binding:
    one, part = binding.property, part_names(endpoint)
    names = part if one.id == "power" else joined(part, one.names)
    return replace(binding, property=replace(one, id=f"{one.id}_{snake(endpoint)}", names=names, role=""))


def _identifier(name: str, key: str, group: str) -> str:
    if name == "state" and not group:
        return snake(key)
    if name == "power" and not group:
        return "power_used"
    if name == "temperature" and group:
        return "current_temperature"
    return _IDS.get(name, snake(name or key))


def _without_doubles(bindings: Sequence[Binding]) -> tuple[Binding, ...]:
    """Each id once, and each role once: the first has it."""
    found: dict[str, Binding] = {}
    roles: set[str] = set()
    for one in bindings:
        if one.property.id in found:
            continue
        role = one.property.role if one.property.role not in roles else ""
        roles.add(role)
        found[one.property.id] = replace(one, property=replace(one.property, role=role))
    return tuple(found.values())


def _reading(topic: str, read: Callable[[Payload], PropertyValue | None], access: int) -> Reading | None:
    return Reading((topic,), read) if access & _TOLD else None


def _writing(topic: str, key: str, access: int, outward: Callable[[Any], Any]) -> Writing | None:
    return Writing(f"{topic}/set", lambda value: {key: outward(value)}) if access & _SET else None


def _access(feature: Mapping[str, Any]) -> int:
    found = feature.get("access")
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 8 else 0


def _kind(one: Any) -> str:
    return text_of(one.get("type")) if isinstance(one, dict) else ""


def _domain(exposes: Sequence[Any]) -> str:
    kinds = {_kind(one) for one in exposes}
    return next((domain for domain in _DOMAINS if domain in kinds), "sensor")


def _is_online(payload: Payload) -> bool | None:
    told = payload.data.get("state") if isinstance(payload.data, dict) else payload.text
    return {"online": True, "offline": False}.get(str(told))
