"""What can be done to a device by touch: its verbs, and what each may be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ogam.core import Device, DeviceError, Property
from ogam.devices.properties import SET


@dataclass(frozen=True, slots=True)
class Argument:
    """One thing that a verb may be told. least and most: of a number, in `unit`; choices: of a word, empty for any."""

    name: str
    kind: Literal["number", "text", "switch"] = "number"
    least: float | None = None
    most: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Control:
    """A verb, and its arguments by name."""

    verb: str
    arguments: tuple[Argument, ...] = ()


COLOURS = ("white", "black", "red", "orange", "yellow", "green", "blue", "purple", "brown", "pink", "turquoise")
"""The colours that the sentences name."""

_ON_OFF = ("turn_on", "turn_off")
_PROGRAM = ("turn_on", "turn_off", "start", "pause")
_OPEN_CLOSE = ("open", "close")
_PLAIN: Mapping[str, tuple[str, ...]] = {
    "binary_sensor": (),
    "button": ("press",),
    "climate": _ON_OFF,
    "cover": _OPEN_CLOSE,
    "dishwasher": _PROGRAM,
    "dryer": _PROGRAM,
    "input_button": ("press",),
    "lawn_mower": ("start_mowing", "dock"),
    "lock": ("lock", "unlock"),
    "media_player": ("turn_on", "turn_off", "play", "pause", "next", "previous", "mute", "unmute"),
    "person": (),
    "scene": ("activate",),
    "script": ("run",),
    "sensor": (),
    "todo": (),
    "vacuum": ("start", "return_to_base"),
    "valve": _OPEN_CLOSE,
    "washer": _PROGRAM,
    "weather": (),
}
"""Verbs that are told nothing, by kind of device; of a kind that is not here, `_ON_OFF`."""


def controls(device: Device) -> tuple[Control, ...]:
    """What this device can be told to do, by touch; nothing for what is only asked."""
    if device.properties:
        told = tuple(_argument(one) for one in device.properties if one.writable)
        return (Control(SET, told),) if told else ()
    plain = tuple(Control(verb) for verb in _PLAIN.get(device.domain, _ON_OFF))
    return (*plain, *_told(device))


def check_arguments(device: Device, verb: str, arguments: Mapping[str, Any]) -> None:
    """Raises DeviceError for a verb that the device does not know, or for what the verb may not be told."""
    known = next((control for control in controls(device) if control.verb == verb), None)
    if known is None:
        verbs = ", ".join(control.verb for control in controls(device)) or "nothing"
        raise DeviceError(f"The {device.name} can't do '{verb}'. It can do: {verbs}.")
    by_name = {argument.name: argument for argument in known.arguments}
    for name, value in arguments.items():
        if name not in by_name:
            named = ", ".join(by_name) or "nothing"
            raise DeviceError(f"'{verb}' of the {device.name} is told {named}, not '{name}'.")
        _check(device, by_name[name], value)
    for missing in [one.name for one in known.arguments if one.required and one.name not in arguments]:
        raise DeviceError(f"'{verb}' of the {device.name} must be told its '{missing}'.")


def _told(device: Device) -> tuple[Control, ...]:
    """The verbs that are told something."""
    facts = device.attributes
    match device.domain:
        case "light":
            arguments = (
                *((_percent("brightness", required=False),) if _can(facts, "brightness") else ()),
                *((Argument("color", "text", choices=COLOURS, required=False),) if _can(facts, "color") else ()),
            )
            return (Control("set_light", arguments),) if arguments else ()
        case "climate" | "oven":
            usual = (5, 35) if device.domain == "climate" else (0, 300)
            least, most = facts.get("min_temperature", usual[0]), facts.get("max_temperature", usual[1])
            unit = facts.get("temperature_unit", "°C")
            return (Control("set_temperature", (Argument("temperature", least=least, most=most, unit=unit),)),)
        case "cover" | "valve":
            return (Control("set_position", (_percent("position"),)),)
        case "fan":
            return (Control("set_speed", (_percent("percentage"),)),)
        case "media_player":
            return (
                Control("set_volume", (_percent("volume_level"),)),
                Control("play_media", (Argument("search_query", "text"),)),
            )
        case "vacuum":
            return (Control("clean_area", (Argument("area", "text"),)),)
        case "todo":
            return tuple(
                Control(verb, (Argument("item", "text"),)) for verb in ("add_item", "complete_item", "remove_item")
            )
    return ()


def _argument(one: Property) -> Argument:
    """A property, as what the verb `set` is told."""
    if one.kind == "number":
        return Argument(one.id, "number", one.least, one.most, one.unit, required=False)
    choices = tuple(choice.value for choice in one.choices)
    return Argument(one.id, "switch" if one.kind == "switch" else "text", choices=choices, required=False)


def _percent(name: str, required: bool = True) -> Argument:
    return Argument(name, least=0, most=100, unit="%", required=required)


def _can(facts: Mapping[str, Any], what: str) -> bool:
    return facts.get(f"light_supports_{what}") is not False


def _check(device: Device, argument: Argument, value: Any) -> None:
    if argument.kind == "switch":
        if not isinstance(value, bool):
            raise DeviceError(f"'{argument.name}' of the {device.name} is on or off, not '{value}'.")
        return
    if argument.kind == "text":
        if not isinstance(value, str) or not value.strip() or len(value) > 200:
            raise DeviceError(f"'{argument.name}' of the {device.name} is a text of 1 to 200 letters.")
        if argument.choices and value not in argument.choices:
            raise DeviceError(
                f"'{argument.name}' of the {device.name} is one of {', '.join(argument.choices)}, not '{value}'."
            )
        return
    least, most = argument.least, argument.most
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or (least is not None and value < least) or (most is not None and value > most):
        raise DeviceError(f"The {device.name} goes from {least} to {most} {argument.unit}, not to {value}.")
