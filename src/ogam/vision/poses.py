"""The pose of a body: 17 points by MoveNet, and a crop that follows the body from frame to frame.

Votel and Li, "Next-Generation Pose Detection with MoveNet and TensorFlow.js", 2021 (TensorFlow Blog). The network gives
heat maps; the body nearest to the middle of the picture wins, and each of its points is looked for near where the
body's centre says it should be.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Image
from ogam.models.converted import open_converted
from ogam.vision.warping import Matrix, inverse, transformed, warp

INPUT = 192
GRID = 48
"""Pixels of a side of what the network sees, and places of a side of its heat maps."""
POINTS = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
)
"""COCO's points, in its order; left and right are the person's own."""
COUNT = len(POINTS)
NOSE, LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_ELBOW, RIGHT_ELBOW, LEFT_WRIST, RIGHT_WRIST = 0, 5, 6, 7, 8, 9, 10
LEFT_HIP, RIGHT_HIP, LEFT_KNEE, RIGHT_KNEE, LEFT_ANKLE, RIGHT_ANKLE = 11, 12, 13, 14, 15, 16
TORSO = (LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP)
SEEN = 0.3
"""Score from which on a point is seen; Google's examples take 0.2 to 0.3."""
SPREAD = 1.8
"""How quickly a point's heat counts less, the farther it is from where the centre expects it, in places of the grid."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """A body in a picture. box: around the points that are seen; score: their mean, 0 to 1, 0 if none is.

    points: float32, shape (17, 2), in pixels; scores: float32, (17,), 0 to 1.
    """

    box: Box
    score: float
    points: NDArray[np.float32]
    scores: NDArray[np.float32]

    def seen(self, *points: int) -> bool:
        """Whether all of these points are."""
        return bool(np.all(self.scores[list(points)] >= SEEN))


class PoseEstimator(Protocol):
    """The pose of the body of a picture, or of that part of it; None where there is none. Thread-safe."""

    def estimate(self, image: Image, part: Box | None = None) -> Pose | None: ...


@dataclass(frozen=True, slots=True, eq=False)
class MoveNet:
    """session: of the network; least: points that must be seen."""

    session: Any
    least: int = 5

    def estimate(self, image: Image, part: Box | None = None) -> Pose | None:
        height, width = image.pixels.shape[:2]
        matrix = _square(part or Box(0, 0, width, height))
        seen = warp(image.pixels, matrix, INPUT).astype(np.float32)
        names = ["heatmaps", "centres", "regressions", "offsets"]
        maps = self.session.run(names, {"input": seen[None]})
        places, scores = decoded(*(one[0] for one in maps))
        pose = _pose(transformed(inverse(matrix), places * INPUT), scores)
        return pose if np.count_nonzero(scores >= SEEN) >= self.least else None


def load_poses(threads: int = 1) -> MoveNet:
    """MoveNet; the first time its weights are fetched and converted. Raises ModelError if they cannot be had."""
    return MoveNet(open_converted("movenet", threads))


class PoseFollower:
    """The body of one camera: what is looked at follows it, so that a small one is seen as large as a near one.

    It is the state of one camera: not thread-safe.
    """

    def __init__(self, estimator: PoseEstimator) -> None:
        self._estimator = estimator
        self._part: Box | None = None

    def accept(self, image: Image) -> Pose | None:
        """The pose in the next frame."""
        pose = self._estimator.estimate(image, self._part)
        if pose is None and self._part is not None:
            pose = self._estimator.estimate(image)
        self._part = None if pose is None else crop_of_pose(pose)
        return pose


def crop_of_pose(pose: Pose) -> Box | None:
    """What to look at in the next frame: a square around the torso in which all of the body has room; None, all of the
    picture, if the torso is not seen.

    As in MoveNet's own example: 1.9 times as far as the farthest point of the torso, 1.2 times that of the body.
    """
    if not (pose.seen(LEFT_HIP, RIGHT_HIP) and pose.seen(LEFT_SHOULDER, RIGHT_SHOULDER)):
        return None
    centre = pose.points[[LEFT_HIP, RIGHT_HIP]].mean(axis=0)
    away = np.abs(pose.points - centre).max(axis=1)
    half = max(1.9 * float(away[list(TORSO)].max()), 1.2 * float(away[pose.scores >= SEEN].max()), 8.0)
    return Box(float(centre[0]) - half, float(centre[1]) - half, 2 * half, 2 * half)


def decoded(
    heatmaps: NDArray[np.float32],
    centres: NDArray[np.float32],
    regressions: NDArray[np.float32],
    offsets: NDArray[np.float32],
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Points, shape (17, 2), x and y as shares of the input's side, and their scores, (17,).

    heatmaps: (48, 48, 17); centres: (48, 48, 1), less where farther from the middle; regressions, offsets: (48, 48,
    34), for each point y and x in places of the grid: from the body's centre, and from the place of the grid.
    """
    row, column = np.unravel_index(int(centres.argmax()), (GRID, GRID))
    expected = regressions[row, column].reshape(COUNT, 2) + np.array([row, column])
    y, x = np.mgrid[:GRID, :GRID]
    far = np.hypot(y[..., None] - expected[:, 0], x[..., None] - expected[:, 1])
    best = (heatmaps / (far + SPREAD)).reshape(-1, COUNT).argmax(axis=0)
    rows, columns = np.unravel_index(best, (GRID, GRID))
    each = np.arange(COUNT)
    shifts = offsets.reshape(GRID, GRID, COUNT, 2)[rows, columns, each]
    places = np.column_stack([columns + shifts[:, 1], rows + shifts[:, 0]]) / GRID
    return places, heatmaps[rows, columns, each]


def _square(part: Box) -> Matrix:
    """From the picture to the network's input, the part in its middle."""
    side = max(part.width, part.height, 1.0)
    scale = INPUT / side
    left, top = part.left - (side - part.width) / 2, part.top - (side - part.height) / 2
    return np.array([[scale, 0, -left * scale], [0, scale, -top * scale]])


def _pose(points: NDArray[np.float64], scores: NDArray[np.float32]) -> Pose:
    seen = scores >= SEEN
    if not seen.any():
        return Pose(Box(0, 0, 0, 0), 0.0, points.astype(np.float32), scores)
    (left, top), (right, bottom) = points[seen].min(axis=0), points[seen].max(axis=0)
    box = Box(float(left), float(top), float(right - left), float(bottom - top))
    return Pose(box, float(scores[seen].mean()), points.astype(np.float32), scores)
