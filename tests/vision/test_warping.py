"""Turning, scaling and cutting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.vision.warping import inverse, similarity_transform, transformed, warp

POINTS = np.array([[0, 0], [3, 1], [2, 5], [-1, 4]], float)
PIXELS = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)


@given(st.floats(-3, 3), st.floats(0.1, 10), st.floats(-100, 100), st.floats(-100, 100))
def test_a_similarity_is_found_again(angle: float, scale: float, x: float, y: float) -> None:
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = np.column_stack([turn, (x, y)])
    found = similarity_transform(POINTS, transformed(matrix, POINTS))
    assert found == pytest.approx(matrix, abs=1e-6)
    assert transformed(inverse(found), transformed(found, POINTS)) == pytest.approx(POINTS, abs=1e-6)


def test_no_other_similarity_comes_nearer() -> None:
    target = POINTS * 2 + np.random.default_rng(1).normal(size=POINTS.shape)
    best = similarity_transform(POINTS, target)
    error = np.sum((transformed(best, POINTS) - target) ** 2)
    rng = np.random.default_rng(2)
    for _ in range(50):
        a, b, x, y = rng.normal(scale=0.05, size=4)
        other = best + np.array([[a, -b, x], [b, a, y]])
        assert np.sum((transformed(other, POINTS) - target) ** 2) >= error


def test_points_in_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="one place"):
        similarity_transform(np.ones((3, 2)), POINTS[:3])


def test_a_shift_by_whole_pixels_copies() -> None:
    cut = warp(PIXELS, np.array([[1, 0, -10], [0, 1, -5.0]]), 20)
    assert np.array_equal(cut, PIXELS[5:25, 10:30])


def test_outside_it_is_black() -> None:
    cut = warp(PIXELS, np.array([[1, 0, 10], [0, 1, 5.0]]), 20)
    assert cut[:5].max() == 0
    assert np.array_equal(cut[5:, 10:], PIXELS[:15, :10])
    assert warp(PIXELS, np.array([[1, 0, 500], [0, 1, 0.0]]), 20).max() == 0


def test_what_is_scaled_down_is_averaged() -> None:
    """A pattern of single pixels turns grey, not into other patterns."""
    board = np.repeat(((np.indices((64, 64)).sum(axis=0) % 2) * 255).astype(np.uint8)[:, :, None], 3, axis=2)
    small = warp(board, np.array([[0.25, 0, 0], [0, 0.25, 0]]), 16)
    assert np.abs(small.astype(int) - 127).max() <= 1
