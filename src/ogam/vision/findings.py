"""What a network of objects finds, before it becomes observations."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.vision.boxes import Corners


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """Things in a picture, the surest first. corners: (n, 4), in its pixels; classes: places in `coco.CLASSES`.

    scores: as the network gives them, 0 to 1; they are no probabilities.
    """

    corners: Corners
    classes: NDArray[np.int64]
    scores: NDArray[np.float64]


class ObjectFinder(Protocol):
    """A network that finds objects of the COCO classes. Thread-safe."""

    def find(self, pixels: NDArray[np.uint8], least: float) -> Findings: ...
