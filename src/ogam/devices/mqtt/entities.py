"""Home Assistant's MQTT entities as bindings: what each kind of entity can be told, by the keys of its configuration.

Source: Home Assistant's documentation of its MQTT integrations (light, switch, cover …), whose defaults these are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogam.core import Choice
from ogam.devices.mqtt.bindings import (
    KELVIN,
    Binding,
    Reading,
    State,
    Writing,
    chosen,
    coarse,
    command,
    kelvin,
    moved,
    moves,
    numeric,
    percent_of,
    ranged,
    switch,
)
from ogam.devices.mqtt.options import Options
from ogam.devices.mqtt.parts import (
    as_is,
    choice_setting,
    from_json,
    named_on_off,
    number_setting,
    on_off,
    plain_choices,
    stripped,
    told_number,
    topics_of,
    writing_of,
)
from ogam.devices.mqtt.payloads import Unreadable, text_of
from ogam.devices.mqtt.templates import writer
from ogam.devices.words import choice_of, is_known, read_only, snake

_CLEANING = {
    "start": ("cleaning",),
    "pause": ("paused", "idle"),
    "stop": ("idle", "paused", "docked"),
    "return_to_base": ("returning", "docked"),
    "clean_spot": ("cleaning",),
}
_MOWING = {"start_mowing": ("mowing",), "pause": ("paused",), "dock": ("returning", "docked")}
_ON_FIRST = ("auto", "heat_cool", "cool", "heat", "fan_only", "dry")
"""Of a climate device's modes the one that it is turned on to, where it has no power of its own."""


def switch_entity(options: Options) -> list[Binding]:
    return [on_off(options, "power", "power")]


def siren_entity(options: Options) -> list[Binding]:
    """A siren takes JSON where its configuration has no template."""
    on, off = options.text("payload_on", "ON"), options.text("payload_off", "OFF")
    plain = on_off(options, "power", "power")
    if "command_template" in options or plain.writing is None:
        return [plain]
    topic = plain.writing.topic
    return [_with_writing(plain, Writing(topic, lambda value: {"state": on if value else off}))]


def light_entity(options: Options) -> list[Binding]:
    schema = options.text("schema", "default") or "default"
    if schema == "json":
        return _json_light(options)
    if schema != "default":
        raise Unreadable(f"lights of the schema '{schema}' are not supported")
    found = [on_off(options, "power", "power", template="state_value_template")]
    scale = options.number("brightness_scale", 255)
    if scale <= 0:
        raise Unreadable(f"a brightness up to {scale:g}")
    if "brightness_command_topic" in options:
        outward, inward = percent_of(0, scale)
        found.append(
            number_setting(
                options, "brightness", ranged("brightness", 0, 100), outward, inward, tolerance=coarse(0, scale)
            )
        )
    if "color_temp_command_topic" in options:
        found.append(_color_temperature(options))
    if "effect_command_topic" in options and options.texts("effect_list"):
        found.append(choice_setting(options, "effect", "effect", options.texts("effect_list")))
    return found


def fan_entity(options: Options) -> list[Binding]:
    found = [on_off(options, "power", "power", template="state_value_template")]
    if "percentage_command_topic" in options:
        least, most = options.number("speed_range_min", 1), options.number("speed_range_max", 100)
        if least >= most:
            raise Unreadable(f"a fan whose speeds go from {least:g} to {most:g}")
        outward, inward = percent_of(least - 1, most)
        near = coarse(least - 1, most)
        found.append(
            number_setting(options, "percentage", ranged("fan_speed", 0, 100), outward, inward, tolerance=near)
        )
    if "preset_mode_command_topic" in options and options.texts("preset_modes"):
        found.append(
            choice_setting(options, "preset_mode", "mode", options.texts("preset_modes"), "preset_mode_value_template")
        )
    if "oscillation_command_topic" in options:
        found.append(named_on_off(options, "oscillation", "oscillate_on", "oscillate_off"))
    if "direction_command_topic" in options:
        found.append(
            choice_setting(options, "direction", "direction", ["forward", "reverse"], "direction_value_template")
        )
    return found


def cover_entity(options: Options) -> list[Binding]:
    """Blinds, doors and valves: open, close, stop, and a position where they know one."""
    found: list[Binding] = []
    told = {options.text(f"state_{name}", name): name for name in ("open", "opening", "closed", "closing", "stopped")}
    if "state_topic" in options:
        read = options.reader("value_template")
        reading = Reading((options.topic("state_topic"),), lambda payload: told.get(stripped(read(payload))))
        choices = read_only(choice_of(name) for name in told.values())
        found.append(Binding(chosen("status", choices, writable=False), reading))
    closed, opened = options.number("position_closed", 0), options.number("position_open", 100)
    if closed == opened:
        raise Unreadable(f"a cover that is open and closed at {closed:g}")
    outward, inward = percent_of(closed, opened)
    told_at = topics_of(options, "position_topic")
    if told_at or "set_position_topic" in options:
        where = options.reader("position_template")
        writing = writing_of(options, "set_position_topic", "set_position_template", outward, "position")
        position = ranged("position", 0, 100, writable=writing is not None, readable=bool(told_at))
        reading_or_none = Reading(told_at, lambda payload: inward(where(payload))) if told_at else None
        found.append(Binding(position, reading_or_none, writing, moved, "" if told_at else _first(found, "status")))
    if "command_topic" in options:
        payloads = {name: options.given(f"payload_{name}", name.upper()) for name in ("open", "close", "stop")}
        known = {name: str(payload) for name, payload in payloads.items() if payload is not None}
        write = writer(options.get("command_template"))
        movement = command("movement", tuple(choice_of(name) for name in known))
        found.append(
            Binding(
                movement,
                writing=Writing(options.topic("command_topic"), lambda value: write(known[value])),
                confirmed=moves,
                told_by=_first(found, "status", "position"),
            )
        )
    return found


def valve_entity(options: Options) -> list[Binding]:
    """A valve that reports its position tells and takes it in place of words."""
    if options.get("reports_position") is not True:
        return cover_entity(options)
    topics = {"position_topic": options.get("state_topic"), "set_position_topic": options.get("command_topic")}
    rest = {name: value for name, value in options.items() if name not in ("state_topic", "command_topic")}
    templates = {
        "position_template": options.get("value_template"),
        "set_position_template": options.get("command_template"),
    }
    return cover_entity(
        Options({**rest, **topics, **{name: one for name, one in templates.items() if one is not None}})
    )


def lock_entity(options: Options) -> list[Binding]:
    told = {options.text("state_locked", "LOCKED"): "locked", options.text("state_unlocked", "UNLOCKED"): "unlocked"}
    sent = {"locked": options.text("payload_lock", "LOCK"), "unlocked": options.text("payload_unlock", "UNLOCK")}
    if "code_format" in options:
        raise Unreadable("locks that want a code are not supported")
    read, write = options.reader("value_template"), writer(options.get("command_template"))
    reading = Reading(topics_of(options, "state_topic"), lambda payload: told.get(stripped(read(payload))))
    writing = Writing(options.topic("command_topic"), lambda value: write(sent[value]))
    one = chosen("lock", (choice_of("locked"), choice_of("unlocked")), readable=bool(reading.topics))
    return [Binding(one, reading if reading.topics else None, writing)]


def climate_entity(options: Options) -> list[Binding]:
    found: list[Binding] = []
    if "power_command_topic" in options:
        on, off = options.text("payload_on", "ON"), options.text("payload_off", "OFF")
        write = writer(options.get("power_command_template"))
        writing = Writing(options.topic("power_command_topic"), lambda value: write(on if value else off))
        found.append(Binding(switch("power", readable=False, role="power"), writing=writing))
    modes = options.texts("modes", ["auto", "off", "cool", "heat", "dry", "fan_only"])
    if "mode_command_topic" in options:
        found.append(_climate_mode(options, modes, own_power=bool(found)))
    if "temperature_command_topic" in options:
        one = _temperature(options)
        template, told = "temperature_command_template", topics_of(options, "temperature_state_topic")
        read = options.reader("temperature_state_template")
        reading = Reading(told, lambda payload: numeric(read(payload))) if told else None
        found.append(Binding(one, reading, writing_of(options, "temperature_command_topic", template, as_is)))
    for name, identifier in (("current_temperature", "current_temperature"), ("current_humidity", "current_humidity")):
        found += told_number(options, f"{name}_topic", f"{name}_template", identifier)
    if "target_humidity_command_topic" in options:
        found.append(_target_humidity(options))
    for name, identifier, usual in (
        ("fan_mode", "fan_mode", ["auto", "low", "medium", "high"]),
        ("swing_mode", "swing_mode", ["on", "off"]),
        ("preset_mode", "preset", []),
    ):
        values = options.texts(f"{name}s", usual)
        if f"{name}_command_topic" in options and values:
            template = "preset_mode_value_template" if name == "preset_mode" else f"{name}_state_template"
            found.append(choice_setting(options, name, identifier, values, template))
    return found


def humidifier_entity(options: Options) -> list[Binding]:
    found = [on_off(options, "power", "power", template="state_value_template")]
    if "target_humidity_command_topic" in options:
        found.append(_target_humidity(options))
    if "mode_command_topic" in options and options.texts("modes"):
        found.append(choice_setting(options, "mode", "mode", options.texts("modes"), "mode_state_template"))
    found += told_number(options, "current_humidity_topic", "current_humidity_template", "current_humidity")
    return found


def vacuum_entity(options: Options) -> list[Binding]:
    """A robot that tells its state as JSON, {"state": "cleaning", "battery_level": 80, "fan_speed": "high"}."""
    features = set(options.texts("supported_features", ["start", "stop", "return_home", "battery", "clean_spot"]))
    words = {"return_home": "return_to_base"}
    keys = [words.get(name, name) for name in ("start", "pause", "stop", "return_home", "clean_spot", "locate")
            if name in features]  # fmt: skip
    names = {"start": "start_cleaning", "clean_spot": "spot"}
    topic = options.topic("state_topic") if "state_topic" in options else ""
    found: list[Binding] = []
    if topic:
        states = read_only(choice_of(name) for name in ("cleaning", "docked", "paused", "idle", "returning", "error"))
        found.append(Binding(chosen("status", states, writable=False), Reading((topic,), from_json("state"))))
        if "battery" in features:
            battery = ranged("battery", 0, 100, writable=False)
            found.append(
                Binding(battery, Reading((topic,), lambda payload: numeric(from_json("battery_level")(payload))))
            )
    if "command_topic" in options and keys:
        sent = {key: options.text(f"payload_{key}", key) for key in keys}
        choices = tuple(Choice(key, choice_of(key, names.get(key, key)).names, _verb(key)) for key in keys)
        writing = Writing(options.topic("command_topic"), lambda value: sent[value])
        told = "status" if topic else ""
        found.append(Binding(command("operation", choices), None, writing, _shown(_CLEANING), told))
    speeds = options.texts("fan_speed_list")
    if "set_fan_speed_topic" in options and speeds:
        reading = Reading((topic,), from_json("fan_speed")) if topic else None
        one = chosen("fan_speed", plain_choices(speeds), readable=bool(topic))
        found.append(Binding(one, reading, Writing(options.topic("set_fan_speed_topic"), str)))
    return found


def mower_entity(options: Options) -> list[Binding]:
    found: list[Binding] = []
    if "activity_state_topic" in options:
        read = options.reader("activity_value_template")
        reading = Reading((options.topic("activity_state_topic"),), lambda payload: stripped(read(payload)) or None)
        states = read_only(choice_of(name) for name in ("mowing", "paused", "docked", "returning", "error"))
        found.append(Binding(chosen("status", states, writable=False), reading))
    for key in ("start_mowing", "pause", "dock"):
        if f"{key}_command_topic" in options:
            write = writer(options.get(f"{key}_command_template"))
            writing = Writing(options.topic(f"{key}_command_topic"), write)
            told = "status" if found and found[0].property.id == "status" else ""
            found.append(Binding(command(key, (choice_of(key),)), None, writing, _shown(_MOWING), told))
    return found


def sensor_entity(options: Options) -> list[Binding]:
    kind = text_of(options.get("device_class"))
    if kind in ("timestamp", "date"):
        raise Unreadable("times are not read")
    identifier = options.identifier(kind)
    identifier = "power_used" if identifier == "power" else identifier
    unit, read = text_of(options.get("unit_of_measurement")), options.reader("value_template")
    topics = (options.topic("state_topic"),)
    if kind == "enum" or options.texts("options"):
        choices = read_only(plain_choices(options.texts("options")))
        one = chosen(identifier, choices, options.name, writable=False)
        return [Binding(one, Reading(topics, lambda payload: text_of(read(payload)) or None))]
    if unit or options.get("state_class") or is_known(identifier):
        number_ = ranged(
            identifier, None, None, unit=unit, writable=False, own=options.name, role=options.role(identifier)
        )
        return [Binding(number_, Reading(topics, lambda payload: numeric(read(payload))))]
    return [Binding(_text(options, identifier), Reading(topics, lambda payload: text_of(read(payload)) or None))]


def binary_sensor_entity(options: Options) -> list[Binding]:
    kind = text_of(options.get("device_class"))
    identifier = options.identifier({"opening": "contact", "battery": "battery_low"}.get(kind, kind))
    return [on_off(options, identifier, "", writable=False)]


def number_entity(options: Options) -> list[Binding]:
    least, most = options.number("min", 1), options.number("max", 100)
    step = options.number("step", 1)
    if least >= most or step <= 0 or step > most - least:
        raise Unreadable(f"a number that goes from {least:g} to {most:g} in steps of {step:g}")
    identifier, told = options.identifier(""), topics_of(options, "state_topic")
    unit = text_of(options.get("unit_of_measurement"))
    one = ranged(identifier, least, most, step, unit, readable=bool(told), own=options.name, role="")
    read = options.reader("value_template")
    reading = Reading(told, lambda payload: numeric(read(payload))) if told else None
    return [Binding(one, reading, writing_of(options, "command_topic", "command_template", as_is))]


def select_entity(options: Options) -> list[Binding]:
    values = options.texts("options")
    if not values:
        raise Unreadable("a choice of nothing")
    return [choice_setting(options, "", options.identifier(""), values, "value_template", own=options.name)]


def button_entity(options: Options) -> list[Binding]:
    """A button is pressed by its name: "restart"."""
    payload, write = options.text("payload_press", "PRESS"), writer(options.get("command_template"))
    identifier = options.identifier("")
    own = options.name or "press"
    choice = Choice("press", {**choice_of(own, snake(own)).names}, "press")
    return [
        Binding(
            command(identifier, (choice,), own), None, Writing(options.topic("command_topic"), lambda _: write(payload))
        )
    ]


def scene_entity(options: Options) -> list[Binding]:
    payload = options.text("payload_on", "ON")
    choice = Choice("activate", {"en": ("activate",), "ko": ("실행", "켜기")}, "activate")
    writing = Writing(options.topic("command_topic"), lambda _: payload)
    return [Binding(command("scene", (choice,), options.name), None, writing)]


def extra_switch_entity(options: Options) -> list[Binding]:
    """A switch beside what the device mainly is: "child lock"."""
    return [on_off(options, options.identifier(""), "", own=options.name)]


KINDS: Mapping[str, Callable[[Options], list[Binding]]] = {
    "binary_sensor": binary_sensor_entity,
    "button": button_entity,
    "climate": climate_entity,
    "cover": cover_entity,
    "fan": fan_entity,
    "humidifier": humidifier_entity,
    "lawn_mower": mower_entity,
    "light": light_entity,
    "lock": lock_entity,
    "number": number_entity,
    "scene": scene_entity,
    "select": select_entity,
    "sensor": sensor_entity,
    "siren": siren_entity,
    "switch": switch_entity,
    "vacuum": vacuum_entity,
    "valve": valve_entity,
}
"""What Ogam reads of Home Assistant's kinds of entity."""
MAIN = frozenset(KINDS) - {"binary_sensor", "button", "number", "select", "sensor"}
"""Kinds that a device is; the others are something of a device."""


def _json_light(options: Options) -> list[Binding]:
    told, topic = topics_of(options, "state_topic"), options.topic("command_topic")
    modes = set(options.texts("supported_color_modes"))

    def bound(
        one: Any, key: str, read: Callable[[Any], Any], write: Callable[[Any], Any], tolerance: float = 0.001
    ) -> Binding:
        reading = Reading(told, lambda payload: read(from_json(key)(payload))) if told else None
        return Binding(one, reading, Writing(topic, lambda value: {key: write(value)}), tolerance=tolerance)

    on_off = {"ON": True, "OFF": False}
    found = [
        bound(
            switch("power", readable=bool(told), role="power"),
            "state",
            lambda said: on_off.get(str(said).upper()),
            lambda value: "ON" if value else "OFF",
        )
    ]
    if options.get("brightness") is True or modes - {"onoff"}:
        scale = options.number("brightness_scale", 255)
        outward, inward = percent_of(0, scale)
        level = ranged("brightness", 0, 100, readable=bool(told))
        found.append(bound(level, "brightness", inward, outward, coarse(0, scale)))
    if "color_temp" in modes:
        own: Callable[[Any], Any] = as_is if options.get("color_temp_kelvin") is True else kelvin
        least, most = _kelvins(options)
        warmth = ranged("color_temp", least, most, readable=bool(told))
        found.append(bound(warmth, "color_temp", own, own, KELVIN))
    effects = options.texts("effect_list")
    if options.get("effect") is True and effects:
        found.append(bound(chosen("effect", plain_choices(effects), readable=bool(told)), "effect", as_is, as_is))
    return found


def _kelvins(options: Options) -> tuple[int, int]:
    least = options.get("min_kelvin") or kelvin(options.number("max_mireds", 500))
    most = options.get("max_kelvin") or kelvin(options.number("min_mireds", 153))
    low, high = numeric(least), numeric(most)
    if low is None or high is None or low >= high:
        raise Unreadable(f"a colour temperature from {least} to {most}")
    return round(low), round(high)


def _color_temperature(options: Options) -> Binding:
    least, most = _kelvins(options)
    convert: Callable[[Any], Any] = numeric if options.get("color_temp_kelvin") is True else kelvin
    return number_setting(options, "color_temp", ranged("color_temp", least, most), convert, convert, tolerance=KELVIN)


def _climate_mode(options: Options, modes: Sequence[str], own_power: bool) -> Binding:
    first = next((name for name in _ON_FIRST if name in modes), "")
    verbs = {} if own_power else {first: "turn_on", "off": "turn_off"}
    choices = tuple(choice_of(name, verb=verbs.get(name, "")) for name in modes)
    binding = choice_setting(options, "mode", "mode", modes, "mode_state_template")
    return _with_property(binding, chosen("mode", choices, readable=binding.reading is not None))


def _temperature(options: Options) -> Any:
    unit = "°F" if options.text("temperature_unit", "C").upper().endswith("F") else "°C"
    usual = (45, 95) if unit == "°F" else (7, 35)
    least, most = options.number("min_temp", usual[0]), options.number("max_temp", usual[1])
    step = options.number("temp_step", 1)
    if least >= most or step <= 0:
        raise Unreadable(f"temperatures from {least:g} to {most:g} in steps of {step:g}")
    readable = "temperature_state_topic" in options
    return ranged("target_temperature", least, most, step, unit, readable=readable)


def _target_humidity(options: Options) -> Binding:
    least, most = options.number("min_humidity", 0), options.number("max_humidity", 100)
    if least >= most:
        raise Unreadable(f"a humidity from {least:g} to {most:g}")
    one = ranged("target_humidity", least, most)
    return number_setting(options, "target_humidity", one, as_is, numeric, "target_humidity_state_template")


def _text(options: Options, identifier: str) -> Any:
    return replace(switch(identifier, options.name, writable=False), kind="text")


def _verb(key: str) -> str:
    return {"clean_spot": "", "locate": ""}.get(key, key)


def _first(found: Sequence[Binding], *names: str) -> str:
    known = {one.property.id for one in found if one.reading is not None}
    return next((name for name in names if name in known), "")


def _shown(states: Mapping[str, Sequence[str]]) -> Callable[[Any, State, State], bool]:
    """A command is confirmed by the state that it leads to; one that leads to none is by any news."""
    return lambda value, state, _before: value not in states or state.get("status") in states[value]


def _with_writing(one: Binding, writing: Writing) -> Binding:
    return replace(one, writing=writing)


def _with_property(one: Binding, changed: Any) -> Binding:
    return replace(one, property=changed)
