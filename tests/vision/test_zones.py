"""Zones: what is in them, and what is hidden."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Box, Image
from ogam.vision.zones import Zone, area, contains, masked, share, zones_of

LEFT = Zone("left", ((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
CORNER = Zone("corner", ((0.5, 0.5), (1, 0.5), (1, 1), (0.5, 1)))
NOTCHED = Zone("notched", ((0, 0), (1, 0), (1, 1), (0.5, 0.2), (0, 1)))


def test_who_stands_where() -> None:
    assert zones_of(Box(0, 0, 50, 100), [LEFT, CORNER], 200, 100) == ("left",)
    assert zones_of(Box(150, 0, 50, 100), [LEFT, CORNER], 200, 100) == ("corner",)
    assert zones_of(Box(150, 0, 50, 40), [LEFT, CORNER], 200, 100) == ()
    assert zones_of(Box(-40, 0, 50, 120), [LEFT], 200, 100) == ("left",)


def test_what_lies_there_by_half_of_it() -> None:
    box = Box(80, 60, 40, 20)
    assert zones_of(box, [LEFT, CORNER], 200, 100, "overlap") == ("left", "corner")
    assert zones_of(box, [LEFT, CORNER], 200, 100, "overlap", 0.6) == ()


def test_a_polygon_may_have_a_notch() -> None:
    assert contains(NOTCHED, 0.1, 0.5)
    assert not contains(NOTCHED, 0.5, 0.5)
    assert share(Box(0, 0, 100, 100), NOTCHED, 100, 100) == pytest.approx(area(NOTCHED.polygon)) == pytest.approx(0.6)


@given(st.lists(st.floats(0, 0.9), min_size=2, max_size=2), st.floats(0.05, 0.9), st.floats(0.05, 0.9))
def test_shares_are_the_counted_points(corner: list[float], width: float, height: float) -> None:
    x, y = np.meshgrid((np.arange(24) + 0.5) / 24, (np.arange(24) + 0.5) / 24)
    points = [(corner[0] + width * a, corner[1] + height * b) for a, b in zip(x.ravel(), y.ravel(), strict=True)]
    inside = [contains(NOTCHED, *point) for point in points if point[0] < 1 and point[1] < 1]
    counted = sum(inside) / len(points)
    assert share(Box(corner[0], corner[1], width, height), NOTCHED, 1, 1) == pytest.approx(counted, abs=0.06)


@pytest.mark.parametrize(
    ("polygon", "why"),
    [
        (((0, 0), (1, 1)), "three"),
        (((0, 0), (1, 0), (1, 2)), "0 to 1"),
        (((0, 0), (0.5, 0.5), (1, 1)), "one line"),
        (((0, 0), (float("nan"), 0.5), (1, 1)), "0 to 1"),
    ],
)
def test_what_is_no_zone(polygon, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Zone("bad", polygon)


def test_what_is_private_is_black_and_nothing_else() -> None:
    image = Image(np.full((100, 200, 3), 200, np.uint8), 3.0, "camera")
    hidden = masked(image, [LEFT])
    assert (hidden.time, hidden.source) == (3.0, "camera")
    assert not hidden.pixels[:, :100].any()
    assert (hidden.pixels[:, 102:] == 200).all()
    assert (image.pixels == 200).all()
    assert masked(image, []) is image
