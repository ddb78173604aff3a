"""Homes where Korean and English are spoken: the language is heard, then the sentence."""

import numpy as np
import pytest

from ogam.asr import Calibration, FakeScorer, LanguageRecognizer, SentenceRecognizer, default_scorer
from ogam.core import Audio, ModelError, Recognizer
from ogam.grammar import Grammars, compile_grammar, compile_home
from ogam.home import Home, parse_home

HOME = """
language: ko
languages: [ko, en]
areas: [{name: 거실, aliases: [living room]}]
devices: [{name: 스탠드, aliases: [lamp], domain: light, area: 거실}]
sentences:
  - say: [영화 볼래]
    do: {intent: HassTurnOff, slots: {name: 스탠드}}
"""
SAID = {"ko": "거실 불 켜줘", "en": "turn on the lamp"}
WORDS = ["거실", " 불", " 켜줘", "turn", " on", " the", " lamp"]
CALIBRATION = Calibration((-3.0, *[0.0] * 7), 4.0, 0.5)


@pytest.fixture(scope="module")
def grammars() -> Grammars:
    found = compile_home(parse_home(HOME))
    assert isinstance(found, Grammars)
    return found


def audio(source: str) -> Audio:
    return Audio(np.full(48_000, 0.1, np.float32), source=source)


def recognizer(grammars: Grammars, asked: list[str]) -> LanguageRecognizer:
    def detect(heard: Audio) -> dict[str, float]:
        asked.append(heard.source)
        return {"ja": 0.5, heard.source: 0.4, "fr": 0.1}

    scorer = FakeScorer(SAID, WORDS)
    hearers = {
        code: SentenceRecognizer(grammar, scorer, calibration=CALIBRATION)
        for code, grammar in grammars.by_language.items()
    }
    return LanguageRecognizer(hearers, detect)


def test_each_utterance_is_heard_in_its_language(grammars: Grammars) -> None:
    hears = recognizer(grammars, [])
    assert isinstance(hears, Recognizer)
    [[korean], [english]] = hears.recognize([audio("ko"), audio("en")])
    assert (korean.value, korean.details["language"], korean.details["accepted"]) == ("거실 불 켜줘", "ko", True)
    assert (english.value, english.details["language"], english.details["accepted"]) == ("turn on the lamp", "en", True)


def test_who_speaks_may_tell_the_language(grammars: Grammars) -> None:
    asked: list[str] = []
    [[english], [korean]] = recognizer(grammars, asked).recognize([audio("en"), audio("ko")], ["en"])
    assert (english.details["language"], korean.details["language"], asked) == ("en", "ko", ["ko"])


def test_a_hint_of_a_language_that_is_not_spoken_here_counts_for_nothing(grammars: Grammars) -> None:
    [[heard]] = recognizer(grammars, []).recognize([audio("en")], ["fr"])
    assert heard.details["language"] == "en"


def test_nothing_to_hear_is_in_the_own_language(grammars: Grammars) -> None:
    [[heard]] = recognizer(grammars, []).recognize([Audio(np.zeros(0, np.float32))])
    assert (heard.value, heard.details["language"]) == ("", "ko")


def test_both_languages_are_understood(grammars: Grammars) -> None:
    for text, intent, language in (
        ("거실 불 켜줘", "HassTurnOn", "ko"),
        ("turn on the lamp", "HassTurnOn", "en"),
        ("영화 볼래", "HassTurnOff", "ko"),
    ):
        command = grammars.interpret(text).command
        assert command is not None
        assert (command.intent, command.language) == (intent, language)
    assert grammars.interpret("qwerty").command is None


def test_a_home_of_one_language_has_one_grammar() -> None:
    home = Home(language="ko", languages=("ko",))
    assert type(compile_home(home)) is type(compile_grammar(home))
    assert parse_home("languages: [ko, en]\n").language == "ko"


def test_a_language_that_no_model_knows_is_an_error() -> None:
    from ogam.models import Store

    try:
        Store().path("whisper-base")
    except ModelError as error:
        pytest.skip(str(error))
    with pytest.raises(ModelError, match="does not know the language 'xx'"):
        default_scorer(language="xx")
