"""What is seen, drawn into pictures: in its place, in any script, in pictures of any size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from ogam.core import Box, Image, Observation
from ogam.vision import Zone, drawing, fonts
from ogam.vision.drawing import COLOURS, CORNERS, LINES, draw_seen, label_of
from ogam.vision.fonts import can_draw, font

BLACK = Image(np.zeros((240, 320, 3), np.uint8), 2.0, "room")
PLACE = st.floats(-500, 900, allow_nan=False)


def observed(kind: str = "object", value: str = "cup", box: Box | None = None, **details) -> Observation:
    return Observation(kind, value, 0.87, 0, 0, box=box or Box(100, 100, 60, 80), details=details)


def drawn_at(image: Image, x: int, y: int) -> tuple[int, ...]:
    return tuple(int(one) for one in image.pixels[y, x])


def test_a_box_is_drawn_where_it_is_in_the_colour_of_its_kind_and_the_picture_is_not_changed() -> None:
    drawn = draw_seen(BLACK, [observed(), observed("person", "Mina", Box(200, 100, 50, 60))])
    assert drawn_at(drawn.image, 100, 150) == COLOURS["object"]
    assert drawn_at(drawn.image, 130, 180) == COLOURS["object"]
    assert drawn_at(drawn.image, 200, 130) == COLOURS["person"]
    assert drawn_at(drawn.image, 130, 140) == (0, 0, 0)
    assert (drawn.image.time, drawn.image.source) == (2.0, "room")
    assert not BLACK.pixels.any()


def test_lines_corners_zones_and_masks_are_drawn() -> None:
    white = Image(np.full((240, 320, 3), 255, np.uint8))
    finger = observed("hand-shape", "fist", Box(20, 100, 40, 80), **{LINES: [[(40, 110), (40, 170)]]})
    line = observed("text", "milk", Box(200, 20, 80, 40), **{CORNERS: [[200, 40], [280, 20], [280, 40], [200, 60]]})
    zone, mask = Zone("table", ((0.5, 0.5), (1, 0.5), (1, 1), (0.5, 1))), Zone("bed", ((0, 0.8), (0.2, 0.8), (0.2, 1)))
    drawn = draw_seen(white, [finger, line], label=lambda _: "", zones=[zone], masks=[mask]).image
    assert drawn_at(drawn, 40, 140) == COLOURS["hand-shape"]
    assert drawn_at(drawn, 240, 30) == COLOURS["text"]
    assert drawn_at(drawn, 200, 22) == (255, 255, 255)  # the corners, not the box
    assert drawn_at(drawn, 250, 120) == drawing.ZONE
    assert drawn_at(drawn, 60, 230) == (0, 0, 0)


def test_labels_stand_in_the_picture_and_not_on_each_other() -> None:
    pen = drawing._Pen(__import__("PIL.Image").Image.fromarray(BLACK.pixels))
    for box in (Box(300, 100, 40, 40), Box(300, 100, 40, 40), Box(-50, -50, 80, 80), Box(0, 235, 20, 20)):
        pen.label("somebody 87%", box, (255, 255, 255))
    for left, top, right, bottom in pen.taken:
        assert left >= 0
        assert top >= 0
        assert right <= 320
        assert bottom <= 240
    assert len({(left, top) for left, top, *_ in pen.taken}) == 4


def test_a_label_says_what_and_how_sure() -> None:
    assert label_of(observed()) == "cup 87%"
    assert label_of(observed("person", "")) == "person 87%"


def test_hangul_is_drawn_where_the_computer_has_a_font_for_it() -> None:
    if not can_draw("민아", font(16)):
        pytest.skip("needs a font with Hangul: apt-get install fonts-noto-cjk")
    assert draw_seen(BLACK, [observed("person", "민아")]).legend == ()


def test_what_no_font_can_write_has_a_number_and_a_legend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "font", lambda size: ImageFont.load_default(size))
    drawn = draw_seen(BLACK, [observed("person", "민아"), observed(), observed("person", "지우", Box(200, 9, 9, 9))])
    assert drawn.legend == ("1 민아 87%", "2 지우 87%")


def test_without_any_of_the_fonts_pillows_own_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "CANDIDATES", ("no such font.ttf",))
    font.cache_clear()
    assert can_draw("cup 87%", font(14))
    font.cache_clear()


@given(
    st.integers(1, 60),
    st.integers(1, 60),
    st.lists(st.tuples(PLACE, PLACE, PLACE, PLACE), max_size=4),
    st.text("a컵𝔁", max_size=9),
)
def test_any_box_in_any_picture_can_be_drawn(height, width, boxes, value) -> None:
    image = Image(np.zeros((height, width, 3), np.uint8))
    seen = [Observation("object", value, 0.5, 0, 0, box=Box(*box)) for box in boxes]
    assert draw_seen(image, seen).image.pixels.shape == (height, width, 3)
