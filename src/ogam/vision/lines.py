"""Lines of text in a picture: where they are, which way is up, and each cut out straight."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Quadrilateral = NDArray[np.float64]
"""Corners of a line, shape (4, 2), in pixels (x, y): upper left, upper right, lower right, lower left."""
Pixels = NDArray[np.uint8]

LONGEST = 2048
"""Pixels of the longer side of a picture that is read; a line fills far more of them than it needs."""
UPRIGHT = 1.5
"""A line this many times as high as it is wide runs downwards: the picture lies on its side."""
DARK = 110
"""A picture whose lightest hundredth is darker than this was taken in the dark."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one line says. score: how sure its reader is, 0 to 1, as the reader counts."""

    text: str
    score: float


class LineFinder(Protocol):
    """Finds the lines of a picture, uint8 (height, width, 3) RGB; none is an empty list. Thread-safe."""

    def find(self, pixels: Pixels) -> list[Quadrilateral]: ...


class LineReader(Protocol):
    """Reads one line that is cut out straight, uint8 (height, width, 3) RGB. Thread-safe."""

    @property
    def name(self) -> str: ...

    def read(self, line: Pixels) -> Reading: ...


def tidied(text: str) -> str:
    """The characters that people type, and single spaces: ℃ is °C, wide figures are figures."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("°°", "°").split())


def brightened(pixels: Pixels) -> Pixels:
    """A picture that was taken in the dark, as bright as by day; any other as it is."""
    lightest = float(np.percentile(pixels[::4, ::4], 99))
    if lightest >= DARK:
        return pixels
    bright: Pixels = np.clip(pixels * (230 / max(lightest, 4.0)), 0, 255).astype(np.uint8)
    return bright


def scaled_down(pixels: Pixels) -> tuple[float, Pixels]:
    """A picture whose longer side is at most `LONGEST` pixels, and how much smaller it is than the picture given."""
    scale = LONGEST / max(pixels.shape[:2])
    if scale >= 1:
        return 1.0, pixels
    import cv2

    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    return scale, np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def turned(pixels: Pixels, quarters: int) -> Pixels:
    """A picture turned anticlockwise by quarters of a full turn."""
    return np.ascontiguousarray(np.rot90(pixels, quarters))


def turned_corners(corners: Quadrilateral, quarters: int, width: int, height: int) -> Quadrilateral:
    """Where corners of a picture of this width and height come to lie when it is turned, as `turned` does."""
    x, y = corners.T
    places = ((x, y), (y, width - x), (width - x, height - y), (height - y, x))
    return np.stack(places[quarters % 4], axis=1)


def lies_on_its_side(lines: Sequence[Quadrilateral]) -> bool:
    """Whether most of what is written, by its length, runs downwards."""
    down = sum(_length(line) for line in lines if _high(line) >= UPRIGHT * _wide(line))
    return 2 * down > sum(_length(line) for line in lines)


def in_order(corners: Quadrilateral) -> Quadrilateral:
    """The same corners, begun at the one that is nearest to the upper left of the picture; clockwise."""
    middle = corners.mean(axis=0)
    around = np.argsort(np.arctan2(*(corners - middle).T[::-1]))
    clockwise = corners[around]
    return np.roll(clockwise, -int(np.argmin(clockwise.sum(axis=1))), axis=0)


def cut_straight(pixels: Pixels, corners: Quadrilateral) -> Pixels:
    """A line as if seen from the front."""
    import cv2

    width, height = max(2, round(_wide(corners))), max(2, round(_high(corners)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cut = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)


def reading_order(lines: Sequence[Quadrilateral]) -> list[int]:
    """Rows from top to bottom, and in each row from left to right: places in `lines`.

    Two lines are in one row if the middle of one is between the upper and the lower edge of the other's middle half.
    """
    rows: list[list[int]] = []
    middles = [float(line[:, 1].mean()) for line in lines]
    for place in sorted(range(len(lines)), key=lambda place: middles[place]):
        first = rows[-1][0] if rows else None
        if first is not None and abs(middles[place] - middles[first]) < 0.5 * min(
            _high(lines[place]), _high(lines[first])
        ):
            rows[-1].append(place)
        else:
            rows.append([place])
    return [place for row in rows for place in sorted(row, key=lambda place: float(lines[place][:, 0].mean()))]


def shape(corners: Quadrilateral) -> float:
    """How many times longer than high a line is: about as many letters as it has, and a half."""
    return _wide(corners) / max(_high(corners), 1.0)


def _wide(corners: Quadrilateral) -> float:
    return float(max(np.hypot(*(corners[1] - corners[0])), np.hypot(*(corners[2] - corners[3]))))


def _high(corners: Quadrilateral) -> float:
    return float(max(np.hypot(*(corners[3] - corners[0])), np.hypot(*(corners[2] - corners[1]))))


def _length(corners: Quadrilateral) -> float:
    return max(_wide(corners), _high(corners))
