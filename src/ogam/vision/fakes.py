"""Faces and objects that are made up, for tests and examples, without weights and without cameras."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Image, ModelCard, Observation, Signal
from ogam.vision.detection import overlap
from ogam.vision.faces import Face
from ogam.vision.landmarks import (
    CHIN,
    COUNT,
    FOREHEAD,
    LEFT_EYE,
    LEFT_MOUTH,
    LEVEL_PITCH,
    LOWER_LIP,
    NOSE_BASE,
    RIGHT_EYE,
    RIGHT_MOUTH,
    UPPER_LIP,
)

EYE_WIDTH, MOUTH_WIDTH = 0.26, 0.36
"""In halves of the width of a face; the face's own coordinates go from -1 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class FakeFaceDetector:
    """Finds in an image from source S the faces `faces[S]`, none where there are none."""

    faces: Mapping[str, Sequence[Face]] = field(default_factory=dict)

    def detect(self, image: Image) -> list[Face]:
        return sorted(self.faces.get(image.source, ()), key=lambda face: -face.box.width)

    def follow(self, image: Image, faces: Sequence[Face]) -> list[Face | None]:
        """Each face where it overlaps one of the image by half or more."""
        there = self.detect(image)
        return [next((one for one in there if overlap(one.box, face.box) >= 0.5), None) for face in faces]


@dataclass(frozen=True, slots=True, eq=False)
class FakeObjectRecognizer:
    """Finds in an image from source S the objects `things[S]`, none where there are none: class → boxes, all sure.

    It is a fake: it does not look at the picture.
    """

    things: Mapping[str, Mapping[str, Sequence[Box]]] = field(default_factory=dict)
    card: ModelCard = field(default_factory=lambda: ModelCard("fake-objects", "1", "object detection"))

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._objects(signal) if isinstance(signal, Image) else [] for signal in signals]

    def _objects(self, image: Image) -> list[Observation]:
        when, said = (image.time, image.time), ("objects", self.card.label)
        return [
            Observation("object", value, 1.0, *when, image.source, *said, box, {"score": 1.0})
            for value, boxes in self.things.get(image.source, {}).items()
            for box in boxes
        ]


def made_up_face(
    box: Box,
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    eyes: float = 0.3,
    mouth: float = 0.0,
    relief: float = 0.0,
) -> Face:
    """A face that fills a box when it looks straight ahead, a disc with eyes, nose base and mouth, turned as asked.

    yaw, pitch, roll: in degrees, as `head_pose` gives them; eyes, mouth: as `eye_openness` and `mouth_openness` do.
    relief: how far the nose stands out from the disc, in halves of its width: 0 is a photograph, 1.2 about a head.
    """
    points = np.zeros((COUNT, 3))
    around = np.linspace(0, 2 * np.pi, COUNT, endpoint=False)
    points[:, 0], points[:, 1] = np.sin(around), -np.cos(around)
    for eye, side in ((RIGHT_EYE, -1), (LEFT_EYE, 1)):
        points[list(eye), :2] = _eye(eyes) * (side, 1) + (side * 0.4, -0.3)
    points[NOSE_BASE, :2] = 0, 0.2
    lean = float(np.tan(np.radians(LEVEL_PITCH)))
    points[FOREHEAD], points[CHIN] = (0, -1, lean), (0, 1, -lean)
    points[RIGHT_MOUTH, :2], points[LEFT_MOUTH, :2] = (-MOUTH_WIDTH / 2, 0.5), (MOUTH_WIDTH / 2, 0.5)
    points[UPPER_LIP, :2], points[LOWER_LIP, :2] = (
        (0, 0.5 - MOUTH_WIDTH * mouth / 2),
        (0, 0.5 + MOUTH_WIDTH * mouth / 2),
    )
    points[[*RIGHT_EYE, *LEFT_EYE], 2] = -0.4 * relief
    points[[RIGHT_MOUTH, LEFT_MOUTH, UPPER_LIP, LOWER_LIP], 2] = -0.7 * relief
    points[NOSE_BASE, 2] = -relief
    turned = points @ _rotation(yaw, pitch, roll).T * box.width / 2
    turned[:, :2] += (box.left + box.width / 2, box.top + box.height / 2)
    return Face(box, 1.0, turned.astype(np.float32))


def _eye(openness: float) -> NDArray[np.float64]:
    """The six points of a left eye around its middle, in the order of `LEFT_EYE`."""
    half, lid = EYE_WIDTH / 2, EYE_WIDTH * openness / 2
    return np.array([[half, 0], [half / 3, -lid], [-half / 3, -lid], [-half, 0], [-half / 3, lid], [half / 3, lid]])


def _rotation(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    """First about the vertical, then about the line through the ears, last in the picture."""
    (y, p, r) = np.radians([yaw, pitch, roll])
    about_vertical = np.array([[np.cos(y), 0, -np.sin(y)], [0, 1, 0], [np.sin(y), 0, np.cos(y)]])
    about_ears = np.array([[1, 0, 0], [0, np.cos(p), np.sin(p)], [0, -np.sin(p), np.cos(p)]])
    in_picture = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    turned: NDArray[np.float64] = in_picture @ about_ears @ about_vertical
    return turned
