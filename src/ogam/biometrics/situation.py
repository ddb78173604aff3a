"""The situation: where and when something is said, and who was about. How likely each person is before a word is said.

The figures here are assumptions, not measurements. They can only prevent that somebody is named (see `fusion.decide`),
so a wrong one costs a question too much, and lets nobody in. Nothing of what was said goes into them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

UNKNOWN = 0.6
"""The probability that it is nobody known, by day, in a home where somebody is or may be."""
UNKNOWN_AT_NIGHT = 0.75
NIGHT = (time(23), time(6))
UNKNOWN_WHEN_EMPTY = 0.9
"""… where nobody of the household is known to be at home."""
VISITOR = 0.25
"""Weight of somebody who is enrolled but does not live here, against 1 of who does."""
JUST_HERE, ELSEWHERE, AWAY = 2.0, 0.5, 0.25
"""Weights of somebody who was just recognised in this area, or just in another; and who is known to be out."""
LATELY = 600.0
"""Seconds for which it matters where somebody was recognised."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody was recognised. area: where, if known; ago: seconds since."""

    person: str
    area: str | None
    ago: float


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known before anybody is looked at or listened to; never anything of what was said.

    area: where it is said, if known; at: the local time of day; seen: who was recognised lately; at_home: who is
    known to be at home, None where nobody keeps track of that.
    """

    area: str | None = None
    at: time = time(12)
    seen: tuple[Sighting, ...] = ()
    at_home: frozenset[str] | None = None


def priors(
    situation: Situation, people: Sequence[str], residents: frozenset[str] | None = None
) -> tuple[dict[str, float], float]:
    """Of each person the prior probability, and that it is nobody known; 1 in all.

    people: who is enrolled, at least one; residents: who of them lives here, None for all.
    """
    weights = {name: _weight(name, situation, residents) for name in people}
    unknown, total = _unknown(situation), sum(weights.values())
    return {name: (1 - unknown) * weight / total for name, weight in weights.items()}, unknown


def _unknown(situation: Situation) -> float:
    begins, ends = NIGHT
    by_clock = UNKNOWN_AT_NIGHT if situation.at >= begins or situation.at < ends else UNKNOWN
    return UNKNOWN_WHEN_EMPTY if situation.at_home is not None and not situation.at_home else by_clock


def _weight(name: str, situation: Situation, residents: frozenset[str] | None) -> float:
    weight = 1.0 if residents is None or name in residents else VISITOR
    lately = _last(name, situation.seen)
    if lately is not None and lately.area is not None and situation.area is not None:
        return weight * (JUST_HERE if lately.area == situation.area else ELSEWHERE)
    if lately is None and situation.at_home is not None and name not in situation.at_home:
        return weight * AWAY
    return weight


def _last(name: str, seen: Sequence[Sighting]) -> Sighting | None:
    own = [one for one in seen if one.person == name and one.ago <= LATELY]
    return min(own, key=lambda one: one.ago, default=None)
