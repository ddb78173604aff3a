"""A ThinQ device's profile → Ogam's description of it: properties with names, and where each stands at LG."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from ogam.core import Choice, Property, PropertyValue
from ogam.core.devices import Names
from ogam.devices.thinq.profile import BRANCHES, Described, Place, read_profile
from ogam.devices.thinq.words import Word, both, choice_of, joined, location_names, snake, word_of

POWER, STATE = "power", "state"
_PREFIXES = {
    "battery": "battery_",
    "display": "display_",
    "hotWaterTemperatureInUnits": "hot_water_",
    "sleepTimer": "sleep_timer_",
    "twoSetTemperatureInUnits": "two_set_",
}
"""Resources whose properties are called as those of others are."""
_TIMES = {"Hour": 60, "Minute": 1}
_BY_MODE = {
    "coolTargetTemperature": "COOL",
    "heatTargetTemperature": "HEAT",
    "autoTargetTemperature": "AUTO",
    "airCoolTargetTemperature": "COOL",
    "airHeatTargetTemperature": "HEAT",
}
"""Temperatures that are each for one mode, where a device takes none for all of them."""
_BETTER = {"windStrength": "windStrengthDetail"}
"""Properties of which a device may have a finer one; that is used then, as the SDK does."""
_UNLIMITED = frozenset({"airQualitySensor", "filterInfo", "cycle", "battery"})
_RANKS = {"power": 0, "command": 1, "state": 1}


@dataclass(frozen=True, slots=True)
class Binding:
    """A property, and where it stands.

    place: where it is written, and read. on, off: what a switch's values are there. excluded: numbers within its ends
    that it does not take. by_mode: where it is written in a mode, if elsewhere. minutes: places whose numbers make up a
    time, each with its minutes.
    """

    property: Property
    place: Place
    on: Any = True
    off: Any = False
    excluded: tuple[float, ...] = ()
    by_mode: Mapping[str, Place] = field(default_factory=dict)
    minutes: tuple[tuple[Place, int], ...] = ()

    def raw(self, value: PropertyValue) -> Any:
        """A value of the property as LG wants it."""
        if self.property.kind == "switch":
            return self.on if value else self.off
        return value


def describe(profile: Mapping[str, Any], temperature_unit: str = "C") -> tuple[Binding, ...]:
    """All that can be read and set of a device, the most important first.

    temperature_unit: "C" or "F", where the device has both.
    """
    known = _of_unit(read_profile(profile), temperature_unit)
    known = [one for one in known if not _is_coarser(one, known)]
    parts = _Parts(known)
    durations = _durations(known)
    in_durations = [one for group in durations for one in group]
    told = [_binding(_only_set(one) if one in in_durations else one, parts) for one in known]
    found = [one for one in told if one is not None] + [_duration(group, parts) for group in durations]
    return tuple(_with_roles(_with_ids(sorted(_with_one_target(found), key=_rank))))


class _Parts:
    """Which properties a device has in several parts, and which of these parts is the first."""

    def __init__(self, known: Sequence[Described]) -> None:
        self._first: dict[tuple[str, str], Place] = {}
        times = Counter((one.place.resource, one.place.name, one.place.unit) for one in known)
        self._several = {(resource, name) for (resource, name, _), count in times.items() if count > 1}
        for one in known:
            self._first.setdefault((one.place.resource, one.place.name), one.place)

    def of(self, place: Place) -> str:
        """The part that a property's name must tell; empty where there is but one."""
        return place.branch or (place.location if (place.resource, place.name) in self._several else "")

    def is_first(self, place: Place) -> bool:
        if place.branch:
            return place.branch == BRANCHES[0]
        return self._first.get((place.resource, place.name)) == place

    def names(self, place: Place, names: Names, plain_too: bool) -> Names:
        """The names of something in this part; without the part too where it is the first, and plainly meant."""
        part = self.of(place)
        if not part:
            return names
        told = joined(location_names(part), names)
        return both(told, names) if plain_too and self.is_first(place) else told


def _only_set(one: Described) -> Described:
    """Hours or minutes that are told as a part of one time: by themselves they can only be set."""
    return replace(one, readable=False)


def _binding(one: Described, parts: _Parts) -> Binding | None:
    """None for what cannot be described, a list, a choice of nothing; and for what is neither read nor set."""
    if not one.readable and not one.writable:
        return None
    word = word_of(one.place.resource, one.place.name)
    names = both(word.names, word.told) if one.writable else word.names
    base = Property(
        _identifier(one.place, word, parts),
        "text",
        parts.names(one.place, names, bool(word.role)),
        readable=one.readable,
        writable=one.writable,
        role=word.role,
    )
    if one.kind == "boolean":
        return Binding(replace(base, kind="switch"), one.place)
    if one.kind == "enum":
        return _chosen(one, word, base, parts)
    if one.kind in ("range", "number"):
        return _numbered(one, word, base)
    return Binding(replace(base, writable=False), one.place) if one.kind == "string" and one.readable else None


def _chosen(one: Described, word: Word, base: Property, parts: _Parts) -> Binding | None:
    values = _values(one.write if one.writable else one.read)
    if not values:
        return None
    if values <= {True, False}:
        return Binding(replace(base, kind="switch"), one.place)
    if word.kind == "power" and values == {"POWER_ON", "POWER_OFF"}:
        return Binding(replace(base, kind="switch", role="power"), one.place, "POWER_ON", "POWER_OFF")
    if (switch := _switch(values, word)) is not None:
        return Binding(replace(base, kind="switch"), one.place, *switch)
    listed = one.write if one.writable else one.read
    texts = dict.fromkeys(value for value in listed if isinstance(value, str))
    choices = tuple(choice_of(value, word) for value in texts)
    if word.kind in ("power", "command") and one.writable:
        told = tuple(_told(choice, one.place, parts) for choice in sorted(choices, key=_is_resumed))
        return Binding(replace(base, kind="command", readable=False, choices=told, role=""), one.place)
    others = tuple(choice_of(value, word) for value in word.values if value not in values) if one.writable else ()
    return Binding(replace(base, kind="choice", choices=choices, others=others), one.place)


def _told(choice: Choice, place: Place, parts: _Parts) -> Choice:
    """What a device of several parts is told to do says which part is meant."""
    return replace(choice, names=parts.names(place, choice.names, plain_too=True))


def _is_resumed(choice: Choice) -> bool:
    """`start` is to start, where a device can be told that and to go on."""
    return choice.value == "RESUME"


def _switch(values: set[Any], word: Word) -> tuple[str, str] | None:
    """The values of on and off, where these two are all."""
    pairs = [("ON", "OFF"), *([(word.on, word.off)] if isinstance(word.on, str) else [])]
    return next((pair for pair in pairs if values == set(pair)), None)


def _numbered(one: Described, word: Word, base: Property) -> Binding | None:
    limits = one.write if one.writable else one.read
    limits = limits if isinstance(limits, Mapping) else {}
    least, most, step = (_number(limits.get(name)) for name in ("min", "max", "step"))
    if one.writable:
        least, most = (word.least if least is None else least), (word.most if most is None else most)
    if least is not None and most is not None and least > most:
        return None
    unit = f"°{one.place.unit}" if one.place.unit else word.unit
    listed = limits.get("except")
    excluded = [_number(value) for value in listed] if isinstance(listed, list) else []
    described = replace(
        base, kind="number", least=least, most=most, step=word.step if not step or step < 0 else step, unit=unit
    )
    return Binding(described, one.place, excluded=tuple(value for value in excluded if value is not None))


def _duration(group: Sequence[Described], parts: _Parts) -> Binding:
    """Hours and minutes as they are told: one time, in minutes."""
    place = group[0].place
    names = parts.names(place, word_of(place.resource, place.name).names, plain_too=True)
    stem = _stem(place)
    identifier = _identifier(replace(place, name=f"{stem}Time"), Word({}), parts, place)
    described = Property(identifier, "number", names, unit="min", writable=False)
    minutes = tuple((one.place, factor) for one in group for factor in _factors(one.place))
    return Binding(described, place, minutes=minutes)


def _durations(known: Sequence[Described]) -> list[list[Described]]:
    """Groups of hours, minutes and seconds that are told of one length of time, which has minutes."""
    of_time = [one for one in known if one.readable and _stem(one.place)]
    place = [(replace(one.place, name=_stem(one.place)), one) for one in of_time if not _is_of_day(one.place)]
    groups = [[one for of, one in place if of == key] for key in dict.fromkeys(of for of, _ in place)]
    return [group for group in groups if any(map(_is_minute, group))]


def _is_of_day(place: Place) -> bool:
    """A time of the day, not a length of time."""
    return place.name.startswith(("absolute", "start"))


def _stem(place: Place) -> str:
    """The name of a time without its unit: "remainHour" → "remain", "relativeHourToStop" → "relativeToStop"."""
    for unit in ("Hour", "Minute", "Second"):
        if unit in place.name:
            return place.name.replace(unit, "")
    return ""


def _is_minute(one: Described) -> bool:
    return "Minute" in one.place.name


def _factors(place: Place) -> Iterator[int]:
    yield from (factor for unit, factor in _TIMES.items() if unit in place.name)


def _with_one_target(found: list[Binding]) -> list[Binding]:
    """A temperature for all modes, where a device tells one and takes one a mode: it is set in the mode that is on."""
    single = next((one for one in found if one.place.name == "targetTemperature" and not one.property.writable), None)
    if single is None:
        return found
    each = {
        _BY_MODE[one.place.name]: one
        for one in found
        if one.property.writable and one.place.name in _BY_MODE and one.place.resource == single.place.resource
    }
    ends = [(one.property.least, one.property.most) for one in each.values()]
    least = [low for low, _ in ends if low is not None]
    most = [high for _, high in ends if high is not None]
    if not least or not most:
        return found
    step = next(iter(each.values())).property.step
    target = replace(single.property, writable=True, least=min(least), most=max(most), step=step)
    places = {mode: one.place for mode, one in each.items()}
    together = replace(single, property=target, by_mode=places)
    return [together if one is single else one for one in found]


def _of_unit(known: Sequence[Described], unit: str) -> list[Described]:
    """Of what is there in degrees of both kinds, that in one."""
    kept = []
    for one in known:
        other = {"C": "F", "F": "C"}[unit]
        if one.place.unit == other and _has(known, replace(one.place, unit=unit)):
            continue
        twin = one.place.name[:-1] + unit
        if one.place.name.endswith(f"Temperature{other}") and _has(known, replace(one.place, name=twin)):
            continue
        kept.append(one)
    return kept


def _has(known: Sequence[Described], place: Place) -> bool:
    return any(one.place == place for one in known)


def _is_coarser(one: Described, known: Sequence[Described]) -> bool:
    finer = _BETTER.get(one.place.name)
    return finer is not None and _has(known, replace(one.place, name=finer))


def _identifier(place: Place, word: Word, parts: _Parts, at: Place | None = None) -> str:
    own = snake(place.name)
    if place.name[-2:] in ("eC", "eF"):
        own = snake(place.name[:-1])
    if word.kind == "state":
        own = STATE
    part = parts.of(at or place)
    front = "" if not part or own.startswith(part) else f"{part.lower()}_"
    return front + _PREFIXES.get(place.resource, "") + own


def _with_ids(found: Iterable[Binding]) -> list[Binding]:
    """Each with an id of its own; the power of the whole device is called that."""
    taken: set[str] = set()
    kept = []
    for one in found:
        identifier = POWER if one.property.role == "power" and POWER not in taken else one.property.id
        if identifier in taken:
            identifier = f"{snake(one.place.resource)}_{identifier}"
        if identifier not in taken:
            taken.add(identifier)
            kept.append(replace(one, property=replace(one.property, id=identifier)))
    return kept


def _with_roles(found: Sequence[Binding]) -> list[Binding]:
    """Each role once: of what can be set, if any can."""
    holders: dict[str, str] = {}
    for _, group in groupby(sorted(found, key=lambda one: one.property.role), key=lambda one: one.property.role):
        ranked = sorted(group, key=lambda one: (not one.property.writable, found.index(one)))
        holders[ranked[0].property.role] = ranked[0].property.id
    return [
        one
        if holders.get(one.property.role) == one.property.id
        else replace(one, property=replace(one.property, role=""))
        for one in found
    ]


def _rank(one: Binding) -> int:
    """What is told first of a device: its power and what it does, its mode, what can be set, and then the rest."""
    word = word_of(one.place.resource, one.place.name)
    if word.kind:
        return _RANKS[word.kind]
    if one.property.role == "mode":
        return 2
    if one.property.role:
        return 3
    return 4 if one.property.writable else 6 if one.place.resource in _UNLIMITED else 5


def _values(listed: Any) -> set[Any]:
    return {value for value in listed if isinstance(value, str | bool)} if isinstance(listed, list) else set()


def _number(value: Any) -> float | None:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return value if plain and abs(value) < 1e6 else None
