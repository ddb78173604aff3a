"""What hands and bodies before one camera say: gestures that are held, where an arm or a finger points, falls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import acos, degrees
from types import MappingProxyType

from ogam.core import Box, Image, Observation
from ogam.vision import (
    FallWatch,
    GestureWatch,
    Hand,
    HandDetector,
    HandFollower,
    Pose,
    PoseEstimator,
    PoseFollower,
    Ray,
    arm_ray,
    finger_ray,
    read_gesture,
)

MEANT: Mapping[str, str] = MappingProxyType(
    {
        "point_left": "pointing_right",
        "point_right": "pointing_left",
        "point_up": "pointing_up",
        "point_down": "pointing_down",
    }
)
"""What the home file calls a finger that points in the picture. Left and right change places: the home file means those
of who points, and whoever faces a camera has their left where the picture has its right."""
POINTS = 0.7
"""Probability of a hand's shape, the index finger alone straight, from which on it points."""
HELD = 12.0
"""Degrees that a ray may turn from one picture to the next and still be meant: an arm on its way up or down points at
nothing."""
LATELY = 1.5
"""Seconds from one picture to the next, at most, for a ray to be the same still."""
_HEAD = (0, 1, 2, 3, 4)  # nose, eyes, ears
_DRAWN = 0.15  # of the picture's width: the length of a ray where it is drawn
_NEAR = 0.5  # of a hand's longer side: the wrist of an arm that is as near to it is that hand's


def meant_by(gesture: str) -> str:
    """A gesture of `ogam.vision` as the home file calls it (`ogam.home.seeing.GESTURES`); "none" stays as it is."""
    return MEANT.get(gesture, gesture)


@dataclass(frozen=True, slots=True)
class _Aim:
    """track: which hand or arm it is of; box: by which its person's face is found."""

    track: str
    ray: Ray
    confidence: float
    box: Box


class HandSights:
    """A session over the pictures of one camera (`ogam.hub.sights.Hands`). Not thread-safe; pictures in their order.

    hands: finds gestures and fingers; poses: finds the arms and the falls of one body, the one that is followed. None
    for what is not looked for.
    """

    def __init__(self, hands: HandDetector | None, poses: PoseEstimator | None) -> None:
        self._hands = None if hands is None else HandFollower(hands)
        self._poses = None if poses is None else PoseFollower(poses)
        self._gestures, self._falls = GestureWatch(), FallWatch()
        self._rays: dict[str, tuple[Ray, float]] = {}

    def accept(self, image: Image) -> list[Observation]:
        """What begins to count with this picture: of kind "gesture" (value: as the home file says it), "fall"; and of
        kind "pointing" whatever points now and did in the picture before (details: as `ogam.hub.aiming.target` takes
        them). Raises what the detectors raise."""
        hands = [] if self._hands is None else self._hands.accept(image)
        pose = None if self._poses is None else self._poses.accept(image)
        gestures = self._gestures.accept(image, hands)
        return [
            *(replace(one, value=meant_by(one.value)) for one in gestures),
            *(
                pointing_seen(aim.ray, aim.track, aim.confidence, aim.box, image)
                for aim in self._held(hands, pose, image)
            ),
            *self._falls.accept(pose, image.time, image.source),
        ]

    def _held(self, hands: Sequence[Hand], pose: Pose | None, image: Image) -> list[_Aim]:
        """Those that point as they did in the picture before."""
        aims, before = list(aims_of(hands, pose)), self._rays
        self._rays = {aim.track: (aim.ray, image.time) for aim in aims}
        return [aim for aim in aims if aim.track in before and _same(aim.ray, *before[aim.track], image.time)]


def aims_of(hands: Sequence[Hand], pose: Pose | None) -> Iterable[_Aim]:
    """What points: fingers, and an outstretched arm last. Of a hand whose arm points the arm counts: people aim by the
    line from the eyes through the hand."""
    arm = None if pose is None else arm_ray(pose)
    for hand in hands:
        sure = read_gesture(hand).shapes["index"]
        ray = finger_ray(hand) if sure >= POINTS else None
        if ray is not None and not (arm is not None and _at(hand, arm)):
            yield _Aim(f"{hand.side} hand", ray, sure * hand.score, hand.box)
    if pose is not None and arm is not None:
        yield _Aim("arm", arm, pose.score, _head(pose))


def pointing_seen(
    ray: Ray, track: str, confidence: float, box: Box, image: Image, kind: str = "pointing"
) -> Observation:
    """A ray as an observation: `origin` and `direction` in parts of the picture's width and height, `aspect`, and
    `lines` to be drawn."""
    height, width = image.pixels.shape[:2]
    details = {
        "origin": [ray.x / width, ray.y / height],
        "direction": [ray.dx / width, ray.dy / height],
        "aspect": width / height,
        "track": track,
        "lines": [[[ray.x, ray.y], [ray.x + _DRAWN * width * ray.dx, ray.y + _DRAWN * width * ray.dy]]],
    }
    return Observation(
        kind, "", min(1.0, confidence), image.time, image.time, image.source, kind, box=box, details=details
    )


def _same(ray: Ray, before: Ray, then: float, now: float) -> bool:
    cosine = max(-1.0, min(1.0, ray.dx * before.dx + ray.dy * before.dy))
    return now - then <= LATELY and degrees(acos(cosine)) <= HELD


def _at(hand: Hand, arm: Ray) -> bool:
    """Whether a hand is at the wrist from which an arm points."""
    box = hand.box
    away = _NEAR * max(box.width, box.height)
    across = max(box.left - arm.x, 0.0, arm.x - box.left - box.width)
    down = max(box.top - arm.y, 0.0, arm.y - box.top - box.height)
    return max(across, down) <= away


def _head(pose: Pose) -> Box:
    """Around what is seen of a body's head, else the body: the face that is nearest is its own."""
    seen = [point for point in _HEAD if pose.seen(point)]
    if not seen:
        return pose.box
    (left, top), (right, bottom) = pose.points[seen].min(axis=0), pose.points[seen].max(axis=0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))
