"""Flat pictures and heads, made up, that nobody asks for anything."""

from ogam.core import Box
from ogam.liveness import FlatnessWatch
from ogam.vision import made_up_face

BOX = Box(100, 100, 120, 120)


def watched(relief: float, yaws: list[float], mouth: float = 0.0) -> str:
    watch, found = FlatnessWatch(), "unknown"
    for number, yaw in enumerate([0.0] * 6 + yaws):
        found = watch.accept(made_up_face(BOX, yaw=yaw, relief=relief, mouth=mouth if number > 6 else 0.0), number / 10)
    return found


def test_a_head_that_turns_is_no_flat_picture() -> None:
    assert watched(1.2, [10, 20, 30, 35, 35, 30, 20, 0]) == "unknown"


def test_a_picture_that_is_turned_is_one() -> None:
    assert watched(0.0, [10, 20, 30, 35, 35, 30, 20, 0]) == "attack"


def test_one_look_in_which_the_mesh_errs_is_not_enough() -> None:
    assert watched(0.0, [10, 25, 10, 0, 0]) == "unknown"


def test_what_does_not_move_tells_nothing() -> None:
    assert watched(0.0, [0.0] * 30) == "unknown"


def test_who_speaks_is_not_taken_for_flat() -> None:
    assert watched(1.2, [0, 5, -5, 25, 30, 25, 0] * 3, mouth=0.8) == "unknown"
