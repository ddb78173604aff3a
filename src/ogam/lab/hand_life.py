"""What hands do when they mean nothing by it, and when they do: simulated, from seeds.

A movement is a row of keyframes between which a hand goes smoothly: it eats, types, holds a telephone, scratches,
rests, talks along, waves, walks by. All of it is invented: how often people do what, and how, was not recorded
anywhere. The hand is in the picture all the time, which makes an hour of it as much as many hours of a room.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box
from ogam.lab.hand_pictures import HandView, joints_seen
from ogam.lab.hand_sets import Posture, hand_shape, posture
from ogam.vision.gestures import Gesture
from ogam.vision.hand_kinematics import FINGERS, Finger, FingerBend, HandShape, rotation
from ogam.vision.hands import Hand

Floats = NDArray[np.float64]
FRAMES_PER_SECOND = 8.0
X, Y, Z = np.eye(3)
LIKE = 8
"""Drawn hands that are likest, whose errors are taken."""
JITTER = 0.35
"""Share of the error that changes from frame to frame."""
PALM = 0.09
"""Metres from the wrist to the knuckles."""
TREMOR = 1.5
"""Millimetres by which a hand that is held still moves (physiological tremor and sway of a raised arm)."""


@dataclass(frozen=True, slots=True, eq=False)
class Keyframe:
    """at: seconds; turn: unit quaternion (w, x, y, z); place: of the hand, in millimetres from the middle of the
    picture, (2,)."""

    at: float
    shape: HandShape
    turn: Floats
    place: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Whose hand, and how it is seen. size: pixels of 100 mm."""

    mirrored: bool
    size: float
    middle: tuple[float, float]
    distance: float


Movement = Callable[[float, np.random.Generator], list[Keyframe]]
"""From when it starts to its keyframes; the last one's time is when it ends."""


def ordinary(seconds: float, random: np.random.Generator) -> Iterator[tuple[str, list[Keyframe]]]:
    """Ordinary movements, one after the other, until the time is over, with their names."""
    names = list(MOVEMENTS)
    shares = np.array([MOVEMENTS[name][0] for name in names])
    at = 0.0
    while at < seconds:
        name = names[random.choice(len(names), p=shares / shares.sum())]
        keys = MOVEMENTS[name][1](at, random)
        yield name, keys
        at = keys[-1].at


def showing(gesture: Gesture, at: float, random: np.random.Generator, mirrored: bool) -> list[Keyframe]:
    """A gesture that is meant: the hand comes up, holds it for a second or so, and goes down."""
    held = _posture_of(gesture, random, mirrored)
    here, low = _somewhere(random), _somewhere(random) + np.array([0, 300])
    rest, hanging = hand_shape("none", random), quaternion(rotation(Z, 180 + random.normal(0, 20)))
    turn = quaternion(held.turn)
    up, stay, down = random.uniform(0.4, 0.8), random.uniform(1.0, 1.8), random.uniform(0.4, 0.8)
    return [
        Keyframe(at, rest, hanging, low),
        Keyframe(at + up, held.shape, turn, here),
        Keyframe(at + up + stay, held.shape, turn, here + random.normal(0, 4, 2)),
        Keyframe(at + up + stay + down, rest, hanging, low),
    ]


def scene(random: np.random.Generator, width: float = 640, height: float = 480) -> Scene:
    """A hand of 80 to 200 pixels."""
    size = float(np.exp(random.uniform(*np.log((45, 110)))))
    return Scene(bool(random.random() < 0.5), size, (width / 2, height / 2), float(random.uniform(500, 1500)))


def views(
    keys: Sequence[Keyframe], times: Floats, seen: Scene, random: np.random.Generator
) -> Iterator[tuple[HandShape, HandView]]:
    """The hand at each of the times, which lie between the first keyframe and the last."""
    tremor = np.zeros(2)
    for time in times:
        tremor = 0.8 * tremor + random.normal(0, TREMOR * 0.6, 2)
        shape, turn, place = between(keys, float(time))
        matrix = matrix_of(turn)
        x, y = np.array(seen.middle) + (place + tremor) * seen.size / 100
        yield shape, HandView(matrix, matrix @ Y, (float(x), float(y)), seen.size, seen.distance, seen.mirrored)


def between(keys: Sequence[Keyframe], time: float) -> tuple[HandShape, Floats, Floats]:
    """Shape, turn and place at a time: from keyframe to keyframe, slowly at both ends."""
    after = next((i for i, key in enumerate(keys) if key.at >= time), len(keys) - 1)
    one, other = keys[max(0, after - 1)], keys[after]
    span = other.at - one.at
    share = 1.0 if span <= 0 else float(np.clip((time - one.at) / span, 0, 1))
    share = (1 - np.cos(np.pi * share)) / 2
    turn = (1 - share) * one.turn + share * (other.turn if one.turn @ other.turn >= 0 else -other.turn)
    place = (1 - share) * one.place + share * other.place
    return _mixed(one.shape, other.shape, share), turn / np.linalg.norm(turn), place


@dataclass(frozen=True, slots=True, eq=False)
class ErrorBank:
    """How far networks were off for hands whose joints are known. joints: shape (n, 21, 3), in palms, as of a right
    hand whose fingers are up; errors: (n, 2, 21, 3), what is to be added to them to get `Hand.landmarks` and
    `Hand.world`."""

    joints: Floats
    errors: Floats

    def like(self, joints: Floats, rank: int) -> Floats:
        """The error made for the hand that is the rank-th likest to this one, (2, 21, 3)."""
        away = np.sum((self.joints - joints) ** 2, axis=(1, 2))
        chosen: Floats = self.errors[np.argpartition(away, LIKE)[:LIKE][rank % LIKE]]
        return chosen


class SeenHands:
    """A hand as the landmark network gives it, frame by frame: each frame with an error that was made for a hand like
    it.

    One error, of the same rank among the likest, runs on; another, drawn anew each frame, is mixed in. Both are
    smoothed, as the networks follow a hand by its last joints.
    """

    def __init__(self, bank: ErrorBank, random: np.random.Generator) -> None:
        self._bank = bank
        self._random = random
        self._rank = int(random.integers(LIKE))
        self._error: Floats | None = None

    def accept(self, shape: HandShape, view: HandView) -> Hand:
        joints = joints_seen(shape, view)
        plain = normalised(joints, joints, view.mirrored)
        ongoing, fresh = (self._bank.like(plain, rank) for rank in (self._rank, int(self._random.integers(LIKE))))
        error = (1 - JITTER) * ongoing + JITTER * fresh
        self._error = error if self._error is None else 0.4 * self._error + 0.6 * error
        return seen_hand(joints, view.mirrored, self._error)


def error_bank(pairs: Iterable[tuple[Hand, Floats]]) -> ErrorBank:
    """From hands that were found and their true joints, shape (21, 3); those taken for the other hand are left out."""
    joints, errors = [], []
    for hand, truth in pairs:
        mirrored = hand.side == "left"
        plain = normalised(truth, truth, mirrored)
        seen = normalised(hand.landmarks.astype(np.float64), truth, mirrored)
        space = (
            (hand.world - hand.world[0]).astype(np.float64)
            @ _upright(truth)
            / PALM
            * ((-1.0, 1, 1) if mirrored else (1.0, 1, 1))
        )
        joints.append(plain)
        errors.append(np.stack([seen - plain, space - plain]))
    return ErrorBank(np.array(joints), np.array(errors))


def normalised(joints: Floats, truth: Floats, mirrored: bool) -> Floats:
    """In palms from the true wrist, as of a right hand whose fingers are up."""
    turned: Floats = (joints - truth[0]) @ _upright(truth) / _palm(truth) * np.array([-1.0 if mirrored else 1.0, 1, 1])
    return turned


def seen_hand(joints: Floats, mirrored: bool, error: Floats) -> Hand:
    """The hand whose true joints these are, with an error as an `ErrorBank` has it."""
    palm, side = _palm(joints), (-1.0, 1, 1) if mirrored else (1.0, 1, 1)
    turn = _upright(joints)
    found = joints + (error[0] * side) @ turn.T * palm
    world = ((normalised(joints, joints, mirrored) + error[1]) * side) @ turn.T * PALM
    found[:, 2] -= found[0, 2]
    (left, top), (right, bottom) = found[:, :2].min(axis=0), found[:, :2].max(axis=0)
    box = Box(float(left), float(top), float(right - left), float(bottom - top))
    return Hand(box, 0.95, "left" if mirrored else "right", 0.95, found.astype(np.float32), world.astype(np.float32))


def _palm(joints: Floats) -> float:
    return float(np.linalg.norm(joints[[5, 9, 13, 17]] - joints[0], axis=1).mean())


def _upright(joints: Floats) -> Floats:
    """The turn in the picture's plane from a hand whose fingers are up to this one, (3, 3)."""
    along = joints[[5, 9, 13, 17], :2].mean(axis=0) - joints[0, :2]
    clockwise = float(np.degrees(np.arctan2(along[0], -along[1])))
    return rotation(Z, clockwise)


def quaternion(matrix: Floats) -> Floats:
    """A turn (3, 3) as a unit quaternion (w, x, y, z)."""
    w = np.sqrt(max(0.0, 1 + float(np.trace(matrix)))) / 2
    signs = (matrix[2, 1] - matrix[1, 2], matrix[0, 2] - matrix[2, 0], matrix[1, 0] - matrix[0, 1])
    sizes = np.sqrt(np.maximum(0, 1 + 2 * np.diag(matrix) - np.trace(matrix))) / 2
    vector = np.copysign(sizes, signs)
    if w < 1e-4:  # half a turn: the signs must come from the axis itself
        column = matrix[:, int(np.argmax(sizes))] + np.eye(3)[int(np.argmax(sizes))]
        vector = column / np.linalg.norm(column)
    turned = np.array([w, *vector])
    unit: Floats = turned / np.linalg.norm(turned)
    return unit


def matrix_of(turn: Floats) -> Floats:
    w, x, y, z = turn
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def _posture_of(gesture: Gesture, random: np.random.Generator, mirrored: bool) -> Posture:
    while True:
        held = posture(gesture, random)
        if held.mirrored == mirrored:
            return held


def _mixed(one: HandShape, other: HandShape, share: float) -> HandShape:
    fingers: dict[Finger, FingerBend] = {}
    for finger in FINGERS:
        a, b = one.fingers.get(finger, FingerBend()), other.fingers.get(finger, FingerBend())
        pairs = ((a.base, b.base), (a.middle, b.middle), (a.tip, b.tip), (a.spread, b.spread))
        fingers[finger] = FingerBend(*((1 - share) * x + share * y for x, y in pairs))
    return replace(one, fingers=fingers)


def _somewhere(random: np.random.Generator) -> Floats:
    place: Floats = random.uniform((-150, -100), (150, 100))
    return place


def _turn(random: np.random.Generator, roll: float, yaw: float, pitch: float, by: float = 15.0) -> Floats:
    """Degrees in the picture, about the vertical and about the line across; all give or take `by`."""
    r, y, p = (angle + random.normal(0, by) for angle in (roll, yaw, pitch))
    return quaternion(rotation(Z, r) @ rotation(Y, y) @ rotation(X, p))


def _around(random: np.random.Generator, least: float, most: float) -> HandShape:
    """Fingers around something, bent this much."""
    by = random.uniform(least, most)
    fingers: dict[Finger, FingerBend] = {f: FingerBend(by, by * 1.1 + 10, by * 0.6, 0) for f in FINGERS[1:]}
    fingers["thumb"] = FingerBend(
        random.uniform(0, 25), random.uniform(0, 30), random.uniform(0, 30), random.uniform(5, 20)
    )
    return HandShape(fingers)


def _stay(keys: list[Keyframe], seconds: float, random: np.random.Generator, by: float = 4.0) -> None:
    """Hold the last keyframe, nearly."""
    last = keys[-1]
    keys.append(replace(last, at=last.at + seconds, place=last.place + random.normal(0, by, 2)))


def _typing(at: float, random: np.random.Generator) -> list[Keyframe]:
    turn, place = _turn(random, 0, 180, 50, 10), _somewhere(random)
    keys = []
    for step in np.cumsum(random.uniform(0.15, 0.4, int(random.integers(20, 90)))):
        fingers: dict[Finger, FingerBend] = {
            f: FingerBend(random.uniform(10, 45), random.uniform(25, 50), random.uniform(10, 30)) for f in FINGERS[1:]
        }
        fingers["thumb"] = FingerBend(random.uniform(0, 15), random.uniform(0, 20), 5, 5)
        place = place + random.normal(0, 8, 2)
        keys.append(Keyframe(at + float(step) - 0.1, HandShape(fingers), turn, place))
    return [replace(keys[0], at=at), *keys[1:]]


def _eating(at: float, random: np.random.Generator) -> list[Keyframe]:
    shape = _around(random, 45, 70)
    plate, mouth = _somewhere(random) + np.array([0, 150]), _somewhere(random) + np.array([0, -120])
    keys = [Keyframe(at, shape, _turn(random, 20, 150, 40), plate)]
    for _ in range(int(random.integers(3, 9))):
        _stay(keys, random.uniform(0.5, 3), random, 15)
        keys.append(Keyframe(keys[-1].at + random.uniform(0.6, 1.2), shape, _turn(random, -20, 60, 10), mouth))
        _stay(keys, random.uniform(0.2, 1), random)
        keys.append(Keyframe(keys[-1].at + random.uniform(0.6, 1.2), shape, _turn(random, 20, 150, 40), plate))
    return keys


def _drinking(at: float, random: np.random.Generator) -> list[Keyframe]:
    shape = _around(random, 25, 50)
    table, mouth = _somewhere(random) + np.array([0, 150]), _somewhere(random) + np.array([0, -120])
    keys = [Keyframe(at, shape, _turn(random, -10, 80, 0), table)]
    for _ in range(int(random.integers(1, 4))):
        _stay(keys, random.uniform(1, 6), random)
        keys.append(Keyframe(keys[-1].at + random.uniform(0.6, 1.2), shape, _turn(random, -40, 80, 0), mouth))
        _stay(keys, random.uniform(1, 4), random)
        keys.append(Keyframe(keys[-1].at + random.uniform(0.6, 1.2), shape, _turn(random, -10, 80, 0), table))
    return keys


def _telephone(at: float, random: np.random.Generator) -> list[Keyframe]:
    """Held, and the thumb writes."""
    turn, place, shape = _turn(random, 15, 10, -10, 20), _somewhere(random), _around(random, 25, 45)
    keys = [Keyframe(at, shape, turn, place)]
    for _ in range(int(random.integers(10, 60))):
        thumb = FingerBend(random.uniform(-10, 30), random.uniform(0, 35), random.uniform(0, 40), random.uniform(0, 15))
        moved = replace(shape, fingers={**shape.fingers, "thumb": thumb})
        keys.append(Keyframe(keys[-1].at + random.uniform(0.2, 1.2), moved, turn, place + random.normal(0, 5, 2)))
    return keys


def _at_rest(at: float, random: np.random.Generator) -> list[Keyframe]:
    """On a table, a knee or an arm rest, however it lies."""
    by = random.uniform(8, 45)
    fingers: dict[Finger, FingerBend] = {
        f: FingerBend(by + random.uniform(-8, 8), by + random.uniform(0, 15), by / 2) for f in FINGERS[1:]
    }
    fingers["thumb"] = FingerBend(
        random.uniform(-10, 20), random.uniform(0, 25), random.uniform(0, 30), random.uniform(-5, 15)
    )
    sideways = random.choice([-90, -60, 60, 90, 180])
    keys = [
        Keyframe(at, HandShape(fingers), _turn(random, sideways, random.choice([0, 180]), 30, 25), _somewhere(random))
    ]
    _stay(keys, random.uniform(5, 40), random, 6)
    return keys


def _scratching(at: float, random: np.random.Generator) -> list[Keyframe]:
    shape, turn, place = (
        _around(random, 15, 40),
        _turn(random, 10, random.choice([20, 160]), 10, 25),
        _somewhere(random),
    )
    keys = [Keyframe(at, shape, turn, place + np.array([0, 250])), Keyframe(at + 0.7, shape, turn, place)]
    for _ in range(int(random.integers(4, 20))):
        keys.append(Keyframe(keys[-1].at + random.uniform(0.12, 0.3), shape, turn, place + random.normal(0, 15, 2)))
    return [*keys, Keyframe(keys[-1].at + 0.7, shape, turn, place + np.array([0, 250]))]


def _waving(at: float, random: np.random.Generator) -> list[Keyframe]:
    shape, place = hand_shape("open_palm", random), _somewhere(random)
    keys = [Keyframe(at, shape, _turn(random, 0, 0, 40), place + np.array([0, 250]))]
    for step in range(int(random.integers(4, 12))):
        swing = (1 if step % 2 else -1) * random.uniform(15, 30)
        side = place + np.array([swing * 2.5, 0])
        keys.append(Keyframe(keys[-1].at + random.uniform(0.22, 0.45), shape, _turn(random, swing, 0, 0, 5), side))
    return [*keys, Keyframe(keys[-1].at + 0.6, shape, _turn(random, 0, 0, 40), place + np.array([0, 250]))]


def _walking(at: float, random: np.random.Generator) -> list[Keyframe]:
    shape, way = _around(random, 15, 40), random.choice([-1.0, 1.0])
    keys = []
    for step in range(int(random.integers(4, 9))):
        place = np.array([way * (step - 4) * 130, random.normal(60, 15)])
        swing = (15 if step % 2 else -15) * way
        keys.append(Keyframe(at + step * 0.55, shape, _turn(random, 180 + swing, 90, 0, 10), place))
    return keys


def _reaching(at: float, random: np.random.Generator) -> list[Keyframe]:
    """An open hand goes to something, closes around it, and takes it away."""
    opened, closed = hand_shape("open_palm", random), _around(random, 30, 60)
    roll = random.choice([-90, -45, 45, 90, 0])
    turn, there = _turn(random, roll, random.choice([150, 180, 60]), 20, 20), _somewhere(random)
    keys = [Keyframe(at, opened, turn, there + random.uniform(-250, 250, 2))]
    keys.append(Keyframe(at + random.uniform(0.5, 1.2), opened, turn, there))
    keys.append(Keyframe(keys[-1].at + random.uniform(0.2, 0.5), closed, turn, there))
    _stay(keys, random.uniform(0.3, 3), random)
    keys.append(Keyframe(keys[-1].at + random.uniform(0.5, 1.2), closed, turn, there + random.uniform(-250, 250, 2)))
    return keys


def _talking(at: float, random: np.random.Generator) -> list[Keyframe]:
    """Hands that talk along: all shapes come by, an open hand most often, and are seldom held."""
    keys: list[Keyframe] = []
    time = at
    place = _somewhere(random)
    for _ in range(int(random.integers(10, 50))):
        name = random.choice(
            ["open_palm", "none", "none", "none", "index", "fist", "thumb"], p=[0.25, 0.2, 0.2, 0.2, 0.08, 0.05, 0.02]
        )
        turn = _turn(random, random.normal(0, 40), random.choice([40, 90, 140]), random.normal(10, 25), 20)
        keys.append(Keyframe(time, hand_shape(name, random), turn, place))
        if random.random() < 0.12:
            _stay(keys, random.uniform(0.2, 0.9), random, 10)
        time = keys[-1].at + random.uniform(0.25, 0.9)
        place = np.clip(place + random.normal(0, 60, 2), -200, 200)
    return keys


def _head_on_hand(at: float, random: np.random.Generator) -> list[Keyframe]:
    """The chin on a loose fist or the cheek on a palm: held long, and turned to oneself."""
    fist = random.random() < 0.6
    shape = _around(random, 60, 85) if fist else hand_shape("open_palm", random)
    keys = [Keyframe(at, shape, _turn(random, 0, random.choice([110, 150, 200]), 10, 20), _somewhere(random))]
    _stay(keys, random.uniform(5, 25), random, 8)
    return keys


def _reading(at: float, random: np.random.Generator) -> list[Keyframe]:
    """A book or a newspaper: fingers behind it, the thumb before it."""
    fingers: dict[Finger, FingerBend] = {
        f: FingerBend(random.uniform(10, 35), random.uniform(5, 30), 10, 2) for f in FINGERS[1:]
    }
    fingers["thumb"] = FingerBend(
        random.uniform(-15, 15), random.uniform(0, 15), random.uniform(-10, 10), random.uniform(5, 20)
    )
    keys = [Keyframe(at, HandShape(fingers), _turn(random, random.choice([-50, 50]), 180, 10, 20), _somewhere(random))]
    for _ in range(int(random.integers(1, 4))):
        _stay(keys, random.uniform(4, 15), random, 5)
        keys.append(replace(keys[-1], at=keys[-1].at + 0.5, place=_somewhere(random)))
        keys.append(replace(keys[-2], at=keys[-1].at + 0.7))
    return keys


MOVEMENTS: Mapping[str, tuple[float, Movement]] = MappingProxyType(
    {
        "typing": (1.0, _typing),
        "eating": (1.0, _eating),
        "drinking": (1.0, _drinking),
        "telephone": (1.0, _telephone),
        "at rest": (1.0, _at_rest),
        "scratching": (2.0, _scratching),
        "waving": (1.0, _waving),
        "walking by": (3.0, _walking),
        "reaching": (3.0, _reaching),
        "talking along": (2.0, _talking),
        "head on hand": (0.7, _head_on_hand),
        "reading": (0.7, _reading),
    }
)
"""How often each begins, relative to the others, and how it goes."""
