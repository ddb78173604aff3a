"""Presence: who was recognised where and when lately, for the next one to be recognised by."""

from collections.abc import Callable
from datetime import time
from threading import Lock
from time import monotonic

from ogam.biometrics.situation import LATELY, Sighting, Situation


class Presence:
    """Remembers of each person the last time that they were recognised, for ten minutes. Safe to use from threads.

    clock: seconds, for tests.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._last: dict[str, tuple[str | None, float]] = {}
        self._lock = Lock()

    def recognised(self, person: str, area: str | None) -> None:
        """Somebody was recognised. area: where, if known."""
        with self._lock:
            self._last[person] = (area, self._clock())

    def mistaken(self, person: str) -> None:
        """It was not this person who was recognised last: nobody is to be recognised by that."""
        with self._lock:
            self._last.pop(person, None)

    def situation(self, area: str | None, at: time) -> Situation:
        """The situation of somebody who speaks in an area now."""
        now = self._clock()
        with self._lock:
            seen = [Sighting(person, place, now - when) for person, (place, when) in self._last.items()]
        return Situation(area, at, tuple(one for one in seen if one.ago <= LATELY))
