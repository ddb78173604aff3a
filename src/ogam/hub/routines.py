"""Routines: whose they are, when they begin by themselves, and what their steps are."""

from collections.abc import Iterator

from ogam.core import Command, Identity
from ogam.devices.times import DAY_NAMES, EVERY_DAY, WEEKDAYS, WEEKEND, Rule
from ogam.home import Home, Person, Routine, key
from ogam.hub.languages import wording_for
from ogam.policy.entities import role_parents

_DAYS = {
    "every day": EVERY_DAY,
    "weekdays": WEEKDAYS,
    "weekends": WEEKEND,
    **{name: (number,) for number, name in enumerate(DAY_NAMES)},
}


def routine_of(name: str, who: Identity | None, home: Home) -> Routine | None:
    """The routine that somebody means by a sentence that several may share: their own before their role's, and that
    before the household's. None for a name that the home has not got."""
    named = home.routine(name)
    if named is None:
        return None
    said = set(map(key, named.say))
    alike = [one for one in home.routines if one is named or said & set(map(key, one.say))]
    person = None if who is None else home.person(who.person)
    mine = [one for one in alike if belongs(one, person, home)]
    order = sorted(mine, key=lambda one: (one.person is None, one.role is None))
    return order[0] if order else named


def belongs(routine: Routine, person: Person | None, home: Home) -> bool:
    """Whether a routine is somebody's, or the household's."""
    if routine.person is not None and (person is None or person.name != routine.person):
        return False
    return routine.role is None or (person is not None and routine.role in _roles(person.role, home))


def refused(routine: Routine, who: Identity | None, command: Command, home: Home) -> str:
    """What to say where a routine is not whose who asks; empty where it is. Without people it is everybody's."""
    if who is None or belongs(routine, home.person(who.person), home):
        return ""
    words = wording_for(home, command)
    return words.say("not_your_routine", name=routine.person) if routine.person else words.say("not_for_role")


def rule_of(routine: Routine) -> Rule | None:
    """The time at which a routine begins by itself; None where it does not."""
    if routine.when is None or routine.when.at is None:
        return None
    days = sorted({number for day in routine.when.days for number in _DAYS[day]})
    return Rule(*routine.when.at, tuple(days) or EVERY_DAY)


def runner(routine: Routine) -> Identity:
    """As whom a routine is done that begins by itself: its person, of whom nothing has been heard or seen."""
    return Identity() if routine.person is None else Identity(routine.person, 1.0, details={"routine": routine.name})


def _roles(role: str, home: Home) -> set[str]:
    return set(_parents(role, role_parents(home)))


def _parents(role: str, parents: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield role
    for one in parents.get(role, ()):
        yield from _parents(one, parents)
