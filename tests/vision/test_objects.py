"""Objects: how the networks' answers are read, and what becomes of them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from ogam.core import Audio, Box, Image, ModelCard, ModelError, Recognizer
from ogam.vision import FakeObjectRecognizer, ObjectRecognizer, load_objects
from ogam.vision.centernet import INPUT as CENTERNET_INPUT
from ogam.vision.centernet import CenterNet, highest_around
from ogam.vision.coco import CLASSES, COUNT
from ogam.vision.nanodet import DISTANCES, INPUT, STRIDES, NanoDet, read_level
from ogam.vision.objects import SETTINGS, probability

CARD = ModelCard("test", "1", "object detection")
CUP, CHAIR = CLASSES.index("cup"), CLASSES.index("chair")


def logit(score: float) -> float:
    return float(np.log(score / (1 - score)))


def empty_level(stride: int) -> np.ndarray:
    side = INPUT // stride
    level = np.zeros((COUNT + 4 * DISTANCES, side, side), np.float32)
    level[:COUNT] = -20
    return level


def put(level: np.ndarray, place: tuple[int, int], kind: int, score: float, distances: Sequence[int]) -> None:
    level[kind, *place] = logit(score)
    for side, distance in enumerate(distances):
        level[COUNT + side * DISTANCES + distance, *place] = 30


def test_a_side_is_the_mean_of_its_distances() -> None:
    level = empty_level(16)
    put(level, (3, 5), CUP, 0.8, [1, 2, 3, 4])
    level[COUNT + 2, 3, 5] = 30  # to the left: one or two, as likely
    corners, classes, scores = read_level(level, 16, 0.5)
    assert corners[0].tolist() == pytest.approx([88 - 24, 56 - 32, 88 + 48, 56 + 64])
    assert classes.tolist() == [CUP]
    assert scores[0] == pytest.approx(0.8)
    assert len(read_level(level, 16, 0.85)[0]) == 0


@dataclass
class NanoDetSession:
    """One cup, on the grid of 32, 192 pixels of the input wide."""

    score: float = 0.8

    def run(self, outputs: Sequence[str], feeds: dict[str, Any]) -> list[np.ndarray]:
        assert feeds["input_1"].shape == (1, 3, INPUT, INPUT)
        assert feeds["input_1"].dtype == np.float32
        levels = [empty_level(stride) for stride in STRIDES]
        put(levels[2], (6, 6), CUP, self.score, [3, 3, 3, 3])
        put(levels[2], (6, 7), CUP, self.score - 0.1, [4, 3, 2, 3])
        return [level[None] for level in levels]


@dataclass
class CenterNetSession:
    """A chair at the middle of the input, 200 pixels wide and 100 high."""

    def run(self, outputs: Sequence[str], feeds: dict[str, Any]) -> list[np.ndarray]:
        assert feeds["tower_0/images"].shape == (1, CENTERNET_INPUT, CENTERNET_INPUT, 3)
        logits, sides = np.full((1, 128, 128, COUNT), -9, np.float32), np.zeros((1, 128, 128, 4), np.float32)
        logits[0, 64, 64, CHAIR], logits[0, 64, 65, CHAIR] = logit(0.7), logit(0.6)
        sides[0, 64, 64] = 100, 50, 100, 50
        return [logits, sides]


def test_boxes_are_in_pixels_of_the_picture_and_one_of_two_stays() -> None:
    found = NanoDet(NanoDetSession()).find(np.zeros((832, 416, 3), np.uint8), 0.4)
    assert found.corners.tolist() == [pytest.approx([224, 224, 416, 608])]
    assert found.scores.tolist() == [pytest.approx(0.8)]


def test_a_peak_is_what_is_higher_than_all_around_it() -> None:
    found = CenterNet(CenterNetSession()).find(np.zeros((512, 512, 3), np.uint8), 0.3)
    assert [CLASSES[number] for number in found.classes] == ["chair"]
    assert found.corners.tolist() == [pytest.approx([156, 206, 356, 306])]
    values = np.arange(12, dtype=np.float32).reshape(3, 4, 1)
    assert highest_around(values)[:, :, 0].tolist() == [[5, 6, 7, 7], [9, 10, 11, 11], [9, 10, 11, 11]]


def recognizer(*kinds: str) -> ObjectRecognizer:
    return ObjectRecognizer(CARD, NanoDet(NanoDetSession()), SETTINGS["nanodet"], frozenset(kinds))


def test_observations_say_what_where_when_and_how_sure() -> None:
    image = Image(np.zeros((416, 416, 3), np.uint8), 7.5, "kitchen")
    sound = Audio(np.zeros(10, np.float32))
    (cup,), nothing = recognizer().recognize([image, sound])
    assert nothing == []
    assert (cup.kind, cup.value, cup.start, cup.source, cup.model) == ("object", "cup", 7.5, "kitchen", "test@1")
    assert cup.box is not None
    assert (cup.box.left, cup.box.top, cup.box.width, cup.box.height) == pytest.approx((112, 112, 192, 192))
    assert cup.details == {"score": 0.8}
    assert cup.confidence == pytest.approx(probability(0.8, SETTINGS["nanodet"]))


def test_only_what_is_looked_for() -> None:
    image = Image(np.zeros((416, 416, 3), np.uint8))
    assert len(recognizer("cup", "chair").recognize([image])[0]) == 1
    assert recognizer("chair").recognize([image]) == [[]]


def test_probabilities_grow_with_the_score() -> None:
    for setting in SETTINGS.values():
        values = [probability(score, setting) for score in (0.0, 0.2, 0.5, 0.8, 1.0)]
        assert values == sorted(values)
        assert 0 <= values[0] < values[-1] <= 1


def test_both_satisfy_the_port_and_are_safe_for_threads() -> None:
    assert isinstance(recognizer(), Recognizer)
    assert isinstance(FakeObjectRecognizer(), Recognizer)
    image, one = Image(np.zeros((300, 200, 3), np.uint8)), recognizer()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: one.recognize([image]), range(8)))
    assert all(result == results[0] for result in results)


def test_the_fake_finds_what_it_is_told() -> None:
    fake = FakeObjectRecognizer({"table": {"cup": [Box(0, 0, 5, 5), Box(9, 0, 5, 5)]}})
    found, nothing = fake.recognize(
        [Image(np.zeros((9, 9, 3), np.uint8), 1.0, "table"), Image(np.zeros((9, 9, 3), np.uint8))]
    )
    assert [one.value for one in found] == ["cup", "cup"]
    assert nothing == []


def test_what_is_not_known_is_an_error() -> None:
    with pytest.raises(ModelError, match="nanodet, centernet"):
        load_objects("facemesh")
    with pytest.raises(ModelError, match="unicorn"):
        load_objects(kinds=["unicorn"])


@pytest.mark.real
@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_nothing_in_noise_and_any_size_of_picture(name: str) -> None:
    try:
        real = load_objects(name)
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")
    shapes = [(1, 1), (3, 900), (1200, 40), (480, 640)]
    images = [Image(np.full((*shape, 3), 127, np.uint8)) for shape in shapes]
    assert real.recognize(images) == [[], [], [], []]
    assert real.card.licence
