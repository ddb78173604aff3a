""" "That" while somebody points, or looks."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from watched_homes import ENGLISH, KOREAN, KOREAN_MINA, MINA, Clock, seen

from ogam.core import Identity, Observation
from ogam.grammar import compile_grammar
from ogam.home import parse_home
from ogam.hub import EventLog, Hub, Scene, Session, open_hub
from ogam.hub.aiming import target, targets

HOME, KOREAN_HOME = parse_home(ENGLISH), parse_home(KOREAN)
GRAMMARS = {"en": compile_grammar(HOME), "ko": compile_grammar(KOREAN_HOME)}
CAMERA = "kitchen camera"
LEFT = {"origin": [0.8, 0.3], "direction": [-1.0, 0.0]}
"""A hand on the right that points at the lamp, and so nearly at the TV that it may be either."""
LAMP = {"origin": [0.3, 0.3], "direction": [-1.0, 0.0]}
FAN = {"origin": [0.75, 0.1], "direction": [0.0, 1.0]}


def aim(kind: str = "pointing", person: str | None = None, track: int = 1, **ray: Any) -> Observation:
    return seen(kind, "", track=track, person=person, **ray)


def scene_with(*aims: Observation) -> Scene:
    scene = Scene(HOME.cameras, Clock())
    for one in aims:
        scene.see(CAMERA, one.kind, [one])
    return scene


def found(*aims: Observation, area: str | None = "kitchen", who: Identity | None = None) -> list[str]:
    return list(target(HOME, scene_with(*aims), area, who, "test").details["devices"])


def test_a_hand_means_what_lies_on_its_line() -> None:
    assert found(aim(**FAN)) == ["fan.fan"]
    assert found(aim(origin=[0.75, 0.9], direction=[0.0, 1.0])) == [], "it points the other way"
    assert found() == []
    assert found(aim(**FAN), area="nursery") == [], "nothing of that camera's"


def test_two_on_one_line_are_both_meant() -> None:
    assert found(aim(**LEFT)) == ["light.lamp", "media_player.tv"]


def test_a_hand_goes_before_a_look() -> None:
    assert found(aim("looking", **FAN)) == ["fan.fan"]
    assert found(aim("looking", **FAN), aim("pointing", track=2, origin=[0.9, 0.31], direction=[-1.0, 0.0])) == [
        "light.lamp",
        "media_player.tv",
    ]


def test_the_hand_of_somebody_else_does_not_count() -> None:
    assert found(aim(person="Ara", **FAN), who=MINA) == []
    assert found(aim(person="Mina", **FAN), who=MINA) == ["fan.fan"]
    assert found(aim(person=None, **FAN), who=MINA) == ["fan.fan"], "whose hand it is need not be known"
    assert found(aim(person="Ara", **FAN), who=Identity()) == ["fan.fan"]


def test_what_is_meant_is_evidence() -> None:
    seen_now = target(HOME, scene_with(aim(person="Mina", **FAN)), "kitchen", MINA, "microphone")
    assert (seen_now.kind, seen_now.value, seen_now.details["by"], seen_now.details["person"]) == (
        "target", "fan.fan", "pointing", "Mina",
    )  # fmt: skip
    assert targets([seen_now]) == ("fan.fan",)
    assert targets([]) is None


class Room:
    """A session in the kitchen of a hub, where somebody points."""

    def __init__(self, code: str = "en") -> None:
        home = HOME if code == "en" else KOREAN_HOME
        self.hub: Hub = open_hub(home, EventLog(None), listen=False, grammar=GRAMMARS[code])
        self.session = Session(self.hub, "microphone", home.areas[0].name)
        self.camera, self.who = home.cameras[0].name, MINA if code == "en" else KOREAN_MINA

    def point(self, **ray: Any) -> "Room":
        assert self.hub.scene is not None
        self.hub.scene.see(self.camera, "pointing", [aim(**ray)])
        return self

    def say(self, *texts: str) -> list[str]:
        return [asyncio.run(self.session.say(text, self.who)).reply for text in texts]


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("turn that on", "Fan's on."),
        ("turn on this thing", "Fan's on."),
        ("turn on that fan", "Fan's on."),
        ("turn it off", "Fan's off."),
        ("turn off that", "Fan's off."),
    ],
)
def test_that_is_what_is_pointed_at(said: str, reply: str) -> None:
    assert Room().point(**FAN).say(said) == [reply]


def test_a_kind_tells_two_apart() -> None:
    assert Room().point(**LEFT).say("turn off that lamp", "turn off that TV", "dim that") == [
        "Lamp's off.",
        "TV's off.",
        "Lamp's at 30 %.",
    ]


def test_where_two_are_meant_it_is_asked_which() -> None:
    room = Room().point(**LEFT)
    assert room.say("turn that on", "the TV") == ["Which one do you mean: lamp or TV?", "TV's on."]


def test_where_nobody_points_it_is_asked_what_is_meant() -> None:
    question = "What do you mean? I don't see you pointing at anything. Say its name."
    room = Room()
    assert room.say("turn that off", "the fan") == [question, "Fan's off."]
    assert room.say("dim that", "the lamp") == [question, "Lamp's at 30 %."]


def test_what_is_pointed_at_must_be_able_to_do_it() -> None:
    assert Room().point(**FAN).say("dim that") == [
        "What do you mean? I don't see you pointing at anything. Say its name."
    ]


@pytest.mark.parametrize("said", ["저거 꺼줘", "이거 꺼 주세요", "저 불 꺼줘", "저기 있는 조명 꺼줘", "저기 저거 꺼"])
def test_in_korean(said: str) -> None:
    assert Room("ko").point(**LAMP).say(said) == ["주방등을 껐어요."]


def test_in_korean_it_is_asked_too() -> None:
    assert Room("ko").say("저거 꺼줘", "텔레비전") == [
        "어떤 걸 말하는 거예요? 가리키는 게 안 보여요. 이름을 말해 주세요.",
        "텔레비전을 껐어요.",
    ]
    assert Room("ko").point(**LEFT).say("저거 켜줘", "주방등") == [
        "어느 걸 말하는 거예요? 주방등과 텔레비전이 있어요.",
        "주방등을 켰어요.",
    ]


def test_what_is_protected_stays_so() -> None:
    text = ENGLISH.replace("area: hallway}\ncameras", "area: hallway, seen: {camera: kitchen camera, at: [0.5, 0.9]}}"
                           "\ncameras")  # fmt: skip
    hub = open_hub(parse_home(text), listen=False)
    assert hub.scene is not None
    hub.scene.see(CAMERA, "pointing", [aim(origin=[0.5, 0.1], direction=[0.0, 1.0])])
    turn = asyncio.run(hub.say("unlock that", "kitchen", who=MINA))
    assert turn.command is not None
    assert turn.command.devices == ("lock.front_door",)
    assert turn.decision is not None
    assert (turn.decision.effect, turn.acts) == ("ask", ())
