""" "Where is my phone": whose it is, who may let it ring, and what is answered."""

import asyncio

import pytest

from ogam.core import Identity
from ogam.home import parse_home
from ogam.hub import Session, open_hub
from ogam.hub.phones import Rung

HOMES = {
    "en": ("Mina", "Joon"),
    "ko": ("미나", "민준"),
}


def home(language: str, cameras: str = ""):
    mina, joon = HOMES[language]
    return parse_home(f"""
language: {language}
permissions: on
{cameras}
areas: [kitchen]
devices:
  - {{name: lamp, domain: light, area: kitchen}}
people:
  - {{name: {mina}, role: adult}}
  - {{name: {joon}, role: child}}
""")


def asked(language: str, sentences: list[str], who: str | None, rung: Rung, cameras: str = ""):
    """What was answered to the last of the sentences, and whose phones rang."""
    hub, rang = open_hub(home(language, cameras), listen=False), []

    async def ring(person: str) -> Rung:
        rang.append(person)
        return rung

    hub.drivers["phones"].ringer = ring
    session = Session(hub, "kitchen", "kitchen")

    async def talk():
        identity = None if who is None else Identity(who, 0.99, ("voice",))
        return [await session.say(one, identity) for one in sentences]

    return asyncio.run(talk())[-1], rang


ENGLISH = ["where is my phone", "find my phone", "ring my phone", "make my phone ring", "I can't find my phone"]
KOREAN = ["내 폰 어디 있어", "내 폰 어딨어", "내 휴대폰 찾아줘", "휴대폰 좀 울려줘", "내 핸드폰 못 찾겠어"]
CAMERA = "cameras:\n  - {name: door, address: 'rtsp://192.0.2.1/x', area: kitchen, sees: [people, objects]}"


@pytest.mark.parametrize("cameras", ["", CAMERA])
@pytest.mark.parametrize(("language", "said"), [*(("en", s) for s in ENGLISH), *(("ko", s) for s in KOREAN)])
def test_ones_own_phone_rings(language, said, cameras):
    mina = HOMES[language][0]
    turn, rang = asked(language, [said], mina, Rung(1, ringing=1), cameras)
    assert rang == [mina]
    assert turn.reply == {"en": "Your phone is ringing.", "ko": "휴대폰이 울리고 있어요."}[language]


def test_what_nobody_knows_is_not_claimed():
    turn, _ = asked("en", ["find my phone"], "Mina", Rung(2, sent=2))
    assert turn.reply == "I've sent a ring to your phone. It rings if it is on."


@pytest.mark.parametrize(
    ("language", "said", "reply"),
    [
        ("en", "where is Joon's phone", "Joon's phone is ringing."),
        ("ko", "민준이 폰 어디 있어", "민준 님의 휴대폰이 울리고 있어요."),
    ],
)
def test_adults_let_others_phones_ring(language, said, reply):
    turn, rang = asked(language, [said], HOMES[language][0], Rung(1, ringing=1))
    assert (turn.reply, rang) == (reply, [HOMES[language][1]])


def test_children_find_their_own_phone_and_no_other():
    assert asked("en", ["where is my phone"], "Joon", Rung(1, ringing=1))[1] == ["Joon"]
    turn, rang = asked("en", ["where is Mina's phone"], "Joon", Rung(1, ringing=1))
    assert rang == []
    assert turn.decision is not None
    assert turn.decision.effect == "deny"


def test_who_is_not_known_is_asked_whose_and_gets_no_more_for_it():
    turn, rang = asked("en", ["where is my phone"], None, Rung(1, ringing=1))
    assert (turn.reply, rang) == ("Whose phone is it?", [])
    turn, rang = asked("en", ["where is my phone", "Mina's"], None, Rung(1, ringing=1))
    assert turn.command is not None
    assert turn.command.value("person") == "Mina"
    assert rang == [], "a name that somebody unknown says proves nothing"
    turn, _ = asked("ko", ["내 폰 어디 있어"], None, Rung(1))
    assert turn.reply == "누구 휴대폰이요?"


def test_who_has_no_phone_is_told_how_to_have_one():
    assert "say in Settings that it is your phone" in asked("en", ["find my phone"], "Mina", Rung(0))[0].reply
    assert "설정에서" in asked("ko", ["내 폰 찾아줘"], "미나", Rung(0))[0].reply


def test_without_a_server_it_is_said_that_nothing_can_ring():
    turn = asyncio.run(open_hub(home("en"), listen=False).say("find my phone", who=Identity("Mina", 0.99, ("voice",))))
    assert turn.reply == "Phones can be found only while the Ogam server runs."
