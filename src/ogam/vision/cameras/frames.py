"""Frames as they come from a camera, unpacked only as far as somebody looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.core import Image
from ogam.vision.images import jpeg_grey, shrink_jpeg
from ogam.vision.motion_gate import CELLS, Grey, small_grey


class Frame(Protocol):
    """What was taken. `grey` and `image` raise ImageError if it cannot be read."""

    def grey(self) -> tuple[Grey, int, int]:
        """Small, for the motion gate; and the width and the height of the picture."""
        ...

    def image(self, time: float, source: str) -> Image: ...


class Arrival(Protocol):
    """A frame that has come. time: seconds on the stream's own clock, None if it has none.

    `take` gives the frame; it must be called before the next frame is asked for, and costs something, so that what
    nobody wants is left out. Raises ImageError if it cannot be had.
    """

    @property
    def time(self) -> float | None: ...

    def take(self) -> Frame: ...


Source = Callable[[Event], Iterator[Arrival]]
"""Opens a camera and gives what it sends, until the event is set. Ends where the camera ends.

Raises ImageError if it cannot be opened, goes away, or sends nothing for some seconds.
"""


@dataclass(frozen=True, slots=True, eq=False)
class JpegFrame:
    """A JPEG as it was sent: most are never unpacked but for a sixty-fourth."""

    data: bytes
    time: float | None = None

    def take(self) -> Frame:
        return self

    def grey(self) -> tuple[Grey, int, int]:
        small, width, height = jpeg_grey(self.data, CELLS)
        return small.astype(np.float32), width, height

    def image(self, time: float, source: str) -> Image:
        return Image(shrink_jpeg(self.data, source), time, source)


@dataclass(frozen=True, slots=True, eq=False)
class PixelFrame:
    """Pixels as OpenCV gives them: uint8 (height, width, 3), blue first."""

    pixels: NDArray[np.uint8]
    time: float | None = None

    def take(self) -> Frame:
        return self

    def grey(self) -> tuple[Grey, int, int]:
        height, width = self.pixels.shape[:2]
        return small_grey(self.pixels), width, height

    def image(self, time: float, source: str) -> Image:
        return Image(np.ascontiguousarray(self.pixels[:, :, ::-1]), time, source)
