"""The missing piece: "In which room?" — "the kitchen". What was asked for is put into the command that asked."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from ogam.core import Command, Slot, SlotValue
from ogam.grammar import Language, language
from ogam.home import Home, short_names

NUMBERS = frozenset({"temperature", "brightness", "percentage", "position", "volume_level", "value"})
"""Slots that a number answers."""
KNOWN = NUMBERS | {"area", "name", "person"}
"""Slots of which it is known what may be in them; others take any words."""

_LOWEST, _HIGHEST = -30, 300
_DEGREES = frozenset(half / 2 for half in range(10, 71))
_PERCENT = frozenset(range(101))
"""Numbers that are listened for."""
_FORMS = {
    ("en", "name"): ("{}", "the {}", "in the {}", "the {} please"),
    ("en", "number"): ("{}", "{} degrees", "to {} degrees", "{} percent"),
    ("ko", "name"): ("{}", "{}요", "{}이요", "{}에", "{} 불이요"),
    ("ko", "number"): ("{}", "{}도", "{}도요", "{}도로", "{}도로 해 줘", "{}퍼센트"),
}
"""How a piece is said where nothing else is."""
_SMALL = {
    "en": "in the a an at to on my of one please phone light lights lamp degree degrees percent % ° celsius it's its",
    "ko": "이요 요 예요 이에요 이야 에 에서 의 으로 로 거 꺼 것 쪽 방 을 를 은 는 이 가 좀 도 퍼센트 % ° 프로 "
    "님 휴대폰 핸드폰 폰 해줘 해주세요 해줘요 해주십시오 부탁해 부탁해요 부탁합니다 맞춰줘 맞춰주세요",
}
"""What may stand around the piece and says nothing."""


def wordings(command: Command, asks: str, home: Home) -> Mapping[str, SlotValue]:
    """Every answer to the question for a slot, normalised, and the value that it means; none where it is free text."""
    spoken = language(command.language)
    if asks in NUMBERS:
        return numbers_of(spoken.code)
    if asks == "area":
        return normalised(((name, area.name) for area in home.areas for name in (area.name, *area.aliases)), spoken)
    if asks == "person":
        return normalised(_people(home), spoken)
    return normalised(_names(command, home), spoken) if asks == "name" else {}


def spoken_answers(command: Command, asks: str, home: Home) -> tuple[str, ...]:
    """How the answers are said, for a recogniser that shall hear nothing else; none where any words would do."""
    known = wordings(command, asks, home)
    if asks in NUMBERS:
        usual = _DEGREES if asks == "temperature" else _PERCENT
        known = {wording: value for wording, value in known.items() if value in usual}
    kind = "number" if asks in NUMBERS else "name"
    forms = _FORMS.get((command.language, kind), ("{}",))
    return tuple(dict.fromkeys(form.format(wording) for wording in known for form in forms))


def fill(command: Command, asks: str, said: str, home: Home) -> Command | None:
    """The command with what was said in the slot that was asked for; None where it is no answer to that.

    asks: "area", "name" (which of several devices), "person", a number's slot, or a slot that takes any words.
    """
    spoken = language(command.language)
    text = spoken.normalise(said)
    if not text or not asks:
        return None
    if asks not in KNOWN:
        return replace(command, slots={**command.slots, asks: Slot(asks, said.strip(" .!?"), said)})
    known = wordings(command, asks, home)
    spare = {*_SMALL.get(spoken.code, "").split(), *spoken.normalise(command.sentence).split()}
    fitting = [wording for wording in known if _only_spare(text, wording, spare, spoken.spaced)]
    if not fitting:
        return None
    wording = max(fitting, key=len)
    return replace(command, slots={**command.slots, asks: Slot(asks, known[wording], wording)})


def _only_spare(text: str, wording: str, spare: Iterable[str], spaced: bool) -> bool:
    """Whether a text is the wording, and nothing but spare words around it."""
    if spaced:
        before, found, after = f" {text} ".partition(f" {wording} ")
        return bool(found) and set(f"{before} {after}".split()) <= set(spare)
    before, found, after = text.replace(" ", "").partition(wording.replace(" ", ""))
    anything = re.compile(f"(?:{'|'.join(map(re.escape, spare))})*")
    return bool(found) and all(anything.fullmatch(part) for part in (before, after))


def _people(home: Home) -> Iterable[tuple[str, str]]:
    """People, as who answers "whose?" says them."""
    for person in home.people:
        for name in (person.name, *person.aliases):
            yield name, person.name
            yield f"{name}'s", person.name


def _names(command: Command, home: Home) -> Iterable[tuple[str, str]]:
    """What tells the devices that a name may mean apart: their whole names, the rest of these, and their rooms."""
    meant = [device for device in home.devices if device.id in command.devices]
    rooms = {area.name: (area.name, *area.aliases) for area in home.areas}
    said = command.slots["name"].text if "name" in command.slots else ""
    found: dict[str, set[str]] = {}
    for device in meant:
        own = (device.name, *device.aliases, *short_names(home).get(device.id, ()))
        rests = [name.casefold().replace(said.casefold(), "").strip() for name in own] if said else []
        for name in filter(None, (*own, *rests)):
            found.setdefault(name, set()).add(device.id)
    by_room = Counter(device.area for device in meant)
    for device in meant:
        for name in rooms.get(device.area or "", ()) if by_room[device.area] == 1 else ():
            found.setdefault(name, {device.id})
    return [(name, values.pop()) for name, values in found.items() if len(values) == 1]


def normalised(named: Iterable[tuple[str, str]], spoken: Language) -> dict[str, SlotValue]:
    """Wordings and what they mean, with every spelling of each."""
    return {spelled: value for name, value in named for spelled in spoken.spellings(spoken.normalise(name))}


@lru_cache(2)
def numbers_of(code: str) -> Mapping[str, SlotValue]:
    """Every way to say the numbers of a home, halves too, in a language."""
    spoken, found = language(code), dict[str, SlotValue]()
    for half in range(2 * _LOWEST, 2 * _HIGHEST + 1):
        value = half // 2 if half % 2 == 0 else half / 2
        for spelling in spoken.number_spellings(value):
            found.setdefault(spelling, value)
    return found
