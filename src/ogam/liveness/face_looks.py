"""What a face does at one moment, in the few numbers that a challenge watches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box
from ogam.vision import Face, eye_distance, eye_openness, head_pose, mouth_openness
from ogam.vision.landmarks import CHIN, FOREHEAD, LEFT_EYE, RIGHT_EYE


@dataclass(frozen=True, slots=True, eq=False)
class FaceLook:
    """time: in seconds; yaw, pitch: in degrees, as `ogam.vision.head_pose` gives them; eyes: the mean of both eyes'
    openness; mouth: its openness; size: the eye distance in pixels; shape: how long the face looks in the picture,
    forehead to chin ÷ between the outer corners of the eyes; landmarks: float32, shape (468, 3)."""

    time: float
    yaw: float
    pitch: float
    eyes: float
    mouth: float
    size: float
    shape: float
    box: Box
    landmarks: NDArray[np.float32]


def look_at(face: Face, time: float) -> FaceLook:
    pose = head_pose(face.landmarks)
    right, left = eye_openness(face.landmarks)
    return FaceLook(
        time,
        pose.yaw,
        pose.pitch,
        (right + left) / 2,
        mouth_openness(face.landmarks),
        eye_distance(face.landmarks),
        _shape(face.landmarks),
        face.box,
        face.landmarks,
    )


def _shape(landmarks: NDArray[np.float32]) -> float:
    length, width = landmarks[FOREHEAD] - landmarks[CHIN], landmarks[LEFT_EYE[0]] - landmarks[RIGHT_EYE[0]]
    return float(np.hypot(length[0], length[1]) / max(float(np.hypot(width[0], width[1])), 1e-9))


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """How the face is before it does something: medians of a few looks, and the last of them."""

    yaw: float
    pitch: float
    eyes: float
    mouth: float
    look: FaceLook


def rest_of(looks: Sequence[FaceLook]) -> Rest:
    """Of at least one look."""
    yaw, pitch, eyes, mouth = np.median([[look.yaw, look.pitch, look.eyes, look.mouth] for look in looks], axis=0)
    return Rest(float(yaw), float(pitch), float(eyes), float(mouth), looks[-1])
