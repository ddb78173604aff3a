"""Where a box that moves will be: a Kalman filter of constant speed, for any time between two pictures.

After Bewley et al., "Simple Online and Realtime Tracking", 2016 (arXiv 1602.00763); as in Wojke et al., "Deep SORT",
2017 (arXiv 1703.07402), what is uncertain grows with the size of the box.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box

SEEN = 0.05
"""Deviation of a box that is found around where it is, in its own heights."""
PUSHED = 1.0
"""Deviation of the speed's change in a second, in heights a second."""
STARTING = 2.0
"""Deviation of the speed of what was seen once, in heights a second."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """places: (4,), the middle's x and y, width, height, in pixels; speeds: of each, in pixels a second.

    spread: (2, 2), covariance of each place with its speed, in squared heights of the box: the same for all four.
    """

    places: NDArray[np.float64]
    speeds: NDArray[np.float64]
    spread: NDArray[np.float64]

    @property
    def box(self) -> Box:
        x, y, width, height = (float(number) for number in self.places)
        width, height = max(width, 1.0), max(height, 1.0)
        return Box(x - width / 2, y - height / 2, width, height)


def start(box: Box) -> Motion:
    """Of a box that is seen for the first time."""
    return Motion(_places(box), np.zeros(4), np.diag([SEEN**2, STARTING**2]))


def later(motion: Motion, seconds: float) -> Motion:
    """What is expected some seconds later: the middle goes on, the size stays."""
    step = np.array([[1.0, seconds], [0.0, 1.0]])
    push = PUSHED**2 * seconds * np.array([[seconds**2 / 3, seconds / 2], [seconds / 2, 1.0]])
    moved = motion.speeds * (1, 1, 0, 0) * seconds
    return Motion(motion.places + moved, motion.speeds, step @ motion.spread @ step.T + push)


def seen(expected: Motion, box: Box) -> Motion:
    """What is known after a box was found where another was expected."""
    gain = expected.spread[:, 0] / (expected.spread[0, 0] + SEEN**2)
    away = _places(box) - expected.places
    spread = expected.spread - np.outer(gain, expected.spread[0])
    return Motion(expected.places + gain[0] * away, expected.speeds + gain[1] * away, spread)


def _places(box: Box) -> NDArray[np.float64]:
    return np.array([box.left + box.width / 2, box.top + box.height / 2, box.width, box.height])
