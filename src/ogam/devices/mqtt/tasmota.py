"""Tasmota's own discovery: `tasmota/discovery/<mac>/config` and `…/sensors`, with cmnd/, stat/ and tele/ topics.

Source: Tasmota's documentation, "MQTT" and "Commands"; the keys of the announcement are those of its native discovery.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogam.devices.mqtt.bindings import (
    KELVIN,
    PERCENT,
    Availability,
    Binding,
    Reading,
    State,
    Thing,
    Writing,
    command,
    kelvin,
    moved,
    moves,
    numeric,
    ranged,
    switch,
)
from ogam.devices.mqtt.payloads import Payload, Unreadable, dig, number, text_of
from ogam.devices.words import choice_of, joined, part_names, plainly, snake
from ogam.home import spoken

_RELAY, _LIGHT, _SHUTTER = 1, 2, 3
_MOST_SENSORS = 60
_SHUTTER_WORDS = {"open": "ShutterOpen1", "close": "ShutterClose1", "stop": "ShutterStop1"}
_LEAVES = {
    "power": "power_used", "total": "energy", "voltage": "voltage", "current": "current", "temperature": "temperature",
    "humidity": "humidity", "illuminance": "illuminance", "carbondioxide": "carbon_dioxide", "pressure": "pressure",
    "pm2.5": "pm25", "pm10": "pm10",
}  # fmt: skip
"""Readings of Tasmota's sensors that people ask for, and Ogam's names for them."""


def tasmota_thing(config: Any, sensors: Any) -> Thing:
    """A device, from its announcement and that of its sensors (None for none). Raises Unreadable."""
    if not isinstance(config, dict):
        raise Unreadable("not the announcement of a device")
    command_base, status, telemetry = _bases(config)
    mac, name = text_of(config.get("mac")), spoken(text_of(config.get("dn")))
    if not mac:
        raise Unreadable("a device without an address")
    heard = (f"{status}RESULT", f"{telemetry}STATE", f"{status}STATUS11")
    listed = config.get("rl")
    relays = [value for value in listed if isinstance(value, int)] if isinstance(listed, list) else []
    bindings = [
        *_switches(config, relays, command_base, heard),
        *_light(config, relays, command_base, heard),
        *_shutters(relays, command_base, (f"{status}RESULT", f"{telemetry}SENSOR", f"{status}STATUS10")),
        *_sensors(dig(sensors, "sn"), (f"{telemetry}SENSOR", f"{status}STATUS10")),
    ]
    if not bindings:
        raise Unreadable("there is nothing of it that Ogam could read or set")
    here, gone = text_of(config.get("onln")) or "Online", text_of(config.get("ofln")) or "Offline"
    asks = [(f"{command_base}STATE", "")] if any(relays) else []
    return Thing(
        mac, name or mac, _domain(relays), tuple(bindings),
        device_class="shutter" if _SHUTTER in relays else None,
        available=(Availability(f"{telemetry}LWT", lambda payload: {here: True, gone: False}.get(payload.text)),),
        asks=(*asks, (f"{command_base}STATUS", "10")),
        facts={"model": text_of(config.get("md")), "manufacturer": "Tasmota"},
    )  # fmt: skip


def _bases(config: Mapping[str, Any]) -> tuple[str, str, str]:
    """What the topics of commands, answers and telemetry begin with."""
    full, topic, prefixes = config.get("ft"), text_of(config.get("t")), config.get("tp")
    if not isinstance(full, str) or "%prefix%" not in full or not topic or set("+#\0") & set(f"{topic}{full}"):
        raise Unreadable("its topics are none")
    if not isinstance(prefixes, list) or len(prefixes) != 3:
        raise Unreadable("its topics are none")
    made = [full.replace("%prefix%", str(one)).replace("%topic%", topic) for one in prefixes]
    first, second, third = (one if one.endswith("/") else f"{one}/" for one in made)
    return first, second, third


def _switches(config: Mapping[str, Any], relays: Sequence[int], base: str, heard: tuple[str, ...]) -> Iterator[Binding]:
    places = [place for place, kind in enumerate(relays) if kind in (_RELAY, _LIGHT)]
    if not places:
        return
    if len(places) == 1:
        suffix = "" if sum(kind != 0 for kind in relays) == 1 else str(places[0] + 1)
        yield _relay("power", base, heard, [f"POWER{suffix}", "POWER", "POWER1"], f"POWER{suffix}")
        return
    keys = [f"POWER{place + 1}" for place in places]
    if len(places) == sum(kind != 0 for kind in relays):
        yield _every_relay(base, heard, keys)
    named = config.get("fn")
    friendly = named if isinstance(named, list) else []
    for place, key in zip(places, keys, strict=True):
        own = text_of(friendly[place]) if place < len(friendly) else ""
        names = plainly(own) if own else part_names(f"l{place + 1}")
        one = _relay(f"power_{place + 1}", base, heard, [key], key)
        yield replace(one, property=replace(one.property, names=names, role=""))


def _relay(identifier: str, base: str, heard: tuple[str, ...], keys: Sequence[str], sent: str) -> Binding:
    def read(payload: Payload) -> bool | None:
        told = next((value for key in keys if (value := dig(payload.data, key)) is not None), None)
        told = told if told is not None else dig(payload.data, "StatusSTS", keys[0])
        return _on(told)

    reading = Reading(heard, read)
    return Binding(
        switch(identifier, role="power"), reading, Writing(f"{base}{sent}", lambda value: "ON" if value else "OFF")
    )


def _every_relay(base: str, heard: tuple[str, ...], keys: Sequence[str]) -> Binding:
    """All at once, by POWER0. A message that tells of one relay that is on tells that something is on; only the whole
    state tells that all are off."""

    def read(payload: Payload) -> bool | None:
        told = [_on(dig(payload.data, key)) for key in keys]
        if True in told:
            return True
        return False if None not in told else None

    def confirmed(value: Any, state: State, _before: State) -> bool:
        return all(state.get(f"power_{key.removeprefix('POWER')}") is value for key in keys)

    one = switch("power", role="power")
    return Binding(
        one, Reading(heard, read), Writing(f"{base}POWER0", lambda value: "ON" if value else "OFF"), confirmed
    )


def _light(config: Mapping[str, Any], relays: Sequence[int], base: str, heard: tuple[str, ...]) -> Iterator[Binding]:
    if _LIGHT not in relays:
        return
    kind = config.get("lt_st")
    if kind in (1, 2, 3, 4, 5):
        yield _plain(ranged("brightness", 0, 100), "Dimmer", base, heard, numeric, lambda value: str(round(value)))
    if kind in (2, 5):
        yield _plain(ranged("color_temp", 2000, 6500), "CT", base, heard, kelvin, lambda value: str(kelvin(value)))


def _plain(
    one: Any,
    key: str,
    base: str,
    heard: tuple[str, ...],
    inward: Callable[[Any], Any],
    outward: Callable[[Any], str],
) -> Binding:
    reading = Reading(heard, lambda payload: inward(dig(payload.data, key)))
    return Binding(one, reading, Writing(f"{base}{key}", outward), tolerance=KELVIN if key == "CT" else PERCENT)


def _shutters(relays: Sequence[int], base: str, heard: tuple[str, ...]) -> Iterator[Binding]:
    """Two relays are one shutter; the first is the device, further ones have a position of their own."""
    for index in range(1, relays.count(_SHUTTER) // 2 + 1):
        position = ranged("position", 0, 100)
        writing = Writing(f"{base}ShutterPosition{index}", lambda value: str(round(value)))
        reading = Reading(heard, _shutter(index, "Position"))
        if index > 1:
            names = joined(part_names(str(index)), position.names)
            yield Binding(replace(position, id=f"position_{index}", names=names, role=""), reading, writing)
            continue
        target = ranged("target_position", 0, 100, unit="%", writable=False)
        words = tuple(choice_of(word) for word in _SHUTTER_WORDS)
        backlog = Writing(f"{base}Backlog", lambda value: _SHUTTER_WORDS[value])
        yield Binding(position, reading, writing, moved)
        yield Binding(target, Reading(heard, _shutter(index, "Target")))
        yield Binding(command("movement", words), None, backlog, moves, "position")


def _shutter(index: int, leaf: str) -> Callable[[Payload], Any]:
    key = f"Shutter{index}"

    def read(payload: Payload) -> int | float | None:
        told = payload.data if dig(payload.data, key) is not None else dig(payload.data, "StatusSNS")
        return numeric(dig(told, key, leaf))

    return read


def _sensors(sensors: Any, heard: tuple[str, ...]) -> Iterator[Binding]:
    if not isinstance(sensors, dict):
        return
    fahrenheit = sensors.get("TempUnit") == "F"
    taken: set[str] = set()
    for name, row in list(sensors.items())[:_MOST_SENSORS]:
        for leaf in row if isinstance(row, dict) else ():
            identifier = _LEAVES.get(str(leaf).casefold())
            if identifier is None or number(row[leaf]) is None:
                continue
            unit = "°F" if fahrenheit and identifier == "temperature" else ""
            one = ranged(identifier, None, None, unit=unit, writable=False)
            if identifier in taken:
                part = plainly(str(name))
                one = replace(one, id=f"{identifier}_{snake(str(name))}", names=joined(part, one.names), role="")
            taken.add(identifier)
            yield Binding(one, Reading(heard, _leaf(str(name), str(leaf))))


def _leaf(name: str, leaf: str) -> Callable[[Payload], Any]:
    def read(payload: Payload) -> int | float | None:
        told = dig(payload.data, name, leaf)
        return numeric(told if told is not None else dig(payload.data, "StatusSNS", name, leaf))

    return read


def _domain(relays: Sequence[int]) -> str:
    for kind, domain in ((_SHUTTER, "cover"), (_LIGHT, "light"), (_RELAY, "switch")):
        if kind in relays:
            return domain
    return "sensor"


def _on(told: Any) -> bool | None:
    return {"ON": True, "OFF": False, "1": True, "0": False}.get(str(told).upper())
