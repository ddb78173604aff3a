"""Everything that is said to the person, in both languages."""

from typing import get_args

import pytest

from ogam.liveness import (
    FACE_ACTIONS,
    FaceFailure,
    SpokenChallenge,
    SpokenFailure,
    ask_action,
    ask_digits,
    look_ahead,
    say_face_failure,
    say_spoken_failure,
)


def is_korean(text: str) -> bool:
    return any("가" <= letter <= "힣" for letter in text)


@pytest.mark.parametrize("action", FACE_ACTIONS)
def test_every_action_is_asked_for_in_both(action: object) -> None:
    assert ask_action(action, "en").endswith(".")  # type: ignore[arg-type]
    assert is_korean(ask_action(action, "ko"))  # type: ignore[arg-type]


def test_left_is_the_persons_own() -> None:
    assert ask_action("turn_left", "ko") == "고개를 왼쪽으로 돌려 주세요."
    assert ask_action("turn_right", "en") == "Turn your head to the right."
    assert is_korean(look_ahead("ko"))


@pytest.mark.parametrize("reason", [reason for reason in get_args(FaceFailure) if reason])
def test_every_failure_of_a_face_is_said_in_both(reason: FaceFailure) -> None:
    assert is_korean(say_face_failure(reason, "ko"))
    assert not is_korean(say_face_failure(reason, "en"))


@pytest.mark.parametrize("reason", [reason for reason in get_args(SpokenFailure) if reason])
def test_every_failure_of_an_answer_is_said_in_both(reason: SpokenFailure) -> None:
    assert is_korean(say_spoken_failure(reason, "ko"))
    assert not is_korean(say_spoken_failure(reason, "en"))


def test_nothing_failed_nothing_said() -> None:
    assert say_face_failure("", "ko") == say_spoken_failure("", "en") == ""


def test_digits_are_asked_for_in_their_language() -> None:
    assert ask_digits(SpokenChallenge((4, 7, 1, 0), "en", 0, 15)) == "Please say these digits: four, seven, one, zero."
    assert ask_digits(SpokenChallenge((4, 7, 1, 0), "ko", 0, 15)) == "다음 숫자를 말해 주세요: 사, 칠, 일, 공."
