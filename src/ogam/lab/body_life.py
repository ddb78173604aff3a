"""Bodies that fall, and that do what looks like it: simulated skeletons before a simulated camera, from seeds.

A movement is a row of keyframes of a stick figure in a room: how high its hips are, how its trunk leans and which way.
All of it is invented after what is known of falls (they last half a second to a second, and end on the floor).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box
from ogam.vision.poses import SEEN, Pose

Floats = NDArray[np.float64]
STANDS, SITS, LIES = 0.92, 0.46, 0.12
"""Height of the hips in metres: of one who stands, sits, and lies on the floor."""


@dataclass(frozen=True, slots=True)
class BodyKey:
    """at: seconds; hips: metres above the floor; lean: degrees of the trunk from upright; way: degrees of the lean, 0
    to the right of the picture, 90 to the camera; x: metres from the middle of the picture."""

    at: float
    hips: float
    lean: float
    way: float
    x: float = 0.0


@dataclass(frozen=True, slots=True)
class RoomCamera:
    """height, distance: metres; down: degrees that it looks down; focal: pixels. The picture has 640 × 480 pixels."""

    height: float
    distance: float
    down: float
    focal: float = 560.0


def room_camera(random: np.random.Generator) -> RoomCamera:
    height = random.uniform(0.9, 2.4)
    distance = random.uniform(2.5, 6.0)
    return RoomCamera(height, distance, float(np.degrees(np.arctan2(height - 0.9, distance))) + random.normal(0, 3))


def poses(
    keys: list[BodyKey], frames_per_second: float, camera: RoomCamera, random: np.random.Generator
) -> Iterator[tuple[float, Pose | None]]:
    """What a pose estimator sees: points that are off by some percent of the trunk, and at times missing or
    elsewhere."""
    size = random.normal(1, 0.06)
    slow = np.zeros((17, 2))
    for time in np.arange(keys[0].at, keys[-1].at, 1 / frames_per_second):
        points = project(body(between(keys, float(time)), size), camera)
        trunk = camera.focal * 0.5 / camera.distance
        slow = 0.7 * slow + random.normal(0, 0.025 * trunk, (17, 2))
        scores = np.clip(random.normal(0.7, 0.15, 17), 0.05, 1)
        wild = random.random(17) < 0.01
        points = (
            points + slow + random.normal(0, 0.025 * trunk, (17, 2)) + wild[:, None] * random.normal(0, trunk, (17, 2))
        )
        outside = (points < 0).any(axis=1) | (points[:, 0] > 640) | (points[:, 1] > 480)
        scores[outside] = 0.05
        if random.random() < 0.05 or np.count_nonzero(scores >= SEEN) < 5:
            yield float(time), None
            continue
        seen = points[scores >= SEEN]
        (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
        box = Box(float(left), float(top), float(right - left), float(bottom - top))
        yield float(time), Pose(box, float(scores.mean()), points.astype(np.float32), scores.astype(np.float32))


def between(keys: list[BodyKey], time: float) -> BodyKey:
    after = next((i for i, key in enumerate(keys) if key.at >= time), len(keys) - 1)
    one, other = keys[max(0, after - 1)], keys[after]
    span = other.at - one.at
    share = 1.0 if span <= 0 else float(np.clip((time - one.at) / span, 0, 1))
    share = (1 - np.cos(np.pi * share)) / 2

    def mixed(a: float, b: float) -> float:
        return float((1 - share) * a + share * b)

    return BodyKey(
        time, mixed(one.hips, other.hips), mixed(one.lean, other.lean), mixed(one.way, other.way), mixed(one.x, other.x)
    )


def body(key: BodyKey, size: float) -> Floats:
    """COCO's 17 points in the room, shape (17, 3), metres: x to the right, y up, z to the camera."""
    lean, way = np.radians([key.lean, key.way])
    forward = np.array([np.cos(way), 0, np.sin(way)])
    up = np.sin(lean) * forward + np.cos(lean) * np.array([0.0, 1, 0])
    across = np.array([-np.sin(way), 0, np.cos(way)])
    hips = np.array([key.x, key.hips, 0.0])
    shoulders, head = hips + up * 0.5, hips + up * 0.72
    wide, narrow = across * 0.19, across * 0.12
    points = [
        head,
        head + up * 0.03 + across * 0.03,
        head + up * 0.03 - across * 0.03,
        head + across * 0.07,
        head - across * 0.07,
    ]
    points += [shoulders + wide, shoulders - wide]
    points += [shoulders + wide * 1.2 - up * 0.28, shoulders - wide * 1.2 - up * 0.28]
    points += [shoulders + wide * 1.2 - up * 0.5, shoulders - wide * 1.2 - up * 0.5]
    points += [hips + narrow, hips - narrow]
    reach = 0.84
    flat = float(np.sqrt(max(reach**2 - min(key.hips, reach) ** 2, 0.0)))
    feet = np.array([key.x, 0.05, 0.0]) - forward * flat * np.sin(lean)
    knees = (hips + feet) / 2 + forward * 0.1 * float(np.clip(1 - key.hips / STANDS, 0, 1))
    points += [knees + narrow, knees - narrow, feet + narrow, feet - narrow]
    return np.array(points) * size


def project(points: Floats, camera: RoomCamera) -> Floats:
    """Pixels, (n, 2), of points of the room."""
    down = np.radians(camera.down)
    y, z = points[:, 1] - camera.height, camera.distance - points[:, 2]
    depth = np.maximum(z * np.cos(down) - y * np.sin(down), 0.3)
    height = y * np.cos(down) + z * np.sin(down)
    return np.column_stack([320 + camera.focal * points[:, 0] / depth, 240 - camera.focal * height / depth])


def _walk(at: float, random: np.random.Generator) -> list[BodyKey]:
    x = random.uniform(-1, 1)
    keys = [BodyKey(at, STANDS, 3, random.uniform(0, 360), x)]
    for step in range(1, int(random.integers(3, 8))):
        x = float(np.clip(x + random.normal(0, 0.4), -1.2, 1.2))
        keys.append(BodyKey(at + step * 0.6, STANDS + random.normal(0, 0.02), 4, keys[0].way, x))
    return keys


def _down(keys: list[BodyKey], hips: float, lean: float, seconds: float, stays: float) -> list[BodyKey]:
    """From where the keys end to another posture, and stay."""
    last = keys[-1]
    keys.append(BodyKey(last.at + seconds, hips, lean, last.way, last.x))
    keys.append(BodyKey(last.at + seconds + stays, hips, lean, last.way, last.x))
    return keys


def _fall(at: float, random: np.random.Generator) -> list[BodyKey]:
    """Forward, backward or to a side: all at once."""
    return _down(_walk(at, random), LIES, random.uniform(75, 95), random.uniform(0.5, 1.0), random.uniform(6, 10))


def _collapse(at: float, random: np.random.Generator) -> list[BodyKey]:
    """The knees give way first, then the trunk goes over."""
    keys = _walk(at, random)
    keys = _down(keys, random.uniform(0.3, 0.45), random.uniform(10, 35), random.uniform(0.35, 0.5), 0.0)
    return _down(keys, LIES, random.uniform(75, 95), random.uniform(0.3, 0.5), random.uniform(6, 10))


def _chair_fall(at: float, random: np.random.Generator) -> list[BodyKey]:
    """From a chair to the floor."""
    keys = [BodyKey(at, SITS, 5, random.uniform(0, 360), random.uniform(-1, 1))]
    keys = _down(keys, SITS, 5, 0.5, random.uniform(2, 5))
    return _down(keys, LIES, random.uniform(75, 95), random.uniform(0.4, 0.7), random.uniform(6, 10))


def _slow_fall(at: float, random: np.random.Generator) -> list[BodyKey]:
    """Sliding down a wall: hardly to be told from lying down."""
    return _down(_walk(at, random), LIES, random.uniform(70, 90), random.uniform(1.8, 3.0), random.uniform(6, 10))


def _sit(at: float, random: np.random.Generator) -> list[BodyKey]:
    keys = _walk(at, random)
    keys = _down(keys, 0.6, random.uniform(25, 45), random.uniform(0.4, 0.7), 0.0)
    return _down(keys, SITS, random.uniform(-25, 10), random.uniform(0.3, 0.7), random.uniform(3, 8))


def _flop(at: float, random: np.random.Generator) -> list[BodyKey]:
    """Onto a sofa, without care."""
    return _down(_walk(at, random), 0.4, random.uniform(-35, -15), random.uniform(0.5, 0.8), random.uniform(4, 8))


def _lie_on_sofa(at: float, random: np.random.Generator) -> list[BodyKey]:
    keys = _sit(at, random)
    return _down(
        keys, 0.45, random.choice([-1, 1]) * random.uniform(75, 92), random.uniform(0.9, 2.5), random.uniform(6, 12)
    )


def _lie_on_floor(at: float, random: np.random.Generator) -> list[BodyKey]:
    """To exercise, or to play with a child."""
    keys = _down(_walk(at, random), 0.4, random.uniform(30, 70), random.uniform(0.9, 1.6), random.uniform(0, 1))
    return _down(keys, LIES, random.uniform(75, 95), random.uniform(1.0, 2.0), random.uniform(6, 15))


def _pick_up(at: float, random: np.random.Generator) -> list[BodyKey]:
    keys = _walk(at, random)
    x, way = keys[-1].x, keys[-1].way
    keys = _down(
        keys, random.uniform(0.6, 0.85), random.uniform(80, 115), random.uniform(0.6, 1.1), random.uniform(0.3, 2.5)
    )
    return [
        *keys,
        BodyKey(keys[-1].at + random.uniform(0.6, 1.2), STANDS, 3, way, x),
        BodyKey(keys[-1].at + 3, STANDS, 3, way, x),
    ]


def _kneel(at: float, random: np.random.Generator) -> list[BodyKey]:
    """To tie a shoe, to clean, to look under a bed."""
    return _down(
        _walk(at, random),
        random.uniform(0.35, 0.5),
        random.uniform(20, 95),
        random.uniform(0.8, 1.5),
        random.uniform(4, 12),
    )


Movement = Callable[[float, np.random.Generator], list[BodyKey]]
FALLS: Mapping[str, Movement] = MappingProxyType({"fall": _fall, "collapse": _collapse, "off a chair": _chair_fall})
SLOW_FALLS: Mapping[str, Movement] = MappingProxyType({"sliding down": _slow_fall})
DAILY: Mapping[str, Movement] = MappingProxyType(
    {
        "walking": _walk,
        "sitting down": _sit,
        "flopping on a sofa": _flop,
        "lying down on a sofa": _lie_on_sofa,
        "lying down on the floor": _lie_on_floor,
        "picking up": _pick_up,
        "kneeling": _kneel,
    }
)
