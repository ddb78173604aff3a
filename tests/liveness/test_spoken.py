"""Digits asked for at random: drawn, read from what was heard, and answered in time and once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.liveness import SpokenChallenge, SpokenChallengeSession, draw_challenge, said_right
from ogam.liveness.digits import WORDS, readings, words_of

DIGITS = st.lists(st.integers(0, 9), min_size=4, max_size=4).map(tuple)
LANGUAGES = st.sampled_from(["en", "ko"])


def asked(digits: tuple[int, ...] = (4, 7, 1, 9), language: str = "en") -> SpokenChallenge:
    return SpokenChallenge(digits, language, 100.0, 115.0)


@pytest.mark.parametrize(
    "heard",
    ["four seven one nine", "Four, seven, one, nine.", "4719", "4 7 1 9", "4-7-1-9", "for seven won nine", "4,719"],
)
def test_english_is_read_however_it_is_written(heard: str) -> None:
    assert said_right(heard, asked())


@pytest.mark.parametrize(
    "heard", ["사 칠 일 구", "사칠일구", "사, 칠, 일, 구.", "4719", "사칠 1 9", "사칠일구요", "사칠일구입니다"]
)
def test_korean_is_read_however_it_is_written(heard: str) -> None:
    assert said_right(heard, asked(language="ko"))


@pytest.mark.parametrize(
    ("heard", "language"),
    [
        ("oh two three zero", "en"),
        ("O 2 3 0", "en"),
        ("공이삼영", "ko"),
        ("영 이 삼 공", "ko"),
        ("제로 이 삼 공", "ko"),
    ],
)
def test_zero_has_many_names(heard: str, language: str) -> None:
    assert said_right(heard, asked((0, 2, 3, 0), language))


@pytest.mark.parametrize(
    "heard",
    ["", "four seven one", "four seven one nine nine", "four seven nine one", "open the door", "forty seven nineteen",
     "four seven one nine open the door", "사칠일구", "foursevenonenine"],
)  # fmt: skip
def test_anything_else_is_not_right(heard: str) -> None:
    assert not said_right(heard, asked())


def test_an_ending_that_could_be_a_digit_is_both() -> None:
    assert set(readings("사이요", "ko")) == {(4,), (4, 2)}


@given(DIGITS, LANGUAGES, st.data())
def test_what_is_said_is_read_and_no_other_digits(digits: tuple[int, ...], language: str, data: st.DataObject) -> None:
    words = [data.draw(st.sampled_from([*WORDS[language][digit], str(digit)])) for digit in digits]
    text = data.draw(st.sampled_from([" ", ", "])).join(words)
    assert set(readings(text, language)) == {digits}


@given(DIGITS, DIGITS, LANGUAGES)
def test_other_digits_are_refused(digits: tuple[int, ...], others: tuple[int, ...], language: str) -> None:
    assert said_right(words_of(others, language), asked(digits, language)) == (digits == others)


def test_no_digit_twice_in_a_row_and_all_are_drawn() -> None:
    drawn = [draw_challenge(lambda: 0.0) for _ in range(300)]
    assert all(a != b for one in drawn for a, b in zip(one.digits, one.digits[1:], strict=False))
    assert {digit for one in drawn for digit in one.digits} == set(range(10))
    assert len({one.digits for one in drawn}) > 250


def test_its_time_begins_when_it_is_drawn() -> None:
    challenge = draw_challenge(lambda: 7.0, "ko", choose=lambda digits: digits[3])
    assert (challenge.digits, challenge.issued, challenge.expires) == ((3, 4, 3, 4), 7.0, 22.0)
    assert challenge.words == "삼 사 삼 사"
    assert (challenge.asked_at(9.5).issued, challenge.asked_at(9.5).expires) == (9.5, 24.5)
    assert challenge.chance == pytest.approx(1 / 7290)


@pytest.mark.parametrize(("language", "count"), [("fr", 4), ("en", 0), ("en", 13)])
def test_what_cannot_be_asked(language: str, count: int) -> None:
    with pytest.raises(ValueError, match=r"digits"):
        draw_challenge(lambda: 0.0, language, count=count)


@pytest.mark.parametrize(
    ("heard", "began", "reason"),
    [
        ("four seven one nine", 101.0, ""),
        ("four seven one nine", 115.0, ""),
        ("four seven one nine", 115.1, "expired"),
        ("four seven one nine", 99.9, "too early"),
        ("four seven one eight", 101.0, "other digits"),
        (" ", 101.0, "nothing heard"),
    ],
)
def test_an_answer(heard: str, began: float, reason: str) -> None:
    answer = SpokenChallengeSession(asked()).answer(heard, began)
    assert (answer.passed, answer.reason) == (not reason, reason)


def test_there_is_one_answer() -> None:
    session = SpokenChallengeSession(asked())
    assert not session.answer("four", 101.0).passed
    assert session.answer("four seven one nine", 102.0).reason == "used"
    again = SpokenChallengeSession(asked())
    assert again.answer("four seven one nine", 101.0).passed
    assert not again.answer("four seven one nine", 101.0).passed
