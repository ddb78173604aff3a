"""Who speaks, what they may, and whose room is meant: through the whole hub."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ogam.core import Audio, Identity, Image
from ogam.home import parse_home
from ogam.hub import EventLog, Hub, Turn, open_hub, replay
from ogam.hub.fakes import FakeIdentifier, FakeRecognizer

TEXT = """
areas: [hall, kids room, attic]
devices:
  - {name: hall light, domain: light, area: hall}
  - {name: kids lamp, domain: light, area: kids room}
  - {name: front door, domain: lock, area: hall, state: locked}
permissions: on
people: [{name: Mina, role: owner}, {name: Ara, role: child, room: kids room}]
"""
KOREAN = """
language: ko
areas: [현관, 아이방]
devices:
  - {name: 아이등, domain: light, area: 아이방}
  - {name: 현관문, domain: lock, area: 현관, state: locked}
permissions: on
people: [{name: 민아, role: owner}, {name: 지우, role: child, room: 아이방}]
"""
MINA = Identity("Mina", 0.98, ("voice", "face"), "live")
ARA = Identity("Ara", 0.98, ("voice",))
SILENCE = Audio(np.zeros(16_000, np.float32))


@pytest.fixture(scope="module")
def hub() -> Hub:
    return open_hub(parse_home(TEXT), listen=False)


@pytest.fixture(scope="module")
def korean() -> Hub:
    return open_hub(parse_home(KOREAN), listen=False)


def say(hub: Hub, text: str, who: Identity | None = None, area: str | None = "hall") -> Turn:
    return asyncio.run(hub.say(text, area, who=who))


def effect(turn: Turn) -> str:
    assert turn.decision is not None
    return turn.decision.effect


def test_who_decides_what_is_done(hub: Hub) -> None:
    assert effect(say(hub, "unlock the front door")) == "ask"
    assert effect(say(hub, "unlock the front door", ARA)) == "deny"
    turn = say(hub, "unlock the front door", MINA)
    assert (effect(turn), turn.acts[0].action.verb) == ("allow", "unlock")


def test_a_refusal_says_what_would_be_enough(hub: Hub, korean: Hub) -> None:
    assert say(hub, "unlock the front door").reply == (
        "I can't unlock the front door for a voice I don't know. Look at the camera, or approve it on a phone."
    )
    assert say(korean, "현관문 열어줘", area="현관").reply == (
        "모르는 목소리라 현관문을 열 수 없어요. 카메라를 보거나 휴대폰에서 승인해 주세요."
    )


@pytest.mark.parametrize("sentence", ["turn off my lights", "turn on the lights in my room", "turn off my room lights"])
@pytest.mark.parametrize("area", [None, "hall"])
def test_my_room_is_the_speakers(hub: Hub, sentence: str, area: str | None) -> None:
    assert [act.device.name for act in say(hub, sentence, ARA, area).acts] == ["kids lamp"]
    assert say(hub, sentence, MINA, area).reply == "I don't know which room is Mina's. Say its name."
    unknown = say(hub, sentence, None, area)
    assert (unknown.acts, unknown.reply) == ((), "Whose room? I don't know who is speaking.")


def test_a_room_that_was_named_is_that_room(hub: Hub) -> None:
    assert [act.device.name for act in say(hub, "turn on the lights in my hall", ARA).acts] == ["hall light"]


@pytest.mark.parametrize("sentence", ["내 방 불 꺼줘", "내방 불 켜줘", "제 방 불 꺼 주세요"])
def test_my_room_in_korean(korean: Hub, sentence: str) -> None:
    ara = Identity("지우", 0.98, ("voice",))
    assert [act.device.name for act in say(korean, sentence, ara, "현관").acts] == ["아이등"]
    assert say(korean, sentence, None, "현관").reply == "누구 방이요? 누가 말하는지 모르겠어요."


def test_nobody_has_a_room_where_no_file_says_so() -> None:
    house = parse_home(TEXT.replace(", room: kids room", ""))
    turn = say(open_hub(house, listen=False), "turn on the lights in my room", ARA)
    assert [act.device.name for act in turn.acts] == ["hall light"]


def heard(who: Identity | Exception, log: EventLog, **more: Any) -> Turn:
    house = parse_home(TEXT)
    recognizer = FakeRecognizer("unlock the front door")
    hub = open_hub(house, log, recognizer=recognizer, identifier=FakeIdentifier(who), **more)
    return asyncio.run(hub.hear(SILENCE, "hall"))


def test_the_identifier_says_who_speaks() -> None:
    assert effect(heard(MINA, EventLog(None))) == "allow"


def test_if_it_fails_the_speaker_is_unknown() -> None:
    log = EventLog(None)
    turn = heard(RuntimeError("no camera"), log)
    assert (effect(turn), turn.acts, turn.who) == ("ask", (), Identity())
    assert [event.data["message"] for event in log.events() if event.kind == "error"] == ["no camera"]


def test_what_is_seen_meanwhile_belongs_to_the_turn() -> None:
    identifier = FakeIdentifier(MINA)
    hub = open_hub(parse_home(TEXT), recognizer=FakeRecognizer("unlock the front door"), identifier=identifier)

    async def scene() -> Turn:
        seen = await hub.observe(Image(np.zeros((8, 8, 3), np.uint8), source="door camera"), "hall")
        return await hub.hear(SILENCE, "hall", beside=seen)

    turn = asyncio.run(scene())
    assert [(one.modality, one.area) for one in turn.evidence] == [("face", "hall"), ("voice", "hall")]
    [(evidence, situation)] = identifier.asked
    assert (evidence, situation.area, situation.seen) == (turn.evidence, "hall", ())


def test_a_picture_that_cannot_be_looked_at_tells_nothing() -> None:
    log = EventLog(None)
    hub = open_hub(parse_home(TEXT), log, listen=False, identifier=FakeIdentifier(RuntimeError("no weights")))
    assert asyncio.run(hub.observe(Image(np.zeros((8, 8, 3), np.uint8)))) == ()
    assert [event.data["message"] for event in log.events() if event.kind == "error"] == ["no weights"]


def test_who_was_recognised_where_is_known_to_the_next_turn() -> None:
    identifier = FakeIdentifier(MINA)
    hub = open_hub(parse_home(TEXT), recognizer=FakeRecognizer("turn on the hall light"), identifier=identifier)
    for _ in range(2):
        asyncio.run(hub.hear(SILENCE, "hall"))
    assert [(one.person, one.area) for one in identifier.asked[1][1].seen] == [("Mina", "hall")]


def test_an_identity_that_cannot_be_written_down_is_none() -> None:
    turn = heard(replace(MINA, details={"score": float("nan")}), EventLog(None))
    assert (effect(turn), turn.acts, turn.who) == ("ask", (), Identity())


def test_a_home_without_permissions_works_as_before() -> None:
    house = replace(parse_home(TEXT), permissions=None)
    turn = say(open_hub(house, listen=False), "unlock the front door")
    assert (effect(turn), turn.who) == ("allow", None)
    enrolled = open_hub(house, listen=False, anyone_enrolled=True)
    assert effect(say(enrolled, "unlock the front door")) == "ask"


def test_a_replay_decides_the_same_on_the_same_evidence(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        hub = open_hub(parse_home(TEXT), log, listen=False)
        for who in (None, ARA, MINA, replace(MINA, liveness="attack"), replace(ARA, challenge=True)):
            say(hub, "unlock the front door", who)
        say(hub, "turn off my lights", ARA)
    again = asyncio.run(replay(path, open_hub(parse_home(TEXT), listen=False)))
    assert (again.turns, again.differences) == (6, ())


def test_nothing_is_done_by_considering(hub: Hub) -> None:
    turn = hub.consider("turn on the hall light", "hall", MINA)
    assert (effect(turn), turn.acts) == ("allow", ())
