"""Parts of a camera's picture: which of them something is in, and which nobody may look at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ogam.core import Box, Image

Point = tuple[float, float]
"""x and y, in shares of the picture: (0, 0) is its upper left corner, (1, 1) its lower right one."""
Inside = Literal["foot", "overlap"]
"""foot: the middle of the lower side of the box is in the zone, for what stands there; overlap: half of the box is."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a picture with a name ("stove", "cot"). polygon: its corners in order, three or more.

    Raises ValueError for fewer corners, corners outside of the picture, and a polygon without any area.
    """

    name: str
    polygon: tuple[Point, ...]

    def __post_init__(self) -> None:
        if len(self.polygon) < 3:
            raise ValueError(f"zone {self.name}: {len(self.polygon)} corners; it needs three or more")
        if not all(0 <= number <= 1 for point in self.polygon for number in point):
            raise ValueError(f"zone {self.name}: corners are shares of the picture, from 0 to 1")
        if area(self.polygon) < 1e-6:
            raise ValueError(f"zone {self.name}: its corners lie on one line")

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all of it, in shares of the picture."""
        x, y = zip(*self.polygon, strict=True)
        return min(x), min(y), max(x), max(y)


def zones_of(
    box: Box, zones: Sequence[Zone], width: int, height: int, how: Inside = "foot", least: float = HALF
) -> tuple[str, ...]:
    """The names of the zones that a box is in, in their order; they may overlap.

    box: in pixels of a picture of this width and height. least: share of the box that must be in it, for "overlap".
    """
    if how == "foot":
        foot = ((box.left + box.width / 2) / width, (box.top + box.height) / height)
        return tuple(zone.name for zone in zones if contains(zone, *foot))
    return tuple(zone.name for zone in zones if share(box, zone, width, height) >= least - 1e-9)


def contains(zone: Zone, x: float, y: float) -> bool:
    """Whether a point is in a zone, in shares of the picture. Points beyond the picture's edge count as on it."""
    x, y = min(max(x, 0.0), 1.0 - 1e-9), min(max(y, 0.0), 1.0 - 1e-9)
    inside = False
    for (x1, y1), (x2, y2) in _edges(zone.polygon):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def share(box: Box, zone: Zone, width: int, height: int) -> float:
    """How much of a box, in pixels, is in a zone, 0 to 1."""
    left, top = box.left / width, box.top / height
    right, bottom = (box.left + box.width) / width, (box.top + box.height) / height
    whole = (right - left) * (bottom - top)
    return min(1.0, area(_cut(zone.polygon, left, top, right, bottom)) / whole) if whole > 0 else 0.0


def area(polygon: Sequence[Point]) -> float:
    """Of a polygon whose sides do not cross, in shares of the picture (Gauss's formula)."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _edges(polygon))) / 2


def masked(image: Image, masks: Sequence[Zone]) -> Image:
    """The picture with every one of the zones black: what is private is gone before anything is recognised."""
    if not masks:
        return image
    from PIL import Image as Pillow
    from PIL import ImageDraw

    height, width = image.pixels.shape[:2]
    picture = Pillow.fromarray(image.pixels)
    pen = ImageDraw.Draw(picture)
    for zone in masks:
        pen.polygon([(x * width, y * height) for x, y in zone.polygon], fill=(0, 0, 0), outline=(0, 0, 0))
    return replace(image, pixels=np.array(picture))


def _edges(polygon: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(zip(polygon, [*polygon[1:], *polygon[:1]], strict=True))


def _cut(polygon: Sequence[Point], left: float, top: float, right: float, bottom: float) -> list[Point]:
    """What of a polygon is in a rectangle: Sutherland and Hodgman, 1974."""
    kept = list(polygon)
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        kept = [point for one, other in _edges(kept) for point in _cut_edge(one, other, axis, limit, sign)]
    return kept


def _cut_edge(one: Point, other: Point, axis: int, limit: float, sign: int) -> list[Point]:
    """What one edge adds: where it crosses the line, and its end if that is on the right side."""
    before, after = (sign * (point[axis] - limit) >= 0 for point in (one, other))
    points = []
    if before != after:
        t = (limit - one[axis]) / (other[axis] - one[axis])
        points.append((one[0] + t * (other[0] - one[0]), one[1] + t * (other[1] - one[1])))
    return [*points, other] if after else points
