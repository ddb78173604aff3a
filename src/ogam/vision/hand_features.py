"""What a hand's joints say, whatever the hand's size and wherever it is: how its fingers are bent, how it is turned.

Joints are those of `Hand.landmarks` or `Hand.world`: shape (21, 3), in MediaPipe's order.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ogam.vision.hands import Hand

Floats = NDArray[np.float64]
WRIST = 0
FINGERS = ((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20))
KNUCKLES = (5, 9, 13, 17)
THUMB_REACHES = (5, 6, 9, 10, 13, 17)
TIPS = (8, 12, 16, 20)
FEATURES = 5 * 5 + len(THUMB_REACHES) + 3
"""How many numbers `shape_features` gives."""


@dataclass(frozen=True, slots=True)
class HandTurn:
    """How a hand is turned in the picture, in degrees.

    up: between the hand, from the wrist to the knuckles, and the top of the picture, 0 to 180.
    facing: between the direction in which the palm looks and that to the camera, 0 to 180.
    """

    up: float
    facing: float


def shape_features(joints: NDArray[np.floating]) -> Floats:
    """Numbers that do not change with the hand's place, size, turn and side, shape (34,).

    Of each finger the cosines of its three bends, how far its tip is from the wrist, in sizes of the palm, and how
    straight it is, 0 to 1; how far the thumb's tip is from six other joints; the gaps between the other tips.
    """
    points = np.asarray(joints, np.float64)
    size = palm_size(points)
    values: list[float] = []
    for base, first, second, tip in FINGERS:
        bones = [points[base] - points[WRIST], *np.diff(points[[base, first, second, tip]], axis=0)]
        values += [_cosine(one, other) for one, other in pairwise(bones)]
        length = sum(float(np.linalg.norm(bone)) for bone in bones[1:])
        values += [_distance(points, tip, WRIST) / size, _distance(points, tip, base) / max(length, 1e-9)]
    values += [_distance(points, 4, other) / size for other in THUMB_REACHES]
    values += [_distance(points, one, other) / size for one, other in pairwise(TIPS)]
    return np.array(values)


def palm_size(joints: NDArray[np.floating]) -> float:
    """Mean length from the wrist to the knuckles, in the joints' own unit; never 0."""
    away = np.asarray(joints, np.float64)[list(KNUCKLES)] - joints[WRIST]
    return max(float(np.linalg.norm(away, axis=1).mean()), 1e-9)


def hand_turn(hand: Hand) -> HandTurn:
    """How it is turned in the picture."""
    joints = hand.landmarks.astype(np.float64)
    along = joints[list(KNUCKLES)].mean(axis=0) - joints[WRIST]
    across = joints[17] - joints[5]
    normal = np.cross(along, across) * (1.0 if hand.side == "right" else -1.0)
    away = float(np.degrees(np.arccos(np.clip(-_cosine(normal, np.array([0.0, 0.0, 1.0])), -1, 1))))
    return HandTurn(direction_from_up(along[:2])[0], away)


def direction_from_up(vector: Floats) -> tuple[float, float]:
    """Degrees between a direction in the picture and its top, 0 to 180; and clockwise from it, 0 to 360."""
    clockwise = float(np.degrees(np.arctan2(vector[0], -vector[1]))) % 360
    return min(clockwise, 360 - clockwise), clockwise


def _cosine(one: Floats, other: Floats) -> float:
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / length if length > 1e-12 else 1.0


def _distance(points: Floats, one: int, other: int) -> float:
    return float(np.linalg.norm(points[one] - points[other]))
