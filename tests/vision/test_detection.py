"""BlazeFace around its network: where it looks, how its answers are read, and how several of one face become one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Box, Image
from ogam.vision.detection import ANCHORS, INPUT, SEEN, BlazeFace, Detection, merged, overlap, parts


@dataclass
class Network:
    """Answers with a face at the given place of its input, wherever it is shown a bright square."""

    looks: list[np.ndarray] = field(default_factory=list)

    def run(self, outputs: Sequence[str], feeds: dict[str, Any]) -> list[np.ndarray]:
        seen = feeds["input"][0]
        self.looks.append(seen)
        raw = np.full((1, 896, 17), -100.0, np.float32)
        bright = np.argwhere(seen[:, :, 0] > 0)
        if len(bright):
            (top, left), (bottom, right) = bright.min(axis=0), bright.max(axis=0) + 1
            middle = np.array([(left + right) / 2, (top + bottom) / 2])
            place = int(np.argmin(np.abs(ANCHORS - middle).sum(axis=1)))
            raw[0, place] = [
                5.0,
                *(middle - ANCHORS[place]),
                right - left,
                bottom - top,
                *np.tile(middle - ANCHORS[place], 6),
            ]
        return [raw]


def picture(width: int, height: int, *squares: tuple[int, int, int]) -> Image:
    pixels = np.zeros((height, width, 3), np.uint8)
    for left, top, side in squares:
        pixels[top : top + side, left : left + side] = 255
    return Image(pixels)


def detection(left: float, width: float = 10.0, score: float = 0.9) -> Detection:
    return Detection(Box(left, 0, width, width), score, np.zeros((6, 2)))


def test_there_are_896_anchors_in_the_middles_of_their_cells() -> None:
    assert ANCHORS.shape == (896, 2)
    assert ANCHORS[[0, 2, 511]].tolist() == [[4, 4], [12, 4], [124, 124]]
    assert ANCHORS[[512, 518, 895]].tolist() == [[8, 8], [24, 8], [120, 120]]


def test_a_face_is_given_in_pixels_of_the_picture() -> None:
    (face,) = BlazeFace(Network()).detect(picture(256, 192, (60, 40, 80)))
    box = face.box
    assert (box.left, box.top, box.width, box.height) == pytest.approx((60, 40, 80, 80), abs=2.5)
    assert face.points == pytest.approx(np.tile([100, 80], (6, 1)), abs=2.5)
    assert face.score == pytest.approx(1 / (1 + np.exp(-5)))


def test_the_network_sees_minus_one_to_one() -> None:
    network = Network()
    BlazeFace(network).detect(picture(128, 128, (0, 0, 64)))
    assert (network.looks[0].min(), network.looks[0].max()) == (-1, 1)


def test_a_small_face_of_a_large_picture_is_found_once() -> None:
    network = Network()
    faces = BlazeFace(network, smallest=40).detect(picture(1280, 720, (900, 500, 42)))
    assert len(network.looks) > 10
    assert [face.box.width for face in faces] == [pytest.approx(42, abs=6)]


def test_a_black_picture_has_no_face() -> None:
    assert BlazeFace(Network()).detect(picture(640, 480)) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (128, 128)])
def test_a_tiny_picture_is_no_error(size: tuple[int, int]) -> None:
    assert BlazeFace(Network()).detect(picture(*size)) == []


@given(
    st.integers(1, 3000), st.integers(1, 3000), st.floats(20, 200), st.floats(0, 1), st.floats(0, 1), st.floats(1, 40)
)
def test_every_face_lies_whole_in_a_part_that_shows_it_large_enough(
    width: int, height: int, smallest: float, x: float, y: float, times: float
) -> None:
    face = smallest * times
    if face > min(width, height):
        return
    left, top = x * (width - face), y * (height - face)
    assert any(
        part_left - 0.01 <= left
        and part_top - 0.01 <= top
        and left + face <= part_left + side + 0.01
        and top + face <= part_top + side + 0.01
        and face * INPUT / side >= SEEN - 0.01
        for part_left, part_top, side in parts(width, height, smallest)
    )


def test_boxes_of_one_face_become_one_and_others_stay() -> None:
    faces = merged([detection(0, score=0.6), detection(1, score=0.9), detection(40), detection(0, 4, 0.8)])
    assert sorted(round(face.box.left, 2) for face in faces) == [pytest.approx(0.6), 40]
    assert max(face.score for face in faces) == 0.9


def test_overlap_is_a_share_of_the_smaller_box() -> None:
    assert overlap(Box(0, 0, 10, 10), Box(0, 0, 5, 5)) == 1
    assert overlap(Box(0, 0, 10, 10), Box(5, 0, 10, 10)) == 0.5
    assert overlap(Box(0, 0, 10, 10), Box(20, 0, 10, 10)) == 0
    assert overlap(Box(0, 0, 10, 10), Box(3, 3, 0, 0)) == 0
