"""Where faces are: BlazeFace, on the whole picture and on overlapping parts of it, for those that are small.

Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019 (arXiv 1907.05047).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Image
from ogam.vision.warping import inverse, transformed, warp

INPUT = 128
"""Pixels of a side of what the network sees."""
SEEN = 16
"""Pixels that a face must have there to be found: so were 63 of 63 photographed faces, of 14 pixels 60."""
STRIDE = 0.75
"""From one part to the next, in sides of it: what overlaps holds every face that parts twice as large may miss."""
SURE = 0.5
"""Score from which on something is a face."""
SAME = 0.5
"""Share of the smaller of two boxes from which on they are one face."""
GRIDS = ((8, 2), (16, 6))
"""Strides of the two grids of anchors, in pixels, and how many anchors each place has."""


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """Where something is, roughly. score: 0 to 1; points: shape (points, 2), in pixels: of a face the eyes, nose and
    mouth, then the ears."""

    box: Box
    score: float
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class BlazeFace:
    """session: of the network; smallest: width in pixels of a face that must be found; narrower ones may be."""

    session: Any
    smallest: float = 40.0

    def detect(self, image: Image) -> list[Detection]:
        """The faces of a picture, the largest first."""
        height, width = image.pixels.shape[:2]
        found = [
            detection
            for square in parts(width, height, self.smallest)
            for detection in look(self.session, "faces", image.pixels, square, INPUT, ANCHORS, SURE)
        ]
        return sorted(merged(found), key=lambda detection: -detection.box.width)


def look(
    session: Any,
    output: str,
    pixels: NDArray[np.uint8],
    square: tuple[float, float, float],
    size: int,
    middles: NDArray[np.float64],
    sure: float,
) -> list[Detection]:
    """What a network with anchors finds in one square (left, top, side) of a picture.

    size: pixels of a side of its input; middles: its anchors; sure: score from which on it is something.
    """
    left, top, side = square
    scale = size / side
    matrix = np.array([[scale, 0, -left * scale], [0, scale, -top * scale]])
    seen = warp(pixels, matrix, size)
    (raw,) = session.run([output], {"input": (seen / np.float32(127.5) - np.float32(1))[None]})
    scores = 1 / (1 + np.exp(-np.clip(raw[0, :, 0], -50, 50)))
    back = inverse(matrix)
    return [
        _detection(raw[0, place, 1:], middles[place], float(scores[place]), back)
        for place in np.flatnonzero(scores >= sure)
    ]


def anchors(size: int, grids: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """The middles that a network's answers are relative to, shape (anchors, 2), in pixels of its input of `size`.

    grids: stride of each grid, and how many anchors each of its places has.
    """
    found = []
    for stride, count in grids:
        middles = (np.arange(size // stride) + 0.5) * stride
        y, x = np.meshgrid(middles, middles, indexing="ij")
        found.append(np.repeat(np.stack([x, y], axis=-1).reshape(-1, 2), count, axis=0))
    return np.concatenate(found)


ANCHORS = anchors(INPUT, GRIDS)


def _detection(
    raw: NDArray[np.float32], anchor: NDArray[np.float64], score: float, back: NDArray[np.float64]
) -> Detection:
    """raw: middle, size and points, in pixels of the input; all but the size relative to the anchor."""
    pairs = raw.reshape(-1, 2)
    places = transformed(back, pairs[[0, *range(2, len(pairs))]] + anchor)
    width, height = raw[2:4] * back[0, 0]
    left, top = places[0] - (width / 2, height / 2)
    return Detection(Box(float(left), float(top), float(width), float(height)), score, places[1:])


def parts(width: int, height: int, smallest: float) -> Iterator[tuple[float, float, float]]:
    """Squares to look at, as left, top and side: all of the picture, then parts, as small as it takes.

    In as few steps as there can be, each to half of the side before or a little more.
    """
    whole, least = float(max(width, height)), smallest * INPUT / SEEN
    steps = max(0, int(np.ceil(np.log2(whole / least) - 1e-9)))
    for step in range(steps + 1):
        side = whole * (least / whole) ** (step / steps) if step else whole
        for top in _starts(height, side):
            for left in _starts(width, side):
                yield left, top, side


def _starts(length: int, side: float) -> list[float]:
    """Where the parts along one side of the picture begin: evenly, so that they reach its end."""
    if length <= side:
        return [0.0]
    count = int(np.ceil((length - side) / (STRIDE * side) - 1e-9)) + 1
    return [float(start) for start in np.linspace(0, length - side, count)]


def merged(detections: Sequence[Detection], share: float = SAME) -> list[Detection]:
    """One of all that are of the same thing: the surest, its place the mean of all, by their scores (weighted
    suppression). share: of the smaller of two boxes, from which on they are one."""
    left = sorted(detections, key=lambda detection: -detection.score)
    found = []
    while left:
        same = [other for other in left if overlap(left[0].box, other.box) >= share]
        left = [other for other in left if not any(other is one for one in same)]
        found.append(_mean(same))
    return found


def _mean(same: Sequence[Detection]) -> Detection:
    """The weighted mean; parts that the edge of a square cut off count as little as they are large."""
    best = same[0]
    near = [one for one in same if 0.7 < one.box.width / max(best.box.width, 1e-6) < 1.4] or [best]
    weights = np.array([one.score for one in near]) / sum(one.score for one in near)
    boxes = np.array([[one.box.left, one.box.top, one.box.width, one.box.height] for one in near])
    left, top, width, height = (float(value) for value in weights @ boxes)
    points = np.tensordot(weights, np.stack([one.points for one in near]), axes=1)
    return Detection(Box(left, top, width, height), best.score, points)


def overlap(one: Box, other: Box) -> float:
    """What two boxes share, as a share of the smaller, 0 to 1."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    smaller = min(one.width * one.height, other.width * other.height)
    return max(0.0, width) * max(0.0, height) / smaller if smaller > 0 else 0.0
