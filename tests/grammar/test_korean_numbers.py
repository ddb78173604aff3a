"""Korean numbers in sentences: in words and in figures, as they are said and as a transcript writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.grammar import language
from ogam.grammar.languages.ko_numbers import sino

KOREAN = language("ko")
SYLLABLES = "일이삼사오육칠팔구십백천만공영점쩜한두세네열스물다섯하나월시개명원도가은 0123456789.%"


def spelled(text: str) -> set[str]:
    """Every way to write a text, without its spaces."""
    ways = {""}
    for piece in KOREAN.numbers(KOREAN.normalise(text)):
        ways = {(way + said).replace(" ", "") for way in ways for said in piece}
    return ways


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("오월 십칠일", "5월 17일"),
        ("스무 명", "20명"),
        ("열두개의 지하철역", "12개의 지하철역"),
        ("오전 열한시", "오전 11시"),
        ("이천십육년 칠월 사일 사우디", "2016년 7월 4일 사우디"),
        ("시월 육일", "10월 6일"),
        ("유월", "6월"),
        ("만육천 명", "16,000명"),
        ("만육천명", "1만 6천명"),
        ("팔만천원", "8만 1000원"),
        ("팔만천원", "81,000원"),
        ("십퍼센트", "10%"),
        ("육십사쩜오퍼센트", "64.5%"),
        ("이십사쩜이이닝", "24.2이닝"),
        ("공오번, 칠십오번", "05번, 75번"),
        ("삼육오 어린이집", "365 어린이집"),
        ("백육십오쎈티미터", "165cm"),
        ("제 이도시", "제2도시"),
        ("이층 버스", "2층 버스"),
        ("육육 반 정도", "66반 정도"),
    ],
)
def test_words_are_also_written_in_figures_and_figures_read_in_words(words: str, figures: str) -> None:
    assert spelled(words) & spelled(figures)


def test_what_is_no_number_stays_as_it_is() -> None:
    assert spelled("이 값이 가볍습니다") == {"이값이가볍습니다"}
    assert spelled("세상에 네가 구해") == {"세상에네가구해"}


@pytest.mark.parametrize("number", [0, 1, 5, 10, 11, 20, 99, 101, 110, 365, 1_000, 2_016, 10_000, 16_000, 81_000])
def test_a_number_in_words_is_written_in_figures(number: int) -> None:
    assert f"{number}원" in spelled(f"{sino(number)}원") or number == 0
    assert f"{sino(number)}원" in spelled(f"{number}원")


@given(st.text(SYLLABLES, max_size=14))
def test_the_first_spellings_are_the_text(text: str) -> None:
    normal = KOREAN.normalise(text)
    pieces = KOREAN.numbers(normal)
    assert "".join(piece[0] for piece in pieces) == normal
    assert all(len(set(piece)) == len(piece) for piece in pieces)


def test_english_numbers_too() -> None:
    english = language("en")
    assert english.numbers("set it to twenty two") == (
        *(("set",), (" ",), ("it",), (" ",), ("to",), (" ",)),
        ("twenty two", "22"),
    )
    assert english.numbers("light 2")[-1] == ("2", "two")
