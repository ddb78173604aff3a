"""`routines:` of a home file: one sentence that does several things, at once or at a time."""

from collections.abc import Collection, Iterator

from yaml.nodes import MappingNode, Node

from ogam.home import nodes
from ogam.home.model import ROLES, Area, Person, Role, Routine, RoutineAction, RoutineTime
from ogam.home.names import TEMPLATE_CHARACTERS, key, suggestion
from ogam.home.nodes import Problems

KEYS = ("name", "say", "person", "role", "area", "when", "do", "reply")
DAYS = (
    "every day",
    "weekdays",
    "weekends",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


def routines(
    node: Node | None,
    people: tuple[Person, ...],
    roles: tuple[Role, ...],
    areas: tuple[Area, ...],
    devices: Collection[str],
    problems: Problems,
) -> Iterator[Routine]:
    """The routines that a file declares; what is wrong with them is put among the problems."""
    seen: set[str] = set()
    for item in nodes.items(node, "routines", problems):
        found = nodes.entries(item, "a routine", KEYS, problems)
        name = nodes.text(found.get("name"), "name", problems)
        say = tuple(text for _, text in nodes.texts(found.get("say"), "say", problems) if text) or (
            (name,) if name else ()
        )
        steps = tuple(_steps(found.get("do"), name, devices, problems))
        person = _known(found.get("person"), "person", [one.name for one in people], problems)
        role = _known(found.get("role"), "role", (*ROLES, *(one.name for one in roles)), problems)
        area = _known(found.get("area"), "area", [one.name for one in areas], problems)
        if not name:
            problems.error(item, "a routine has no name. Give it one, as in `name: good night`.")
        elif key(name) in seen:
            problems.error(item, f"there are two routines called '{name}'. Rename one.")
        elif TEMPLATE_CHARACTERS & set(name):
            problems.error(
                found["name"], f"routine '{name}' has brackets or '|' in its name. Write it as it is spoken."
            )
        elif not steps:
            problems.error(item, f"routine '{name}' does nothing. Say what, as in `do: [turn off the lights]`.")
        else:
            seen.add(key(name))
            when = _when(found.get("when"), name, people, problems)
            reply = nodes.text(found.get("reply"), "reply", problems)
            yield Routine(name, say, steps, person, role, area, when, reply, problems.where(item))


def _steps(node: Node | None, name: str, devices: Collection[str], problems: Problems) -> Iterator[str | RoutineAction]:
    for item in nodes.items(node, f"do of routine '{name}'", problems):
        if not isinstance(item, MappingNode):
            if text := nodes.text(item, "a step", problems):
                yield text
            continue
        found = nodes.entries(item, "a step", ("device", "verb", "arguments"), problems)
        device = nodes.text(found.get("device"), "device", problems)
        verb = nodes.text(found.get("verb"), "verb", problems)
        if device not in devices:
            problems.error(
                item, f"routine '{name}' uses device '{device}', which is not declared.{suggestion(device, devices)}"
            )
        elif not verb:
            problems.error(
                item, f"routine '{name}' does not say what '{device}' shall do. Add a verb, as in `verb: lock`."
            )
        else:
            yield RoutineAction(device, verb, nodes.plain_mapping(found.get("arguments"), "arguments", problems))


def _when(node: Node | None, name: str, people: tuple[Person, ...], problems: Problems) -> RoutineTime | None:
    if node is None:
        return None
    found = nodes.entries(node, "when", ("at", "days", "arrives"), problems)
    arrives = _known(found.get("arrives"), "person", [one.name for one in people], problems)
    days = [text for _, text in nodes.texts(found.get("days"), "days", problems)]
    for day in days:
        if day not in DAYS:
            problems.error(found["days"], f"routine '{name}' is on '{day}', which is no day. Days: {', '.join(DAYS)}.")
    at = nodes.text(found.get("at"), "at", problems)
    clock = _clock(at)
    if at and clock is None:
        problems.error(
            found["at"], f"routine '{name}' is at '{at}', which is no time. Write it as \"07:30\", in quotes."
        )
    if not at and arrives is None:
        problems.error(
            node, f"routine '{name}' does not say when. Write `at: \"07:30\"`, or whom it waits for: `arrives:`."
        )
    return RoutineTime(clock, tuple(days), arrives)


def _clock(text: str) -> tuple[int, int] | None:
    hour, _, minute = text.partition(":")
    if hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60:
        return int(hour), int(minute)
    return None


def _known(node: Node | None, what: str, names: Collection[str], problems: Problems) -> str | None:
    said = nodes.text(node, what, problems)
    if node is None or not said:
        return None
    found = next((name for name in names if key(name) == key(said)), None)
    if found is None:
        known = ", ".join(names) or "none yet"
        problems.error(node, f"{what} '{said}' of a routine is not declared. Known: {known}.{suggestion(said, names)}")
    return found
