"""Flat pictures and heads: what a homography explains, and what it does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Box
from ogam.liveness.planarity import homography, projected, relief
from ogam.vision import made_up_face

BOX = Box(100, 100, 200, 200)
RANDOM = np.random.default_rng(0)


@given(st.floats(-0.3, 0.3), st.floats(0.5, 2), st.floats(-0.001, 0.001), st.floats(-0.001, 0.001))
def test_a_homography_is_found_again(shear: float, scale: float, across: float, down: float) -> None:
    points = RANDOM.uniform(0, 200, (40, 2))
    matrix = np.array([[scale, shear, 10], [-shear, 1.1 * scale, -20], [across, down, 1]])
    moved = projected(matrix, points)
    assert projected(homography(points, moved), points) == pytest.approx(moved, abs=1e-3)


@given(st.floats(-40, 40), st.floats(-30, 30), st.floats(-30, 30), st.floats(60, 300))
def test_a_photograph_has_no_relief_however_it_is_turned(yaw: float, pitch: float, roll: float, width: float) -> None:
    before = made_up_face(BOX, relief=0).landmarks[:, :2] * (1, 1)
    flat = np.column_stack([before, np.zeros(len(before))]) - (200, 200, 0)
    y, p, r = np.radians([yaw, pitch, roll])
    about = np.array([[np.cos(y), 0, -np.sin(y)], [0, 1, 0], [np.sin(y), 0, np.cos(y)]])
    nod = np.array([[1, 0, 0], [0, np.cos(p), np.sin(p)], [0, -np.sin(p), np.cos(p)]])
    roll_in_picture = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    turned = flat @ (roll_in_picture @ nod @ about).T * width / 200
    seen = turned[:, :2] * 800 / (800 + turned[:, 2:])
    assert relief(before, seen, 48.0) < 1e-4


@pytest.mark.parametrize("yaw", [-35, -20, 20, 35])
def test_a_head_has_relief_when_it_turns(yaw: float) -> None:
    before, after = (made_up_face(BOX, yaw=angle, relief=1.2).landmarks for angle in (0.0, yaw))
    assert relief(before, after, 80.0) > 0.06


def test_no_relief_without_a_turn() -> None:
    before, after = made_up_face(BOX, relief=1.2), made_up_face(Box(150, 80, 260, 260), relief=1.2, roll=20)
    assert relief(before.landmarks, after.landmarks, 100.0) < 1e-3


def test_points_all_in_one_place_are_no_error() -> None:
    nowhere = np.zeros((468, 3))
    assert np.isfinite(relief(nowhere, nowhere, 0.0))
