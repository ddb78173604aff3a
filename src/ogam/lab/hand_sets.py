"""Labelled sets of hands: shapes and views drawn at random, from seeds, so that none need be stored or fetched.

A shape says what the fingers do, a view how the hand is turned; together they make a gesture or none. Angles between
what is clearly one and what is clearly none are left out: there is no right answer to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import Image
from ogam.lab.hand_pictures import HandLook, HandMesh, HandView, draw_hand, joints_seen
from ogam.vision.gestures import Gesture, ShapeName
from ogam.vision.hand_kinematics import FINGERS, Finger, FingerBend, HandShape, landmarks_of, posed, rotation

Floats = NDArray[np.float64]
DIRECTIONS: Mapping[Gesture, float] = {"point_up": 0.0, "point_right": 90.0, "point_down": 180.0, "point_left": 270.0}
"""Degrees clockwise from the top of the picture."""
SHAPES: Mapping[Gesture, ShapeName] = {
    "open_palm": "open_palm",
    "fist": "fist",
    "victory": "victory",
    "thumbs_up": "thumb",
    "thumbs_down": "thumb",
    **dict.fromkeys(DIRECTIONS, "index"),
}
SKINS = (
    (0.95, 0.79, 0.69),
    (0.90, 0.70, 0.57),
    (0.80, 0.58, 0.44),
    (0.64, 0.43, 0.31),
    (0.48, 0.31, 0.22),
    (0.32, 0.21, 0.16),
)
"""From pale to dark."""
SIZES = (45.0, 130.0)
"""Pixels of 100 mm, least and most: hands of about 80 to 230 pixels."""
X, Y, Z = np.eye(3)
CURL = ((58.0, 88.0), (80.0, 105.0), (35.0, 70.0))
"""Degrees of the three joints of a finger that is bent into a fist, least and most."""


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """A hand as it is held. shape_name: what the fingers do; gesture: what it means as it is turned; mirrored: a left
    hand, whose picture is mirrored when it is drawn."""

    gesture: Gesture
    shape_name: ShapeName
    shape: HandShape
    turn: Floats
    mirrored: bool


@dataclass(frozen=True, slots=True, eq=False)
class DrawnHand:
    """A picture, what it shows, and where its joints are: shape (21, 3), as `Hand.landmarks`."""

    picture: Image
    posture: Posture
    view: HandView
    joints: Floats


def posture(gesture: Gesture, random: np.random.Generator) -> Posture:
    """A hand that shows this gesture, or, for "none", none: another shape, or the right one turned away."""
    mirrored = bool(random.random() < 0.5)
    if gesture == "none":
        return _no_gesture(random, mirrored)
    shape = hand_shape(SHAPES[gesture], random)
    return Posture(gesture, SHAPES[gesture], shape, _turned(gesture, shape, random, mirrored), mirrored)


def hand_shape(name: ShapeName, random: np.random.Generator) -> HandShape:
    """Fingers that make a shape, each a little otherwise; for "none" a hand at rest, at work, or counting otherwise."""
    if name == "none":
        return _other_shape(random)
    straight: tuple[Finger, ...] = {
        "open_palm": FINGERS[1:],
        "index": ("index",),
        "victory": ("index", "middle"),
    }.get(name, ())
    fingers: dict[Finger, FingerBend] = {
        finger: _straight(random) if finger in straight else _curled(random) for finger in FINGERS[1:]
    }
    if name == "victory":
        fingers["index"] = _straight(random, spread=random.uniform(4, 14))
        fingers["middle"] = _straight(random, spread=random.uniform(-10, 0))
    if name == "thumb":
        fingers["thumb"] = _thumb_out(random)
    elif name == "open_palm":
        fingers["thumb"] = _bend(random, (-18, 8), (-10, 12), (-15, 15), (-5, 12))
    else:
        fingers["thumb"] = _thumb_in(random)
    return HandShape(fingers, _sizes(random))


def draw(
    held: Posture,
    mesh: HandMesh,
    background: NDArray[np.uint8],
    random: np.random.Generator,
    sizes: tuple[float, float] = SIZES,
) -> DrawnHand:
    """A picture of it. background: uint8 (height, width, 3), drawn over; sizes: least and most pixels of 100 mm."""
    view = hand_view(held, background.shape[1], background.shape[0], random, sizes)
    pixels = draw_hand(background, mesh, held.shape, view, hand_look(random), random)
    return DrawnHand(Image(_taken(pixels, random)), held, view, joints_seen(held.shape, view))


def hand_view(
    held: Posture, width: int, height: int, random: np.random.Generator, sizes: tuple[float, float] = SIZES
) -> HandView:
    """Somewhere in a picture where all of the hand is in it."""
    reach = 1.15
    most = min(sizes[1], min(width, height) / 2 / reach - 1)
    size = float(np.exp(random.uniform(*np.log((min(sizes[0], most), most)))))
    middle = tuple(float(random.uniform(reach * size, side - reach * size)) for side in (width, height))
    bent = rotation(Z, random.normal(0, 15)) @ rotation(X, random.normal(0, 20))
    distance = float(random.uniform(450, 1500))
    return HandView(held.turn, held.turn @ bent @ Y, (middle[0], middle[1]), size, distance, held.mirrored)


def hand_look(random: np.random.Generator) -> HandLook:
    """Skin, sleeve and light."""
    skin = np.array(SKINS[random.integers(len(SKINS))]) * random.uniform(0.92, 1.05)
    light = np.array([random.normal(0, 0.6), -abs(random.normal(0.5, 0.4)), -abs(random.normal(0.8, 0.3))])
    light /= np.linalg.norm(light)
    bare, ambient, grain = random.uniform(30, 260), random.uniform(0.35, 0.65), random.uniform(0.01, 0.04)
    return HandLook(skin, random.uniform(0.1, 0.9, 3), float(bare), light, float(ambient), float(grain))


def _taken(pixels: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """As a plain camera takes it: not quite sharp, noisy, brighter or darker."""
    from PIL import Image as Pillow
    from PIL import ImageFilter

    soft = Pillow.fromarray(pixels).filter(ImageFilter.GaussianBlur(float(random.uniform(0.2, 1.2))))
    values = np.asarray(soft, np.float64) * random.uniform(0.6, 1.15) + random.normal(
        0, random.uniform(1, 7), pixels.shape
    )
    return np.clip(values, 0, 255).astype(np.uint8)


def _turned(gesture: Gesture, shape: HandShape, random: np.random.Generator, mirrored: bool) -> Floats:
    """How the hand is turned, so that the gesture is plain to see: no more than some 30 degrees from where it
    points."""
    side = -1.0 if mirrored else 1.0
    lean = rotation(Z, float(np.clip(random.normal(0, 10), -25, 25)))
    if gesture in DIRECTIONS:
        about = rotation(Z, side * DIRECTIONS[gesture])
        return (
            lean
            @ about
            @ rotation(X, random.uniform(-30, 30))
            @ rotation(Y, random.uniform(-180, 180))
            @ _to_up(_index_of(shape))
        )
    if gesture in ("thumbs_up", "thumbs_down"):
        about = rotation(Z, 0.0 if gesture == "thumbs_up" else 180.0)
        return (
            lean
            @ about
            @ rotation(X, random.uniform(-25, 25))
            @ rotation(Y, random.uniform(-180, 180))
            @ _to_up(_thumb_of(shape))
        )
    return lean @ rotation(Y, random.uniform(-32, 32)) @ rotation(X, random.uniform(-25, 25))


def _no_gesture(random: np.random.Generator, mirrored: bool) -> Posture:
    """Seven of ten other shapes, turned anyhow; three gestures' shapes, turned away from what they would mean."""
    if random.random() < 0.7:
        natural = (
            rotation(Z, random.normal(0, 30)) @ rotation(Y, random.uniform(-60, 60)) @ rotation(X, random.normal(0, 25))
        )
        turn = natural if random.random() < 0.5 else _any_turn(random)
        return Posture("none", "none", _other_shape(random), turn, mirrored)
    name = _TURNED_AWAY[random.integers(len(_TURNED_AWAY))]
    shape = hand_shape(name, random)
    if name in ("open_palm", "victory"):
        away = rotation(Z, random.uniform(70, 290)) @ rotation(Y, random.uniform(-30, 30))
        back = rotation(Z, random.normal(0, 20)) @ rotation(Y, random.uniform(125, 235))
        return Posture("none", name, shape, away if random.random() < 0.5 else back, mirrored)
    if name == "thumb":
        level = rotation(Z, random.choice([90.0, 270.0]) + random.uniform(-20, 20))
        return Posture(
            "none", name, shape, level @ rotation(Y, random.uniform(-180, 180)) @ _to_up(_thumb_of(shape)), mirrored
        )
    nearer = rotation(Z, random.uniform(-180, 180)) @ rotation(X, random.choice([-1, 1]) * random.uniform(65, 90))
    return Posture(
        "none", name, shape, nearer @ rotation(Y, random.uniform(-180, 180)) @ _to_up(_index_of(shape)), mirrored
    )


def _other_shape(random: np.random.Generator) -> HandShape:
    """At rest, around a cup, pinching, a claw, or some fingers straight that are no gesture."""
    kind = random.integers(6)
    fingers: dict[Finger, FingerBend] = {}
    if kind == 0:  # at rest
        by = random.uniform(12, 50)
        fingers = {f: _bend(random, (by, by + 15), (by, by + 25), (by / 2, by), (-3, 8)) for f in FINGERS[1:]}
        fingers["thumb"] = _bend(random, (-5, 20), (0, 25), (0, 30), (-5, 15))
    elif kind == 1:  # around something
        by = random.uniform(25, 55)
        fingers = {f: _bend(random, (by - 8, by + 8), (40, 65), (20, 40), (-3, 6)) for f in FINGERS[1:]}
        fingers["thumb"] = _bend(random, (0, 25), (0, 30), (0, 30), (5, 25))
    elif kind == 2:  # pinching
        fingers = {f: _bend(random, (10, 70), (10, 80), (5, 50), (-3, 8)) for f in FINGERS[2:]}
        fingers["index"] = _bend(random, (45, 60), (40, 60), (20, 40), (-3, 3))
        fingers["thumb"] = _bend(random, (15, 30), (10, 25), (5, 30), (0, 10))
    elif kind == 3:  # a claw
        fingers = {f: _bend(random, (-10, 15), (60, 95), (30, 60), (0, 10)) for f in FINGERS[1:]}
        fingers["thumb"] = _bend(random, (-15, 10), (10, 50), (10, 50), (-5, 12))
    elif kind == 4:  # half bent, each as it likes
        fingers = {f: _bend(random, (15, 55), (35, 70), (15, 45), (-4, 8)) for f in FINGERS[1:]}
        fingers["thumb"] = _bend(random, (-10, 30), (0, 40), (0, 40), (-5, 15))
    else:  # counting otherwise: three, four, the little finger, horns, the thumb with the little finger
        straight = _OTHER_COUNTS[random.integers(len(_OTHER_COUNTS))]
        fingers = {f: _straight(random) if f in straight else _curled(random) for f in FINGERS[1:]}
        fingers["thumb"] = _thumb_out(random) if "thumb" in straight else _thumb_in(random)
    return HandShape(fingers, _sizes(random))


_TURNED_AWAY: tuple[ShapeName, ...] = ("open_palm", "thumb", "index", "victory")
_OTHER_COUNTS: tuple[tuple[Finger, ...], ...] = (
    ("index", "middle", "ring"),
    ("middle", "ring", "little"),
    ("little",),
    ("index", "little"),
    ("thumb", "little"),
    ("thumb", "index", "middle"),
    ("ring", "little"),
)


def _straight(random: np.random.Generator, spread: float | None = None) -> FingerBend:
    spread = random.uniform(-2, 10) if spread is None else spread
    return _bend(random, (-12, 16), (-2, 18), (-2, 12), (spread, spread))


def _curled(random: np.random.Generator) -> FingerBend:
    return _bend(random, *CURL, (-3, 3))


def _thumb_out(random: np.random.Generator) -> FingerBend:
    return _bend(random, (-25, -5), (-12, 8), (-30, 8), (-5, 14))


def _thumb_in(random: np.random.Generator) -> FingerBend:
    """Over the fingers, or along the first of them."""
    return _bend(random, (15, 38), (15, 50), (10, 55), (-2, 14))


def _bend(random: np.random.Generator, *ranges: tuple[float, float]) -> FingerBend:
    return FingerBend(*(float(random.uniform(low, high)) for low, high in ranges))


def _sizes(random: np.random.Generator) -> dict[Finger, float]:
    """People's fingers differ by some 5 percent in their share of the hand."""
    return {finger: float(np.clip(random.normal(1, 0.05), 0.88, 1.12)) for finger in FINGERS}


def _index_of(shape: HandShape) -> Floats:
    """Where the index finger points before the hand is turned: from its knuckle to its tip."""
    joints = landmarks_of(posed(shape)[0])
    along: Floats = joints[8] - joints[5]
    return along


def _thumb_of(shape: HandShape) -> Floats:
    joints = landmarks_of(posed(shape)[0])
    along: Floats = joints[4] - joints[2]
    return along


def _to_up(direction: Floats) -> Floats:
    """The shortest turn that brings a direction to the top of the picture."""
    unit, up = direction / np.linalg.norm(direction), -Y
    axis = np.cross(unit, up)
    length = float(np.linalg.norm(axis))
    if length < 1e-9:
        return np.eye(3)
    return rotation(axis / length, float(np.degrees(np.arctan2(length, unit @ up))))


def _any_turn(random: np.random.Generator) -> Floats:
    """Every orientation as likely as any other: the turn of a random quaternion."""
    w, x, y, z = random.normal(size=4)
    length = float(np.sqrt(x * x + y * y + z * z))
    axis = np.array([x, y, z]) / max(length, 1e-9)
    return rotation(axis, float(np.degrees(2 * np.arctan2(length, w))))
