"""A picture of any shape as the square that a network sees, and boxes back from there."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ogam.vision.boxes import Corners

Fit = Literal["stretch", "letterbox"]
"""stretch: both sides become the square's; letterbox: the longer one does, and the rest is filled with grey."""
GREY = 114


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """pixels: uint8, (size, size, 3), RGB. scale: (x, y), pixels of the square for one of the picture.

    width, height: of the picture, in its own pixels.
    """

    pixels: NDArray[np.uint8]
    scale: tuple[float, float]
    width: int
    height: int

    def back(self, corners: Corners) -> Corners:
        """Boxes of the square as boxes of the picture, cut at its edges."""
        there = corners / (self.scale * 2)
        return np.clip(there, 0, (self.width, self.height, self.width, self.height))


def fit(pixels: NDArray[np.uint8], size: int, how: Fit) -> Fitted:
    """A picture (height, width, 3) in a square of `size` pixels; what is scaled down is averaged."""
    from PIL import Image as Pillow

    height, width = pixels.shape[:2]
    if how == "stretch":
        inner = (size, size)
    else:
        scale = size / max(width, height)
        inner = (max(1, round(width * scale)), max(1, round(height * scale)))
    scaled = np.asarray(Pillow.fromarray(pixels).resize(inner, Pillow.Resampling.BILINEAR))
    if inner != (size, size):
        square = np.full((size, size, 3), GREY, np.uint8)
        square[: inner[1], : inner[0]] = scaled
        scaled = square
    return Fitted(scaled, (inner[0] / width, inner[1] / height), width, height)
