"""Korean as symbols of Kokoro."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.synthesis.kokoro import language_of
from ogam.synthesis.korean import phonemes

SYMBOLS = frozenset("abdehijklmnopstuwɛɡɯɾʃʌʧʤʰŋɔɕʥʨ ,.;:!?")
"""Those of Kokoro's table that Korean may use."""


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("고기", "k", "ɡ"),  # voiced between vowels
        ("감독", "k", "d"),  # and after a nasal
    ],
)
def test_plain_stops_are_voiced_between_voiced_sounds(text, before, after):
    said = phonemes(text)
    assert said.startswith(before)
    assert after in said[1:]


def test_tense_and_aspirated_stops_never_are():
    assert not set(phonemes("아까 아빠 아따 아카 아파 아타")) & set("ɡbd")


def test_words_stay_apart_and_digits_and_letters_are_read_out():
    assert phonemes("TV 24") == phonemes("티비 이십사")
    assert phonemes("불, 켜!").count(" ") == 1
    assert phonemes("...") == ""


def test_the_language_is_seen_from_the_script():
    assert language_of("TV 켜") == "ko"
    assert language_of("ㅋㅋ") == "ko"
    assert language_of("turn on") == "en"


@given(st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), min_size=1) | st.text())
def test_any_text_gives_known_symbols_only(text):
    assert set(phonemes(text)) <= SYMBOLS
