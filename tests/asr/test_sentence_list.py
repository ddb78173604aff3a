"""A list of sentences as an automaton: numbers in digits and words, and the list without one of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.asr import Calibration, FakeScorer, SentenceList, SentenceRecognizer
from ogam.asr.vocabulary import with_spaces
from ogam.core import Audio
from ogam.grammar import language

KOREAN = ["오월 십칠일에 스무 명이 왔다.", "두 시에 오세요!", "거실 불 켜줘"]


def takes(sentences, text: str) -> bool:
    state = sentences.start
    for byte in text.encode():
        state = sentences.step(state, byte)
        if state < 0:
            return False
    return bool(sentences.accepts(state))


@pytest.mark.parametrize("text", ["오월십칠일에스무명이왔다", "5월17일에20명이왔다", "오월17일에20명이왔다"])
def test_numbers_are_taken_in_digits_and_in_words(text: str) -> None:
    sentences = SentenceList(KOREAN, language("ko"))
    assert takes(sentences, text)
    assert sentences.meaning(text) == {0}
    assert not takes(sentences, text[:-1])


def test_meaning_does_not_mind_spaces_where_the_language_does_not() -> None:
    assert SentenceList(KOREAN, language("ko")).meaning("2시에 오세요") == {1}
    assert SentenceList(["open the door"]).meaning("openthe door") == frozenset()


def test_sentences_that_are_written_alike_are_both_meant() -> None:
    sentences = SentenceList(["이십 명", "스무 명"], language("ko"))
    assert sentences.meaning("20명") == {0, 1}
    assert sentences.meaning("스무명") == {1}


def test_a_sentence_is_left_out_with_all_that_it_may_be_written_as() -> None:
    left = SentenceList(["이십 명", "스무 명", "열 명"], language("ko")).without(0)
    assert [takes(left, text) for text in ("이십명", "20명", "스무명", "열명", "10명")] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert left.step(left.start, ord("2")) == -1


def test_letters_that_are_read_by_name() -> None:
    sentences = SentenceList(["엘에이 디즈니랜드", "LG 스타일러"], language("ko"))
    assert [takes(sentences, text) for text in ("la디즈니랜드", "엘지스타일러", "lg스타일러")] == [True] * 3


def test_english_numbers_in_a_list() -> None:
    sentences = SentenceList(["Set a timer for twenty-five minutes."], language("en"))
    assert takes(sentences, "set a timer for 25 minutes")
    assert takes(sentences, "set a timer for twenty five minutes")


@given(st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=6, unique=True), st.data())
def test_a_list_without_a_sentence_is_the_list_of_the_others(sentences: list[str], data: st.DataObject) -> None:
    missing = data.draw(st.integers(0, len(sentences) - 1))
    left = SentenceList(sentences).without(missing)
    others = SentenceList([text for i, text in enumerate(sentences) if i != missing])
    for text in [*sentences, data.draw(st.text("ab", max_size=4))]:
        assert takes(left, text) == takes(others, text)
        state, plain = left.start, others.start
        for byte in text.encode():
            assert sorted(left.live_bytes(state)) == sorted(others.live_bytes(plain))
            state, plain = left.step(state, byte), others.step(plain, byte)
            assert (state < 0) == (plain < 0)
            if state < 0:
                break


def test_korean_is_heard_without_its_spaces_and_answered_with_them() -> None:
    scorer = FakeScorer({"a": "거실 불켜줘."}, ["거실", " 불켜"])
    hears = SentenceRecognizer(
        SentenceList(KOREAN, language("ko")), scorer, calibration=Calibration((-3.0, *[0.0] * 7), 4.0, 0.5)
    )
    [[heard]] = hears.recognize([Audio(np.full(48_000, 0.1, np.float32), source="a")])
    assert (heard.value, heard.details["accepted"]) == ("거실 불켜줘", True)


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("거실불켜줘", " 거실 불 켜줘.", "거실 불 켜줘"),
        ("5월17일", "5월  17일!", "5월 17일"),
        ("tv켜", "TV, 켜", "tv 켜"),
        ("다른말", "거실 불", "다른말"),
    ],
)
def test_the_spaces_of_what_was_written(text: str, written: str, expected: str) -> None:
    assert with_spaces(text, written) == expected
