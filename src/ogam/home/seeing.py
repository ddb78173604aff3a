"""What a home file says of seeing: cameras, the zones of their pictures, and what gestures mean."""

from dataclasses import dataclass
from typing import Literal

Sight = Literal["people", "objects", "gestures", "text", "falls"]
SIGHTS: tuple[Sight, ...] = ("people", "objects", "gestures", "text", "falls")
"""What a camera may be asked to see. Text is read only when somebody asks for it."""

GESTURES = (
    "open_palm",
    "thumbs_up",
    "thumbs_down",
    "pointing_left",
    "pointing_right",
    "pointing_up",
    "pointing_down",
    "fist",
    "victory",
)

Point = tuple[float, float]
"""A place in a picture: from 0, its left, to 1; from 0, its top, to 1."""
Polygon = tuple[Point, ...]
"""At least three points."""


@dataclass(frozen=True, slots=True)
class CameraZone:
    """A part of a camera's picture that has a name: "table", "oven door".

    opens: whether it is something that is open or closed, which is then watched.
    """

    name: str
    polygon: Polygon
    aliases: tuple[str, ...] = ()
    opens: bool = False


SNAPSHOT_REASONS = ("entered", "left", "recognised", "appeared", "gone", "opened", "closed", "gesture", "fall")
"""What a camera may keep a picture of."""


@dataclass(frozen=True, slots=True)
class KeptSnapshots:
    """Which pictures a camera keeps: of what happens (`SNAPSHOT_REASONS`), and for how many days."""

    on: tuple[str, ...]
    keep_days: float = 7.0


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera, identified by its name; as a device of the home it is `id`, of the domain `camera`.

    address: as the file says it, secrets still named only (`${NAME}`, `keyring:NAME` …): see `ogam.hub.addresses`.
    rate: pictures a second that are looked at, at most. masks: parts that nobody looks at. paused: whether it is not
    watched until somebody says so. snapshots: the pictures that it keeps; None for none.
    """

    name: str
    address: str
    id: str = ""
    aliases: tuple[str, ...] = ()
    area: str | None = None
    rate: float = 5.0
    sees: tuple[Sight, ...] = ("people", "objects")
    zones: tuple[CameraZone, ...] = ()
    masks: tuple[Polygon, ...] = ()
    paused: bool = False
    snapshots: KeptSnapshots | None = None

    def zone(self, name: str) -> CameraZone | None:
        """The zone of this name, or None."""
        return next((zone for zone in self.zones if zone.name == name), None)


@dataclass(frozen=True, slots=True)
class GestureCommand:
    """What a gesture says: a sentence of the home, where a camera of this name or in this area sees it, if given."""

    gesture: str
    say: str
    camera: str | None = None
    area: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class SeenDevice:
    """Where a camera sees a device: the point at which it must be pointed."""

    device: str
    camera: str
    at: Point


def middle(polygon: Polygon) -> Point:
    """The mean of a polygon's corners."""
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)
