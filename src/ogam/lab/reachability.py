"""Can everything that a device does be said? Sentences from the names of its properties, each taken to what it sets."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ogam.core import Action, Device, DeviceError, Property, PropertyValue
from ogam.devices import SET, plan, settings_of
from ogam.grammar import Grammar, compile_grammar
from ogam.home import Home
from ogam.home.model import Language
from ogam.korean.particles import with_particle

_SENTENCES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "power": ("turn {state} the {device}",),
        "switch": ("turn {state} the {device} {property}",),
        "choice": ("set the {device} {property} to {value}",),
        "command": ("{value} the {device}", "tell the {device} to {value}"),
        "number": ("set the {device} {property} to {value} {unit}",),
    },
    "ko": {
        "power": ("{device} {state}",),
        "switch": ("{device} {property} {state}",),
        "choice": ("{device} {property} {value_to} 바꿔 줘",),
        "command": ("{device} {value} 해 줘",),
        "number": ("{device} {property} {value_to} 맞춰 줘",),
    },
}
_STATES = {"en": {True: "on", False: "off"}, "ko": {True: "켜 줘", False: "꺼 줘"}}
_UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "°C": "degrees",
        "°F": "degrees",
        "%": "percent",
        "h": "hours",
        "min": "minutes",
        "s": "seconds",
        "K": "kelvin",
        "o'clock": "o'clock",
    },
    "ko": {
        "°C": "도",
        "°F": "도",
        "%": "퍼센트",
        "h": "시간",
        "min": "분",
        "s": "초",
        "o'clock": "시",
        "K": "켈빈",
        "step": "단계",
    },
}


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A sentence that does not do what it says. got: what it does instead, in plain words."""

    device: str
    property: str
    value: PropertyValue
    sentence: str
    got: str


def sentences_for(device: Device, one: Property, language: str) -> Iterator[tuple[str, PropertyValue]]:
    """Sentences that set a property, and to what: every name of it with one value, and every name of every value with
    the usual name of the property; of numbers the ends and one between them."""
    for said, property_name, value in _said(one, language):
        unit = _UNITS[language].get(one.unit, "")
        words = {
            "device": device.name,
            "property": property_name,
            "value": said,
            "value_to": with_particle(f"{said}{unit}", "으로"),
            "state": _STATES[language].get(value, "") if isinstance(value, bool) else "",
            "unit": unit,
        }
        kind = "power" if one.kind == "switch" and one.role == "power" else one.kind
        for sentence in _SENTENCES[language].get(kind, ()):
            yield " ".join(sentence.format(**words).split()), value


def walk(devices: Sequence[Device], language: Language, grammar: Grammar | None = None) -> list[Unreachable]:
    """What of these devices cannot be set by saying so: for every property that can be set, sentences are understood by
    a home that has just these devices, and must lead to the setting that they say.

    grammar: of a home with these devices, where it is compiled already.
    """
    compiled = grammar or compile_grammar(home_of(devices, language))
    return [
        Unreachable(device.id, one.id, value, sentence, got)
        for device in devices
        for one in device.properties
        if one.writable
        for sentence, value in sentences_for(device, one, language)
        if (got := _missed(compiled, devices, device, one, value, sentence))
    ]


def home_of(devices: Sequence[Device], language: Language) -> Home:
    """A home with these devices, all in rooms of their own or none."""
    return Home(language=language, devices=tuple(devices))


def action_for(sentence: str, grammar: Grammar, devices: Sequence[Device]) -> tuple[Device, Action] | None:
    """What a sentence does with which of the devices; None where it is not understood, or means several things."""
    command = grammar.interpret(sentence).command
    if command is None:
        return None
    name = command.value("name")
    meant = [device for device in devices if device.name == name]
    if len(meant) != 1:
        return None
    todo = plan(replace(command, devices=(meant[0].id,)), devices)
    return todo[0] if len(todo) == 1 else None


def _missed(
    grammar: Grammar, devices: Sequence[Device], device: Device, one: Property, value: PropertyValue, sentence: str
) -> str:
    """What the sentence does instead; empty where it does what it says."""
    found = action_for(sentence, grammar, devices)
    if found is None:
        return "not understood"
    meant, action = found
    try:
        settings = settings_of(meant, action)
    except DeviceError as error:
        return str(error)
    wanted = {one.id: value}
    if meant is device and settings == wanted:
        return ""
    return f"{action.verb if action.verb != SET else 'sets'} {settings} of {meant.name}"


def _said(one: Property, language: str) -> Iterator[tuple[str, str, PropertyValue]]:
    """What is said for the value, the name of the property, and the value."""
    names = one.names.get(language, ())
    values = list(_values(one, language))
    for place, (said, value) in enumerate(values):
        for name in names if place == 0 and one.kind != "command" else names[:1]:
            yield said, name, value


def _values(one: Property, language: str) -> Iterator[tuple[str, PropertyValue]]:
    if one.kind == "switch":
        yield from (("", value) for value in (True, False))
    elif one.kind in ("choice", "command"):
        yield from ((name, choice.value) for choice in one.choices for name in choice.names.get(language, ()))
    elif one.kind == "number" and one.least is not None and one.most is not None:
        least, each = one.least, one.step
        if one.unit == "K":  # nobody says 4268 kelvin
            least, each = math.ceil(least / 100) * 100, max(each, 100)
        steps = int((one.most - least) / each + 1e-9)
        for step in dict.fromkeys((0, steps // 2, steps)):
            number = least + step * each
            yield f"{number:g}", int(number) if float(number).is_integer() else number
