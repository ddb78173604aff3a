"""NanoDet: objects in one look, their sides as distributions over distances.

The network is NanoDet-g by RangiLyu (github.com/RangiLyu/nanodet). How its sides are read: Li et al., "Generalized
Focal Loss: Learning Qualified and Distributed Bounding Boxes for Dense Object Detection", 2020 (arXiv 2006.04388).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.vision.boxes import Corners, surest
from ogam.vision.coco import COUNT
from ogam.vision.findings import Findings
from ogam.vision.fitting import Fit, fit

INPUT = 416
STRIDES = (8, 16, 32)
"""Pixels from one place to the next, of each of the three grids."""
DISTANCES = 11
"""A side may be 0 to 10 strides away from its place; the network says how likely each is."""
MEAN = np.array([103.53, 116.28, 123.675], np.float32)
DEVIATION = np.array([57.375, 57.12, 58.395], np.float32)
"""Of the pictures that it was trained on: blue, green, red."""
SAME = 0.6
"""Share of two boxes of one class from which on they are one thing, as its authors set it."""


@dataclass(frozen=True, slots=True, eq=False)
class NanoDet:
    """session: of the network. Thread-safe."""

    session: Any
    how: Fit = "letterbox"

    def find(self, pixels: NDArray[np.uint8], least: float) -> Findings:
        """What is in a picture (height, width, 3) with a score of at least `least`, the surest first."""
        seen = fit(pixels, INPUT, self.how)
        levels = self.session.run([f"level_{stride}" for stride in STRIDES], {"input_1": normalised(seen.pixels)})
        read = [read_level(level[0], stride, least) for level, stride in zip(levels, STRIDES, strict=True)]
        corners, classes, scores = (np.concatenate(parts) for parts in zip(*read, strict=True))
        kept = surest(corners, scores, classes, SAME)
        return Findings(seen.back(corners[kept]), classes[kept], scores[kept])


def normalised(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the network is given of a square of `INPUT` pixels, RGB: float32 (1, 3, INPUT, INPUT)."""
    normal: NDArray[np.float32] = ((pixels[:, :, ::-1] - MEAN) / DEVIATION).transpose(2, 0, 1)[None]
    return normal


def read_level(
    level: NDArray[np.float32], stride: int, least: float
) -> tuple[Corners, NDArray[np.int64], NDArray[np.float64]]:
    """Boxes in pixels of the input, their classes and scores: of every place whose best class has `least` or more.

    level: (classes + 4 × distances, rows, columns): logits of the classes, then of the distances to the left, top,
    right and bottom side.
    """
    columns = level.shape[2]
    places = level.reshape(level.shape[0], -1).T.astype(np.float64)
    scores = 1 / (1 + np.exp(-places[:, :COUNT]))
    rows, classes = np.nonzero(scores >= least)
    sides = places[rows, COUNT:].reshape(-1, 4, DISTANCES)
    likely = np.exp(sides - sides.max(axis=2, keepdims=True))
    away = (likely / likely.sum(axis=2, keepdims=True)) @ np.arange(DISTANCES) * stride
    middles = (np.stack([rows % columns, rows // columns], axis=1) + 0.5) * stride
    return np.concatenate([middles - away[:, :2], middles + away[:, 2:]], axis=1), classes, scores[rows, classes]
