"""Is a picture of a face good enough to tell a person by, and if not, what is to be done?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import QualityError
from ogam.vision import Face, eye_openness, head_pose

LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)
"""Shares of red, green and blue in how bright a pixel is (ITU-R BT.601)."""


@dataclass(frozen=True, slots=True)
class FaceMeasures:
    """What decides how good a picture of a face is.

    width: of the face, in pixels; sharpness: standard deviation of the Laplacian ÷ that of the upright face itself, so
    that light does not matter (after Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000);
    brightness: mean, 0 to 255; yaw, pitch: in degrees; eyes: height ÷ width of the wider open one.
    """

    width: float
    sharpness: float
    brightness: float
    yaw: float
    pitch: float
    eyes: float


@dataclass(frozen=True, slots=True)
class FaceLimits:
    """The worst that is taken. width, sharpness, brightness and eyes: at least; yaw and pitch: at most either way."""

    width: float
    sharpness: float
    brightness: float
    yaw: float
    pitch: float
    eyes: float


PROBE = FaceLimits(width=40, sharpness=0.035, brightness=10, yaw=60, pitch=45, eyes=0.0)
"""For recognising somebody who goes by: only what is of no use is refused."""
ENROLMENT = FaceLimits(width=80, sharpness=0.075, brightness=40, yaw=25, pitch=25, eyes=0.12)
"""For what is kept and compared with ever after."""
FLAWLESS = FaceLimits(width=120, sharpness=0.15, brightness=80, yaw=10, pitch=15, eyes=0.2)
"""From here on quality is 1."""


def measure_face(face: Face, chip: NDArray[np.uint8]) -> FaceMeasures:
    """chip: the face cut out upright, uint8, shape (size, size, 3), RGB."""
    edge = len(chip) // 5  # hair and background say nothing of the face
    grey = chip[edge:-edge, edge:-edge].astype(np.float32) @ LUMINANCE
    around = grey[1:-1, :-2] + grey[1:-1, 2:] + grey[:-2, 1:-1] + grey[2:, 1:-1]
    pose = head_pose(face.landmarks)
    return FaceMeasures(
        width=face.box.width,
        sharpness=float((around - 4 * grey[1:-1, 1:-1]).std() / max(float(grey.std()), 1.0)),
        brightness=float(grey.mean()),
        yaw=pose.yaw,
        pitch=pose.pitch,
        eyes=max(eye_openness(face.landmarks)),
    )


def check_face(measures: FaceMeasures, limits: FaceLimits, source: str) -> None:
    """Raise QualityError with a line of advice for each thing that is wrong, if any is."""
    where = source or "picture"
    problems = []
    if measures.width < limits.width:
        problems.append(
            f"{where}: the face is {measures.width:.0f} pixels wide, at least {limits.width:.0f} are needed. "
            "Come nearer."
        )
    if measures.brightness < limits.brightness:
        problems.append(f"{where}: the face is too dark. Put a light in front of it, not behind.")
    elif measures.sharpness < limits.sharpness:
        problems.append(f"{where}: the face is blurred. Hold still, and clean the lens.")
    if max(abs(measures.yaw) - limits.yaw, abs(measures.pitch) - limits.pitch) > 0:
        angle = max(abs(measures.yaw), abs(measures.pitch))
        problems.append(f"{where}: the face is turned away by {angle:.0f} degrees. Look into the camera.")
    if measures.eyes < limits.eyes:
        problems.append(f"{where}: the eyes are shut. Open them, and look into the camera.")
    if problems:
        raise QualityError("\n".join(problems))


def quality(measures: FaceMeasures) -> float:
    """From 0, at the limits of a probe, to 1, where nothing is to be wished for: what is worst decides."""
    rises = [
        _rise(getattr(measures, name), getattr(PROBE, name), getattr(FLAWLESS, name))
        for name in ("width", "sharpness", "brightness", "eyes")
    ]
    falls = [
        _rise(-abs(getattr(measures, name)), -getattr(PROBE, name), -getattr(FLAWLESS, name))
        for name in ("yaw", "pitch")
    ]
    return min(*rises, *falls)


def _rise(value: float, worst: float, best: float) -> float:
    return float(np.clip((value - worst) / (best - worst), 0.0, 1.0))
