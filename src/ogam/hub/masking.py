"""Masks: parts of a picture that nobody looks at are black before anything sees them."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ogam.core import Image
from ogam.home.seeing import Polygon


def masked(image: Image, masks: Sequence[Polygon]) -> Image:
    """The picture, black inside the masks; the same where there are none."""
    if not masks:
        return image
    height, width = image.pixels.shape[:2]
    kept = _kept(tuple(masks), width, height)
    return Image(image.pixels * kept[:, :, None], image.time, image.source)


@lru_cache(16)
def _kept(masks: tuple[Polygon, ...], width: int, height: int) -> NDArray[np.uint8]:
    """1 where a picture may be looked at, 0 inside a mask; shape (height, width)."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    picture = Pillow.new("L", (width, height), 1)
    for corners in masks:
        ImageDraw.Draw(picture).polygon([(x * width, y * height) for x, y in corners], fill=0)
    return np.asarray(picture).copy()
