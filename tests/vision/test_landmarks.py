"""What is read from landmarks, on faces made up with known turns and openings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Box
from ogam.vision import Face, eye_distance, eye_openness, head_pose, made_up_face, mouth_openness

BOX = Box(100, 50, 120, 120)
turns = st.floats(-60, 60)


def test_a_face_that_looks_straight_ahead() -> None:
    pose = head_pose(made_up_face(BOX).landmarks)
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((0, 0, 0), abs=1e-3)


@pytest.mark.parametrize("name", ["yaw", "pitch", "roll"])
@given(angle=turns)
def test_each_turn_is_found_alone(name: str, angle: float) -> None:
    level = made_up_face(BOX)
    turned = made_up_face(BOX, **{name: angle})
    found = head_pose(turned.landmarks)
    assert getattr(found, name) == pytest.approx(angle, abs=0.5)
    for other in {"yaw", "pitch", "roll"} - {name}:
        assert getattr(found, other) == pytest.approx(getattr(head_pose(level.landmarks), other), abs=3.5)


def test_the_signs_are_those_that_are_documented() -> None:
    """Turned to its own left, the left eye goes away from the camera; turned up, the chin comes near."""
    left = made_up_face(BOX, yaw=30).landmarks
    assert left[263, 2] > left[33, 2]
    up = made_up_face(BOX, pitch=30).landmarks
    assert up[152, 2] < up[10, 2]
    clockwise = made_up_face(BOX, roll=20).landmarks
    assert clockwise[263, 1] > clockwise[33, 1]


@given(st.floats(0, 0.6), turns, turns, turns)
def test_eyes_are_as_open_as_they_are_however_the_head_is_turned(
    openness: float, yaw: float, pitch: float, roll: float
) -> None:
    face = made_up_face(BOX, yaw=yaw, pitch=pitch, roll=roll, eyes=openness)
    assert eye_openness(face.landmarks) == pytest.approx((openness, openness), abs=1e-3)


@given(st.floats(0, 1.5), turns)
def test_the_mouth_too(openness: float, yaw: float) -> None:
    assert mouth_openness(made_up_face(BOX, yaw=yaw, mouth=openness).landmarks) == pytest.approx(openness, abs=1e-3)


def test_one_eye_can_be_shut() -> None:
    landmarks = made_up_face(BOX).landmarks.copy()
    landmarks[[160, 158]] = landmarks[[144, 153]]
    right, left = eye_openness(landmarks)
    assert (right, left) == pytest.approx((0, 0.3), abs=1e-3)


def test_the_distance_of_the_eyes_is_that_from_the_front() -> None:
    level, turned = (eye_distance(made_up_face(BOX, yaw=yaw).landmarks) for yaw in (0, 45))
    assert turned == pytest.approx(level, rel=1e-4)
    assert level == pytest.approx(48, abs=1)


def test_points_all_in_one_place_are_no_error() -> None:
    nowhere = np.zeros((468, 3), np.float32)
    assert (eye_openness(nowhere), mouth_openness(nowhere)) == ((0, 0), 0)
    assert np.isfinite(head_pose(nowhere).yaw)


def test_a_face_that_is_made_up_fills_its_box() -> None:
    face = made_up_face(BOX)
    assert isinstance(face, Face)
    assert face.landmarks[:, :2].min(axis=0) == pytest.approx((100, 50), abs=0.1)
    assert face.landmarks[:, :2].max(axis=0) == pytest.approx((220, 170), abs=0.1)
