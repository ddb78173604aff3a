"""English text to phonemes, with a small dictionary of the same form as the real one."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.synthesis.letters import letters_to_phonemes
from ogam.synthesis.lexicon import Lexicon
from ogam.synthesis.pronunciation import phonemes

LETTERS = {c: f"ˈ{c}" for c in string.ascii_uppercase} | {
    "T": "tˈi",
    "V": "vˈi",
    "A": "ˈA",
    "C": "sˈi",
    "W": "dˈʌbᵊlju",
}
GOLD = LETTERS | {
    "turn": "tˈɜɹn",
    "on": "ˌɔn",
    "light": "lˈIt",
    "oven": "ˈʌvᵊn",
    "switch": "swˈɪʧ",
    "dim": "dˈɪm",
    "bake": "bˈAk",
    "fan": "fˈæn",
    "heat": "hˈit",
    "pump": "pˈʌmp",
    "party": "pˈɑɹɾi",
    "go": "ɡˌO",
    "blue": "blˈu",
    "end": "ˈɛnd",
    "Seoul": "sˈOl",
    "close": {"DEFAULT": "klˈOs", "VERB": "klˈOz"},
}
SYMBOLS = set("AIOWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹʃʊʌʒʤʧθᵊᵻɐTˈˌ ,.;:!?") | set(string.ascii_uppercase)


@pytest.fixture
def lexicon():
    return Lexicon(GOLD, {"light": "wrong", "lamp": "lˈæmp"})


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("light", "lˈIt"),
        ("Light", "lˈIt"),
        ("LIGHT", "lˈIt"),
        ("lamp", "lˈæmp"),
        ("seoul", "sˈOl"),
        ("lights", "lˈIts"),
        ("lamp's", "lˈæmps"),
        ("fans", "fˈænz"),
        ("switches", "swˈɪʧᵻz"),
        ("parties", "pˈɑɹɾiz"),
        ("switched", "swˈɪʧt"),
        ("dimmed", "dˈɪmd"),
        ("dimming", "dˈɪmɪŋ"),
        ("baking", "bˈAkɪŋ"),
        ("ended", "ˈɛndᵻd"),
        ("lighted", "lˈIɾᵻd"),
        ("lighting", "lˈIɾɪŋ"),
        ("TV", "tˌivˈi"),
        ("tv", "tˌivˈi"),
        ("AC", "ˌAsˈi"),
        ("heatpump", "hˈitpˌʌmp"),
        ("heat-pump", "hˈitpˈʌmp"),
        ("wifi", "wˈIfˌI"),
    ],
)
def test_words_are_found_in_the_dictionary_or_built_from_it(lexicon, word, sounds):
    assert lexicon.pronounce(word) == sounds


def test_a_verb_is_said_as_one(lexicon):
    assert phonemes("close the oven", lexicon).startswith("klˈOz ")
    assert phonemes("please close it", lexicon).split()[1] == "klˈOz"
    assert lexicon.pronounce("close") == "klˈOs"


def test_little_words_follow_the_next_sound(lexicon):
    assert phonemes("the oven", lexicon).startswith("ði ")
    assert phonemes("the light", lexicon).startswith("ðə ")
    assert phonemes("to oven, to light, to", lexicon).split()[::2] == ["tʊ", "tə", "tu"]
    assert phonemes("a light", lexicon) == "ɐ lˈIt"


def test_shouting_is_not_spelled(lexicon):
    assert phonemes("TURN ON THE LIGHT", lexicon) == phonemes("turn on the light", lexicon)


def test_punctuation_is_kept_for_the_melody_and_flaps_are_written_as_kokoro_wants_them(lexicon):
    assert phonemes("... turn on, party!", lexicon) == "tˈɜɹn ˌɔn, pˈɑɹTi!"


@pytest.mark.parametrize(
    ("name", "sounds"), [("mina", "mˈinə"), ("jiwoo", "ʤˈiwu"), ("knight", "nˈIt"), ("zed", "zˈɛd")]
)
def test_unknown_names_are_read_by_rule(name, sounds):
    assert letters_to_phonemes(name) == sounds


@given(st.text(string.ascii_letters + "'- ", min_size=1, max_size=30))
def test_every_word_of_letters_gets_sounds_and_nothing_fails(text):
    said = phonemes(text, Lexicon(GOLD))
    assert set(said) <= SYMBOLS


@given(st.text(max_size=40))
def test_any_text_gives_something_or_nothing_but_never_fails(text):
    phonemes(text, Lexicon(GOLD))
