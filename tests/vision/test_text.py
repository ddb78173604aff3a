"""Reading lines: geometry, order, turning, and the choice between readers; the readers are stand-ins."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Audio, Image, ModelError, Recognizer
from ogam.vision import FakeTextReader, load_text_reader
from ogam.vision.joined_readers import KoreanReader, with_unit_of
from ogam.vision.lines import (
    LONGEST,
    Pixels,
    Quadrilateral,
    Reading,
    brightened,
    in_order,
    lies_on_its_side,
    reading_order,
    scaled_down,
    tidied,
    turned,
    turned_corners,
)
from ogam.vision.text import TextReader

cv2 = pytest.importorskip("cv2")


def box(left: float, top: float, width: float, height: float) -> Quadrilateral:
    return np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]], float)


@dataclass
class BrightLines:
    """Finds what is not black: a rectangle around each of the given colours."""

    colours: Sequence[int]

    def find(self, pixels: Pixels) -> list[Quadrilateral]:
        found = []
        for colour in self.colours:
            rows, columns = np.nonzero(pixels[:, :, 0] == colour)
            if len(rows):
                found.append(box(columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1))
        return found


@dataclass
class UprightReader:
    """Reads the colour of a line; surely only if its bright end is on the right, as that of upright ones is."""

    name: str = "colour"

    def read(self, line: Pixels) -> Reading:
        left, right = line[:, : line.shape[1] // 2, 1].mean(), line[:, line.shape[1] // 2 :, 1].mean()
        return Reading(f"line {int(np.median(line[:, :, 0]))}", 0.9 if right > left else 0.6)


def label(*tops: int) -> Pixels:
    """Lines of colours 200, 210 … at these heights; each fades in from left to right in its second channel."""
    pixels = np.zeros((300, 400, 3), np.uint8)
    for number, top in enumerate(tops):
        pixels[top : top + 20, 100:300, 0] = 200 + 10 * number
        pixels[top : top + 20, 100:300, 1] = np.arange(200)
    return pixels


READER = TextReader(BrightLines((200, 210, 220)), UprightReader(), ("en",))


@pytest.mark.parametrize("quarters", range(4))
def test_lines_in_order_and_in_place_however_the_picture_is_turned(quarters):
    upright = label(40, 120, 200)
    image = Image(turned(upright, quarters), 7.5, "kitchen")
    found = READER.read(image)
    assert [line.value for line in found] == ["line 200", "line 210", "line 220"]
    assert {line.details["turned"] for line in found} == {90 * quarters}
    for line, top in zip(found, (40, 120, 200), strict=True):
        wanted = turned_corners(box(100, top, 200, 20), quarters, 400, 300)
        assert np.allclose(line.details["corners"], wanted, atol=1.5)
        assert (line.kind, line.start, line.end, line.source) == ("text", 7.5, 7.5, "kitchen")
        inside = image.pixels[round(line.box.top + line.box.height / 2), round(line.box.left + line.box.width / 2), 0]
        assert line.value == f"line {inside}"


def test_a_large_picture_is_read_small_and_its_lines_are_where_they_are():
    large = np.kron(label(40, 120), np.ones((10, 10, 1), np.uint8))
    first = READER.read(Image(large))[0]
    assert first.value == "line 200"
    assert (first.box.left, first.box.top, first.box.width) == pytest.approx((1000, 400, 2000), abs=12)
    assert max(scaled_down(large)[1].shape) == LONGEST


@pytest.mark.parametrize("size", [(1, 1), (7, 400), (400, 7), (300, 400)])
def test_where_nothing_is_written_nothing_is_read(size):
    assert READER.read(Image(np.zeros((*size, 3), np.uint8))) == []


def test_what_the_reader_is_not_sure_of_is_left_out():
    @dataclass
    class Unsure:
        name: str = "unsure"

        def read(self, line: Pixels) -> Reading:
            return Reading("guess", 0.4)

    assert TextReader(BrightLines((200,)), Unsure(), ("en",)).read(Image(label(40))) == []


def test_a_recognizer_that_has_nothing_to_say_of_sounds():
    assert isinstance(READER, Recognizer)
    image, sound = Image(label(40)), Audio(np.zeros(160, np.float32))
    assert [len(found) for found in READER.recognize([image, sound, image])] == [1, 0, 1]


@given(st.integers(-8, 8), st.integers(1, 500), st.integers(1, 500), st.floats(0, 500), st.floats(0, 500))
def test_corners_turn_as_pixels_do(quarters, width, height, x, y):
    size = (height, width) if quarters % 2 else (width, height)
    there = turned_corners(np.array([[x, y]] * 4), quarters, width, height)
    assert np.allclose(turned_corners(there, -quarters, *size), [[x, y]] * 4)


@given(st.floats(-40, 40), st.integers(0, 3), st.booleans())
def test_corners_begin_at_the_upper_left_and_go_clockwise(degrees, first, mirrored):
    wide = box(-100, -10, 200, 20)
    angle = np.radians(degrees)
    leaning = wide @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + 200
    mixed = np.roll(leaning[::-1] if mirrored else leaning, first, axis=0)
    assert np.allclose(in_order(mixed), leaning)


def test_rows_are_read_from_left_to_right():
    lines = [box(300, 104, 80, 20), box(10, 200, 200, 20), box(10, 100, 200, 20), box(10, 10, 300, 50)]
    assert reading_order(lines) == [3, 2, 0, 1]
    assert reading_order([]) == []


def test_which_way_lines_run():
    assert lies_on_its_side([box(0, 0, 20, 200), box(50, 0, 20, 100), box(80, 0, 60, 20)])
    assert not lies_on_its_side([box(0, 0, 20, 60), box(50, 0, 300, 20)])
    assert not lies_on_its_side([])


def test_a_picture_taken_in_the_dark_is_brightened_and_no_other():
    dark = np.full((40, 40, 3), 10, np.uint8)
    dark[10:30, 10:30] = 40
    assert brightened(dark).max() == 230
    assert brightened(np.zeros_like(dark)).max() == 0
    light = np.full((40, 40, 3), 200, np.uint8)
    assert brightened(light) is light


def test_characters_that_people_type():
    assert tidied("  24.5℃ ") == "24.5°C"
    assert tidied("30 °℃\n１２３") == "30 °C 123"


@dataclass
class Says:
    text: str
    score: float
    name: str = "says"
    asked: list[int] = field(default_factory=list)

    def read(self, line: Pixels) -> Reading:
        self.asked.append(line.shape[1])
        return Reading(self.text, self.score)


@pytest.mark.parametrize(
    ("latin", "both", "hangul", "width", "wanted"),
    [
        (("Olive Oil Extra", 1.0), ("Olive 이 Extra", 0.91), ("이비드", 0.5), 260, "Olive Oil Extra"),
        (("930 ml", 0.98), ("내용량 930 mi", 0.62), ("내용량 930 7", 0.57), 260, "내용량 930 ml"),
        (("异2027.03.14", 0.94), ("£8713 2027.03.14", 0.49), ("유통기한 2027.03.14", 0.73), 600, "유통기한 2027.03.14"),
        (("", 0.0), ("중불에서 SF 볶는다", 0.86), ("중불에서 5분 볶는다", 0.93), 600, "중불에서 5분 볶는다"),
        (("-18", 0.97), ("비", 0.4), ("비8", 0.3), 90, "-18"),
    ],
)
def test_the_reader_that_knows_the_script_is_believed(latin, both, hangul, width, wanted):
    reader = KoreanReader(Says(*latin), Says(*both), Says(*hangul))
    assert reader.read(np.zeros((40, width, 3), np.uint8)).text == wanted


def test_a_line_that_latin_letters_fill_is_not_read_in_korean():
    korean = Says("이", 0.9)
    reader = KoreanReader(Says("Best before 14 MAR 2027", 0.99), korean, korean)
    assert reader.read(np.zeros((40, 400, 3), np.uint8)).text == "Best before 14 MAR 2027"
    assert korean.asked == []


@pytest.mark.parametrize(
    ("korean", "latin", "wanted"),
    [
        ("김치 200 8", "皆200g", "김치 200 g"),
        ("온도 396", "3°C", "온도 3°C"),
        ("두부 1200 8", "200 g", "두부 1200 8"),
        ("용량 750 ml", "nothing", "용량 750 ml"),
    ],
)
def test_a_unit_is_taken_from_the_latin_reader(korean, latin, wanted):
    assert with_unit_of(korean, latin) == wanted


def test_the_stand_in_says_what_it_was_told():
    fake = FakeTextReader({"fridge": ["Milk", "유통기한 2026.12.31"]})
    fridge, wall = (Image(np.zeros((100, 200, 3), np.uint8), source=source) for source in ("fridge", "wall"))
    found, nothing = fake.recognize([fridge, wall])
    assert [line.value for line in found] == ["Milk", "유통기한 2026.12.31"]
    assert found[1].box is not None
    assert found[1].box.top == 50
    assert nothing == []


@pytest.mark.parametrize("languages", [["fr"], []])
def test_languages_that_cannot_be_read(languages):
    with pytest.raises(ValueError, match="en, ko"):
        load_text_reader(languages)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("ogam.vision.rapid.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install 'ogam\[text\]'"):
        load_text_reader()
