"""Korean: phrases as people say them, with any spacing; what is said must mean what its list says, or nothing."""

import csv
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import Command, Device
from ogam.grammar import Acceptor, Grammar, compile_grammar, compile_intents, language, sample
from ogam.grammar.grammar import built_in_sentences
from ogam.grammar.languages.ko import number_spellings, spellings
from ogam.grammar.languages.ko_numbers import native, sino
from ogam.home import Area, Home, Sentence, load_home

HERE = Path(__file__).parent
FREE_WORDS = ("우유", "대파 두 단", "아이유 노래", "저녁 먹자", "BTS")


@cache
def grammar() -> Grammar:
    return compile_grammar(load_home(HERE / "korean_home.yaml"))


@cache
def other_grammar() -> Grammar:
    return compile_grammar(load_home(HERE / "korean_other_home.yaml"))


@cache
def flat_grammar() -> Grammar:
    return compile_grammar(load_home(HERE / "korean_flat.yaml"))


@cache
def phrases(name: str = "korean_phrases.tsv") -> list[tuple[str, str, dict[str, Any]]]:
    with (HERE / name).open(encoding="utf-8") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [(phrase, intent, json.loads(slots)) for phrase, intent, slots in rows]


def meaning(command: Command | None) -> tuple[str, dict[str, Any]] | None:
    return command and (command.intent, {name: slot.value for name, slot in command.slots.items()})


def understood(text: str) -> tuple[str, dict[str, Any]] | None:
    return meaning(grammar().interpret(text).command)


def respaced(text: str, random: Random) -> str:
    """The same text with other spaces: each kept or left out, and new ones between any two characters of words."""
    letters = re.findall(r"\d+\.\d+|\S", text)
    return letters[0] + "".join(random.choice(("", "", " ")) + letter for letter in letters[1:])


@pytest.mark.parametrize(
    ("home", "name"),
    [
        (grammar, "korean_phrases.tsv"),
        (other_grammar, "korean_other_phrases.tsv"),
        (flat_grammar, "korean_everyday_phrases.tsv"),
    ],
)
def test_phrases_mean_what_the_list_says(home: Callable[[], Grammar], name: str) -> None:
    wrong = []
    for phrase, intent, slots in phrases(name):
        got = meaning(home().interpret(phrase).command)
        if got is None or got[0] != intent or not slots.items() <= got[1].items():
            wrong.append((phrase, intent, slots, got))
    assert not wrong


def test_what_people_say_at_home_is_mostly_no_command() -> None:
    texts = (HERE / "korean_refused.txt").read_text("utf-8").splitlines()
    assert len(texts) >= 100
    assert [(text, got) for text in texts if (got := meaning(flat_grammar().interpret(text).command))] == []


def test_the_list_has_every_intent_that_english_has() -> None:
    assert len(phrases()) >= 500
    assert {intent for _, intent, _ in phrases()} == set(built_in_sentences("en")["intents"])


FREE_SLOTS = frozenset({"item", "message", "search_query", "conversation_command"})
"""Slots of free words: a space in the wrong place may change what they are."""


def has_free_words(intent: str, slots: dict[str, Any]) -> bool:
    return bool(FREE_SLOTS & set(slots)) or ("Timer" in intent and "name" in slots)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_spaces_do_not_change_the_meaning(seed: int) -> None:
    random = Random(seed)
    phrase, intent, slots = random.choice(phrases())
    for spaced in (phrase.replace(" ", ""), phrase if has_free_words(intent, slots) else respaced(phrase, random)):
        got = understood(spaced)
        assert got is not None, spaced
        assert got[0] == intent, spaced
        assert {name: unspaced(value) for name, value in slots.items()}.items() <= {
            name: unspaced(value) for name, value in got[1].items()
        }.items(), spaced


def unspaced(value: Any) -> Any:
    """Free words come back with the spaces that were written."""
    return value.replace(" ", "") if isinstance(value, str) else value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "거실",
        "에어컨",
        "불",
        "그냥",
        "켜줘",
        "불 켜지 마",
        "거실 불 켜지 말아줘",
        "에어컨 끄지 마",
        "옥상 불 켜줘",
        "거실이랑 주방 불 켜줘",
        "세탁기 잠가줘",
        "현관문 세게 해줘",
        "점심 뭐 먹지",
        "에어컨 2도 올려줘",
        "에어컨 200도로 맞춰줘",
    ],
)
def test_what_makes_no_sense_here_is_not_understood(text: str) -> None:
    assert understood(text) is None
    assert not grammar().accepts(text)


@pytest.mark.parametrize("text", ["제습기 켜줘", "제습기 좀 틀어줄래", "저기 있는 에어컨 보여줘"])
def test_what_a_home_has_not_got_is_no_music(text: str) -> None:
    got = grammar().interpret(text, "거실")
    assert got.command is None
    assert grammar().accepts(text)  # so that the decoder hears it, and no other sentence in its place


TURN_ON = (
    "켜", "켜줘", "켜 줘요", "켜주세요", "켜 주십시오", "켜 주시겠어요", "켜줄래", "켜 줄 수 있어", "켜 주실 수 있나요",
    "켜 봐", "켜 놔", "켜라", "켜자", "켜세요", "켜십시오", "켜줬으면 좋겠어", "켜주면 안 될까",
    "켜 주시면 감사하겠습니다",
)  # fmt: skip
TURN_OFF = ("꺼", "꺼줘", "꺼 주세요", "끄세요", "끄십시오", "꺼줄래요", "꺼 버려", "끄자", "꺼 주라")


@pytest.mark.parametrize(
    ("verb", "intent"), [*((verb, "HassTurnOn") for verb in TURN_ON), *((verb, "HassTurnOff") for verb in TURN_OFF)]
)
@pytest.mark.parametrize("thing", ["에어컨", "거실 에어컨 좀", "에어컨을", "에어컨 지금 바로"])
def test_every_level_of_politeness(thing: str, verb: str, intent: str) -> None:
    got = understood(f"{thing} {verb}")
    assert got is not None
    assert got[0] == intent
    assert got[1]["name"] == "에어컨"


@pytest.mark.parametrize(
    "written",
    [
        unicodedata.normalize("NFD", "거실 불 켜줘"),
        "ㄱㅓㅅㅣㄹ ㅂㅜㄹ ㅋㅕㅈㅝ",
        "거실 불 켜줘ㅋㅋㅋ",
        "거실 불 켜줘ㅠㅠ!!",
        "ﾡￃﾵￆﾩ 불 켜줘".replace("ﾡￃﾵￆﾩ", "거실"),
        "　거실　불　켜줘　",
        "거실-불 켜줘.",
    ],
)
def test_every_way_to_write_hangul(written: str) -> None:
    assert understood(written) == ("HassTurnOn", {"area": "거실", "domain": "light"})


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("ㄷㅏㄹㄱ", "닭"),
        ("ㄱㅏㄱㅏ", "가가"),
        ("ㅇㅗㅏㅇ", "왕"),
        ("ﾡￂ", "가"),
        ("ㅋㅋㅋ", ""),
        ("ㄱ", ""),
        ("ＴＶ 켜줘", "tv 켜줘"),
    ],
)
def test_jamo_become_syllables(written: str, normalised: str) -> None:
    assert language("ko").normalise(written) == normalised


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z", "M"]) | st.sampled_from("ㄱㅏㄹ가각ﾡￂ㉠ 1")))
def test_normalising_twice_changes_nothing(text: str) -> None:
    normalise = language("ko").normalise
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "영"),
        (5, "다섯"),
        (20, "스무"),
        (24, "스물네"),
        (26, "이십육"),
        (100, "백"),
        (110, "백십"),
        (2700, "이천칠백"),
        (16000, "만육천"),
        (22.5, "이십이점오"),
        (22.5, "22.5"),
        (22.5, "22도반"),
        (-3, "영하삼"),
    ],
)
def test_numbers_are_said_in_both_series(number: float, said: str) -> None:
    assert said in number_spellings(number)


@given(st.integers(0, 99_999_999), st.integers(0, 99_999_999))
def test_words_of_different_numbers_differ(one: int, other: int) -> None:
    assert (sino(one) == sino(other)) == (one == other)


@given(st.integers(0, 10_000))
def test_spelled_numbers_are_normalised(number: int) -> None:
    for text in number_spellings(number):
        assert language("ko").normalise(text) == text


def test_native_numbers_differ() -> None:
    assert len({native(number) for number in range(1, 100)}) == 99


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tv", "티비"),
        ("티비", "텔레비전"),
        ("lg 스타일러", "엘지 스타일러"),
        ("에어컨", "에어콘"),
        ("air conditioner", "에어컨"),
        ("led 조명", "엘이디 조명"),
        ("조명 2", "조명 이"),
        ("2층", "이층"),
        ("이층", "2층"),
        ("침실 커튼", "침실 커텐"),
    ],
)
def test_names_have_their_korean_spellings(name: str, said: str) -> None:
    assert said in spellings(name)
    assert spellings(name)[0] == name


def test_free_words_come_back_as_they_were_written() -> None:
    for text in (
        "장보기 목록에 대파 두 단 넣어줘",
        "대파 두 단 장보기 목록에 추가해 줘",
        "장보기 목록에 대파 두 단을 넣어줘",
    ):
        assert understood(text) == ("HassListAddItem", {"name": "장보기 목록", "item": "대파 두 단"})
    assert understood("BTS 노래 틀어줘") == ("HassMediaSearchAndPlay", {"search_query": "BTS 노래"})
    assert understood("BTS노래틀어줘") == ("HassMediaSearchAndPlay", {"search_query": "BTS노래"})


def test_commands_wait_in_their_own_words() -> None:
    got = understood("십 분 뒤에 거실 불 좀 꺼 줘")
    assert got == ("HassStartTimer", {"minutes": 10, "conversation_command": "거실 불 좀 꺼 줘"})
    assert understood("십 분 뒤에 춤춰줘") is None


def test_owners_sentences_may_use_the_verbs() -> None:
    home = Home(
        language="ko",
        areas=(Area("거실"),),
        devices=(Device("light.x", "등", "light"),),
        intents={"Party": {"data": [{"sentences": ["잔치<을> <시작해줘>"]}]}},
    )
    own = compile_grammar(home)
    for text in ("잔치 시작", "잔치를 시작해 주세요", "잔치 좀 시작해줄래"):
        assert meaning(own.interpret(text).command) == ("Party", {})


def test_ways_that_begin_alike_are_one_place() -> None:
    intents = {"A": {"data": [{"sentences": ["(가나다|가나라|가나마)", "가나바"]}]}}
    few = compile_intents({"language": "ko", "fillers": False, "intents": intents})
    for text in ("가나다", "가 나 라", "가나마", "가나바"):
        assert few.accepts(text)
    for text in ("가나", "가나사", "가나다라", ""):
        assert not few.accepts(text)


@pytest.mark.parametrize(
    ("text", "area", "name"),
    [
        ("거실 에어컨 켜줘", None, "거실 에어컨"),
        ("거실 에어컨 켜줘", "안방", "거실 에어컨"),
        ("에어컨 켜줘", "거실", "에어컨"),
        ("스피커 켜줘", "거실", "서재 스피커"),
    ],
)
def test_a_device_is_called_without_its_room(text: str, area: str | None, name: str) -> None:
    rooms = ("거실", "안방", "서재")
    home = Home(
        language="ko",
        areas=tuple(map(Area, rooms)),
        devices=(
            Device("climate.1", "거실 에어컨", "climate", area="거실"),
            Device("climate.2", "안방 에어컨", "climate", area="안방"),
            Device("media_player.1", "서재 스피커", "media_player", area="서재"),
            Device("light.1", "거실 조명", "light", area="거실"),
        ),
    )
    command = compile_grammar(home).interpret(text, area).command
    assert command is not None
    assert command.slots["name"].value == name


VERBS = {
    "켜다": ("켜줘", "켜자", "켜세요", "켜렴", "켤래", "켰으면좋겠어", "켭시다"),
    "끄다": ("꺼줘", "끄자", "끄세요", "끄렴", "끌게", "껐으면해", "끕시다"),
    "열다": ("열어줘", "열자", "여세요", "열면돼", "열래", "열었으면", "엽시다"),
    "닫다": ("닫아줘", "닫자", "닫으세요", "닫으렴", "닫을래", "닫았으면", "닫읍시다"),
    "돌리다": ("돌려줘", "돌리자", "돌리십시오", "돌릴게"),
    "맞추다": ("맞춰줘", "맞추고싶어", "맞추실래요", "맞출까"),
    "누르다": ("눌러줘", "누르자", "누르세요"),
    "잠그다": ("잠가줘", "잠그자", "잠갔으면좋겠어"),
    "듣다": ("들어봐", "듣자", "들으세요", "들을래"),
    "보내다": ("보내줘", "보내", "보낼래"),
    "만들다": ("만들어줘", "만드세요", "만들래"),
    "놓다": ("놓아줘", "놓자", "놓으세요"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_conjugated(verb: str) -> None:
    base = built_in_sentences("ko")["expansion_rules"]
    intents = {"A": {"data": [{"sentences": [f"이거 <{verb}>"]}]}}
    own = compile_intents({"language": "ko", "expansion_rules": base, "intents": intents})
    for form in VERBS[verb]:
        assert own.accepts(f"이거 {form}"), form
        assert not own.accepts(f"이거 {form}다가"), form


@pytest.mark.whole
@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_sentences_of_a_korean_home_come_back(seed: int) -> None:
    random = Random(seed)
    drawn = sample(grammar(), random, FREE_WORDS)
    assert grammar().accepts(drawn.sentence), drawn.sentence
    assert grammar().accepts(respaced(drawn.sentence, random)), drawn.sentence
    got = grammar().interpret(drawn.sentence, "here")
    assert got.command is not None
    assert meaning(drawn.command) in [meaning(c) for c in (got.command, *got.alternatives)], drawn.sentence


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_live_bytes_are_just_those_that_lead_on(seed: int) -> None:
    acceptor = Acceptor(grammar().network)
    state = acceptor.start
    for byte in sample(grammar(), Random(seed), FREE_WORDS).sentence.encode():
        live = {b for b in range(256) if acceptor.step(state, b) >= 0}
        assert live == set(acceptor.live_bytes(state))
        assert acceptor.step(state, 0x20) == state
        state = acceptor.step(state, byte)
    assert acceptor.accepts(state)


def test_characters_are_never_accepted_in_part() -> None:
    acceptor = grammar().acceptor
    state = acceptor.start
    for byte in "가족들에게 간다고 전해줘".encode()[:-1]:
        state = acceptor.step(state, byte)
    assert state >= 0
    assert not acceptor.accepts(state)


@pytest.mark.whole
@pytest.mark.parametrize("home", ["korean_home.yaml", "korean_other_home.yaml", "korean_flat.yaml"])
def test_all_that_is_said_every_day_is_understood(home):
    grammar = compile_grammar(load_home(HERE / home))
    for text in everyday_texts(grammar, Random(4), 1500):
        interpretation = grammar.interpret(text)
        assert interpretation.command is not None or interpretation.needs, text


def test_much_of_what_people_say_is_of_every_day_and_the_far_fetched_is_not():
    everyday = [phrase for phrase, _, _ in phrases() if is_everyday(grammar(), phrase)]
    assert len(everyday) > len(phrases()) / 2
    assert is_everyday(grammar(), "거실불켜줘")
    assert not is_everyday(grammar(), "거실 불 켜렴 얼른")
    assert grammar().accepts("거실 불 켜렴 얼른")


def test_the_owners_own_sentences_are_of_every_day():
    home = load_home(HERE / "korean_home.yaml")
    own = Sentence(("영화 볼래",), "HassTurnOn", {"name": "파티"})
    assert is_everyday(compile_grammar(replace(home, sentences=(own,))), "영화 볼래")
    assert not is_everyday(compile_grammar(home), "영화 볼래")


def is_everyday(grammar: Grammar, phrase: str) -> bool:
    acceptor, state = grammar.acceptor, grammar.acceptor.everyday
    for byte in grammar.language.normalise(phrase).encode():
        state = acceptor.step(state, byte)
        if state < 0:
            return False
    return acceptor.accepts(state)


def everyday_texts(grammar: Grammar, random: Random, count: int) -> Iterator[str]:
    """Sentences of every day, by walking at random; free words that come to no whole character are left out."""
    acceptor = grammar.acceptor
    for _ in range(count):
        state, text = acceptor.everyday, b""
        while not (acceptor.accepts(state) and random.random() < 0.4) and len(text) < 120:
            live = [byte for byte in acceptor.live_bytes(state) if byte != 0x20]
            if not live:
                break
            text += bytes([random.choice(live)])
            state = acceptor.step(state, text[-1])
        if acceptor.accepts(state):
            try:
                yield text.decode()
            except UnicodeDecodeError:
                continue
