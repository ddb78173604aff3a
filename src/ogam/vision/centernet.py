"""CenterNet: objects as peaks of a map, one map a class, and the distances to the sides at each peak.

The network is a MobileNetV3 by github.com/610265158/mobilenetv3_centernet. The method: Zhou et al., "Objects as
Points", 2019 (arXiv 1904.07850).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.vision.boxes import Corners, surest
from ogam.vision.findings import Findings
from ogam.vision.fitting import Fit, fit

INPUT = 512
STRIDE = 4
"""Pixels of the input for one of the maps."""
MOST = 100
"""Peaks that are looked at."""
SAME = 0.6
"""Two peaks of one thing are rare; when their boxes share this much of their union, they are one."""


@dataclass(frozen=True, slots=True, eq=False)
class CenterNet:
    """session: of the network. Thread-safe."""

    session: Any
    how: Fit = "letterbox"

    def find(self, pixels: NDArray[np.uint8], least: float) -> Findings:
        """What is in a picture (height, width, 3) with a score of at least `least`, the surest first."""
        seen = fit(pixels, INPUT, self.how)
        logits, sides = self.session.run(["logits", "sides"], {"tower_0/images": seen.pixels[None].astype(np.float32)})
        corners, classes, scores = read_peaks(logits[0], sides[0], least)
        kept = surest(corners, scores, classes, SAME)
        return Findings(seen.back(corners[kept]), classes[kept], scores[kept])


def read_peaks(
    logits: NDArray[np.float32], sides: NDArray[np.float32], least: float
) -> tuple[Corners, NDArray[np.int64], NDArray[np.float64]]:
    """Boxes in pixels of the input, their classes and scores.

    logits: (rows, columns, classes). sides: (rows, columns, 4): from the peak to the left, top, right and bottom.
    """
    peaks = np.where(logits == highest_around(logits), logits, -np.inf)
    best = np.sort(np.argpartition(-peaks, MOST, axis=None)[:MOST])
    rows, columns, classes = np.unravel_index(best, peaks.shape)
    with np.errstate(over="ignore"):
        scores = 1 / (1 + np.exp(-peaks[rows, columns, classes].astype(np.float64)))
    enough = scores >= least
    rows, columns, classes, scores = rows[enough], columns[enough], classes[enough], scores[enough]
    middles = np.stack([columns, rows], axis=1) * STRIDE
    away = sides[rows, columns].astype(np.float64)
    return np.concatenate([middles - away[:, :2], middles + away[:, 2:]], axis=1), classes, scores


def highest_around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest of each place and its eight neighbours, in each channel."""
    edged = np.pad(values, ((1, 1), (1, 1), (0, 0)), constant_values=-np.inf)
    along = np.maximum(np.maximum(edged[:-2], edged[1:-1]), edged[2:])
    highest: NDArray[np.float32] = np.maximum(np.maximum(along[:, :-2], along[:, 1:-1]), along[:, 2:])
    return highest
