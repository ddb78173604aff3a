"""Boxes: how much two of them share, and one of several that are of the same thing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box

Corners = NDArray[np.float64]
"""Shape (n, 4): left, top, right and bottom, in pixels."""


def overlaps(one: Corners, others: Corners) -> NDArray[np.float64]:
    """Intersection over union, 0 to 1, of every box of one list with every box of another: shape (n, m)."""
    shared = np.maximum(
        np.minimum(one[:, None, 2:], others[None, :, 2:]) - np.maximum(one[:, None, :2], others[None, :, :2]), 0
    ).prod(axis=-1)
    together = areas(one)[:, None] + areas(others)[None, :] - shared
    shares: NDArray[np.float64] = np.where(together > 0, shared / np.maximum(together, 1e-9), 0.0)
    return shares


def areas(corners: Corners) -> NDArray[np.float64]:
    """Pixels of each box, shape (n,)."""
    pixels: NDArray[np.float64] = np.maximum(corners[:, 2:] - corners[:, :2], 0).prod(axis=1)
    return pixels


def surest(corners: Corners, scores: NDArray[np.floating], classes: NDArray[np.int64], same: float) -> list[int]:
    """Which of the boxes stay, the surest first: none of one class that share `same` of their union or more.

    The usual greedy suppression of what is not the maximum, each class for itself.
    """
    apart = corners + (classes * (np.abs(corners).max(initial=0.0) * 2 + 1))[:, None]
    shared = overlaps(apart, apart)
    kept: list[int] = []
    for index in np.argsort(-scores, kind="stable"):
        if not kept or shared[index, kept].max() < same:
            kept.append(int(index))
    return kept


def corners(boxes: Sequence[Box]) -> Corners:
    """The corners of boxes, shape (n, 4)."""
    sides = [(box.left, box.top, box.left + box.width, box.top + box.height) for box in boxes]
    return np.array(sides, np.float64).reshape(-1, 4)


def box_of(corners: NDArray[np.floating]) -> Box:
    """The box between four numbers: left, top, right and bottom."""
    left, top, right, bottom = (float(number) for number in corners)
    return Box(left, top, right - left, bottom - top)
