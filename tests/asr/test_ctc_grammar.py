"""CTC decoding inside real grammars: what is said is found, through noise; what cannot be said is told apart."""

from random import Random
from typing import Any

import numpy as np
import pytest

from ogam.asr import (
    Calibration,
    CtcSettings,
    Decoding,
    FakeCtcScorer,
    SearchSettings,
    SentenceList,
    SentenceRecognizer,
    Transcriber,
    evidence,
)
from ogam.core import Audio
from ogam.grammar import Grammar, compile_intents, sample

LISTS = {"item": {"wildcard": True}, "percent": {"range": {"from": 0, "to": 100, "step": 10}}}
ENGLISH = {
    "language": "en",
    "intents": {
        "On": {"data": [{"sentences": ["(turn|switch) on [the] {thing} [in [the] {room}]"]}]},
        "Off": {"data": [{"sentences": ["(turn|switch) off [the] {thing}", "(turn|switch) [the] {thing} off"]}]},
        "Dim": {"data": [{"sentences": ["set [the] {room} {thing} to {percent} percent"]}]},
        "Add": {"data": [{"sentences": ["add {item} to my list"]}]},
    },
    "lists": {**LISTS, "thing": {"values": ["light[s]", "lamp", "fan"]}, "room": {"values": ["kitchen", "bedroom"]}},
}
KOREAN = {
    "language": "ko",
    "intents": {
        "On": {"data": [{"sentences": ["[{room}[에 있는]] {thing}[을|를|도] [좀] 켜(줘|줄래|주세요)"]}]},
        "Off": {"data": [{"sentences": ["[{room}] {thing}[을|를|도] [좀] 꺼(줘|줄래|주세요)"]}]},
        "Dim": {"data": [{"sentences": ["{room} {thing} {percent}퍼센트로 해줘"]}]},
        "Add": {"data": [{"sentences": ["장보기 목록에 {item} 추가해줘"]}]},
    },
    "lists": {**LISTS, "thing": {"values": ["불", "전등", "선풍기"]}, "room": {"values": ["거실", "안방"]}},
}
PIECES = {
    "en": [" turn", " on", " off", " the", " in", " li", "ght", "s", " lamp", " set", " to", " kitchen", " degrees"],
    "ko": ["거실", " 거실", "안방", " 불", "불", "에어", "컨", " 켜", "켜", "꺼", "줘", " 좀", "을", "를", "도", " 해"],
}
CALIBRATION = Calibration((-3.0, *[0.0] * 7), 4.0, 0.5)


@pytest.fixture(scope="module", params=[ENGLISH, KOREAN], ids=["en", "ko"])
def grammar(request: pytest.FixtureRequest) -> Grammar:
    """Without the wildcard."""
    fixed = {name: data for name, data in request.param["intents"].items() if name != "Add"}
    return compile_intents({**request.param, "intents": fixed})


def said(text: str) -> Audio:
    return Audio(np.ones(16_000, np.float32), source=text)


def hearer(grammar: Grammar, texts: list[str], noise: float = 1.0) -> SentenceRecognizer:
    scorer = FakeCtcScorer({text: text for text in texts}, PIECES[grammar.language.code], noise=noise)
    return SentenceRecognizer(grammar, scorer, calibration=CALIBRATION)


def samples(grammar: Grammar, count: int) -> list[str]:
    random = Random(11)
    return [sample(grammar, random).sentence for _ in range(count)]


@pytest.mark.parametrize("intents", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_sampled_sentences_are_decoded_back_and_wildcards_take_any_words(intents: dict[str, Any]) -> None:
    grammar = compile_intents(intents)
    texts = samples(grammar, 20)
    hears = hearer(grammar, texts)
    assert any(text.startswith(("add", "장보기")) for text in texts)
    assert [hears.decode(said(text)).sentences[0].text for text in texts] == texts


def test_noise_that_breaks_free_decoding_leaves_sentences_whole(grammar: Grammar) -> None:
    texts = samples(grammar, 20)
    hears = hearer(grammar, texts, noise=2.5)
    vocabulary = FakeCtcScorer({}, PIECES[grammar.language.code]).vocabulary
    decodings = [hears.decode(said(text)) for text in texts]
    assert not any(vocabulary.text(d.free.tokens) == text for text, d in zip(texts, decodings, strict=True))
    found = [grammar.meaning(d.sentences[0].text) for d in decodings]
    assert found == [grammar.meaning(text) for text in texts]


def test_texts_outside_are_told_apart(grammar: Grammar) -> None:
    outside = {
        "en": ["the weather was lovely yesterday", "please call me tomorrow morning", "i have never been to spain"],
        "ko": ["어제는 날씨가 참 좋았습니다", "내일 아침에 전화해 주세요", "스페인에는 가 본 적이 없어요"],
    }[grammar.language.code]
    inside = samples(grammar, 12)
    hears = hearer(grammar, [*inside, *outside], noise=1.5)

    def loss(decoding: Decoding) -> float:
        return evidence(decoding, grammar.meaning).loss if decoding.sentences else np.inf

    assert max(loss(hears.decode(said(text))) for text in inside) < 0.5
    assert min(loss(hears.decode(said(text))) for text in outside) > 3
    assert all(hears.recognize([said(text)])[0][0].details["accepted"] for text in inside)
    assert not any(hears.recognize([said(text)])[0][0].details["accepted"] for text in outside)


def test_settings_of_the_other_kind_are_refused() -> None:
    grammar = SentenceList(["a"])
    with pytest.raises(ValueError, match="scores frames: give CtcSettings"):
        SentenceRecognizer(grammar, FakeCtcScorer({}), settings=SearchSettings(), calibration=CALIBRATION)
    narrow = SentenceRecognizer(
        grammar, FakeCtcScorer({"a": "a"}), settings=CtcSettings(beam=1), calibration=CALIBRATION
    )
    assert narrow.recognize([said("a")])[0][0].value == "a"


def test_free_transcription() -> None:
    [[heard]] = Transcriber(FakeCtcScorer({"a": "What a lovely day"})).recognize([said("a")])
    assert heard.value == "What a lovely day"
    assert 0.5 < heard.confidence <= 1
