"""What a scene shows at one time, as values: nothing here changes any more. Times are in seconds before then."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

CameraState = Literal["off", "starting", "watching", "paused", "lost"]
"""Off: nobody opened it (Ogam sees only while its server runs). Lost: it gives no pictures just now."""


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """Somebody whom a camera sees, or saw. name: None where nobody knows them.

    here: seconds that they have been there; ago: since they were seen last, 0 for now.
    """

    name: str | None
    here: float
    ago: float


@dataclass(frozen=True, slots=True)
class ThingsSeen:
    """Things of one kind in one place. what: a class of COCO; zone: of the picture, None outside all. ago: as above."""

    what: str
    count: int
    zone: str | None
    ago: float


@dataclass(frozen=True, slots=True)
class ZoneSeen:
    """A zone that opens. state: "open" or "closed"; here: seconds for which it has been so."""

    zone: str
    state: str
    here: float
    ago: float


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened. kind: "gesture", "fall", "text"; person: who did it, where known."""

    kind: str
    value: str
    person: str | None
    ago: float


@dataclass(frozen=True, slots=True)
class CameraView:
    """What one camera shows. looked: seconds since its last picture was looked at, None where that never was.

    people, things: there now; unknown: how many more people are there, of whom nobody knows who they are.
    were_people, were_things: who and what was there before and is not now, the latest first.
    """

    camera: str
    area: str | None
    state: CameraState
    looked: float | None = None
    people: tuple[PersonSeen, ...] = ()
    unknown: int = 0
    things: tuple[ThingsSeen, ...] = ()
    were_people: tuple[PersonSeen, ...] = ()
    were_things: tuple[ThingsSeen, ...] = ()
    zones: tuple[ZoneSeen, ...] = ()
    happened: tuple[Happening, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether it shows what is true now, not what was."""
        return self.state == "watching" and self.looked is not None and self.looked <= CURRENT

    @property
    def count(self) -> int:
        """People there now."""
        return len(self.people) + self.unknown


CURRENT = 10.0
"""Seconds for which what a camera showed is still said to be so."""


@dataclass(frozen=True, slots=True)
class SceneView:
    """The whole scene. said: what was said last, by session."""

    cameras: tuple[CameraView, ...]
    said: Mapping[str, str]

    def camera(self, name: str) -> CameraView | None:
        """The view of the camera of this name, or None."""
        return next((view for view in self.cameras if view.camera == name), None)


def view_data(view: CameraView) -> dict[str, Any]:
    """A view as JSON values."""
    return asdict(view)


def view_from(data: Mapping[str, Any]) -> CameraView:
    """The view that `view_data` wrote."""
    made = {
        "people": PersonSeen,
        "things": ThingsSeen,
        "were_people": PersonSeen,
        "were_things": ThingsSeen,
        "zones": ZoneSeen,
        "happened": Happening,
    }
    parts = {name: tuple(kind(**one) for one in data.get(name, ())) for name, kind in made.items()}
    return CameraView(**{**data, **parts})
