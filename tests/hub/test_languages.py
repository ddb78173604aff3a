"""Every language has a wording for everything; Korean takes the right particles."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from ogam.core import Command, Decision, Device, Slot
from ogam.devices import VirtualDriver
from ogam.grammar import compile_grammar
from ogam.home import parse_home
from ogam.hub import EventLog, Grammar, Hub, replies
from ogam.hub.fakes import FakeGrammar, FakeInterpretation
from ogam.hub.languages import wording
from ogam.hub.languages.en import ENGLISH
from ogam.hub.languages.ko import KOREAN, duration
from ogam.hub.languages.ko_states import predicate
from ogam.korean.filling import placeholders

HOME = parse_home("""
language: ko
areas: [거실, 안방, 주방]
devices:
  - {name: 거실 불, domain: light, area: 거실}
  - {name: TV, domain: media_player, area: 거실}
  - {name: 스탠드, domain: light, area: 안방}
  - {name: 무드등, domain: light, area: 안방}
  - {name: 에어컨, domain: climate, area: 거실, attributes: {max_temperature: 30}}
  - {name: 블라인드, domain: cover, device_class: blind, area: 거실}
  - {name: 현관문, domain: lock, area: 주방}
  - {name: 로봇청소기, domain: vacuum, area: 거실}
  - {name: 세탁기, domain: washer, area: 주방, attributes: {unreachable: true}}
  - {name: 날씨, domain: weather}
people: [민아]
scenes: [영화 모드]
""")


GIVEN = {"any_yes": {"state"}}
"""What a sentence may be filled with beside what the English one uses."""


def test_both_languages_say_the_same_things() -> None:
    assert ENGLISH.sentences.keys() == KOREAN.sentences.keys()
    assert ENGLISH.examples.keys() == KOREAN.examples.keys()
    for key, sentence in KOREAN.sentences.items():
        assert placeholders(sentence) <= placeholders(ENGLISH.sentences[key]) | GIVEN.get(key, set()), key


def test_a_language_without_a_wording_is_answered_in_english() -> None:
    assert wording("ko") is KOREAN
    assert wording("xx") is ENGLISH


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return compile_grammar(HOME)


@pytest.fixture
def hub(grammar: Grammar) -> Iterator[Hub]:
    log = EventLog(None)
    yield Hub(HOME, grammar, None, {"virtual": VirtualDriver(HOME.devices, clock=lambda: 1_700_000_000.0)}, log)
    log.close()


@pytest.mark.parametrize(
    ("texts", "reply"),
    [
        (["거실 불 켜줘"], "거실 불을 켰어요."),
        (["TV 켜줘"], "TV를 켰어요."),
        (["안방 불 꺼줘"], "스탠드와 무드등을 껐어요."),
        (["스탠드 파란색으로 바꿔줘"], "스탠드를 파란색으로 맞췄어요."),
        (["스탠드 밝기 30퍼센트로 해줘"], "스탠드를 밝기 30%로 맞췄어요."),
        (["에어컨 24도로 맞춰줘"], "에어컨을 24도로 맞췄어요."),
        (["에어컨 온도 50도로 해줘"], "에어컨은 0도에서 30도까지예요. 50도는 안 돼요."),
        (["블라인드 열어줘"], "블라인드를 열었어요."),
        (["현관문 열어줘", "현관문 잠겨 있어"], "아니요, 열려 있어요."),
        (["현관문 잠겨 있어"], "네."),
        (["주방 청소해줘"], "로봇청소기가 주방 청소를 시작했어요."),
        (["로봇청소기 충전하러 가"], "로봇청소기가 충전하러 가요."),
        (["TV 볼륨 좀 줄여줘"], "TV 소리를 20%로 맞췄어요."),
        (["라면 타이머 3분 30초"], "라면 타이머를 3분 30초로 맞췄어요."),
        (["5분 타이머", "타이머 얼마나 남았어"], "5분 타이머는 5분 남았어요."),
        (["5분 타이머", "타이머 1분 늘려줘"], "타이머를 1분 늘렸어요."),
        (["타이머 취소해줘"], "그런 타이머가 없어요."),
        (["장보기 목록에 우유 추가해줘"], "장보기 목록에 우유를 넣었어요."),
        (["저녁 먹자고 방송해줘"], "방송했어요: 저녁 먹재요."),
        (["영화 모드 켜줘"], "영화 모드를 켰어요."),
        (["내일 날씨 어때"], "18도이고 맑아요."),
        (["세탁기 켜줘"], "세탁기가 응답하지 않아요."),
        (["주방 불 켜줘"], "주방에는 조명이 없어요."),
        (["민아 지금 어디 있어"], "누가 어디에 있는지는 아직 몰라요."),
        (["불 켜줘"], "어느 방이요? 거실과 안방이 있어요."),
        (["됐어"], "네, 알겠어요."),
        (["안녕"], "안녕하세요."),
        (["아무 말이나 한다"], "잘 못 들었어요. ‘거실 불 켜줘’, ‘TV 멈춰줘’라고 말할 수 있어요."),
    ],
)  # fmt: skip
def test_korean_is_answered_in_korean(hub: Hub, texts: list[str], reply: str) -> None:
    turns = [asyncio.run(hub.say(text)) for text in texts]
    assert turns[-1].reply == reply, turns[-1].command


def test_the_time_is_told_in_korean(hub: Hub) -> None:
    assert asyncio.run(hub.say("지금 몇 시야")).reply.startswith(("오전 ", "오후 "))
    assert asyncio.run(hub.say("오늘 며칠이야")).reply.startswith("2023년 11월 1")


def test_the_examples_that_are_given_can_be_said(hub: Hub) -> None:
    for area in (None, *(area.name for area in HOME.areas)):
        for sentence in replies.examples(HOME, area):
            assert asyncio.run(hub.say(sentence, area)).command is not None, sentence


def test_a_command_is_answered_in_the_language_that_it_was_said_in() -> None:
    command = Command("HassTurnOn", {"name": Slot("name", "TV", "TV")}, language="en")
    grammar = FakeGrammar({"tv on": FakeInterpretation(command)})
    hub = Hub(HOME, grammar, None, {"virtual": VirtualDriver(HOME.devices)}, EventLog(None))
    assert asyncio.run(hub.say("tv on")).reply == "TV's on."


def test_a_refusal_gives_the_reason_in_the_language_of_the_command() -> None:
    decision = Decision("deny", "r", "There is no such timer.")
    assert (
        replies.not_allowed(decision, Command("X", language="ko"), HOME) == "그건 할 수 없어요. 그런 타이머가 없어요."
    )


@pytest.mark.parametrize(
    ("domain", "state", "said"),
    [
        ("light", {"state": "on", "brightness": 30, "color": "blue"}, "밝기 30%로 파란색으로 켜져 있어요"),
        ("cover", {"state": "open", "position": 40}, "40% 열려 있어요"),
        ("climate", {"state": "heat", "temperature": 20, "current_temperature": 19.5},
         "20도로 맞춰져 있고, 지금은 19.5도예요"),
        ("media_player", {"state": "playing", "media": "재즈"}, "재즈를 재생하고 있어요"),
        ("sensor", {"state": 12, "unit_of_measurement": "°C"}, "12도예요"),
        ("sensor", {"state": "3", "unit_of_measurement": "kWh"}, "3kWh예요"),
        ("switch", {"state": "half_open"}, "half open이에요"),
    ],
)  # fmt: skip
def test_a_state_is_a_whole_predicate(domain: str, state: dict[str, Any], said: str) -> None:
    assert predicate(Device(f"{domain}.x", "x", domain), state) == said


@pytest.mark.parametrize(("seconds", "said"), [(0, "0초"), (90, "1분 30초"), (3600, "1시간"), (3700, "1시간 1분 40초")])
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said
