"""What a hand in one picture says, and which gestures count over time."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Audio, Image, ModelCard, Recognizer
from ogam.vision import (
    GESTURES,
    FakeHandDetector,
    GestureRecognizer,
    GestureWatch,
    Hand,
    WatchSettings,
    made_up_hand,
    read_gesture,
)
from ogam.vision.gestures import Gesture
from ogam.vision.hand_features import FEATURES, direction_from_up, hand_turn, shape_features
from ogam.vision.hand_kinematics import HandShape, landmarks_of, posed, rotation, skeleton
from ogam.vision.hands import Side

SIDES: tuple[Side, Side] = ("right", "left")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("gesture", GESTURES)
def test_a_plain_gesture_is_read(gesture: Gesture, side: Side) -> None:
    reading = read_gesture(made_up_hand(gesture, side=side))
    assert reading.gesture == gesture
    assert reading.confidence > 0.7
    assert sum(reading.probabilities.values()) == pytest.approx(1)
    assert set(reading.probabilities) == set(GESTURES)


@given(st.sampled_from(GESTURES), st.floats(-360, 360), st.floats(5, 400), st.floats(-500, 500))
def test_the_shape_does_not_depend_on_turn_size_and_place(gesture: Gesture, turn: float, size: float, x: float) -> None:
    plain, moved = made_up_hand(gesture), made_up_hand(gesture, x, x, size, lean=turn)
    features = shape_features(moved.landmarks)
    assert features.shape == (FEATURES,)
    assert features == pytest.approx(shape_features(plain.landmarks), abs=0.02)


@pytest.mark.parametrize(("lean", "gesture"), [(90, "none"), (180, "none"), (20, "open_palm"), (-20, "open_palm")])
def test_an_open_palm_is_one_only_where_it_is_upright(lean: float, gesture: Gesture) -> None:
    assert read_gesture(made_up_hand("open_palm", lean=lean)).gesture == gesture


@pytest.mark.parametrize(
    ("lean", "gesture"), [(90, "point_right"), (180, "point_down"), (270, "point_left"), (45, "none")]
)
def test_a_finger_points_where_it_is_turned_to(lean: float, gesture: Gesture) -> None:
    assert read_gesture(made_up_hand("point_up", lean=lean)).gesture == gesture


def test_the_back_of_a_hand_is_no_open_palm() -> None:
    hand = made_up_hand("open_palm")
    assert hand_turn(hand).facing < 30
    other = replace(hand, side="left")  # as the back of a left hand looks
    assert hand_turn(other).facing > 150
    assert read_gesture(other).gesture == "none"


def test_directions_are_clockwise_from_the_top() -> None:
    for vector, wanted in (((0, -1), (0, 0)), ((1, 0), (90, 90)), ((0, 1), (180, 180)), ((-1, 0), (90, 270))):
        assert direction_from_up(np.array(vector, float)) == pytest.approx(wanted)


def test_bones_keep_their_length_however_a_hand_is_turned() -> None:
    turned = posed(HandShape(), rotation(np.array([0.6, 0.8, 0.0]), 70))[0]
    rest = skeleton().places
    for joint in range(1, 25):
        parent = skeleton().parents[joint]
        length = np.linalg.norm(rest[joint] - rest[parent])
        assert np.linalg.norm(turned[joint] - turned[parent]) == pytest.approx(length)
    assert landmarks_of(turned).shape == (21, 3)


def watch(
    hands: list[Hand | None], step: float = 0.1, settings: WatchSettings | None = None
) -> list[tuple[str, float]]:
    """What counts, and when, in frames of one hand or none."""
    watching = GestureWatch(settings)
    found = []
    for number, hand in enumerate(hands):
        found += watching.accept_at(number * step, [] if hand is None else [hand], "kitchen")
    return [(one.value, one.end) for one in found]


PALM, FIST, NONE = made_up_hand("open_palm"), made_up_hand("fist"), made_up_hand("none")
SURE = WatchSettings(sure=0.8)


def test_a_gesture_that_is_held_counts_once() -> None:
    assert watch([PALM] * 40) == [("open_palm", pytest.approx(0.8))]


def test_what_is_held_too_shortly_does_not_count() -> None:
    assert watch([PALM] * 7 + [NONE] * 5 + [PALM] * 7) == []


def test_it_counts_again_only_after_it_was_released() -> None:
    assert len(watch([PALM] * 12 + [NONE] * 3 + [PALM] * 12)) == 1
    assert len(watch([PALM] * 12 + [NONE] * 8 + [PALM] * 12)) == 2
    assert len(watch([PALM] * 12 + [None] * 8 + [PALM] * 12)) == 2


def test_two_gestures_in_a_row_both_count() -> None:
    assert [value for value, _ in watch([PALM] * 12 + [FIST] * 12, settings=SURE)] == ["open_palm", "fist"]


def test_a_hand_that_moves_says_nothing() -> None:
    assert watch([made_up_hand("open_palm", 300 + 12 * number) for number in range(30)]) == []
    assert watch([made_up_hand("open_palm", lean=15 * np.sin(number)) for number in range(30)]) == []
    arriving = [made_up_hand("open_palm", 300 + 12 * number) for number in range(10)]
    assert len(watch(arriving + [made_up_hand("open_palm", 408)] * 10)) == 1


def test_a_hand_that_is_far_away_says_nothing() -> None:
    assert watch([made_up_hand("open_palm", size=20)] * 30) == []


def test_few_frames_are_not_enough() -> None:
    assert watch([PALM, PALM], 0.5) == []
    assert len(watch([PALM] * 10, 0.3)) == 1
    assert watch([PALM] * 10, 1.0) == []  # each frame might be another hand


def test_two_hands_are_watched_each_for_itself() -> None:
    watching, found = GestureWatch(SURE), []
    for number in range(12):
        image = Image(np.zeros((8, 8, 3), np.uint8), number * 0.1, "kitchen")
        found += watching.accept(image, [PALM, made_up_hand("victory", 700)][:: 1 if number % 2 else -1])
    assert sorted(one.value for one in found) == ["open_palm", "victory"]
    palm = next(one for one in found if one.value == "open_palm")
    assert (palm.kind, palm.source, palm.start, palm.box) == ("gesture", "kitchen", 0.0, PALM.box)
    assert palm.confidence > 0.9


def test_the_recognizer_says_what_each_picture_shows() -> None:
    recognizer = GestureRecognizer(FakeHandDetector({"a": [PALM]}), ModelCard("hands", "1", "hands"))
    assert isinstance(recognizer, Recognizer)
    empty = np.zeros((8, 8, 3), np.uint8)
    signals = [Image(empty, 2.0, "a"), Image(empty, 3.0, "b"), Audio(np.zeros(8, np.float32))]
    (one,), none, sound = recognizer.recognize(signals)
    assert (one.kind, one.value, one.start, one.model) == ("hand-shape", "open_palm", 2.0, "hands@1")
    assert none == sound == []
