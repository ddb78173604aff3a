"""Where an arm, a finger or a face points in a picture, and which of the known places that is.

A picture is flat: what is pointed at is found among places of the picture, by the angle between the direction and the
place. Of an outstretched arm the line from the head through the hand is taken: people aim with it (Nickel and
Stiefelhagen, "Visual recognition of pointing gestures for human–robot interaction", Image and Vision Computing 25(12),
2007, found the right target nine times of ten by it, and seven of ten by the forearm).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box
from ogam.vision.faces import Face
from ogam.vision.hand_features import palm_size
from ogam.vision.hands import Hand
from ogam.vision.landmarks import head_pose
from ogam.vision.poses import (
    LEFT_ELBOW,
    LEFT_SHOULDER,
    LEFT_WRIST,
    NOSE,
    RIGHT_ELBOW,
    RIGHT_SHOULDER,
    RIGHT_WRIST,
    SEEN,
    Pose,
)

ARMS = ((LEFT_SHOULDER, LEFT_ELBOW, LEFT_WRIST), (RIGHT_SHOULDER, RIGHT_ELBOW, RIGHT_WRIST))
STRETCHED = 150.0
"""Degrees at the elbow from which on an arm points."""
HANGING = 25.0
"""Degrees from straight down within which an arm hangs, and points at nothing."""
ARM_SPREAD, FINGER_SPREAD, FACE_SPREAD = 9.0, 12.0, 20.0
"""Degrees (standard deviation) by which an arm, a finger and a face miss what they point at."""
LOOKS_AWAY = 12.0
"""Degrees that a head must be turned for it to look somewhere in the picture, and not into the camera."""
ASIDE = 60.0
"""Degrees from a ray from which on a place is not thought of at all."""
NOWHERE = 30.0
"""Degrees from a ray at which a place is as unlikely as if nothing that is known were meant."""


@dataclass(frozen=True, slots=True)
class Ray:
    """From (x, y), in pixels, to where (dx, dy), of length 1, leads. spread: degrees by which it may be wrong."""

    x: float
    y: float
    dx: float
    dy: float
    spread: float


@dataclass(frozen=True, slots=True)
class Place:
    """Something of a name in the picture: a zone, or where a device is. A point is a box without extent."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class PointedAt:
    """confidence: probability that this is what is meant, rather than another of the places or none of them."""

    name: str
    confidence: float


def pointed_at(ray: Ray, places: Sequence[Place]) -> list[PointedAt]:
    """The places, the likeliest first; together less than 1, as none may be meant. What is aside of the ray or behind
    it is left out."""
    weights = {}
    for place in places:
        away = angle_to(ray, place.box)
        if away < ASIDE:
            weights[place.name] = float(np.exp(-0.5 * (away / ray.spread) ** 2))
    none = float(np.exp(-0.5 * (NOWHERE / ray.spread) ** 2)) + 0.05
    total = sum(weights.values()) + none
    found = [PointedAt(name, weight / total) for name, weight in weights.items()]
    return sorted(found, key=lambda one: -one.confidence)


def angle_to(ray: Ray, box: Box) -> float:
    """Degrees between a ray and the nearest of what a box covers, as seen from where it begins; 0 if it hits the
    box."""
    corners = np.array(
        [(box.left + i * box.width, box.top + j * box.height) for i in (0, 0.5, 1) for j in (0, 0.5, 1)]
    ) - (ray.x, ray.y)
    inside = box.left <= ray.x <= box.left + box.width and box.top <= ray.y <= box.top + box.height
    across = ray.dx * corners[:, 1] - ray.dy * corners[:, 0]
    along = corners @ (ray.dx, ray.dy)
    angles = np.degrees(np.arctan2(across, along))
    if inside or (np.abs(angles).max() < 90 and angles.min() <= 0 <= angles.max()):
        return 0.0
    return float(np.abs(angles).min())


def arm_ray(pose: Pose) -> Ray | None:
    """From the wrist of the arm that points, on the line from the head; None if none is stretched out."""
    found: list[tuple[float, Ray]] = []
    for shoulder, elbow, wrist in ARMS:
        if not pose.seen(shoulder, elbow, wrist):
            continue
        points = pose.points.astype(np.float64)
        straight = _angle(points[shoulder] - points[elbow], points[wrist] - points[elbow])
        lifted = _angle(points[wrist] - points[shoulder], np.array([0.0, 1.0]))
        if straight < STRETCHED or lifted < HANGING:
            continue
        start = points[NOSE] if pose.scores[NOSE] >= SEEN else points[shoulder]
        ray = _ray(points[wrist], points[wrist] - start, ARM_SPREAD)
        if ray:
            found.append((lifted, ray))
    return max(found, key=lambda one: one[0])[1] if found else None


def finger_ray(hand: Hand) -> Ray | None:
    """From the tip of the index finger on; None if it points into the picture or out of it."""
    points = hand.landmarks[:, :2].astype(np.float64)
    along = points[8] - points[5]
    if float(np.hypot(*along)) < 0.35 * palm_size(hand.landmarks):
        return None
    return _ray(points[8], along, FINGER_SPREAD)


def face_ray(face: Face) -> Ray | None:
    """Where a head is turned, from between the eyes; None if it looks into the camera. Eyes may look elsewhere."""
    turned = head_pose(face.landmarks)
    if float(np.hypot(turned.yaw, turned.pitch)) < LOOKS_AWAY:
        return None
    yaw, pitch = np.radians([turned.yaw, turned.pitch])
    direction = np.array([np.sin(yaw) * np.cos(pitch), -np.sin(pitch)])  # their left is the picture's right
    middle = face.landmarks[[33, 263], :2].mean(axis=0).astype(np.float64)
    return _ray(middle, direction, FACE_SPREAD)


def _ray(start: NDArray[np.float64], along: NDArray[np.float64], spread: float) -> Ray | None:
    length = float(np.hypot(*along))
    if length < 1e-6:
        return None
    return Ray(float(start[0]), float(start[1]), float(along[0]) / length, float(along[1]) / length, spread)


def _angle(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    length = float(np.hypot(*one) * np.hypot(*other))
    if length < 1e-9:
        return 0.0
    return float(np.degrees(np.arccos(np.clip(one @ other / length, -1, 1))))
