"""Presence per area: who is where, from what is seen, with entering and leaving as events. Pure: nothing but its input.

A face is seen only while it is turned to the camera, and is taken for the wrong one now and then. So nobody has entered
who was not seen for a while, and nobody has left who was not seen for a longer while.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ENTER = 1.0
"""Seconds for which somebody known must be seen to have entered."""
ENTER_UNKNOWN = 3.0
"""The same for somebody unknown: as long as it may take until a face is known."""
LEAVE = 30.0
"""Seconds for which nobody must be seen who has left."""
GAP = 2.0
"""Seconds without a sight of somebody that do not matter."""
STRANGER = 0.9
"""Probability that somebody is nobody known, from which on it is no member of the household who turned away."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is seen in an area now. person: None for somebody who is not known, or not yet.

    probability: of that, 0 to 1; for None, that it is nobody known (0 where nobody has looked, as of a shape).
    """

    person: str | None = None
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """What happened. kind: "recognised" if somebody who had entered as nobody known turns out to be this person.

    person: None is somebody unknown; time: in seconds, as it was given.
    """

    kind: Literal["entered", "left", "recognised"]
    person: str | None
    area: str
    time: float


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Who is in an area. people: who are known, by name; unknown: how many are not."""

    people: tuple[str, ...] = ()
    unknown: int = 0

    @property
    def empty(self) -> bool:
        return not self.people and not self.unknown


class AreaPresence:
    """Who is in each area of a house. `update` it with all that is seen in an area, a few times a second, and every few
    seconds while nothing moves: time in which nobody looked is not time in which nobody was there.

    One person is in one area at most: who enters another has left the one before.
    """

    def __init__(self) -> None:
        self._areas: dict[str, _Area] = {}

    def update(self, area: str, seen: Sequence[Seen], time: float) -> tuple[Change, ...]:
        """What changed. seen: everybody who is seen there now; time: in seconds, rising, of all areas on one clock."""
        here = self._areas.setdefault(area, _Area(area))
        here.look(seen, time)
        changes: list[Change] = []
        for person in here.arriving(time):
            before = self._area_of(person)
            if before is not None and time - before.last_seen(person) <= GAP:
                continue  # seen in both: one of them is somebody else
            if before is not None:
                changes.append(before.leave(person, time))
            changes.append(here.enter(person, time))
        return (*changes, *here.settle(time))

    def who(self, area: str) -> Occupancy:
        """Who is in an area; nobody in one that was never looked at."""
        here = self._areas.get(area)
        return Occupancy() if here is None else here.occupancy

    def where(self, person: str) -> str | None:
        """The area that somebody is in, None where that is not known."""
        area = self._area_of(person)
        return None if area is None else area.name

    def _area_of(self, person: str) -> "_Area | None":
        return next((area for area in self._areas.values() if person in area.occupancy.people), None)


class _Area:
    """One area. Unknown people have no names, so they are counted: `_full[n]` is when n + 1 of them were seen last."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._inside: dict[str, float] = {}  # when each was seen last
        self._coming: dict[str, tuple[float, float]] = {}  # since when, and when last
        self._full: list[float] = []
        self._more: tuple[float, float] | None = None  # since when, and when last, there was one more
        self._unknown_now = 0

    @property
    def occupancy(self) -> Occupancy:
        return Occupancy(tuple(sorted(self._inside)), len(self._full))

    def last_seen(self, person: str) -> float:
        return self._inside[person]

    def look(self, seen: Sequence[Seen], time: float) -> None:
        people = {one.person for one in seen if one.person is not None}
        for person in people & self._inside.keys():
            self._inside[person] = time
        coming = {who: span for who, span in self._coming.items() if time - span[1] <= GAP}
        for person in people - self._inside.keys():
            coming[person] = (coming.get(person, (time, time))[0], time)
        self._coming = coming
        self._count(seen, len(self._inside.keys() - people), time)

    def arriving(self, time: float) -> list[str]:
        """Who was seen for long enough to have entered."""
        return sorted(who for who, (since, last) in self._coming.items() if last == time and time - since >= ENTER)

    def enter(self, person: str, time: float) -> Change:
        self._coming.pop(person)
        self._inside[person] = time
        if len(self._full) > self._unknown_now:
            self._full.pop()
            return Change("recognised", person, self.name, time)
        return Change("entered", person, self.name, time)

    def leave(self, person: str, time: float) -> Change:
        del self._inside[person]
        return Change("left", person, self.name, time)

    def settle(self, time: float) -> list[Change]:
        """Who has left, and whether somebody unknown has entered."""
        gone = sorted(who for who, last in self._inside.items() if time - last >= LEAVE)
        changes = [self.leave(person, time) for person in gone]
        while self._full and time - self._full[-1] >= LEAVE:
            self._full.pop()
            changes.append(Change("left", None, self.name, time))
        if self._more is not None and time - self._more[0] >= ENTER_UNKNOWN:
            self._full.append(time)
            self._more = None
            changes.append(Change("entered", None, self.name, time))
        return changes

    def _count(self, seen: Sequence[Seen], away: int, time: float) -> None:
        """How many are unknown now. away: of who is inside, how many are not seen: a face that is not known yet may be
        theirs."""
        unsure = sum(one.person is None and one.probability < STRANGER for one in seen)
        strangers = sum(one.person is None and one.probability >= STRANGER for one in seen)
        self._unknown_now = strangers + max(0, unsure - away)
        for number in range(min(self._unknown_now, len(self._full))):
            self._full[number] = time
        if self._unknown_now > len(self._full):
            self._more = (time if self._more is None else self._more[0], time)
        elif self._more is not None and time - self._more[1] > GAP:
            self._more = None
