"""Which actions are asked for."""

import pytest

from ogam.liveness import FACE_ACTIONS, draw_face_challenge
from ogam.liveness.face_challenge import sequences


@pytest.mark.parametrize(("count", "possible"), [(1, 2), (2, 18), (3, 114)])
def test_how_many_there_are(count: int, possible: int) -> None:
    assert len(set(sequences(count))) == possible
    assert draw_face_challenge(lambda: 0.0, count=count).chance == 1 / possible


def test_there_is_always_a_turn_and_nothing_twice_in_a_row() -> None:
    drawn = {draw_face_challenge(lambda: 3.0).actions for _ in range(400)}
    assert len(drawn) > 15
    assert all({"turn_left", "turn_right"} & set(actions) and actions[0] != actions[1] for actions in drawn)
    assert {action for actions in drawn for action in actions} == set(FACE_ACTIONS)


def test_its_time_begins_when_it_is_drawn() -> None:
    challenge = draw_face_challenge(lambda: 3.0, choose=lambda possible: possible[0])
    assert (challenge.issued, len(challenge.actions)) == (3.0, 2)


@pytest.mark.parametrize("count", [0, 4])
def test_too_many_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 3 actions"):
        draw_face_challenge(lambda: 0.0, count=count)
