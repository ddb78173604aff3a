"""Questions about what cameras see: understood in both languages, answered from the scene, by who may ask."""

import asyncio
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from watched_homes import ARA, ENGLISH, GUEST, KOREAN, KOREAN_MINA, MINA, Clock, seen

from ogam.core import Identity
from ogam.grammar import Grammar, compile_grammar, sample
from ogam.home import SCENE_INTENTS, Home, example_home, parse_home
from ogam.hub import EventLog, Hub, Scene, Turn, open_hub, replay
from ogam.hub.camera_driver import CameraDriver

HOMES = {"en": parse_home(ENGLISH), "ko": parse_home(KOREAN)}
PEOPLE = {"en": MINA, "ko": KOREAN_MINA}


@cache
def grammar(code: str) -> Grammar:
    return compile_grammar(HOMES[code])


class Watched:
    """A hub of a home whose cameras see what they are told; time goes as told."""

    def __init__(self, code: str, log: EventLog | None = None) -> None:
        self.home: Home = HOMES[code]
        self.code, self.clock = code, Clock()
        self.hub = open_hub(self.home, log, listen=False, grammar=grammar(code))
        self.scene = Scene(self.home.cameras, self.clock)
        drivers = {**self.hub.drivers, CameraDriver.name: CameraDriver(self.home.devices, self.scene)}
        self.hub = Hub(self.home, grammar(code), None, drivers, self.hub.log, self.hub._policy, scene=self.scene)
        self.kitchen, self.nursery, self.yard, self.door = (camera.name for camera in self.home.cameras)

    def watch(self) -> "Watched":
        """All cameras but the nursery's, which is paused; in the kitchen the one who asks, a stranger, two cups on the
        table, a remote somewhere, and the oven is open."""
        for camera in (self.kitchen, self.yard, self.door):
            self.scene.state(camera, "watching")
            self.scene.see(camera, "object", [])
        self.scene.state(self.nursery, "paused")
        person = PEOPLE[self.code].person or ""
        table, oven = (zone.name for zone in self.home.cameras[0].zones)
        self.see("person", seen("person", person, track=1), seen("person", "", track=2))
        self.see(
            "object",
            *(seen("object", "cup", track=track, zone=table) for track in (1, 2)),
            seen("object", "remote", track=3),
        )
        self.see("state", seen("state", "open", zone=oven))
        return self

    def see(self, kind: str, *observations: object) -> None:
        self.scene.see(self.kitchen, kind, observations)  # type: ignore[arg-type]

    def say(self, text: str, who: Identity | None = None, area: str | None = None) -> Turn:
        return asyncio.run(self.hub.say(text, area, who=who or PEOPLE[self.code]))


ANSWERS = {
    "en": [
        ("is anyone in the nursery", "The nursery camera is paused."),
        ("who is in the kitchen", "Mina and somebody I don't know are in the kitchen."),
        ("is there anyone in the cook room", "Yes, Mina and somebody I don't know are in the cook room."),
        ("who is at the door", "Nobody is at the door."),
        ("is anybody in the yard", "No, nobody is in the yard."),
        ("how many people are in the kitchen", "I see two people in the kitchen."),
        ("how many cups are on the table", "I see two cups on the table."),
        ("how many mugs are there in the kitchen", "I see two cups in the kitchen."),
        ("is there a dog in the yard", "No, I see no dogs in the yard."),
        ("is there a remote in the kitchen", "Yes, I see a remote in the kitchen."),
        ("is the oven door open", "Yes, the oven door is open."),
        ("is the oven door closed", "No, the oven door is open."),
        ("did I leave the oven door open", "Yes, the oven door is open."),
        ("where is Mina", "Mina is in the kitchen."),
        ("is Mina in the kitchen", "Yes, Mina is in the kitchen."),
        ("is Mina in the yard", "No, I don't see Mina in the yard."),
        ("where is Ara", "I haven't seen Ara. The nursery camera is paused."),
        ("where is the remote", "The remote is in the kitchen."),
        ("where are the cups", "Two cups are at the table."),
        ("where are my keys", "I can't tell keys by sight."),
        ("where is the phone", "I haven't seen the phone. The nursery camera is paused."),
        ("what do you see in the kitchen", "I see Mina, somebody I don't know, two cups and a remote in the kitchen."),
        ("what do you see in the yard", "I see nobody in the yard, and nothing that I know."),
        ("read this label", "I can't read anything where I can see. The nursery camera is paused."),
        ("who is in the bathroom", "No camera looks at the bathroom."),
        ("is anyone home", "Yes, Mina and somebody I don't know are at home, as far as I can see. "
         "The nursery camera is paused."),
    ],
    "ko": [
        ("아기방에 누구 있어?", "아기방 카메라는 잠시 꺼져 있어요."),
        ("주방에 누구 있어?", "주방에 민아 님과 모르는 사람 한 명이 있어요."),
        ("현관에 누구야?", "현관에 아무도 없어요."),
        ("문 앞에 누구야?", "문에 아무도 없어요."),
        ("주방에 몇 명 있어", "주방에 사람 두 명이 보여요."),
        ("식탁 위에 컵이 몇 개 있어?", "식탁에 컵 두 개가 보여요."),
        ("마당에 강아지 있어?", "아니요, 마당에 강아지는 안 보여요."),
        ("오븐 문 열려 있어?", "네, 오븐 문은 열려 있어요."),
        ("오븐 문 닫혀 있어?", "아니요, 오븐 문은 열려 있어요."),
        ("민아 어디 있어?", "민아 님은 주방에 있어요."),
        ("민아 주방에 있어?", "네, 민아 님은 주방에 있어요."),
        ("지우 어디 있어?", "지우 님은 못 봤어요. 아기방 카메라는 잠시 꺼져 있어요."),
        ("리모컨 어디 있어?", "리모컨은 주방에 있어요."),
        ("열쇠 어디 있어?", "열쇠는 눈으로 알아보지 못해요."),
        ("주방에 뭐가 보여?", "주방에 민아 님, 모르는 사람 한 명, 컵 두 개와 리모컨 한 개가 보여요."),
        ("욕실에 누구 있어?", "욕실을 보는 카메라가 없어요."),
        ("집에 누구 있어?", "보이는 곳에는 민아 님과 모르는 사람 한 명이 있어요. 아기방 카메라는 잠시 꺼져 있어요."),
    ],
}  # fmt: skip
LATER = {
    "en": [
        (
            "how many cups are on the table",
            "I see no cups on the table. I last saw two cups on the table 5 minutes ago.",
        ),
        ("who is in the kitchen", "Nobody is in the kitchen. I last saw Mina in the kitchen 5 minutes ago."),
        ("where is Mina", "I last saw Mina in the kitchen 5 minutes ago."),
        ("where is the remote", "I last saw the remote in the kitchen 5 minutes ago."),
        ("is the oven door open", "It was open 5 minutes ago."),
        ("who is in the yard", "The yard camera gives no pictures at the moment."),
    ],
    "ko": [
        ("식탁 위에 컵이 몇 개 있어?", "식탁에 컵은 안 보여요. 마지막으로 식탁에서 컵 두 개를 본 건 5분 전이에요."),
        ("주방에 누구 있어?", "주방에 아무도 없어요. 마지막으로 주방에서 민아 님을 본 건 5분 전이에요."),
        ("리모컨 어디 있어?", "마지막으로 주방에서 리모컨을 본 건 5분 전이에요."),
        ("오븐 문 열려 있어?", "5분 전에는 열려 있었어요."),
    ],
}
BOTH = [(code, *row) for code, rows in ANSWERS.items() for row in rows]


@pytest.fixture(scope="module", params=["en", "ko"])
def watched(request: pytest.FixtureRequest) -> Watched:
    return Watched(request.param).watch()


@cache
def house(code: str) -> Watched:
    return Watched(code).watch()


@pytest.mark.parametrize(("code", "question", "answer"), BOTH)
def test_what_is_seen_is_said(code: str, question: str, answer: str) -> None:
    turn = house(code).say(question)
    assert (turn.reply, turn.error) == (answer, "")


@pytest.mark.parametrize("code", ["en", "ko"])
def test_what_was_seen_is_said_with_its_age(code: str) -> None:
    home = Watched(code).watch()
    home.clock.now += 300
    home.see("person")
    home.see("object")
    assert [home.say(question).reply for question, _ in LATER[code]] == [answer for _, answer in LATER[code]]


@pytest.mark.parametrize("code", ["en", "ko"])
def test_cameras_that_nobody_opened_see_nothing(code: str) -> None:
    question, answer = {
        "en": ("who is in the kitchen", "I can't see now: cameras are watched only while the Ogam server is running."),
        "ko": ("주방에 누구 있어", "지금은 볼 수 없어요. 카메라는 오감 서버가 돌아갈 때만 봐요."),
    }[code]
    assert Watched(code).say(question).reply == answer


def test_two_cameras_in_a_room_see_the_same_people() -> None:
    text = "areas: [hall]\ncameras: [{name: one, area: hall, address: 0}, {name: two, area: hall, address: 1}]\n"
    home = parse_home(text)
    hub = open_hub(home, listen=False)
    assert hub.scene is not None
    for camera in ("one", "two"):
        hub.scene.state(camera, "watching")
        hub.scene.see(camera, "person", [seen("person", "", track=1), seen("person", "", track=2)])
    assert asyncio.run(hub.say("how many people are in the hall")).reply == "I see two people in the hall."


@pytest.mark.parametrize("question", ["who is in the kitchen", "is anyone in the nursery", "how many cups are there"])
def test_a_home_without_cameras_does_not_understand(question: str) -> None:
    meaning = compile_grammar(example_home()).interpret(question)
    assert meaning.command is None or meaning.command.intent not in SCENE_INTENTS


def effect(turn: Turn) -> tuple[str, str]:
    assert turn.decision is not None
    return turn.decision.effect, turn.decision.rule


@pytest.mark.parametrize(
    ("question", "who", "expected"),
    [
        ("who is in the kitchen", MINA, ("allow", "adults-see")),
        ("who is in the kitchen", ARA, ("ask", "see-approved")),
        ("who is in the kitchen", GUEST, ("ask", "see-approved")),
        ("how many people are in the kitchen", ARA, ("ask", "see-approved")),
        ("where is Mina", ARA, ("ask", "see-approved")),
        ("what do you see", GUEST, ("ask", "see-approved")),
        ("how many cups are there", ARA, ("allow", "family-everyday")),
        ("is the oven door open", ARA, ("allow", "family-everyday")),
        ("where is the remote", ARA, ("allow", "family-everyday")),
        ("how many cups are there", GUEST, ("deny", "deny-by-default")),
        ("who is in the kitchen", replace(MINA, liveness="attack"), ("ask", "no-attacks")),
        ("who is in the kitchen", replace(ARA, approved_by="Mina"), ("allow", "see-approved")),
    ],
)
def test_who_may_ask_what(question: str, who: Identity, expected: tuple[str, str]) -> None:
    assert effect(house("en").say(question, who)) == expected


def test_somebody_unknown_is_told_nothing_of_people() -> None:
    turn = house("en").say("who is in the kitchen", Identity())
    assert (effect(turn)[0], turn.acts) == ("ask", ())
    assert "Mina" not in turn.reply


def test_who_may_ask_for_things_alone_is_told_of_no_people() -> None:
    turn = house("en").say("how many cups are there", ARA)
    assert all("Mina" not in str(act.result.state) and not act.result.state["seen"]["unknown"] for act in turn.acts)


SENTENCES = st.tuples(st.sampled_from(["en", "ko"]), st.integers(0, 2**32))


@cache
def roots(code: str) -> tuple[int, ...]:
    """The places of the templates about what cameras see."""
    return tuple(
        place for place, (template, _) in enumerate(grammar(code).network.roots) if template.intent in SCENE_INTENTS
    )


@pytest.mark.whole
@pytest.mark.parametrize("code", ["en", "ko"])
def test_every_template_is_understood_and_answered(code: str) -> None:
    whole, home = grammar(code), house(code)
    area = home.home.areas[0].name
    for place in roots(code):
        root = whole.network.roots[place]
        only = Grammar(replace(whole.network, roots=(root,)), whole.language)
        understood = 0
        for seed in range(4):
            sentence = sample(only, Random(seed)).sentence
            assert whole.accepts(sentence), sentence
            turn = home.say(sentence, area=area)
            assert turn.reply, (root[0].text, sentence)
            assert not turn.error, (root[0].text, sentence)
            understood += turn.command is not None and turn.command.intent == root[0].intent
        assert understood >= 2, (root[0].text, "is mostly something else")


@settings(max_examples=30)
@given(SENTENCES)
def test_whatever_is_asked_in_whatever_scene_is_answered(drawn: tuple[str, int]) -> None:
    code, seed = drawn
    chance, whole, home = Random(seed), grammar(code), house(code)
    root = whole.network.roots[chance.choice(roots(code))]
    asked = sample(Grammar(replace(whole.network, roots=(root,)), whole.language), chance).sentence
    turn = home.say(asked)
    assert turn.reply
    assert not turn.error


def test_a_replayed_log_decides_the_same(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    log = EventLog(path)
    home = Watched("en", log).watch()
    home.see("pointing", seen("pointing", "", track=1, person="Mina", origin=[0.8, 0.3], direction=[-1, 0.0]))
    for question, *_ in ANSWERS["en"]:
        home.say(question)
        home.say(question, ARA)
    home.say("turn that off", area="kitchen")
    home.say("turn off that lamp", area="kitchen")
    log.close()
    outcome = asyncio.run(replay(path, open_hub(HOMES["en"], listen=False, grammar=grammar("en"))))
    assert outcome.differences == ()
    assert outcome.turns == 2 * len(ANSWERS["en"]) + 2
