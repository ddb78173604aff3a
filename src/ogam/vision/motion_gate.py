"""What moved: a small grey picture against a running average of those before it.

The running average is that of Wren et al., "Pfinder: Real-Time Tracking of the Human Body", 1997 (IEEE TPAMI 19(7)),
without a variance for each pixel: the noise is measured over the picture, by the smaller of the differences. Light is
told from things by the edges, which it leaves where they are: O'Callaghan and Haga, "Robust Change-Detection by
Normalised Gradient-Correlation", 2007 (CVPR).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Image

CELLS = 80
"""Along the longer side of the small picture."""
FORGETS, FORGETS_STILL = 1.0, 0.4
"""Seconds in which the average forgets all but a third, where something changes and where nothing does: what was put
down, and the light of a lamp, are background after a second or two."""
FAINTEST = 6.0
"""Difference in grey levels, of 255, below which nothing is a motion, however little noise there is."""
STRONGEST = 30.0
"""What is always a motion: the noise of no camera is so strong, once so many pixels are averaged."""
NOISES = 5.0
"""Standard deviations of the noise that a difference must exceed."""
NEIGHBOURS = 3
"""Cells of nine, itself among them, that must have changed with a cell: what changed alone is noise."""
LIGHT_SHARE, LIGHT_LIKENESS = 0.25, 0.75
"""Where so much of the picture changed and its edges still correlate so well, it is the light that changed."""
_DARK = 8.0
"""Added before brightnesses are divided: ratios of what is nearly black say nothing."""
Grey = NDArray[np.float32]
"""Shape (rows, columns), 0 to 255."""


@dataclass(frozen=True, slots=True)
class Motion:
    """share: of the picture that moved, 0 to 1; box: around all of it, in pixels of the picture."""

    share: float
    box: Box


class MotionGate:
    """One camera's: says whether anything moves, at less than a millisecond a picture. Not thread-safe.

    What it sees first is the background, and so is what it sees after the picture changed its size.
    """

    def __init__(self) -> None:
        self._background: Grey = np.zeros((0, 0), np.float32)
        self._before = self._background
        self._time = 0.0

    def moved(self, image: Image) -> Motion | None:
        """What moved since the pictures before; None if nothing did."""
        height, width = image.pixels.shape[:2]
        return self.moved_grey(small_grey(image.pixels), image.time, width, height)

    def moved_grey(self, seen: Grey, time: float, width: int, height: int) -> Motion | None:
        """The same for a picture of which only a small grey one was read. width, height: of the picture itself."""
        passed, self._time = time - self._time, time
        before, self._before = self._before, seen
        if seen.shape != self._background.shape:
            self._background = seen
            return None
        background: Grey = self._background * _gain(self._background, seen)
        difference: Grey = seen - background
        threshold = _threshold(difference)
        changed = _together(np.abs(difference) > threshold)
        if changed.mean() > LIGHT_SHARE and _likeness(background, seen, changed) > LIGHT_LIKENESS:
            self._background = seen
            return None
        still = np.abs(seen - before) <= threshold
        learns = np.where(still, _learns(passed, FORGETS_STILL), _learns(passed, FORGETS))
        self._background = (background + learns * difference).astype(np.float32)
        return _motion(changed, width, height)


def small_grey(pixels: NDArray[np.uint8]) -> Grey:
    """A picture (height, width, 3), red or blue first, as about `CELLS` cells along its longer side: means of green."""
    from PIL import Image as Pillow

    factor = cell_size(pixels.shape[1], pixels.shape[0])
    step = max(1, factor // 4)
    grey = Pillow.fromarray(np.ascontiguousarray(pixels[::step, ::step, 1]))
    return np.asarray(grey.reduce(max(1, factor // step)), np.float32)


def cell_size(width: int, height: int) -> int:
    """Pixels of a side of a cell."""
    return max(1, max(width, height) // CELLS)


def _learns(passed: float, forgets: float) -> np.float32:
    """How much of a new picture becomes background. Of a clock that stands still or goes back: a little."""
    return np.float32(1 - math.exp(-(passed if passed > 0 else 0.2) / forgets))


def _gain(background: Grey, seen: Grey) -> np.float32:
    """By how much it became brighter all over, as a camera does that sets its exposure."""
    return np.float32(np.median((seen + _DARK) / (background + _DARK)))


def _threshold(difference: Grey) -> float:
    """A quarter of all differences are below 0.32 standard deviations of noise, if so much of the picture is still."""
    sizes = np.abs(difference).ravel()
    quarter = float(np.partition(sizes, len(sizes) // 4)[len(sizes) // 4])
    return min(max(FAINTEST, NOISES * quarter / 0.3186), STRONGEST)


def _together(changed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Only what changed together with its neighbours."""
    rows, columns = changed.shape
    padded = np.zeros((rows + 2, columns + 2), np.uint8)
    padded[1:-1, 1:-1] = changed
    lines = padded[:-2] + padded[1:-1] + padded[2:]
    count = lines[:, :-2] + lines[:, 1:-1] + lines[:, 2:]
    kept: NDArray[np.bool_] = changed & (count >= NEIGHBOURS)
    return kept


def _likeness(background: Grey, seen: Grey, changed: NDArray[np.bool_]) -> float:
    """How well the edges where it changed correlate with those of before, -1 to 1."""
    products, before, after = 0.0, 1e-9, 1e-9
    for axis in (0, 1):
        inside = np.delete(changed, 0, axis)
        old, new = np.diff(background, axis=axis)[inside], np.diff(seen, axis=axis)[inside]
        products += float(old @ new)
        before += float(old @ old)
        after += float(new @ new)
    return products / math.sqrt(before * after)


def _motion(changed: NDArray[np.bool_], width: int, height: int) -> Motion | None:
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not len(rows):
        return None
    across, down = width / changed.shape[1], height / changed.shape[0]
    left, right = float(columns[0] * across), float((columns[-1] + 1) * across)
    top, bottom = float(rows[0] * down), float((rows[-1] + 1) * down)
    return Motion(float(changed.mean()), Box(left, top, right - left, bottom - top))
