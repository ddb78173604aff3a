"""Drawing what is seen into its picture: boxes with labels, corners of text, lines of hands and bodies, zones, masks.

What a font cannot write has a number in the picture, and is in the legend beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from ogam.core import Box, Image, Observation
from ogam.vision.fonts import can_draw, font
from ogam.vision.zones import Zone

Colour = tuple[int, int, int]
COLOURS: Mapping[str, Colour] = MappingProxyType(
    {
        "person": (64, 200, 120),
        "object": (255, 190, 60),
        "hand-shape": (90, 190, 255),
        "gesture": (90, 190, 255),
        "pose": (230, 120, 255),
        "fall": (255, 90, 90),
        "text": (255, 240, 120),
        "state": (255, 150, 90),
    }
)
"""By the kind of an observation."""
OTHER: Colour = (220, 220, 220)
ZONE: Colour = (180, 180, 255)
INK: Colour = (20, 20, 20)
SMALLEST, SHARE = 12, 36
"""Height of letters in pixels: this at least, else a share of the picture's shorter side."""
LINES, CORNERS = "lines", "corners"
"""Of an observation's details, in pixels: lists of points that are joined (a finger, an arm); the corners of a text."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """image: a copy with what was seen. legend: "1 민아" for labels that the font could not write."""

    image: Image
    legend: tuple[str, ...] = ()


def label_of(seen: Observation) -> str:
    """What is written beside it: the value and how sure that is; for what has no value, its kind."""
    return f"{seen.value or seen.kind} {seen.confidence:.0%}"


def draw_seen(
    image: Image,
    seen: Sequence[Observation],
    label: Callable[[Observation], str] = label_of,
    zones: Sequence[Zone] = (),
    masks: Sequence[Zone] = (),
) -> Drawn:
    """Draw observations into their picture; what has no place in it is left out.

    label: of one; empty for none. zones: outlined with their names; masks: black.
    """
    from PIL import Image as Pillow

    picture = Pillow.fromarray(image.pixels)
    pen = _Pen(picture)
    for mask in masks:
        pen.fill(mask)
    for zone in zones:
        pen.outline(zone)
    for one in seen:
        pen.shapes(one)
    for one in seen:  # labels last, so that no box crosses them
        if one.box is not None and (text := label(one)):
            pen.label(text, one.box, COLOURS.get(one.kind, OTHER))
    return Drawn(Image(np.asarray(picture).copy(), image.time, image.source), tuple(pen.legend))


@dataclass(slots=True, eq=False)
class _Pen:
    """Draws into one picture. taken: where labels are already, as left, top, right, bottom."""

    picture: Any
    legend: list[str] = field(default_factory=list)
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    _draw: Any = None
    _font: Any = None
    _thick: int = 2

    def __post_init__(self) -> None:
        from PIL import ImageDraw

        shorter = min(self.picture.size)
        self._draw = ImageDraw.Draw(self.picture)
        self._font = font(max(SMALLEST, shorter // SHARE))
        self._thick = max(2, shorter // 320)

    def fill(self, zone: Zone) -> None:
        self._draw.polygon(self._corners(zone), fill=(0, 0, 0))

    def outline(self, zone: Zone) -> None:
        corners = self._corners(zone)
        self._draw.line([*corners, corners[0]], fill=ZONE, width=self._thick)
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        self.label(zone.name, Box(left, top, 1, 1), ZONE, inside=True)

    def shapes(self, seen: Observation) -> None:
        """The outline of one observation, and its lines."""
        colour = COLOURS.get(seen.kind, OTHER)
        corners = seen.details.get(CORNERS)
        if corners:
            self._line([*corners, corners[0]], colour)
        elif seen.box is not None:
            left, top = seen.box.left, seen.box.top
            right, bottom = left + max(1.0, seen.box.width), top + max(1.0, seen.box.height)
            self._draw.rectangle((left, top, right, bottom), outline=colour, width=self._thick)
        for points in seen.details.get(LINES, ()):
            self._line(points, colour)
            for x, y in points:
                dot = self._thick
                self._draw.ellipse((x - dot, y - dot, x + dot, y + dot), fill=colour)

    def label(self, text: str, box: Box, colour: Colour, inside: bool = False) -> None:
        """A text on a ground of its own, above the box where there is room, and on no other label."""
        if not can_draw(text, self._font):
            self.legend.append(f"{len(self.legend) + 1} {text}")
            text = str(len(self.legend))
        x0, y0, x1, y1 = self._draw.textbbox((0, 0), text, font=self._font)
        width, height = x1 - x0 + 6, y1 - y0 + 4
        most_left, most_top = self.picture.width - width, self.picture.height - height
        left = round(min(max(0.0, box.left), max(0, most_left)))
        above = box.top if inside or box.top < height else box.top - height
        top = self._free(left, round(min(max(0.0, above), max(0, most_top))), round(width), round(height))
        self.taken.append((left, top, left + width, top + height))
        self._draw.rectangle((left, top, left + width, top + height), fill=colour)
        self._draw.text((left + 3 - x0, top + 2 - y0), text, fill=INK, font=self._font)

    def _free(self, left: int, top: int, width: int, height: int) -> int:
        """The next place below in which no label is yet; where there is none, the first."""
        first = top
        while any(
            left < other[2] and other[0] < left + width and top < other[3] and other[1] < top + height
            for other in self.taken
        ):
            top += height
            if top + height > self.picture.height:
                return first
        return top

    def _line(self, points: Sequence[Sequence[float]], colour: Colour) -> None:
        self._draw.line([(x, y) for x, y in points], fill=colour, width=self._thick)

    def _corners(self, zone: Zone) -> list[tuple[float, float]]:
        return [(x * self.picture.width, y * self.picture.height) for x, y in zone.polygon]
