"""Corrections: "no, the bedroom" after "turn on the kitchen light". What was said is put in the place that it fits.

The answers that there can be are a closed set, as those to a question are (`pieces`), so that they are heard as well as
read: each is a wording of what a slot of the command could have been instead, with "no" around it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ogam.core import Command, Device, Slot
from ogam.devices import SET_INTENT
from ogam.grammar import Language, language
from ogam.home import Home, short_names
from ogam.hub.pieces import NUMBERS, normalised, numbers_of

SECONDS = 12.0
"""After the end of what was said, in which it can be corrected."""

_FORMS = {
    "en": {
        "": ("no {}", "no the {}", "no in the {}", "no i said {}", "no i said the {}", "no i meant {}",
             "no i meant the {}", "not that the {}", "i meant the {}", "not that one the {}"),
        "number": ("no {}", "no to {}", "no i said {}", "no i meant {}", "no {} degrees", "no to {} degrees",
                   "no {} percent", "no {} minutes", "no i said {} degrees"),
    },
    "ko": {
        "": ("아니 {}", "아니 {}요", "아니요 {}", "아니 {} 불", "아니 {}에", "아니야 {}", "아니 {}라고",
             "아니 {} 말이야", "그거 말고 {}", "거기 말고 {}"),
        "number": ("아니 {}", "아니 {}도", "아니 {}도로", "아니 {}도라고", "아니요 {}도", "아니 {}퍼센트", "아니 {}분",
                   "아니 {}로"),
    },
}  # fmt: skip
"""How a correction is said, by language; around a number, and around all else."""
_NO = {
    "en": re.compile(
        r"^(?:(?:not that one|not that|not there|nope|no|sorry|wait|oops)\b)?[\s,.!]*"
        r"(?:i\s+(?:said|meant|mean))?\s*(?:(?:to|in|on|at)\s+)?(?:the\s+)?"
    ),
    "ko": re.compile(r"^(?:아니(?:야|요|에요|지)?|아냐|그거\s*말고|그게\s*아니라|거기\s*말고|말고)[\s,.!]*"),
}
_SAYS_NO = {
    "en": re.compile(r"^(?:no|nope|sorry|wait|not that|not there|oops|i\s+(?:said|meant|mean))\b"),
    "ko": _NO["ko"],
}
_LITTLE = r"(?:이?라고|이?라니까|말이야|말이에요|이요|요|으로|로|에|의|을|를)"
_AFTER = {
    "en": (re.compile(r"\s*(?:degrees?|percent|%|°|minutes?|hours?|seconds?|please|lights?|one)*$"),),
    "ko": (
        re.compile(rf"\s*{_LITTLE}$"),
        re.compile(rf"\s*(?:도|퍼센트|프로|분|시간|초|시|불|조명|쪽)?\s*{_LITTLE}?$"),
        re.compile(rf"\s*(?:도|퍼센트|프로|분|시간|초|시)\s*{_LITTLE}\s*(?:요|말이야)?$"),
    ),
}
"""What may stand behind the new piece and says nothing."""
_COLD, _WARM = 10.0, 35.0
"""Temperatures of rooms, in °C; an oven's are others."""
_TIMES = ("hours", "minutes", "seconds", "hour", "minute")


def says_no(words: str, code: str) -> bool:
    """Whether what was said begins as a correction does."""
    found = _SAYS_NO.get(code)
    return found is not None and bool(found.match(words.strip().lower()))


def without_no(words: str, code: str) -> str:
    """What was said, without the "no" before it: it may be a whole command."""
    said = words.strip()
    found = _SAYS_NO.get(code) and _SAYS_NO[code].match(said.lower())
    return said[found.end() :].lstrip(" ,.!") if found else said


def spoken_amendments(command: Command, home: Home) -> tuple[str, ...]:
    """Every correction of a command that there is, as it is said, for a recogniser that shall hear nothing else."""
    forms, spoken = _FORMS.get(command.language, {}), language(command.language)
    known = {"": _words(command, home, spoken), "number": _numbers(command, spoken, usual=True)}
    said = [
        form.format(wording) for kind, found in known.items() for wording, _ in found for form in forms.get(kind, ())
    ]
    return tuple(dict.fromkeys(said))


def amended(command: Command, said: str, home: Home) -> Command | None:
    """The command with what was said in the place that it fits; None where it is no correction of it."""
    if not says_no(said, command.language):
        return None
    spoken = language(command.language)
    rest = _core(said, spoken)
    found = _changes(command, home)
    key = next((one for one in _spellings(rest, spoken) if one in found), None)
    return None if key is None else replace(command, slots=found[key])


def _core(said: str, spoken: Language) -> str:
    text = spoken.normalise(said)
    text = _NO[spoken.code].sub("", text, count=1)
    return text.strip()


def _spellings(text: str, spoken: Language) -> Iterator[str]:
    """The text, and the text without what says nothing behind it."""
    yield text
    yield text.replace(" ", "") if not spoken.spaced else text
    for after in _AFTER[spoken.code]:
        if shorter := after.sub("", text).strip():
            yield shorter if spoken.spaced else shorter.replace(" ", "")


def _changes(command: Command, home: Home) -> dict[str, dict[str, Slot]]:
    """The slots that the command would have, by each wording (normalised) of what could have been said instead."""
    spoken = language(command.language)
    found: dict[str, dict[str, Slot]] = {}
    for wording, slots in (*_words(command, home, spoken), *_numbers(command, spoken)):
        found.setdefault(wording, slots)
        if not spoken.spaced:
            found.setdefault(wording.replace(" ", ""), slots)
    return found


def _words(command: Command, home: Home, spoken: Language) -> Iterator[tuple[str, dict[str, Slot]]]:
    """All but numbers."""
    yield from _places(command, home, spoken)
    yield from _devices(command, home, spoken)
    yield from _settings(command, home, spoken)


def _places(command: Command, home: Home, spoken: Language) -> Iterator[tuple[str, dict[str, Slot]]]:
    """Another room: of the same device, where one is called so there too, else of the same kind of device."""
    meant = [device for device in home.devices if device.id in command.devices]
    if not meant:
        return
    named = ((name, area.name) for area in home.areas for name in (area.name, *area.aliases))
    for wording, value in normalised(named, spoken).items():
        there = [device for device in home.devices if device.area == value]
        domains = {device.domain for device in meant}
        alike = [device for device in there if device.domain in domains]
        if alike:
            yield wording, _in_area(command, str(value), meant, alike, wording, home)


def _in_area(
    command: Command, area: str, meant: list[Device], alike: list[Device], said: str, home: Home
) -> dict[str, Slot]:
    kept = {name: slot for name, slot in command.slots.items() if name not in ("name", "area", "floor")}
    if "name" not in command.slots:
        return kept | {"area": Slot("area", area, said)}
    same = [device for device in alike if _names(device, home) & {n for one in meant for n in _names(one, home)}]
    if same or len(alike) == 1:
        return kept | {"name": Slot("name", (same or alike)[0].name, said)}
    return kept | {"area": Slot("area", area, said), "domain": Slot("domain", alike[0].domain)}


def _names(device: Device, home: Home) -> set[str]:
    return {*device.aliases, *short_names(home).get(device.id, ()), device.name}


def _devices(command: Command, home: Home, spoken: Language) -> Iterator[tuple[str, dict[str, Slot]]]:
    """Another device by its name: of the same kind, or any where the command can be said to any."""
    meant = {device.domain for device in home.devices if device.id in command.devices}
    any_kind = command.intent in ("HassTurnOn", "HassTurnOff")
    if not meant:
        return
    kept = {name: slot for name, slot in command.slots.items() if name not in ("name", "area", "floor", "domain")}
    for device in home.devices:
        if (any_kind or device.domain in meant) and device.id not in command.devices:
            for wording in normalised(((name, device.name) for name in _names(device, home)), spoken):
                yield wording, kept | {"name": Slot("name", device.name, wording)}


def _settings(command: Command, home: Home, spoken: Language) -> Iterator[tuple[str, dict[str, Slot]]]:
    """Another mode of the same device."""
    setting = str(command.value("setting") or "").partition("=")[0]
    if command.intent != SET_INTENT or not setting:
        return
    for device in home.devices:
        one = device.property(setting) if device.id in command.devices else None
        for choice in () if one is None else one.choices:
            named = ((name, f"{setting}={choice.value}") for name in choice.names.get(spoken.code, ()))
            for wording, value in normalised(named, spoken).items():
                yield wording, {**command.slots, "setting": Slot("setting", value, wording)}


def _numbers(command: Command, spoken: Language, usual: bool = False) -> Iterator[tuple[str, dict[str, Slot]]]:
    """Another number, in the only slot that holds one. usual: only those that are listened for."""
    slot = number_slot(command.slots)
    if slot is None:
        return
    now = float(command.slots[slot].value)
    for wording, value in numbers_of(spoken.code).items():
        if not usual or _is_usual(slot, float(value), now):
            yield wording, {**command.slots, slot: Slot(slot, value, wording)}


def number_slot(slots: Mapping[str, Slot]) -> str | None:
    """The only slot that holds a number; None where there is none, or several do."""
    known = [
        name
        for name, slot in slots.items()
        if isinstance(slot.value, int | float) and (name in NUMBERS or name == "value" or name in _TIMES)
    ]
    return known[0] if len(known) == 1 else None


def _is_usual(slot: str, number: float, now: float) -> bool:
    """Whether a number is listened for in the place of another, which is there now."""
    if slot == "temperature" and now <= _WARM:
        return _COLD <= number <= _WARM
    return number.is_integer() and 0 <= number <= (24 if slot == "hour" else 300 if slot == "temperature" else 100)
