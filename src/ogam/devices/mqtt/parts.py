"""What many of Home Assistant's MQTT entities have alike: on and off, a number, one of several words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ogam.core import Choice, PropertyValue
from ogam.devices.mqtt.bindings import Binding, Reading, Writing, chosen, numeric, ranged, switch
from ogam.devices.mqtt.options import Options
from ogam.devices.mqtt.payloads import Payload, Unreadable
from ogam.devices.mqtt.templates import writer
from ogam.devices.words import choice_of


def on_off(
    options: Options,
    identifier: str,
    role: str,
    template: str = "value_template",
    writable: bool = True,
    own: str = "",
) -> Binding:
    """On and off, as most entities say it."""
    on, off = options.text("payload_on", "ON"), options.text("payload_off", "OFF")
    told = {options.text("state_on", on): True, options.text("state_off", off): False}
    read, write = options.reader(template), writer(options.get("command_template"))
    topics = topics_of(options, "state_topic")
    reading = Reading(topics, lambda payload: told.get(read(payload).strip())) if topics else None
    if not writable and reading is None:
        raise Unreadable("a sensor that tells nothing")
    if len(told) < 2:
        raise Unreadable("nothing tells its being on from its being off")
    writing = None
    if writable:
        toggles = on == off
        if toggles and reading is None:
            raise Unreadable("it can only be toggled, and does not tell its state")
        writing = Writing(options.topic("command_topic"), lambda value: write(on if value else off), toggles)
    one = switch(identifier, own or options.name, writable, reading is not None, role)
    return Binding(one, reading, writing)


def named_on_off(options: Options, name: str, on: str, off: str) -> Binding:
    sent = {True: options.text(f"payload_{name}_on", on), False: options.text(f"payload_{name}_off", off)}
    told = {text: value for value, text in sent.items()}
    topics, read = topics_of(options, f"{name}_state_topic"), options.reader(f"{name}_value_template")
    write = writer(options.get(f"{name}_command_template"))
    reading = Reading(topics, lambda payload: told.get(read(payload).strip())) if topics else None
    writing = Writing(options.topic(f"{name}_command_topic"), lambda value: write(sent[value]))
    return Binding(switch(name, readable=bool(topics)), reading, writing)


def number_setting(
    options: Options,
    name: str,
    one: Any,
    outward: Callable[[Any], Any],
    inward: Callable[[Any], Any],
    template: str = "",
    tolerance: float = 0.001,
) -> Binding:
    topics, read = topics_of(options, f"{name}_state_topic"), options.reader(template or f"{name}_value_template")
    reading = Reading(topics, lambda payload: inward(read(payload))) if topics else None
    writing = writing_of(options, f"{name}_command_topic", f"{name}_command_template", outward, name)
    return Binding(replace(one, readable=bool(topics)), reading, writing, tolerance=tolerance)


def choice_setting(
    options: Options, name: str, identifier: str, values: Sequence[str], template: str = "", own: str = ""
) -> Binding:
    """One of several words. name: what the keys of the configuration begin with; empty where it is all there is."""
    start = f"{name}_" if name else ""
    topics, read = topics_of(options, f"{start}state_topic"), options.reader(template or f"{start}value_template")
    known = set(values)
    reading = Reading(topics, lambda payload: said if (said := read(payload).strip()) in known else None)
    writing = writing_of(options, f"{start}command_topic", f"{start}command_template", as_is)
    one = chosen(identifier, plain_choices(values), own, readable=bool(topics))
    return Binding(one, reading if topics else None, writing)


def told_number(options: Options, topic: str, template: str, identifier: str) -> list[Binding]:
    if topic not in options:
        return []
    read = options.reader(template)
    unit = "°F" if identifier.endswith("temperature") and options.text("temperature_unit", "C").upper() == "F" else ""
    one = ranged(identifier, None, None, unit=unit, writable=False)
    return [Binding(one, Reading((options.topic(topic),), lambda payload: numeric(read(payload))))]


def writing_of(
    options: Options, topic: str, template: str, outward: Callable[[Any], Any], name: str = "value"
) -> Writing | None:
    if topic not in options:
        return None
    write = writer(options.get(template), name)
    return Writing(options.topic(topic), lambda value: str(write(outward(value))))


def topics_of(options: Options, name: str) -> tuple[str, ...]:
    return (options.topic(name),) if name in options else ()


def plain_choices(values: Sequence[str]) -> tuple[Choice, ...]:
    """Values without verbs: that of a mode called "off" is only a mode."""
    return tuple(choice_of(value, verb="") for value in values)


def from_json(key: str) -> Callable[[Payload], Any]:
    def read(payload: Payload) -> PropertyValue | None:
        found = payload.data.get(key) if isinstance(payload.data, dict) else None
        return found if isinstance(found, str | int | float | bool) else None

    return read


def stripped(text: str) -> str:
    return text.strip()


def as_is(value: Any) -> Any:
    return value
