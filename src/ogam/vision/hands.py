"""Hands in pictures: found by the palm detector, measured by the landmark network, and followed from frame to frame.

Zhang et al., "MediaPipe Hands: On-device Real-time Hand Tracking", 2020 (arXiv 2006.10214), whose crops these are.

The 21 joints are MediaPipe's: the wrist, then four of each finger from the palm to the tip, thumb first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Image
from ogam.models.converted import open_converted
from ogam.vision.detection import overlap
from ogam.vision.palms import MIDDLE_FINGER, WRIST, Palm, PalmDetector
from ogam.vision.warping import Matrix, Points, inverse, similarity_transform, transformed, warp

COUNT = 21
LANDMARK_INPUT = 224
"""Pixels of a side of what the landmark network sees."""
PALM_SCALE, PALM_SHIFT = 2.6, 0.5
"""A crop from a palm: its side in sides of the palm, and how far it lies towards the fingers."""
HAND_SCALE, HAND_SHIFT = 2.0, 0.1
"""A crop from the joints of the frame before."""
STEADY = (0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18)
"""Joints whose box follows a hand: those of the palm and the first of each finger, as MediaPipe takes them."""
PRESENT = 0.5
"""How sure the landmark network must be that it sees a hand."""
ONE_HAND = 0.5
"""Share of the smaller of two hands' boxes from which on they are one hand, found twice."""
MOST = 4
"""Hands of a picture that are measured."""
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """A hand in a picture. box: around its joints; score: how sure it is that it is a hand, 0 to 1.

    side: which hand of the person it is, and side_score: how sure, 0.5 to 1.
    landmarks: float32, shape (21, 3): x and y in pixels, z in the same scale, smaller where nearer to the camera, 0 at
    the wrist.
    world: float32, shape (21, 3), in metres about the middle of the hand, as it is in space.
    """

    box: Box
    score: float
    side: Side
    side_score: float
    landmarks: NDArray[np.float32]
    world: NDArray[np.float32]


class HandDetector(Protocol):
    """Finds the hands of a picture, the largest first; none is an empty list. Thread-safe."""

    def detect(self, image: Image) -> list[Hand]: ...

    def measure(self, image: Image, expected: Sequence[Hand]) -> list[Hand]:
        """Those of `expected`, hands of the frame before, that are still there, without looking for others."""


@dataclass(frozen=True, slots=True, eq=False)
class MediaPipeHands:
    """The palm detector, and the landmark network for each palm that it finds. most: hands that are measured."""

    finder: PalmDetector
    network: Any
    most: int = MOST

    def detect(self, image: Image) -> list[Hand]:
        palms = self.finder.detect(image)[: self.most]
        found = [self._measure(image, crop_of_palm(palm), palm.score) for palm in palms]
        return _distinct([hand for hand in found if hand is not None])

    def measure(self, image: Image, expected: Sequence[Hand]) -> list[Hand]:
        found = [self._measure(image, crop_of_hand(hand.landmarks), 1.0) for hand in expected[: self.most]]
        return _distinct([hand for hand in found if hand is not None])

    def _measure(self, image: Image, matrix: Matrix | None, score: float) -> Hand | None:
        if matrix is None:
            return None
        seen = warp(image.pixels, matrix, LANDMARK_INPUT)
        outputs = ["landmarks", "present", "handedness", "world"]
        points, present, right, world = self.network.run(outputs, {"input_1": (seen / np.float32(255))[None]})
        if float(present.item()) < PRESENT:
            return None
        return _hand(points, world, float(right.item()), float(present.item()) * score, inverse(matrix))


def load_hands(smallest: float = 40.0, threads: int = 1, *, lite: bool = False) -> MediaPipeHands:
    """The hand detector. smallest: width in pixels of a palm that must be found; the smaller, the slower.

    lite: the quicker and less exact landmark network. The first time the weights are fetched and converted.
    Raises ModelError if they cannot be had.
    """
    network = open_converted("hand-landmarks-lite" if lite else "hand-landmarks", threads)
    return MediaPipeHands(PalmDetector(open_converted("palms", threads), smallest), network)


class HandFollower:
    """Hands of one camera: each is followed from where it was; all of the picture is searched now and then only.

    every: seconds between searches of the whole picture while there are hands, or None; while there is none, every
    frame is searched. It is the state of one camera: not thread-safe.
    """

    def __init__(self, detector: HandDetector, every: float = 1.0) -> None:
        self.searches = 0
        self._detector = detector
        self._every = every
        self._hands: list[Hand] = []
        self._searched = -np.inf

    @property
    def hands(self) -> list[Hand]:
        """Those of the last frame."""
        return self._hands

    def accept(self, image: Image) -> list[Hand]:
        """The hands of the next frame, the largest first. Frames come in the order of their times."""
        expected = len(self._hands)
        self._hands = self._detector.measure(image, self._hands)
        if len(self._hands) < max(1, expected) or image.time - self._searched >= self._every:
            self._hands = _distinct([*self._hands, *self._detector.detect(image)])
            self._searched = image.time
            self.searches += 1
        return self._hands


def crop_of_palm(palm: Palm) -> Matrix | None:
    """From the picture to the landmark network's square, the fingers up. None for a palm without extent."""
    box = palm.box
    middle = np.array([box.left + box.width / 2, box.top + box.height / 2])
    direction = palm.points[MIDDLE_FINGER] - palm.points[WRIST]
    return _crop(middle, direction, max(box.width, box.height), PALM_SCALE, PALM_SHIFT)


def crop_of_hand(landmarks: NDArray[np.floating]) -> Matrix | None:
    """The same from a hand's joints, shape (21, 2 or 3)."""
    joints = landmarks[:, :2].astype(np.float64)
    knuckles = (0.5 * (joints[5] + joints[13]) + joints[9]) / 2
    direction = knuckles - joints[0]
    length = float(np.hypot(*direction))
    if length < 1e-6:
        return None
    up = direction / length
    along = np.array([[-up[1], up[0]], up])
    turned = joints[list(STEADY)] @ along.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    return _crop((low + high) / 2 @ along, direction, float((high - low).max()), HAND_SCALE, HAND_SHIFT)


def _crop(middle: Points, direction: Points, side: float, scale: float, shift: float) -> Matrix | None:
    length = float(np.hypot(*direction))
    if length < 1e-6 or not np.isfinite(side) or side < 1:
        return None
    up = direction / length
    half = side * scale / 2
    centre = middle + up * side * shift
    right = np.array([-up[1], up[0]])
    source = np.stack([centre, centre + up * half, centre + right * half])
    target = np.array([[0.5, 0.5], [0.5, 0.0], [1.0, 0.5]]) * LANDMARK_INPUT
    return similarity_transform(source, target)


def _hand(points: NDArray[np.float32], world: NDArray[np.float32], right: float, score: float, back: Matrix) -> Hand:
    """Joints turned and scaled back from the crop to the picture. right: how likely it is a right hand (MediaPipe's
    label says the opposite: it is meant for mirrored pictures, which ours are not)."""
    joints, space = points.reshape(COUNT, 3).astype(np.float64), world.reshape(COUNT, 3).astype(np.float64)
    flat = transformed(back, joints[:, :2])
    scale = float(np.sqrt(np.linalg.det(back[:, :2])))
    (left, top), (end, bottom) = flat.min(axis=0), flat.max(axis=0)
    space[:, :2] = space[:, :2] @ (back[:, :2] / scale).T
    return Hand(
        Box(float(left), float(top), float(end - left), float(bottom - top)),
        score,
        "right" if right >= 0.5 else "left",
        max(right, 1 - right),
        np.column_stack([flat, joints[:, 2] * scale]).astype(np.float32),
        space.astype(np.float32),
    )


def _distinct(hands: Sequence[Hand]) -> list[Hand]:
    """Each hand once, of two that are one the first; the largest first."""
    kept: list[Hand] = []
    for hand in hands:
        if all(overlap(hand.box, other.box) < ONE_HAND for other in kept):
            kept.append(hand)
    return sorted(kept, key=lambda hand: -hand.box.width * hand.box.height)
