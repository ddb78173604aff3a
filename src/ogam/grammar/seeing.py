"""What is said of what cameras see: the lists that their questions name, filled by a home that has cameras."""

from collections.abc import Iterable, Iterator

from ogam.grammar.language import Language
from ogam.grammar.lists import Entry, SlotList, entry
from ogam.home import Camera, CameraZone, Home
from ogam.home.things import THINGS, UNSEEN, Thing

_WORDS = {"en": ("camera", "cam"), "ko": ("카메라", "캠")}
"""What may be left out of a camera's name: the front door camera is at the front door."""
_DOORS = {"en": (("door", "entrance", "porch", "hall"), "door"), "ko": (("문", "현관", "대문"), "문")}
"""A camera called so, or in such an area, is the one at the door."""


def seeing_lists(home: Home, spoken: Language) -> dict[str, SlotList]:
    """{thing}, {watched_zone}, {opening} (zones that open), {watcher} (cameras) and {person}; none without cameras."""
    if not home.cameras:
        return {}
    zones = [zone for camera in home.cameras for zone in camera.zones]
    return {
        "thing": SlotList("thing", tuple(_things(spoken))),
        "watched_zone": SlotList("watched_zone", tuple(_zones(zones, spoken))),
        "opening": SlotList("opening", tuple(_zones((zone for zone in zones if zone.opens), spoken))),
        "watcher": SlotList("watcher", tuple(_cameras(home, spoken))),
        "person": SlotList("person", tuple(entry((p.name, *p.aliases), p.name, spoken) for p in home.people)),
    }


def _things(spoken: Language) -> Iterator[Entry]:
    for name, thing in {**THINGS, **UNSEEN}.items():
        yield entry(_names(thing, spoken.code), name, spoken)


def _names(thing: Thing, code: str) -> tuple[str, ...]:
    return thing.korean if code == "ko" else (*thing.one, *thing.several)


def _zones(zones: Iterable[CameraZone], spoken: Language) -> Iterator[Entry]:
    """Two cameras may see the same zone: it is one place."""
    names: dict[str, tuple[str, ...]] = {}
    for zone in zones:
        names[zone.name] = (*names.get(zone.name, ()), zone.name, *zone.aliases)
    for name, called in names.items():
        yield entry(called, name, spoken)


def _cameras(home: Home, spoken: Language) -> Iterator[Entry]:
    at_door = [camera for camera in home.cameras if _is_at_door(camera, spoken.code)]
    areas = {name.casefold() for area in home.areas for name in (area.name, *area.aliases)}
    for camera in home.cameras:
        names = [camera.name, *camera.aliases]
        rests = [_without(name, _WORDS.get(spoken.code, ())) for name in names]
        names += [rest for rest in rests if rest and rest.casefold() not in areas]
        if at_door == [camera]:
            names.append(_DOORS[spoken.code][1])
        yield entry(dict.fromkeys(names), camera.name, spoken)


def _without(name: str, words: Iterable[str]) -> str:
    for word in words:
        if name.casefold().endswith(word):
            return name[: -len(word)].strip()
    return ""


def _is_at_door(camera: Camera, code: str) -> bool:
    words, _ = _DOORS.get(code, ((), ""))
    names = (camera.name, *camera.aliases, camera.area or "")
    return any(word in name.casefold() for word in words for name in names)
