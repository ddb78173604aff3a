"""The cameras of a house: gestures that act, the log, presence, what the API is given."""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from watched_homes import ENGLISH, Clock, seen

from ogam.biometrics import Evidence
from ogam.core import Audio, Event, Identity, Image, Observation
from ogam.grammar import compile_grammar
from ogam.home import parse_home
from ogam.hub import EventLog, Eye, House, Kit, Session, Turn, open_hub, replay
from ogam.hub.fakes import FakePictures, FakeSights
from ogam.hub.gesturing import Gesturing, meant, who_made, wrong_gestures
from ogam.hub.turns import identity_data

HOME = parse_home(ENGLISH)
GRAMMAR = compile_grammar(HOME)
KITCHEN, NURSERY = HOME.cameras[:2]
PICTURE = Image(np.zeros((48, 64, 3), np.uint8))
MINA = Identity("Mina", 0.99, ("face",))


def gesture(value: str, who: Identity | None = None) -> Observation:
    identity = {} if who is None else {"identity": identity_data(who), "person": who.person}
    return seen("gesture", value, **identity)


async def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.002)


class Watched:
    """A house whose kitchen camera shows what the eyes see, once."""

    def __init__(self, *found: Observation, log: EventLog | None = None, home: Any = HOME) -> None:
        self.hub = open_hub(home, log, listen=False, grammar=GRAMMAR)
        self.house = House(self.hub, None)  # type: ignore[arg-type]
        self._found = found

    def run(self, then: Callable[["Watched"], Coroutine[Any, Any, None]]) -> None:
        kinds: dict[str, list[Observation]] = {}
        for one in self._found:
            kinds.setdefault(one.kind, []).append(one)
        eye = Eye("all", "motion", 0.0, lambda image: kinds)

        async def watch() -> None:
            self.house.watch(
                lambda camera: FakePictures([(PICTURE, True)] if camera == KITCHEN else []), FakeSights((eye,))
            )
            try:
                await then(self)
            finally:
                await asyncio.to_thread(self.house.close)

        asyncio.run(watch())

    def events(self, kind: str) -> list[Event]:
        return [event for event in self.hub.log.events() if event.kind == kind]

    async def replied(self) -> None:
        await until(lambda: bool(self.events("reply")))

    def light(self) -> str:
        return str(self.hub.drivers["virtual"].states()["light.lamp"]["state"])  # type: ignore[attr-defined]


def test_a_gesture_is_carried_out_as_its_maker_and_logged_with_evidence() -> None:
    watched = Watched(gesture("open_palm", MINA))
    watched.run(Watched.replied)
    (turn,) = watched.events("turn")
    assert (turn.session, turn.data["medium"], turn.data["area"]) == ("kitchen camera", "gesture", "kitchen")
    assert [event.data["kind"] for event in watched.events("observation")] == ["gesture", "sentence"]
    assert watched.events("observation")[0].data["value"] == "open_palm"
    assert watched.events("identity")[0].data["person"] == "Mina"
    assert [(event.data["effect"], event.data["rule"]) for event in watched.events("decision")] == [
        ("allow", "anyone-here")
    ]
    assert watched.events("action")[0].data["device"] == "light.lamp"
    assert watched.light() == "off"


def test_a_gesture_of_nobody_known_may_do_only_what_anyone_may() -> None:
    anyone = Watched(gesture("open_palm"))
    anyone.run(Watched.replied)
    assert [event.data["effect"] for event in anyone.events("decision")] == ["allow"]
    unlock = Watched(gesture("fist"))
    unlock.run(Watched.replied)
    (decision,) = unlock.events("decision")
    assert (decision.data["effect"], decision.data["rule"]) == ("deny", "adults-protected")
    assert unlock.events("action") == []


def test_a_known_hand_alone_opens_no_door() -> None:
    watched = Watched(gesture("fist", MINA))
    watched.run(Watched.replied)
    assert [event.data["effect"] for event in watched.events("decision")] != ["allow"]
    assert watched.events("action") == []


def test_a_replay_of_gestures_decides_the_same(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.sqlite")
    Watched(gesture("open_palm", MINA), gesture("fist", MINA), log=log).run(
        lambda watched: until(lambda: len(watched.events("reply")) == 2)
    )
    log.close()
    outcome = asyncio.run(replay(tmp_path / "log.sqlite", open_hub(HOME, listen=False, grammar=GRAMMAR)))
    assert (outcome.turns, outcome.differences) == (2, ())


def test_what_changes_is_in_the_log_and_belongs_to_no_turn() -> None:
    watched = Watched(seen("person", "Mina", track=1), seen("object", "cup", zone="table"), seen("fall", "fall"))
    watched.run(lambda watched: until(lambda: len(watched.events("scene")) == 3))
    told = {(event.session, event.turn, event.data["what"], event.data["value"]) for event in watched.events("scene")}
    assert told == {
        ("kitchen camera", "", "entered", "Mina"),
        ("kitchen camera", "", "appeared", "cup"),
        ("kitchen camera", "", "fall", "fall"),
    }


def test_who_is_seen_is_present() -> None:
    watched = Watched(seen("person", "Mina", track=1))
    watched.run(lambda watched: until(lambda: bool(watched.events("scene"))))
    here = watched.hub.presence.situation("kitchen", __import__("datetime").time(12))
    assert [(one.person, one.area) for one in here.seen] == [("Mina", "kitchen")]


def test_cameras_are_paused_and_read_by_voice() -> None:
    watched = Watched(seen("object", "cup", zone="table"))

    async def talk(watched: Watched) -> None:
        await until(lambda: bool(watched.events("scene")))
        hub = watched.hub
        sure = Identity("Mina", 0.99, ("voice", "face"), "live")
        assert (await hub.say("pause the kitchen camera", who=sure)).reply == "Kitchen camera's paused."
        (kitchen, *_) = watched.house.cameras
        assert (kitchen.state, kitchen.latest()) == ("paused", None)
        assert (await hub.say("who is in the kitchen", who=sure)).reply == "The kitchen camera is paused."
        assert (await hub.say("start the kitchen camera", who=sure)).reply == "Kitchen camera's watching again."
        assert not kitchen.paused

    watched.run(talk)


def test_text_is_read_when_somebody_asks() -> None:
    hub = open_hub(HOME, listen=False, grammar=GRAMMAR)
    house = House(hub, None)  # type: ignore[arg-type]
    eye = Eye("text", "asked", 0.0, lambda image: {"text": [seen("text", "MILK 2%")]})

    async def ask() -> Turn:
        house.watch(lambda camera: FakePictures([(PICTURE, True)]), FakeSights((eye,)))
        try:
            await until(lambda: all(one.latest() is not None for one in house.cameras))
            return await hub.say("read this label", "kitchen", who=MINA)
        finally:
            await asyncio.to_thread(house.close)

    assert asyncio.run(ask()).reply == "It says: MILK 2%."


def test_states_of_cameras_say_whether_they_watch_and_not_what_they_see() -> None:
    watched = Watched(seen("person", "Mina", track=1))

    async def look(watched: Watched) -> None:
        await until(lambda: bool(watched.events("scene")))
        states = watched.hub.drivers["camera"].states()  # type: ignore[attr-defined]
        assert states["camera.kitchen_camera"] == {"state": "watching"}
        assert "Mina" not in str(states)

    watched.run(look)


def test_a_house_without_cameras_watches_none() -> None:
    house = House(open_hub(parse_home("areas: [hall]\ndevices: [{name: lamp, domain: light}]"), listen=False), None)  # type: ignore[arg-type]
    assert house.watch(lambda camera: FakePictures([]), Kit()) == ()
    assert house.cameras == ()


def test_what_is_said_for_a_camera_goes_before_its_area_and_that_before_all() -> None:
    home = parse_home("""
areas: [kitchen, hall]
cameras: [{name: one, area: kitchen, address: 0}, {name: two, area: kitchen, address: 1}, {name: three, address: 2}]
gestures: {fist: [{say: everywhere}, {say: kitchen, area: kitchen}, {say: one, camera: one}]}
""")
    one, two, three = home.cameras
    assert [found.say for camera in (one, two, three) if (found := meant(home, camera, "fist"))] == [
        "one",
        "kitchen",
        "everywhere",
    ]
    assert meant(home, one, "victory") is None


def test_a_gesture_that_is_held_is_one() -> None:
    clock = Clock()
    gesturing = Gesturing(HOME, clock)
    for _ in range(10):
        commands = gesturing.commands(KITCHEN, {"gesture": [gesture("open_palm")]})
        assert len(commands) == (1 if clock.now == 100 else 0)
        clock.now += 0.5
    clock.now += 3
    assert len(gesturing.commands(KITCHEN, {"gesture": [gesture("open_palm")]})) == 1
    assert gesturing.commands(NURSERY, {"gesture": [gesture("thumbs_up")]}) == [], "that one is for the kitchen"


def test_a_hand_without_a_face_is_nobodys() -> None:
    assert who_made(gesture("fist")) == Identity()
    assert who_made(gesture("fist", MINA)) == MINA


def test_gestures_must_say_what_the_home_understands() -> None:
    assert wrong_gestures(HOME, GRAMMAR) == []
    wrong = parse_home(ENGLISH.replace("turn off the lamp", "make me a sandwich"))
    assert wrong_gestures(wrong, GRAMMAR) == [
        "home.yaml:20: gesture 'open_palm' says 'make me a sandwich', which this home does not understand. "
        "Try it with: ogam say"
    ]


@pytest.mark.parametrize("who", [Identity(), MINA])
def test_a_gesture_is_an_utterance_of_its_session(who: Identity) -> None:
    hub = open_hub(HOME, listen=False, grammar=GRAMMAR)
    session = Session(hub, "kitchen camera", "kitchen")
    turn = asyncio.run(session.gesture("turn off the lamp", gesture("open_palm"), who))
    assert (turn.medium, turn.reply, [act.device.id for act in turn.acts]) == ("gesture", "Lamp's off.", ["light.lamp"])


UTTERANCE = Audio(np.zeros(16_000, np.float32))


def faces_of(area: str, session_area: str | None) -> tuple[list[Evidence], list[Audio]]:
    """What the cameras show a session that stands in an area, where the kitchen's sees a face; and what they heard."""
    heard: list[Audio] = []

    def beside(voice: Audio) -> list[Evidence]:
        heard.append(voice)
        return [Evidence("face", time=voice.start, area=area)]

    found: list[Evidence] = []

    async def then(house: House) -> None:
        session = house.session("microphone", session_area)
        assert session.eyes is not None
        await until(lambda: house.cameras[0].counts.pictures > 0)
        found.extend(await asyncio.to_thread(session.eyes.beside, UTTERANCE))

    async def run() -> None:
        house = House(open_hub(HOME, listen=False, grammar=GRAMMAR), None)  # type: ignore[arg-type]
        eye = Eye("faces", "motion", 0.0, lambda image: {"person": []}, beside)
        house.watch(lambda camera: FakePictures([(PICTURE, True)] if camera == KITCHEN else []), FakeSights((eye,)))
        try:
            await then(house)
        finally:
            await asyncio.to_thread(house.close)

    asyncio.run(run())
    return found, heard


def test_the_faces_before_an_areas_camera_are_evidence_of_who_speaks_there() -> None:
    found, heard = faces_of("kitchen", "kitchen")
    assert [one.area for one in found] == ["kitchen"]
    assert heard == [UTTERANCE]


@pytest.mark.parametrize("area", ["bathroom", None])
def test_elsewhere_they_are_none(area: str | None) -> None:
    assert faces_of("kitchen", area) == ([], [])


def test_a_session_that_moves_is_seen_where_it_is_and_a_paused_camera_sees_nobody() -> None:
    eye = Eye("faces", "motion", 0.0, lambda image: {"person": []}, lambda voice: [Evidence("face")])

    async def run() -> None:
        house = House(open_hub(HOME, listen=False, grammar=GRAMMAR), None)  # type: ignore[arg-type]
        session = house.session("phone", "bathroom")
        assert session.eyes is not None
        assert session.eyes.beside(UTTERANCE) == ()  # no camera is watched yet
        house.watch(lambda camera: FakePictures([(PICTURE, True)] if camera == KITCHEN else []), FakeSights((eye,)))
        await until(lambda: house.cameras[0].counts.pictures > 0)
        assert session.eyes.beside(UTTERANCE) == ()
        house.session("phone", "kitchen")
        assert len(session.eyes.beside(UTTERANCE)) == 1
        house.cameras[0].pause()
        assert session.eyes.beside(UTTERANCE) == ()
        await asyncio.to_thread(house.close)

    asyncio.run(run())


def test_ogams_own_eyes_pass_the_question_on_to_the_faces_they_follow() -> None:
    class Tracks:
        def accept(self, image: Image) -> tuple[Any, ...]:
            return ()

        def beside(self, voice: Audio) -> list[Evidence]:
            return [Evidence("face", area="kitchen")]

    class Blind:
        def accept(self, image: Image) -> tuple[Any, ...]:
            return ()

    (faces,) = Kit(tracks=lambda camera: Tracks()).eyes(KITCHEN)
    assert faces.beside is not None
    assert list(faces.beside(UTTERANCE)) == []  # nothing was looked at yet
    faces.look(PICTURE)
    assert len(faces.beside(UTTERANCE)) == 1
    (blind,) = Kit(tracks=lambda camera: Blind()).eyes(KITCHEN)
    blind.look(PICTURE)
    assert blind.beside is not None
    assert list(blind.beside(UTTERANCE)) == []
