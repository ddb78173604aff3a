"""What is seen, as the API tells it: boxes in shares of the picture, labels and a sentence in the reader's language."""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel

from ogam.core import Observation
from ogam.home.things import PERSON
from ogam.hub import CameraView
from ogam.messages import say
from ogam.vision.coco import NAMES

DRAWN = frozenset({"person", "object", "gesture", "pointing", "fall", "text", "state"})
"""Kinds of observations that are told, with their boxes."""


class BoxShown(BaseModel):
    """One thing that is seen. box: left, top, width and height, in shares of the picture; null without a place.

    value: a name (empty for nobody who is known), a class of COCO, a gesture, what is written; label: the same for
    people, in the reader's language.
    """

    kind: str
    value: str
    label: str
    confidence: float
    box: list[float] | None
    zone: str | None


def boxes_of(seen: Iterable[Observation], width: int, height: int, language: str) -> list[BoxShown]:
    """Those that are told. width, height: of the picture that their boxes are in, in pixels."""
    return [_box(one, width, height, language) for one in seen if one.kind in DRAWN]


def words_of(view: CameraView, language: str) -> str:
    """A scene in words: "2 cups, 1 person: Mina"; of an empty one "nothing that I know"."""
    parts = [
        _counted(what, sum(one.count for one in view.things if one.what == what), language)
        for what in dict.fromkeys(one.what for one in view.things)
    ]
    parts += [f"{zone.zone}: {say(language, zone.state)}" for zone in view.zones]
    if view.count:
        parts.append(_people([one.name for one in view.people if one.name], view.unknown, language))
    return ", ".join(parts) or say(language, "nothing that I know")


def label_of(seen: Observation, language: str) -> str:
    """What is written beside a box."""
    if seen.kind == "person":
        return seen.value or say(language, "somebody")
    if seen.kind == "object" and seen.value in NAMES:
        return NAMES[seen.value].korean if language == "ko" else seen.value
    return seen.value.replace("_", " ") if seen.kind == "text" else say(language, seen.value.replace("_", " "))


def _people(names: Sequence[str], unknown: int, language: str) -> str:
    who = _counted(PERSON, len(names) + unknown, language)
    others = [say(language, "{count} I don't know", count=unknown)] if unknown and names else []
    return f"{who}: {', '.join([*names, *others])}" if names else who


def _counted(what: str, count: int, language: str) -> str:
    """ "2 cups", "컵 2개", "사람 1명"."""
    names = NAMES.get(what)
    if language == "ko":
        return f"{names.korean if names else what} {count}{'명' if what == PERSON else '개'}"
    return f"{count} {what if count == 1 or names is None else names.plural}"


def _box(seen: Observation, width: int, height: int, language: str) -> BoxShown:
    box, zone, place = seen.box, seen.details.get("zone"), None
    if box is not None and width and height:
        place = [box.left / width, box.top / height, box.width / width, box.height / height]
        place = [round(one, 4) for one in place]
    return BoxShown(
        kind=seen.kind,
        value=seen.value,
        label=label_of(seen, language),
        confidence=seen.confidence,
        box=place,
        zone=None if zone is None else str(zone),
    )
