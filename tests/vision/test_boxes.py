"""What boxes share, and one of several that are of the same thing."""

import numpy as np
import pytest

from ogam.core import Box
from ogam.vision.boxes import box_of, corners, overlaps, surest
from ogam.vision.fitting import GREY, fit

BOXES = [Box(0, 0, 10, 10), Box(5, 0, 10, 10), Box(100, 100, 10, 10)]


def test_overlap_is_what_is_shared_of_both() -> None:
    shared = overlaps(corners(BOXES), corners(BOXES))
    assert shared[0].tolist() == pytest.approx([1, 1 / 3, 0])
    assert overlaps(np.zeros((0, 4)), corners(BOXES)).shape == (0, 3)
    assert overlaps(np.zeros((1, 4)), np.zeros((1, 4)))[0, 0] == 0


def test_the_surest_stays_and_other_classes_do_not_count() -> None:
    boxes = corners([Box(0, 0, 10, 10), Box(1, 0, 10, 10), Box(1, 0, 10, 10), Box(100, 100, 10, 10)])
    classes, scores = np.array([3, 3, 4, 3]), np.array([0.5, 0.9, 0.6, 0.7])
    assert surest(boxes, scores, classes, 0.5) == [1, 3, 2]
    assert surest(np.zeros((0, 4)), np.zeros(0), np.zeros(0, np.int64), 0.5) == []


def test_a_box_and_its_corners() -> None:
    assert box_of(corners(BOXES)[1]) == BOXES[1]


@pytest.mark.parametrize("how", ["stretch", "letterbox"])
@pytest.mark.parametrize("size", [(50, 200), (200, 50), (64, 64), (1, 1)])
def test_a_picture_fits_and_boxes_come_back(how: str, size: tuple[int, int]) -> None:
    width, height = size
    pixels = np.full((height, width, 3), 255, np.uint8)
    fitted = fit(pixels, 64, how)
    assert fitted.pixels.shape == (64, 64, 3)
    there = np.array([[0, 0, width, height]]) * (fitted.scale * 2)
    assert fitted.back(there)[0].tolist() == pytest.approx([0, 0, width, height])
    beyond = fitted.back(np.array([[-9.0, -9.0, 999.0, 999.0]]))[0]
    assert beyond.tolist() == [0, 0, width, height]
    if how == "letterbox" and width != height:
        assert fitted.pixels[-1, -1].tolist() == [GREY] * 3
        assert fitted.scale[0] == pytest.approx(fitted.scale[1], rel=0.05)
