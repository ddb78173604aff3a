"""What moves is told from noise, from light and from what was put down."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ogam.core import Image
from ogam.vision import Motion, MotionGate
from ogam.vision.simulator import made_up_room

STILL = made_up_room(12, width=320, height=240)
CONE = np.exp(-(((np.arange(240)[:, None] - 75) / 60.0) ** 2 + ((np.arange(320)[None] - 240) / 60.0) ** 2))[:, :, None]


def seen(change: Callable[[int, np.ndarray], np.ndarray], count: int = 40) -> str:
    """A mark for each picture, five a second: # where something moved."""
    gate, marks = MotionGate(), ""
    for number in range(count):
        pixels = change(number, STILL[number % len(STILL)].pixels.astype(np.float64))
        marks += "#" if gate.moved(Image(np.clip(pixels, 0, 255).astype(np.uint8), number / 5)) else "."
    return marks


def test_a_still_room_is_still() -> None:
    assert seen(lambda _, room: room) == "." * 40


def test_who_walks_is_seen_where_they_are() -> None:
    gate = MotionGate()
    motions = [gate.moved(image) for image in made_up_room(20, True)]
    assert motions[0] is None
    assert all(motions[1:])
    for number in range(4, 17):
        motion = motions[number]
        assert motion is not None
        middle = number / 19 * 640
        assert motion.box.left < middle < motion.box.left + motion.box.width
        assert motion.box.width < 320
        assert 0.02 < motion.share < 0.3


@pytest.mark.parametrize("size", [12, 20])
def test_a_small_thing_is_seen_all_along(size: int) -> None:
    def slides(number: int, room: np.ndarray) -> np.ndarray:
        room[150 : 150 + size, 50 + 4 * number : 50 + 4 * number + size] = 20
        return room

    assert seen(slides).count("#") >= 38


def test_strong_noise_is_no_motion() -> None:
    chance = np.random.default_rng(0)
    assert "#" not in seen(lambda _, room: room * 0.3 + chance.normal(0, 20, room.shape))


def test_the_day_breaks_without_a_motion() -> None:
    assert "#" not in seen(lambda number, room: room * (0.3 + 0.7 * number / 40))


@pytest.mark.parametrize("after", [0.15, 0.5, 1.3])
def test_the_lights_of_a_room_are_no_motion(after: float) -> None:
    assert "#" not in seen(lambda number, room: room * 0.8 * (after if number >= 20 else 1))


@pytest.mark.parametrize("strength", [0.6, 2.0, 4.0])
def test_a_lamp_is_no_motion_for_long(strength: float) -> None:
    marks = seen(lambda number, room: room * 0.25 * (1 + strength * CONE * (number >= 20)))
    assert "#" not in marks[:20]
    assert "#" not in marks[29:]


def test_what_was_put_down_is_background_after_two_seconds() -> None:
    def parked(number: int, room: np.ndarray) -> np.ndarray:
        if number >= 20:
            room[125:175, 100:160] = 30
        return room

    marks = seen(parked)
    assert marks[20:23] == "###"
    assert "#" not in marks[31:]


def test_somebody_close_who_fills_the_picture_moves() -> None:
    texture = np.kron(np.random.default_rng(0).uniform(20, 220, (24, 32, 1)), np.ones((10, 10, 1)))
    marks = seen(lambda number, room: np.roll(texture, 20 * number, 1) + 0 * room if number >= 20 else room)
    assert marks[20:] == "#" * 20


def test_a_new_size_is_a_new_background() -> None:
    gate = MotionGate()
    assert [gate.moved(made_up_room(1, width=width)[0]) for width in (640, 320, 640)] == [None] * 3


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 90), st.integers(1, 90), st.floats(-5, 5), st.integers(0, 255)), max_size=6),
    st.data(),
)
def test_any_pictures_at_any_times(steps: list[tuple[int, int, float, int]], data: st.DataObject) -> None:
    gate = MotionGate()
    for height, width, time, fill in [step for step in steps for _ in range(2)]:
        pixels = data.draw(
            arrays.arrays(np.uint8, (height, width, 3), elements=st.just(fill), fill=st.integers(0, 255))
        )
        motion = gate.moved(Image(pixels, time))
        assert motion is None or fits(motion, width, height)


def fits(motion: Motion, width: int, height: int) -> bool:
    box = motion.box
    inside = box.left >= 0 <= box.top and box.left + box.width <= width + 1e-6 and box.top + box.height <= height + 1e-6
    return 0 < motion.share <= 1 and inside
