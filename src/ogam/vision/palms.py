"""Where palms are: MediaPipe's palm detector, on the whole picture and on parts of it, for those that are small.

Zhang et al., "MediaPipe Hands: On-device Real-time Hand Tracking", 2020 (arXiv 2006.10214). Palms rather than hands,
because a palm keeps its shape whatever the fingers do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ogam.core import Image
from ogam.vision import detection
from ogam.vision.detection import Detection, anchors, look, parts

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


Palm = Detection
"""points: shape (7, 2), in pixels: the wrist, where index, middle, ring and little finger begin, two of the thumb."""
ANCHORS = anchors(INPUT, GRIDS)


@dataclass(frozen=True, slots=True, eq=False)
class PalmDetector:
    """session: of the network; smallest: width in pixels of a palm that must be found; narrower ones may be."""

    session: Any
    smallest: float = 40.0

    def detect(self, image: Image) -> list[Palm]:
        """The palms of a picture, the surest first."""
        height, width = image.pixels.shape[:2]
        squares = parts(width, height, self.smallest)
        return merged(
            [
                palm
                for square in squares
                for palm in look(self.session, "palms", image.pixels, square, INPUT, ANCHORS, SURE)
            ]
        )


def merged(palms: Sequence[Palm]) -> list[Palm]:
    """One of all that are of the same palm."""
    return detection.merged(palms, SAME)
