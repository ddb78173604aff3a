"""Hands and bodies that are made up, for tests and examples, without weights and without cameras."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from ogam.core import Box, Image
from ogam.vision.gestures import INDEX_DIRECTIONS, Gesture
from ogam.vision.hand_kinematics import FINGERS, Finger, FingerBend, HandShape, landmarks_of, posed, rotation
from ogam.vision.hands import Hand, Side
from ogam.vision.poses import COUNT, Pose

_OUT, _CURLED = FingerBend(-15, 0, -10, 5), FingerBend(75, 92, 50)
_TIGHT: dict[Finger, FingerBend] = {
    **dict.fromkeys(FINGERS[1:], FingerBend(70, 108, 20)),
    "thumb": FingerBend(15, 65, -10),
}
_LOOSE: dict[Finger, FingerBend] = {**dict.fromkeys(FINGERS[1:], _CURLED), "thumb": FingerBend(27, 32, 30, 5)}
_STRAIGHT = FingerBend(2, 6, 4, 4)
_HALF = FingerBend(38, 55, 30)
_SHAPES: Mapping[Gesture, HandShape] = MappingProxyType(
    {
        "open_palm": HandShape({**dict.fromkeys(FINGERS[1:], _STRAIGHT), "thumb": FingerBend(-5, 0, 0, 3)}),
        "fist": HandShape(_TIGHT),
        "victory": HandShape({**_TIGHT, "index": FingerBend(2, 6, 4, 9), "middle": FingerBend(2, 6, 4, -6)}),
        "thumbs_up": HandShape({**_LOOSE, "thumb": _OUT}),
        "thumbs_down": HandShape({**_LOOSE, "thumb": _OUT}),
        **dict.fromkeys(INDEX_DIRECTIONS, HandShape({**_LOOSE, "index": _STRAIGHT})),
        "none": HandShape({**dict.fromkeys(FINGERS[1:], _HALF), "thumb": FingerBend(5, 15, 15, 5)}),
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class FakeHandDetector:
    """Finds in an image from source S the hands `hands[S]`, none where there are none. It does not look."""

    hands: Mapping[str, Sequence[Hand]] = field(default_factory=dict)

    def detect(self, image: Image) -> list[Hand]:
        return sorted(self.hands.get(image.source, ()), key=lambda hand: -hand.box.width)

    def measure(self, image: Image, expected: Sequence[Hand]) -> list[Hand]:
        return self.detect(image)[: len(expected)]


@dataclass(frozen=True, slots=True, eq=False)
class FakePoseEstimator:
    """Finds in an image from source S the body `poses[S]`, None where there is none. It does not look."""

    poses: Mapping[str, Pose] = field(default_factory=dict)

    def estimate(self, image: Image, part: Box | None = None) -> Pose | None:  # noqa: ARG002 - the port's signature
        return self.poses.get(image.source)


def made_up_hand(
    gesture: Gesture, x: float = 320.0, y: float = 240.0, size: float = 100.0, side: Side = "right", lean: float = 0.0
) -> Hand:
    """A hand that makes a gesture, seen plainly. x, y: where its wrist is; size: from there to the knuckles, in pixels;
    lean: degrees by which it is turned clockwise in the picture."""
    shape = _SHAPES[gesture]
    joints = landmarks_of(posed(shape)[0])
    joints = joints * ((-1.0, 1, 1) if side == "left" else (1.0, 1, 1))
    joints = joints @ rotation(np.array([0.0, 0, 1]), _direction(gesture, joints) + lean).T
    palm = float(np.linalg.norm(joints[[5, 9, 13, 17]], axis=1).mean())
    seen = joints / palm * size + (x, y, 0)
    (left, top), (right, bottom) = seen[:, :2].min(axis=0), seen[:, :2].max(axis=0)
    box = Box(float(left), float(top), float(right - left), float(bottom - top))
    world = (joints - joints.mean(axis=0)) / 1000
    return Hand(box, 1.0, side, 1.0, seen.astype(np.float32), world.astype(np.float32))


def _direction(gesture: Gesture, joints: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """By how many degrees the hand must be turned so that its finger points where the gesture says."""
    wanted = {**INDEX_DIRECTIONS, "thumbs_up": 0.0, "thumbs_down": 180.0}.get(gesture)
    if wanted is None:
        return 0.0
    along = joints[4] - joints[2] if gesture.startswith("thumbs") else joints[8] - joints[5]
    return wanted - float(np.degrees(np.arctan2(along[0], -along[1])))


def made_up_pose(points: Mapping[int, tuple[float, float]]) -> Pose:
    """A body of which these points are seen (by their number in `poses.POINTS`), in pixels."""
    places, scores = np.zeros((COUNT, 2), np.float32), np.zeros(COUNT, np.float32)
    for point, place in points.items():
        places[point], scores[point] = place, 0.9
    seen = places[scores > 0]
    (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
    return Pose(Box(float(left), float(top), float(right - left), float(bottom - top)), 0.9, places, scores)
