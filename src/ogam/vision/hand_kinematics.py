"""A hand of bones: 21 joints with the angles that a hand's joints can take. For tests, examples and simulations.

At rest it is a right hand that shows its palm to the camera, fingers up. Axes are the picture's: x right, y down, z
away from the camera; lengths in millimetres. Joints are in MediaPipe's order: the wrist, then four of each finger,
from the palm to the tip, thumb first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Finger = Literal["thumb", "index", "middle", "ring", "little"]
FINGERS: tuple[Finger, ...] = ("thumb", "index", "middle", "ring", "little")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FingerBend:
    """Degrees. base, middle, tip: how far its three joints are bent towards the palm (of the thumb: at the wrist, in
    the middle, at the tip); spread: away from the middle finger; of the thumb away from the palm."""

    base: float = 0.0
    middle: float = 0.0
    tip: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class HandShape:
    """What the fingers do; those that are not named rest. sizes: length of each finger, as a share of the usual."""

    fingers: Mapping[Finger, FingerBend] = field(default_factory=dict)
    sizes: Mapping[Finger, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Joints at rest. places: shape (25, 3), from the wrist; across, back: unit vectors, (25, 3), about which a joint
    bends and that point out of the hand's back; parents: the joint that carries each; landmarks: which of them are
    MediaPipe's 21."""

    places: Floats
    across: Floats
    back: Floats
    parents: tuple[int, ...]
    landmarks: tuple[int, ...]


@cache
def skeleton() -> Skeleton:
    """The hand at rest, from `hand_skeleton.json`, which says where it comes from."""
    joints = json.loads(files("ogam.vision").joinpath("hand_skeleton.json").read_text(encoding="utf-8"))["joints"]
    across, back = (_unit(np.array([joint[name] for joint in joints], np.float64)) for name in ("across", "back"))
    parents = (
        -1,
        0,
        1,
        2,
        3,
        *(0 if step == 0 else first + step - 1 for first in (5, 10, 15, 20) for step in range(5)),
    )
    landmarks = (0, 1, 2, 3, 4, *(first + step for first in (5, 10, 15, 20) for step in range(1, 5)))
    return Skeleton(np.array([joint["place"] for joint in joints]), across, back, parents, landmarks)


def posed(shape: HandShape, turn: Floats | None = None) -> tuple[Floats, Floats]:
    """Where the 25 joints of a right hand come to lie, shape (25, 3), and how each is turned from its rest, (25, 3, 3).

    turn: rotation of the whole hand about its wrist, shape (3, 3).
    """
    rest = skeleton()
    places, turns = np.zeros((25, 3)), np.zeros((25, 3, 3))
    turns[0] = np.eye(3) if turn is None else turn
    for joint in range(1, 25):
        parent = rest.parents[joint]
        finger = FINGERS[(joint - (1 if joint < 5 else 0)) // 5] if joint >= 5 else FINGERS[0]
        size = shape.sizes.get(finger, 1.0) if parent else 1.0
        places[joint] = places[parent] + turns[parent] @ (rest.places[joint] - rest.places[parent]) * size
        turns[joint] = turns[parent] @ _bend(joint, shape.fingers.get(finger, FingerBend()))
    return places, turns


def landmarks_of(places: Floats) -> Floats:
    """MediaPipe's 21 of the 25 joints, shape (21, 3)."""
    return places[list(skeleton().landmarks)]


def rotation(axis: Floats, degrees: float) -> Floats:
    """About a unit vector, by the right hand's rule (Rodrigues)."""
    angle = np.radians(degrees)
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turned: Floats = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return turned


def _bend(joint: int, bend: FingerBend) -> Floats:
    """What a joint does about its own axes: towards the palm is against the right hand's rule about `across`."""
    rest = skeleton()
    thumb = joint < 5
    step = joint - 1 if thumb else (joint - 5) % 5 - 1
    if step not in (0, 1, 2):
        return np.eye(3)
    bent = rotation(rest.across[joint], -(bend.base, bend.middle, bend.tip)[step])
    if step:
        return bent
    side = -1.0 if joint >= 15 else 1.0
    return rotation(rest.back[joint], side * bend.spread) @ bent


def _unit(vectors: Floats) -> Floats:
    normed: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normed
