"""Is it a flat picture? Two views of one plane are a homography of each other; two views of a head are not.

Hartley and Zisserman, "Multiple View Geometry in Computer Vision", 2nd edition 2004, chapters 4 and 13.
"""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.floating]

RIGID = (
    168, 6, 197, 195, 5, 4, 1, 19, 94, 2, 98, 327,  # the ridge of the nose, its tip and its base
    33, 133, 362, 263, 130, 359, 243, 463,  # the corners of the eyes
    10, 109, 338, 67, 297, 103, 332, 54, 284, 21, 251,  # the forehead
    127, 356, 234, 454, 93, 323, 116, 345, 123, 352,  # the temples and the cheeks before the ears
)  # fmt: skip
"""Landmarks that no look and no word moves much."""


def relief(before: Points, after: Points, size: float) -> float:
    """How badly the best homography explains the second view by the first: root mean square, in sizes of the face.

    before, after: the same landmarks in two views, shape (468, 2 or 3); depth, which the face mesh guesses, is not
    looked at. size: the eye distance in the second view, in pixels. 0 for a flat picture, however it is turned, moved
    or brought nearer.
    """
    first, second = (np.asarray(points, np.float64)[list(RIGID), :2] for points in (before, after))
    matrix = homography(first, second)
    missed = projected(matrix, first) - second
    return float(np.sqrt(np.mean(np.sum(missed**2, axis=1)))) / max(size, 1e-9)


def homography(source: Points, target: Points) -> NDArray[np.float64]:
    """The 3 × 3 matrix that brings points (n, 2) nearest to others, by the normalised direct linear transform."""
    into, out = _normalising(source), _normalising(target)
    x, y = projected(into, source).T
    u, v = projected(out, target).T
    zero, one = np.zeros_like(x), np.ones_like(x)
    rows = np.concatenate(
        [
            np.stack([-x, -y, -one, zero, zero, zero, u * x, u * y, u], axis=1),
            np.stack([zero, zero, zero, -x, -y, -one, v * x, v * y, v], axis=1),
        ]
    )
    matrix = np.linalg.svd(rows)[2][-1].reshape(3, 3)
    return np.asarray(np.linalg.inv(out) @ matrix @ into, np.float64)


def projected(matrix: NDArray[np.float64], points: Points) -> NDArray[np.float64]:
    """Where a homography brings points, shape (n, 2)."""
    there = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    depth = np.where(np.abs(there[:, 2:]) < 1e-12, 1e-12, there[:, 2:])
    return np.asarray(there[:, :2] / depth, np.float64)


def _normalising(points: Points) -> NDArray[np.float64]:
    """Moves the middle of the points to 0, and makes their mean distance from it √2."""
    middle = points.mean(axis=0)
    scale = np.sqrt(2) / max(float(np.mean(np.linalg.norm(points - middle, axis=1))), 1e-12)
    return np.array([[scale, 0, -scale * middle[0]], [0, scale, -scale * middle[1]], [0, 0, 1]])
