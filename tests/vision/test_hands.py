"""Palms and hands around their networks: where they look, how their answers are read, and how a hand is followed."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Box, Image
from ogam.vision import FakeHandDetector, Hand, HandFollower, made_up_hand
from ogam.vision.hands import LANDMARK_INPUT, MediaPipeHands, crop_of_hand, crop_of_palm
from ogam.vision.palms import ANCHORS, INPUT, Palm, PalmDetector, merged
from ogam.vision.warping import transformed


@dataclass
class PalmNetwork:
    """Answers with a palm at the bright square of its input."""

    looks: list[np.ndarray] = field(default_factory=list)

    def run(self, outputs: list[str], feeds: dict[str, Any]) -> list[np.ndarray]:
        seen = feeds["input"][0]
        self.looks.append(seen)
        raw = np.full((1, 2944, 19), -100.0, np.float32)
        bright = np.argwhere(seen[:, :, 0] > 0)
        if len(bright):
            (top, left), (bottom, right) = bright.min(axis=0), bright.max(axis=0) + 1
            middle = np.array([(left + right) / 2, (top + bottom) / 2])
            place = int(np.argmin(np.abs(ANCHORS - middle).sum(axis=1)))
            away = middle - ANCHORS[place]
            points = np.tile(away, 7)
            points[5] -= (bottom - top) / 2  # the middle finger begins above the wrist
            raw[0, place] = [5.0, *away, right - left, bottom - top, *points]
        return [raw]


@dataclass
class HandNetwork:
    """Sees the same hand in the middle of every square, as sure as it is told."""

    present: float = 0.9
    right: float = 0.8
    seen: list[np.ndarray] = field(default_factory=list)

    def run(self, outputs: list[str], feeds: dict[str, Any]) -> list[np.ndarray]:
        self.seen.append(feeds["input_1"])
        hand = made_up_hand("open_palm", LANDMARK_INPUT / 2, 0.75 * LANDMARK_INPUT, 60)
        flat = [hand.landmarks.reshape(1, 63), np.array([[self.present]]), np.array([[self.right]])]
        return [*flat, hand.world.reshape(1, 63)]


def picture(left: int = 200, top: int = 100, side: int = 80) -> Image:
    pixels = np.zeros((480, 640, 3), np.uint8)
    pixels[top : top + side, left : left + side] = 255
    return Image(pixels)


def test_there_are_2944_anchors_in_the_middles_of_their_cells() -> None:
    assert ANCHORS.shape == (2944, 2)
    assert ANCHORS[[0, 2, 2048, 2560, 2943]].tolist() == [[4, 4], [12, 4], [8, 8], [16, 16], [240, 240]]


def test_a_palm_is_given_in_pixels_of_the_picture() -> None:
    network = PalmNetwork()
    (palm,) = PalmDetector(network, 60).detect(picture())
    box = palm.box
    assert (box.left, box.top, box.width, box.height) == pytest.approx((200, 100, 80, 80), abs=4)
    assert palm.points[0] == pytest.approx([240, 140], abs=4)
    assert palm.points[2] == pytest.approx([240, 100], abs=4)
    assert (network.looks[0].min(), network.looks[0].max()) == (-1, 1)
    assert network.looks[0].shape == (INPUT, INPUT, 3)


def test_boxes_of_one_palm_become_one() -> None:
    def palm(left: float, score: float) -> Palm:
        return Palm(Box(left, 0, 10, 10), score, np.zeros((7, 2)))

    found = merged([palm(0, 0.6), palm(1, 0.9), palm(40, 0.7)])
    assert [(round(one.box.left, 1), one.score) for one in found] == [(0.6, 0.9), (40, 0.7)]


@given(st.floats(0, 360), st.floats(20, 200), st.floats(-50, 50))
def test_a_crop_from_joints_shows_the_hand_upright(lean: float, size: float, x: float) -> None:
    hand = made_up_hand("open_palm", 300 + x, 300, size, lean=lean)
    matrix = crop_of_hand(hand.landmarks)
    assert matrix is not None
    seen = transformed(matrix, hand.landmarks[:, :2])
    knuckles = (0.5 * (seen[5] + seen[13]) + seen[9]) / 2
    assert seen.min() >= 0
    assert seen.max() <= LANDMARK_INPUT
    assert knuckles[0] == pytest.approx(seen[0, 0], abs=0.5)
    assert knuckles[1] < seen[0, 1]


def test_what_has_no_extent_has_no_crop() -> None:
    assert crop_of_hand(np.zeros((21, 3))) is None
    assert crop_of_palm(Palm(Box(5, 5, 0, 0), 0.9, np.zeros((7, 2)))) is None


def test_a_hand_comes_back_in_pixels_of_the_picture() -> None:
    (hand,) = MediaPipeHands(PalmDetector(PalmNetwork(), 60), HandNetwork()).detect(picture())
    assert hand.side == "right"
    assert hand.side_score == pytest.approx(0.8)
    assert hand.landmarks[0, 1] > hand.landmarks[9, 1]
    middle = np.array([hand.box.left + hand.box.width / 2, hand.box.top + hand.box.height / 2])
    assert middle == pytest.approx([240, 110], abs=30)
    assert np.ptp(hand.landmarks[:, 1]) == pytest.approx(
        np.ptp(made_up_hand("open_palm", size=60).landmarks[:, 1]) * 2.6 * 80 / 224, rel=0.05
    )


def test_what_the_landmark_network_does_not_see_is_no_hand() -> None:
    assert MediaPipeHands(PalmDetector(PalmNetwork(), 60), HandNetwork(present=0.3)).detect(picture()) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (256, 256)])
def test_a_tiny_or_black_picture_is_no_error(size: tuple[int, int]) -> None:
    image = Image(np.zeros((*size, 3), np.uint8))
    assert MediaPipeHands(PalmDetector(PalmNetwork()), HandNetwork()).detect(image) == []


class Counting(FakeHandDetector):
    """Counts its searches."""

    searches = 0

    def detect(self, image: Image) -> list[Hand]:
        type(self).searches += 1
        return super().detect(image)

    def measure(self, image: Image, expected: Any) -> list[Hand]:
        return list(self.hands.get(image.source, ()))[: len(expected)]


def frame(time: float, source: str = "a") -> Image:
    return Image(np.zeros((8, 8, 3), np.uint8), time, source)


def test_a_hand_is_followed_without_a_search_until_it_is_lost() -> None:
    Counting.searches = 0
    follower = HandFollower(Counting({"a": [made_up_hand("fist")]}), every=1.0)
    for step in range(10):
        assert len(follower.accept(frame(step * 0.1))) == 1
    assert Counting.searches == follower.searches == 1
    follower.accept(frame(1.05))
    assert follower.searches == 2
    assert follower.accept(frame(1.1, "nothing")) == []
    follower.accept(frame(1.2, "nothing"))
    assert follower.searches == 4


def test_two_hands_that_come_to_lie_on_each_other_are_one() -> None:
    one, other = made_up_hand("fist"), made_up_hand("fist", 325)
    assert len(HandFollower(FakeHandDetector({"a": [one, other]})).accept(frame(0))) == 1
