"""Gestures of a hand: what its fingers do, by a small classifier, and what that means as the hand is turned.

The classifier is a softmax regression on `shape_features`; its numbers are in `gesture_shapes.json`, which
`benchmarks/gestures_training.py` makes from hands that are drawn. Directions are the picture's: "left" is its left.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ogam.vision.hand_features import direction_from_up, hand_turn, shape_features
from ogam.vision.hands import Hand

Floats = NDArray[np.float64]
Gesture = Literal[
    "open_palm",
    "thumbs_up",
    "thumbs_down",
    "point_left",
    "point_right",
    "point_up",
    "point_down",
    "fist",
    "victory",
    "none",
]
GESTURES: tuple[Gesture, ...] = get_args(Gesture)
ShapeName = Literal["open_palm", "fist", "thumb", "index", "victory", "none"]
SHAPES: tuple[ShapeName, ...] = get_args(ShapeName)
"""What fingers do, in the order of the classifier's numbers."""
THUMB_DIRECTIONS: Mapping[Gesture, float] = MappingProxyType({"thumbs_up": 0.0, "thumbs_down": 180.0})
INDEX_DIRECTIONS: Mapping[Gesture, float] = MappingProxyType(
    {"point_up": 0.0, "point_right": 90.0, "point_down": 180.0, "point_left": 270.0}
)
"""Degrees clockwise from the top of the picture."""
ASIDE = 38.0
"""Degrees from a direction, at which a thumb or an index finger points there as likely as not: 45 is half-way to the
next."""
TILT = 60.0
"""Degrees out of the picture's plane, towards the camera or away from it, at which a finger as likely as not points
nowhere in it."""
UPRIGHT, FACING = 50.0, 62.0
"""Degrees between a raised hand and the top of the picture, and between its palm's direction and the camera, from which
on it is not held towards the camera."""
SOFTNESS = 4.0
"""Degrees over which these limits go from sure to unsure."""


@dataclass(frozen=True, slots=True)
class GestureReading:
    """What a hand says in one picture. confidence: calibrated probability of the gesture; of "none": that it is none of
    the others. shapes: probability of each shape of the fingers, however the hand is turned."""

    gesture: Gesture
    confidence: float
    probabilities: Mapping[Gesture, float]
    shapes: Mapping[ShapeName, float]


@dataclass(frozen=True, slots=True, eq=False)
class ShapeModel:
    """Softmax regression, and the calibration of what comes out. mean, scale: shape (features,); weights: (features,
    shapes); bias: (shapes,); slope, offset: of the log odds of a gesture (Platt, "Probabilistic Outputs for Support
    Vector Machines", 1999)."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats
    slope: float = 1.0
    offset: float = 0.0


def read_gesture(hand: Hand, model: ShapeModel | None = None) -> GestureReading:
    """The gesture that a hand makes, or none. model: the shipped one, unless another is given."""
    model = model or shipped_model()
    shapes = shape_probabilities(hand, model)
    raw = {gesture: shapes[shape] * fit for gesture, (shape, fit) in _fits(hand).items()}
    probabilities = {gesture: _calibrated(value, model) for gesture, value in raw.items()}
    total = sum(probabilities.values())
    if total > 1:
        probabilities = {gesture: value / total for gesture, value in probabilities.items()}
    probabilities["none"] = max(0.0, 1.0 - sum(probabilities.values()))
    best = max(probabilities, key=lambda gesture: probabilities[gesture])
    return GestureReading(best, probabilities[best], probabilities, shapes)


def shape_probabilities(hand: Hand, model: ShapeModel) -> dict[ShapeName, float]:
    """What the fingers do, however the hand is turned."""
    values = (model_features(hand) - model.mean) / model.scale
    logits = values @ model.weights + model.bias
    odds = np.exp(logits - logits.max())
    return dict(zip(SHAPES, (odds / odds.sum()).tolist(), strict=True))


def model_features(hand: Hand) -> Floats:
    """What the classifier sees: the shape's numbers as they are in the picture and in space, and their squares."""
    both = np.concatenate([shape_features(hand.landmarks), shape_features(hand.world)])
    return np.concatenate([both, both**2])


@cache
def shipped_model() -> ShapeModel:
    """The classifier that comes with Ogam."""
    return parse_model(files("ogam.vision").joinpath("gesture_shapes.json").read_text(encoding="ascii"))


def parse_model(text: str) -> ShapeModel:
    """A classifier as JSON, as the training script writes it."""
    data = json.loads(text)
    mean, scale, weights, bias = (np.array(data[name], np.float64) for name in ("mean", "scale", "weights", "bias"))
    return ShapeModel(mean, scale, weights, bias, float(data["slope"]), float(data["offset"]))


def _fits(hand: Hand) -> dict[Gesture, tuple[ShapeName, float]]:
    """For each gesture its shape, and how well the hand's turn fits it, 0 to 1."""
    turn = hand_turn(hand)
    upright = _within(turn.up, UPRIGHT)
    raised = upright * _within(turn.facing, FACING)
    joints = hand.landmarks.astype(np.float64)
    thumb, index = joints[4] - joints[2], joints[8] - joints[5]
    found: dict[Gesture, tuple[ShapeName, float]] = {
        "open_palm": ("open_palm", raised),
        "victory": ("victory", raised),
        "fist": ("fist", raised),
    }
    found |= {gesture: ("thumb", _points(thumb, at)) for gesture, at in THUMB_DIRECTIONS.items()}
    found |= {gesture: ("index", _points(index, at)) for gesture, at in INDEX_DIRECTIONS.items()}
    return found


def _points(vector: Floats, direction: float) -> float:
    """How well a finger points in a direction of the picture: not to another, and not out of it."""
    aside = abs((direction_from_up(vector[:2])[1] - direction + 180) % 360 - 180)
    tilt = float(np.degrees(np.arctan2(abs(vector[2]), np.hypot(vector[0], vector[1]))))
    return _within(aside, ASIDE) * _within(tilt, TILT)


def _within(angle: float, limit: float) -> float:
    return float(1 / (1 + np.exp(np.clip((angle - limit) / SOFTNESS, -50, 50))))


def _calibrated(value: float, model: ShapeModel) -> float:
    odds = float(np.log(np.clip(value, 1e-6, 1 - 1e-6) / (1 - np.clip(value, 1e-6, 1 - 1e-6))))
    return float(1 / (1 + np.exp(-(model.slope * odds + model.offset))))
