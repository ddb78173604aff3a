"""Sentences about the properties of a home's devices: a device can be told what it can do, and no other.

Devices that are described alike (`Device.properties`) share their sentences: a list of what can be set, in words, for
each such description, and a few templates around it. A name is tied to its description by the context `settings`.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from itertools import product
from typing import Any

from ogam.core import Property
from ogam.home import Home

Data = dict[str, Any]

_LARGEST_RANGE = 2000
"""Numbers that a property may have in sentences; one with more is set by touch only."""
_KELVINS = 100
"""Colours of light are said in hundreds of kelvins, however finely they can be set."""
_NO_NAMES: tuple[str, ...] = ()


def descriptions(home: Home) -> tuple[tuple[Property, ...], ...]:
    """The different descriptions of devices in a home."""
    known: list[tuple[Property, ...]] = []
    for device in home.devices:
        if device.properties and device.properties not in known:
            known.append(device.properties)
    return tuple(known)


def mark_of(properties: tuple[Property, ...], known: Sequence[tuple[Property, ...]]) -> str | None:
    """The word that stands for a description in contexts and in names of lists; None for a device without one."""
    return f"s{known.index(properties) + 1}" if properties else None


def property_sentences(home: Home, templates: Mapping[str, Any]) -> dict[str, Any]:
    """Intents and lists in hassil's YAML form for all that can be set and asked. templates: `property_templates`."""
    blocks: dict[str, list[Data]] = {"OgamSet": [], "OgamGet": []}
    lists: dict[str, Any] = {}
    known = descriptions(home)
    for properties in known:
        mark = str(mark_of(properties, known))
        for intent, block in _blocks(properties, mark, home.language, templates, lists):
            context = {"settings": mark, **block.get("requires_context", {})}
            blocks[intent].append({**block, "requires_context": context})
    return {"intents": {name: {"data": data} for name, data in blocks.items() if data}, "lists": lists}


def property_templates(language: str) -> dict[str, Any]:
    """The shipped templates of a language; none where it has none."""
    import yaml

    file = resources.files("ogam.grammar") / "templates" / f"{language}.properties.yaml"
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}
    return loaded


def _blocks(
    properties: tuple[Property, ...], mark: str, language: str, templates: Mapping[str, Any], lists: dict[str, Any]
) -> Iterator[tuple[str, Data]]:
    """The blocks for one description; the lists that they use are put into `lists`."""
    wordings = templates.get("wordings", {})
    values = list(_all_values(properties, language, wordings))
    commands = [value for one in properties for value in _commands(one, language)]
    switches = [value for one in properties for value in _switches(one, language)]
    numbers = [one for one in properties if one.writable and one.kind == "number" and _numbers(one)]
    if values:
        lists[f"setting_{mark}"] = {"values": values}
        yield "OgamSet", _block(templates["setting"], mark)
        if sum(one.writable and one.kind == "choice" for one in properties) > 1:
            yield "OgamSet", _block(templates["two_settings"], mark)
    if commands:
        lists[f"command_{mark}"] = {"values": commands}
        yield "OgamSet", _block(templates["command"], mark)
    if switches:
        lists[f"switch_{mark}"] = {"values": switches}
        for said, value in (("switch_on", "on"), ("switch_off", "off")):
            yield "OgamSet", {**_block(templates[said], mark), "slots": {"value": value}}
    for place, one in enumerate(numbers):
        lists[f"number_{mark}_{place}"] = {"range": _numbers(one)}
        lists[f"named_{mark}_{place}"] = {"values": list(_names(one, language)) or [one.id]}
        told = {"slots": {"property": one.id}}
        kinds = ["number", *(["bare_number"] if one.role == "target_temperature" or len(numbers) == 1 else [])]
        kinds += ["setting_and_number"] if values else []
        for kind in kinds:
            text = _units(templates, one.unit, must=_shares_name(one, numbers, language))
            yield "OgamSet", {**_block(templates[kind], mark, str(place), text), **told}
        asked_back = {"requires_context": {"value": {"slot": True}}}
        yield "OgamSet", {**_block(templates["number_left_out"], mark, str(place)), **told, **asked_back}
    asked = [{"in": name, "out": one.id} for one in properties if one.readable for name in _names(one, language)]
    if asked:
        lists[f"asked_{mark}"] = {"values": asked}
        yield "OgamGet", _block(templates["ask"], mark)
    for one in properties:
        if one.role == "location" and one.readable:
            yield "OgamGet", {**_block(templates["where"], mark), "slots": {"property": one.id}}


def _block(sentences: list[str], mark: str, place: str = "", unit: str = "") -> Data:
    """Templates with the lists of one description in the places of MARK and NUMBER, and a unit's words for UNIT."""
    lists = {"MARK": mark, "NUMBER": f"number_{mark}_{place}", "NAMED": f"named_{mark}_{place}", "UNIT": unit}
    return {"sentences": [_filled(text, lists) for text in sentences]}


def _filled(text: str, lists: Mapping[str, str]) -> str:
    for place, name in lists.items():
        text = text.replace(place, name)
    return text


def _all_values(properties: Sequence[Property], language: str, wordings: Mapping[str, Any]) -> Iterator[Data]:
    """What the choices may be set to, and what others of their kind may be: "dry", "dry mode", "mode dry".

    A value alone ("automatic") is the mode's, where that has it; else that of the first choice that has it. What others
    can is not said where it is the name of a switch that this device has.
    """
    choices = [one for one in properties if one.kind == "choice" and one.writable]
    choices.sort(key=lambda one: one.role != "mode")
    can = [(one, choice) for one in choices for choice in one.choices]
    everything = [*can, *((one, choice) for one in choices for choice in one.others)]
    said: dict[str, str] = {}
    for one, choice in everything:
        for value in choice.names.get(language, _NO_NAMES):
            said.setdefault(value, f"{one.id}={choice.value}")
    for one, choice in everything:
        forms = product(choice.names.get(language, _NO_NAMES), _names(one, language), wordings.get("value_of", ()))
        for value, name, form in forms:
            said.setdefault(form.format(value=value, property=name), f"{one.id}={choice.value}")
    owned = {f"{one.id}={choice.value}" for one, choice in can}
    switches = {name for one in properties if one.kind == "switch" for name in _names(one, language)}
    yield from ({"in": text, "out": out} for text, out in said.items() if out in owned or text not in switches)


def _commands(one: Property, language: str) -> Iterator[Data]:
    if one.kind == "command" and one.writable:
        for choice in one.choices:
            for said in choice.names.get(language, _NO_NAMES):
                yield {"in": said, "out": f"{one.id}={choice.value}"}


def _switches(one: Property, language: str) -> Iterator[Data]:
    """Switches that have a name of their own; the power of the whole device is turned on and off by its name."""
    if one.kind == "switch" and one.writable and one.role != "power":
        yield from ({"in": name, "out": one.id} for name in _names(one, language))


def _names(one: Property, language: str) -> tuple[str, ...]:
    return one.names.get(language, _NO_NAMES)


def _numbers(one: Property) -> Data | None:
    """The numbers of a property as a range of a list; None where they have no ends, or are too many to be said."""
    if one.least is None or one.most is None or one.most < one.least or one.step <= 0:
        return None
    halves = one.step == 0.5
    step = 1 if one.step < 1 else round(one.step)
    first, last = int(one.least), int(one.most)
    if one.unit == "K" and _KELVINS % step == 0:
        first, step = -(-first // _KELVINS) * _KELVINS, _KELVINS
    if last < first or (last - first) // step > _LARGEST_RANGE:
        return None
    kind = {"%": "percentage", "°C": "temperature", "°F": "temperature"}.get(one.unit)
    fractions = {"fractions": "halves"} if halves else {"fractions": "tenths"} if one.step < 1 else {}
    return {"from": first, "to": last, "step": step, **({"type": kind} if kind else {}), **fractions}


def _units(templates: Mapping[str, Any], unit: str, must: bool) -> str:
    """The words of a unit, as a template; nothing for one that is not said. must: whether they may not be left out."""
    words = str(templates.get("units", {}).get(unit, ""))
    return words[1:-1] if must and words.startswith("[") else words


def _shares_name(one: Property, numbers: Sequence[Property], language: str) -> bool:
    """Whether only its unit tells it from one before it: the minutes of a time from its hours."""
    names = set(_names(one, language))
    before = numbers[: numbers.index(one)]
    return any(other.unit != one.unit and names & set(_names(other, language)) for other in before)
