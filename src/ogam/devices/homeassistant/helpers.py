"""Simple entities: switches, buttons, scenes, selections, numbers, texts; and what is only asked: sensors, people."""

from ogam.core import Property
from ogam.devices.homeassistant.bindings import (
    Binding,
    Call,
    Entity,
    as_number,
    attribute,
    choices,
    commands,
    number,
    power,
    service,
    state_word,
    told,
)
from ogam.devices.homeassistant.words import choice, property_names, told_choices

_WEATHER = (
    "clear-night", "cloudy", "exceptional", "fog", "hail", "lightning", "lightning-rainy", "partlycloudy", "pouring",
    "rainy", "snowy", "snowy-rainy", "sunny", "windy", "windy-variant",
)  # fmt: skip
_OWN_NAMES = {"power": "power_use"}
"""Device classes of sensors whose name is that of something else here."""


def on_off(entity: Entity) -> tuple[Binding, ...]:
    """switch, input_boolean, remote, automation."""
    return (power(entity.domain),)


def button(entity: Entity) -> tuple[Binding, ...]:
    return (commands("operation", [(choice("press", "press"), Call(entity.domain, "press"))]),)


def scene(_entity: Entity) -> tuple[Binding, ...]:
    return (commands("activate", [(choice("activate", "activate"), Call("scene", "turn_on"))]),)


def script(_entity: Entity) -> tuple[Binding, ...]:
    known = [(choice("run", "run"), Call("script", "turn_on")), (choice("stop", "stop"), Call("script", "turn_off"))]
    return (commands("activate", known),)


def select(entity: Entity) -> tuple[Binding, ...]:
    call = service(entity.domain, "select_option", "option")
    return (choices("option", entity.texts("options"), state_word, call),)


def any_number(entity: Entity) -> tuple[Binding, ...]:
    step = entity.number("step") or 1
    ends = (entity.number("min"), entity.number("max"))
    call = service(entity.domain, "set_value", "value")
    unit = entity.word("unit_of_measurement") or ""
    return (number("value", *ends, _number, call, step=step, unit=unit),)


def text(entity: Entity) -> tuple[Binding, ...]:
    """A password is set and never told."""
    secret = entity.attributes.get("mode") == "password"
    one = Property("text", "text", property_names("text"), readable=not secret)
    read = (lambda _: None) if secret else state_word
    return (Binding(one, read, service(entity.domain, "set_value", "value")),)


def sensor(entity: Entity) -> tuple[Binding, ...]:
    kind = entity.word("device_class") or ""
    name = _OWN_NAMES.get(kind, kind) or "value"
    role = "current_temperature" if kind == "temperature" else ""
    unit = entity.word("unit_of_measurement") or ""
    if kind == "enum":
        options = entity.texts("options")
        return (choices("state", (), state_word, None, others=options),)
    if unit or "state_class" in entity.attributes or _number(entity) is not None:
        return (number("state", None, None, _number, None, unit=unit, role=role, names=name),)
    return (told("state", state_word),)


def binary_sensor(entity: Entity) -> tuple[Binding, ...]:
    known = told_choices(entity.word("device_class") or "")
    one = Property("state", "choice", property_names("state"), choices=known, writable=False)
    return (Binding(one, state_word),)


def whereabouts(_entity: Entity) -> tuple[Binding, ...]:
    """person, device_tracker: at home, away, or the name of a zone."""
    return (choices("state", (), state_word, None, others=("home", "not_home")),)


def todo(_entity: Entity) -> tuple[Binding, ...]:
    return (told("items", _number, "number"),)


def weather(entity: Entity) -> tuple[Binding, ...]:
    unit = entity.word("temperature_unit") or "°C"
    return (
        choices("state", (), state_word, None, others=_WEATHER),
        told("temperature", attribute("temperature"), "number", unit, "current_temperature"),
        told("humidity", attribute("humidity"), "number", "%"),
        told("wind_speed", attribute("wind_speed"), "number", entity.word("wind_speed_unit") or ""),
    )


def _number(entity: Entity) -> float | None:
    try:
        return as_number(float(entity.state))
    except ValueError:
        return None
