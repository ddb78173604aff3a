"""What a face does, from its landmarks: where it is turned, whether the eyes and the mouth are open.

The 468 landmarks are those of MediaPipe's face mesh: x and y in pixels, z in the same scale, smaller where nearer to
the camera. Left and right are the person's own. Pure functions of one moment; what happens over time is for those who
watch it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COUNT = 468
RIGHT_EYE = (33, 160, 158, 133, 153, 144)
LEFT_EYE = (263, 387, 385, 362, 380, 373)
"""Outer corner, two points of the upper lid, inner corner, two of the lower lid, below those of the upper."""
UPPER_LIP, LOWER_LIP, RIGHT_MOUTH, LEFT_MOUTH = 13, 14, 78, 308
"""The inner edge of the lips, and the inner corners of the mouth."""
FOREHEAD, CHIN = 10, 152
NOSE_BASE = 2
LEVEL_PITCH = -6.0
"""Degrees by which the line from the forehead to the chin leans in a face that looks straight ahead (median of LFW)."""
Landmarks = NDArray[np.floating]
"""Shape (468, 3)."""


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Where a head is turned, in degrees; all are 0 for one that looks straight into the camera.

    yaw: positive to the person's own left; pitch: positive up; roll: positive clockwise, as seen in the picture.
    """

    yaw: float
    pitch: float
    roll: float


def head_pose(landmarks: Landmarks) -> HeadPose:
    """From the line between the outer corners of the eyes, and that from the forehead to the chin."""
    across = landmarks[LEFT_EYE[0]] - landmarks[RIGHT_EYE[0]]
    down = landmarks[CHIN] - landmarks[FOREHEAD]
    yaw = np.arctan2(across[2], np.hypot(across[0], across[1]))
    pitch = np.arctan2(-down[2], np.hypot(down[0], down[1]))
    roll = np.arctan2(across[1], across[0])
    return HeadPose(float(np.degrees(yaw)), float(np.degrees(pitch)) - LEVEL_PITCH, float(np.degrees(roll)))


def eye_openness(landmarks: Landmarks) -> tuple[float, float]:
    """How open the right and the left eye are: height ÷ width, about 0.3 where open, below 0.15 where shut.

    The eye aspect ratio of Soukupová and Čech, "Real-Time Eye Blink Detection using Facial Landmarks", 2016, in three
    dimensions, so that it does not change where the head turns.
    """
    return _aspect(landmarks, RIGHT_EYE), _aspect(landmarks, LEFT_EYE)


def mouth_openness(landmarks: Landmarks) -> float:
    """How open the mouth is: height ÷ width between the lips, 0 where it is shut."""
    return _ratio(_distance(landmarks, UPPER_LIP, LOWER_LIP), _distance(landmarks, RIGHT_MOUTH, LEFT_MOUTH))


def eye_distance(landmarks: Landmarks) -> float:
    """From the middle of one eye to that of the other, in pixels, as it would be seen from the front."""
    right, left = (landmarks[[eye[0], eye[3]]].mean(axis=0) for eye in (RIGHT_EYE, LEFT_EYE))
    return float(np.linalg.norm(left - right))


def _aspect(landmarks: Landmarks, eye: tuple[int, ...]) -> float:
    outer, upper_outer, upper_inner, inner, lower_inner, lower_outer = eye
    height = _distance(landmarks, upper_outer, lower_outer) + _distance(landmarks, upper_inner, lower_inner)
    return _ratio(height, 2 * _distance(landmarks, outer, inner))


def _distance(landmarks: Landmarks, one: int, other: int) -> float:
    return float(np.linalg.norm(landmarks[one] - landmarks[other]))


def _ratio(height: float, width: float) -> float:
    return height / width if width > 0 else 0.0
