"""Which face of a picture is which of the one before, by its place; and who each is, where nobody is there twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ogam.biometrics.fusion import MOST, Evidence
from ogam.core import Box, Identity
from ogam.vision import Face
from ogam.vision.detection import overlap

SAME_PLACE, SAME_SIZE = 0.4, 1.6
"""How much of the smaller box two pictures' faces share, and how many times larger one may be, to be one face."""
ONE_FACE = 0.6
"""Share of the smaller of two boxes from which on two that were followed have become one."""


def matched(before: Sequence[Box], now: Sequence[Box]) -> dict[int, int]:
    """Of each face before that is seen again, by number, the number of the face that it is now; the nearest first."""
    pairs = [
        (overlap(one, other), place, number)
        for place, one in enumerate(before)
        for number, other in enumerate(now)
        if overlap(one, other) >= SAME_PLACE and _alike_in_size(one, other)
    ]
    found: dict[int, int] = {}
    for _, place, number in sorted(pairs, reverse=True):
        if place not in found and number not in found.values():
            found[place] = number
    return found


def told_apart(before: Sequence[Face], followed: Sequence[Face | None]) -> list[Face | None]:
    """What was followed, but where two have slipped onto one face, only that which was there before."""
    kept = list(followed)
    for one in range(len(kept)):
        for other in range(one):
            face, rival = kept[one], kept[other]
            if face is None or rival is None or overlap(face.box, rival.box) < ONE_FACE:
                continue
            slipped = one if _moved(before[one], face) > _moved(before[other], rival) else other
            kept[slipped] = None
    return kept


def name_each(evidence: Sequence[Evidence | None], conclude: Callable[[Evidence], Identity]) -> list[Identity]:
    """Who each face of a picture is, nobody where there is no evidence. conclude: who it would be alone.

    One person is not in a picture twice: whoever is surest has the name, and for all others that person is out of the
    question.
    """
    found = [Identity()] * len(evidence)
    left = [number for number, one in enumerate(evidence) if one is not None]
    taken = set[str]()
    while left:
        for number in left:
            one = evidence[number]
            found[number] = Identity() if one is None else conclude(_without(one, taken))
        surest = max(left, key=lambda number: (found[number].person is not None, found[number].probability))
        person = found[surest].person
        if person is None:
            return found
        taken.add(person)
        left.remove(surest)
    return found


def _without(evidence: Evidence, people: set[str]) -> Evidence:
    """The same, if it cannot be these people."""
    if not people:
        return evidence
    ratios = {name: -MOST if name in people else ratio for name, ratio in evidence.ratios.items()}
    shares = {name: 1.0 if name in people else share for name, share in evidence.shares.items()}
    return replace(evidence, ratios=ratios, shares=shares)


def _alike_in_size(one: Box, other: Box) -> bool:
    larger, smaller = max(one.width, other.width), max(min(one.width, other.width), 1e-9)
    return larger / smaller <= SAME_SIZE


def _moved(before: Face, now: Face) -> float:
    """By how much, in pixels."""
    across = now.box.left + now.box.width / 2 - before.box.left - before.box.width / 2
    down = now.box.top + now.box.height / 2 - before.box.top - before.box.height / 2
    return abs(across) + abs(down)
