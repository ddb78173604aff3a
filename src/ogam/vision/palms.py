"""Where palms are: MediaPipe's palm detector, on the whole picture and on parts of it, for those that are small.

Zhang et al., "MediaPipe Hands: On-device Real-time Hand Tracking", 2020 (arXiv 2006.10214). Palms rather than hands,
because a palm keeps its shape whatever the fingers do.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Image
from ogam.vision.detection import overlap, parts
from ogam.vision.warping import inverse, transformed, warp

INPUT = 256
"""Pixels of a side of what the network sees."""
SURE = 0.5
"""Score from which on something is a palm."""
SAME = 0.3
"""Share of the smaller of two boxes from which on they are one palm, as MediaPipe has it."""
GRIDS = ((8, 2), (16, 2), (32, 6))
"""Strides of the three grids of anchors, in pixels, and how many anchors each place has."""
WRIST, MIDDLE_FINGER = 0, 2
"""Of the seven points: the wrist, and where the middle finger begins."""


@dataclass(frozen=True, slots=True, eq=False)
class Palm:
    """score: 0 to 1; points: shape (7, 2), in pixels: the wrist, where index, middle, ring and little finger begin,
    and two of the thumb."""

    box: Box
    score: float
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PalmDetector:
    """session: of the network; smallest: width in pixels of a palm that must be found; narrower ones may be."""

    session: Any
    smallest: float = 40.0

    def detect(self, image: Image) -> list[Palm]:
        """The palms of a picture, the surest first."""
        height, width = image.pixels.shape[:2]
        squares = parts(width, height, self.smallest)
        return merged([palm for square in squares for palm in self._look(image.pixels, *square)])

    def _look(self, pixels: NDArray[np.uint8], left: float, top: float, side: float) -> list[Palm]:
        scale = INPUT / side
        matrix = np.array([[scale, 0, -left * scale], [0, scale, -top * scale]])
        seen = warp(pixels, matrix, INPUT)
        (raw,) = self.session.run(["palms"], {"input": (seen / np.float32(127.5) - np.float32(1))[None]})
        scores = 1 / (1 + np.exp(-np.clip(raw[0, :, 0], -50, 50)))
        back = inverse(matrix)
        return [
            _palm(raw[0, place, 1:], ANCHORS[place], float(scores[place]), back)
            for place in np.flatnonzero(scores >= SURE)
        ]


def _anchors() -> NDArray[np.float64]:
    """The middles that the network's answers are relative to, shape (2944, 2), in pixels of its input."""
    grids = []
    for stride, count in GRIDS:
        middles = (np.arange(INPUT // stride) + 0.5) * stride
        y, x = np.meshgrid(middles, middles, indexing="ij")
        grids.append(np.repeat(np.stack([x, y], axis=-1).reshape(-1, 2), count, axis=0))
    return np.concatenate(grids)


ANCHORS = _anchors()


def _palm(raw: NDArray[np.float32], anchor: NDArray[np.float64], score: float, back: NDArray[np.float64]) -> Palm:
    """raw: middle, size and seven points, in pixels of the input; all but the size relative to the anchor."""
    places = transformed(back, raw.reshape(9, 2)[[0, *range(2, 9)]] + anchor)
    width, height = raw[2:4] * back[0, 0]
    left, top = places[0] - (width / 2, height / 2)
    return Palm(Box(float(left), float(top), float(width), float(height)), score, places[1:])


def merged(palms: list[Palm]) -> list[Palm]:
    """One of all that are of the same palm: its place the mean of all, by their scores (weighted suppression)."""
    left = sorted(palms, key=lambda palm: -palm.score)
    found = []
    while left:
        same = [palm for palm in left if overlap(left[0].box, palm.box) >= SAME]
        left = [palm for palm in left if not any(palm is one for one in same)]
        found.append(_mean(same))
    return found


def _mean(same: list[Palm]) -> Palm:
    best = same[0]
    near = [palm for palm in same if 0.7 < palm.box.width / max(best.box.width, 1e-6) < 1.4] or [best]
    weights = np.array([palm.score for palm in near]) / sum(palm.score for palm in near)
    boxes = np.array([[palm.box.left, palm.box.top, palm.box.width, palm.box.height] for palm in near])
    left, top, width, height = (float(value) for value in weights @ boxes)
    points = np.tensordot(weights, np.stack([palm.points for palm in near]), axes=1)
    return Palm(Box(left, top, width, height), best.score, points)
