import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.grammar import language, normalise
from ogam.grammar.languages.en import number_spellings, spellings, words


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("Turn ON the Kitchen-lights, please!", "turn on the kitchen lights please"),
        ("What’s 20.5°?", "what's 20.5°"),
        ("set to 1,000 K. ok", "set to 1000 k ok"),
        ("LG 스타일러 켜줘 🎉", "lg 스타일러 켜줘"),
        ("거실", "거실"),
        ("ＡＢＣ １２", "abc 12"),
        ("6:30 p.m.", "6 30 pm"),
        ("  \t\n", ""),
        ("🎉🎉", ""),
        ("'quoted' dogs' o'clock", "quoted dogs o'clock"),
    ],
)
def test_text_is_normalised(written: str, normalised: str) -> None:
    assert normalise(written) == normalised


def test_decomposed_hangul_is_composed() -> None:
    import unicodedata

    assert normalise(unicodedata.normalize("NFD", "거실 불 켜줘")) == "거실 불 켜줘"


@pytest.mark.parametrize(
    ("written", "said"),
    [("0'_", "0"), ("c'\u0327", "ç"), ("-18", "minus 18"), ("to -3.5 degrees", "to minus 3.5 degrees"), ("2-3", "2 3")],
)
def test_a_sign_before_a_number_is_minus_and_a_hyphen_is_a_space(written, said):
    assert normalise(written) == said
    assert normalise(normalise(written)) == said


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert "  " not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "zero"),
        (25, "twenty five"),
        (105, "one hundred and five"),
        (2700, "twenty seven hundred"),
        (2700, "two thousand seven hundred"),
        (20.5, "twenty and a half"),
        (20.5, "20.5"),
        (21.3, "twenty one point three"),
        (-5, "minus five"),
        (100, "a hundred"),
    ],
)
def test_numbers_are_said_in_every_usual_way(number: float, said: str) -> None:
    assert said in number_spellings(number)


@given(st.integers(0, 999_999))
def test_words_of_different_numbers_differ(number: int) -> None:
    assert set(words(number)).isdisjoint(words((number + 1) % 1_000_000))


@given(st.integers(0, 999_999))
def test_spelled_numbers_are_normalised(number: int) -> None:
    for text in number_spellings(number):
        assert normalise(text) == text


def test_numbers_in_names_are_spelled_both_ways() -> None:
    assert spellings("light 2") == ("light 2", "light two")
    assert spellings("twenty five club") == ("twenty five club", "25 club")


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(Exception, match=r"'xx' is not known.*Languages: en, ko"):
        language("xx")
