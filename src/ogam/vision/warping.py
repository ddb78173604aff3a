"""Turning, scaling and cutting pictures.

Points are (x, y) in pixels; (0, 0) is the upper left corner of the first pixel.
"""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Matrix = NDArray[np.float64]
"""Shape (2, 3): a point p goes to matrix[:, :2] @ p + matrix[:, 2]."""


def similarity_transform(source: Points, target: Points) -> Matrix:
    """The turn, scale and shift, without mirroring, that bring points (n, 2) nearest to others, in least squares.

    Umeyama, "Least-squares estimation of transformation parameters between two point patterns", 1991.
    Raises ValueError if the points are all one.
    """
    middle, wanted = source.mean(axis=0), target.mean(axis=0)
    x, y = (source - middle).T
    u, v = (target - wanted).T
    spread = float(np.sum(x * x + y * y))
    if spread == 0:
        raise ValueError("the points are all in one place")
    along, across = float(np.sum(x * u + y * v)) / spread, float(np.sum(x * v - y * u)) / spread
    turn = np.array([[along, -across], [across, along]])
    return np.column_stack([turn, wanted - turn @ middle])


def inverse(matrix: Matrix) -> Matrix:
    """The transform that undoes another."""
    back = np.linalg.inv(matrix[:, :2])
    return np.column_stack([back, -back @ matrix[:, 2]])


def transformed(matrix: Matrix, points: NDArray[np.floating]) -> Points:
    """Where points, shape (n, 2), go."""
    moved: Points = points @ matrix[:, :2].T + matrix[:, 2]
    return moved


def warp(pixels: NDArray[np.uint8], matrix: Matrix, size: int) -> NDArray[np.uint8]:
    """A square of `size` pixels of a picture (height, width, 3): `matrix` says where its points go. Black outside.

    What is scaled down is averaged first, so that no detail turns into noise.
    """
    from PIL import Image as Pillow

    back = inverse(matrix)
    corners = transformed(back, np.array([[0, 0], [size, 0], [0, size], [size, size]], np.float64))
    height, width = pixels.shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0)) - 2, 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)) + 2, 0, (width, height)).astype(int)
    if left >= right or top >= bottom:
        return np.zeros((size, size, 3), np.uint8)
    part = Pillow.fromarray(np.ascontiguousarray(pixels[top:bottom, left:right]))
    factor = max(1, int(np.sqrt(abs(np.linalg.det(back[:, :2]))) + 1e-6))
    if factor > 1:
        part = part.reduce(factor)
    shifted = np.column_stack([back[:, :2], back[:, 2] - (left, top)]) / factor
    return np.asarray(
        part.transform((size, size), Pillow.Transform.AFFINE, tuple(shifted.ravel()), Pillow.Resampling.BILINEAR)
    )
