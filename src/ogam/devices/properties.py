"""Properties of devices: which of them an action sets, and to what; and what a device can do instead of what it cannot.

All devices share a few verbs (`turn_on`, `set_temperature`, `start` …). A device that a driver describes by its
properties has these verbs by their roles and by the verbs of their choices, so that a driver need only set properties.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ogam.core import Action, Choice, Device, DeviceError, Property, PropertyValue
from ogam.messages import LANGUAGES, say

SET = "set"
"""The verb that sets properties: its arguments are their values, by id."""
GET = "get_property"
"""The verb that asks for one: its argument `property` is the id."""

_VALUE_VERBS: Mapping[str, Mapping[str, str]] = {
    "clean_area": {"area": "rooms"},
    "set_fan_mode": {"fan_mode": "fan_speed"},
    "set_light": {"brightness": "brightness", "color": "color", "temperature": "color_temperature"},
    "set_position": {"position": "position"},
    "set_speed": {"percentage": "fan_speed"},
    "set_temperature": {"temperature": "target_temperature"},
    "set_volume": {"volume_level": "volume"},
}
"""Verbs that set properties: the roles of these, by the arguments that hold their values."""
_ON_OFF = {"turn_on": True, "turn_off": False, "start": True, "pause": False}
_ON = {"en": ("off", "on"), "ko": ("꺼짐", "켜짐")}
_UNITS = {
    "°C": "도",
    "%": "%",
    "min": "분",
    "h": "시간",
    "s": "초",
    "o'clock": "시",
    "step": "단계",
    "d": "일",
    "month": "개월",
}
"""Units that are said otherwise in Korean."""
_MOST_NAMED = 8


def settings_of(device: Device, action: Action) -> dict[str, PropertyValue]:
    """What an action sets: values by the ids of the device's properties.

    Raises DeviceError for what this device cannot do, with what it can.
    """
    if action.verb == SET and action.arguments:
        return {identifier: _checked(device, identifier, value) for identifier, value in action.arguments.items()}
    for one in device.properties:
        for choice in one.choices:
            if choice.verb == action.verb and one.writable:
                return {one.id: choice.value}
    power = device.with_role("power")
    if power is not None and power.kind == "switch" and power.writable and action.verb in _ON_OFF:
        return {power.id: _ON_OFF[action.verb]}
    roles = _VALUE_VERBS.get(action.verb, {})
    meant = {argument: device.with_role(role) for argument, role in roles.items() if argument in action.arguments}
    if not meant or None in meant.values():
        raise _cannot(device)
    return {
        one.id: _checked(device, one.id, action.arguments[argument])
        for argument, one in meant.items()
        if one is not None
    }


def asked_of(device: Device, action: Action) -> Property:
    """The property that an action asks for. Raises DeviceError where the device has none such."""
    if action.verb == "get_temperature":
        found = device.with_role("current_temperature") or device.with_role("target_temperature")
    else:
        found = device.property(str(action.arguments.get("property", "")))
    if found is None or not found.readable:
        raise _error("The {device} doesn't tell that.", device)
    return found


def choice_of(one: Property, value: Any) -> Choice | None:
    """The choice with this value, or None."""
    return next((choice for choice in one.choices if choice.value == value), None)


def say_value(one: Property, value: Any, language: str = "en") -> str:
    """A value of a property in words: "dry", "24 °C", "on"."""
    if isinstance(value, bool) or (one.kind == "switch" and value in ("on", "off")):
        return _ON.get(language, _ON["en"])[value is True or value == "on"]
    named = next((known for known in (*one.choices, *one.others) if known.value == value), None)
    if named is not None:
        return first_name(named.names, language) or str(value)
    number = f"{value:g}" if isinstance(value, float) else str(value)
    if one.kind != "number" or not one.unit:
        return number
    return f"{number}{_UNITS[one.unit]}" if language == "ko" and one.unit in _UNITS else f"{number} {one.unit}"


def first_name(names: Mapping[str, Sequence[str]], language: str) -> str:
    """What something is called in a language; in any other that it has a name in; empty where it has none."""
    own = names.get(language) or names.get("en") or next(iter(names.values()), ())
    return own[0] if own else ""


def abilities(device: Device, language: str = "en") -> list[str]:
    """The first few things that a device can be told, in a word or two each."""
    names = [
        first_name(choice.names, language)
        for one in device.properties
        if one.writable and one.kind in ("choice", "command")
        for choice in one.choices
    ]
    return list(dict.fromkeys(name for name in names if name))[:_MOST_NAMED]


def _checked(device: Device, identifier: str, value: Any) -> PropertyValue:
    """The value as the property takes it. Raises DeviceError for what it does not take."""
    one = device.property(identifier)
    if one is None:
        raise _cannot(device)
    if not one.writable:
        raise _error("The {property} of the {device} can only be asked for.", device, one)
    if one.kind == "switch":
        return _switched(device, one, value)
    if one.kind == "number":
        return _number(device, one, value)
    if one.kind == "text":
        if not isinstance(value, str) or not value.strip() or len(value) > 200:
            raise _error("The {property} of the {device} is a text of 1 to 200 letters.", device, one)
        return value
    found = choice_of(one, value) or _called(one, value)
    if found is None:
        raise _error(
            "The {device} can't do '{value}'. It can: {abilities}.",
            device,
            one,
            lambda language: {
                "value": say_value(one, value, language),
                "abilities": _listed([first_name(choice.names, language) for choice in one.choices]),
            },
        )
    return found.value


def _called(one: Property, said: Any) -> Choice | None:
    wanted = str(said).casefold()
    return next(
        (choice for choice in one.choices for names in choice.names.values() if wanted in map(str.casefold, names)),
        None,
    )


def _switched(device: Device, one: Property, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("on", "off"):
        return bool(value == "on")
    raise _error("The {property} of the {device} is on or off.", device, one)


def _number(device: Device, one: Property, value: Any) -> float | int:
    number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    least = float("-inf") if one.least is None else one.least
    most = float("inf") if one.most is None else one.most
    if not number or not least <= value <= most:
        template = "The {property} of the {device} goes from {least} to {most}."
        raise _error(
            template, device, one, lambda language: {"least": f"{least:g}", "most": say_value(one, most, language)}
        )
    steps = (value - (one.least or 0)) / one.step if one.step else 0
    if abs(steps - round(steps)) > 1e-6:
        template = "The {property} of the {device} goes in steps of {step}."
        raise _error(template, device, one, lambda _: {"step": f"{one.step:g}"})
    return int(value) if float(value).is_integer() else float(value)


def _cannot(device: Device) -> DeviceError:
    if not abilities(device):
        return _error("The {device} can't do that.", device)
    template = "The {device} can't do that. It can: {abilities}."
    return _error(template, device, None, lambda language: {"abilities": _listed(abilities(device, language))})


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, names)))


def _error(
    template: str,
    device: Device,
    one: Property | None = None,
    more: Callable[[str], Mapping[str, str]] = lambda _language: {},
) -> DeviceError:
    """The error in every language, with the words of each."""

    def text(language: str) -> str:
        named = {} if one is None else {"property": first_name(one.names, language) or one.id}
        return say(language, template, device=device.name, **named, **more(language))

    return DeviceError(text("en"), {language: text(language) for language in LANGUAGES if language != "en"})
