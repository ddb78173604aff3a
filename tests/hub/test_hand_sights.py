"""Hands and bodies before the cameras of a home: gestures that act, "that", falls. All of it is made up."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from ogam.biometrics import FaceTrack
from ogam.core import Box, Identity, Image, Observation
from ogam.home import Camera, parse_home
from ogam.home.seeing import GESTURES as OF_HOMES
from ogam.hub import House, Kit, Scene, open_hub
from ogam.hub.aiming import target
from ogam.hub.hand_sights import HandSights, meant_by
from ogam.hub.open_sights import looking_seen, open_kit
from ogam.server.api.seen import label_of
from ogam.vision import (
    GESTURES,
    FakeCamera,
    FakeHandDetector,
    FakePoseEstimator,
    Hand,
    Pose,
    arm_ray,
    made_up_face,
    made_up_hand,
    made_up_pose,
)
from ogam.vision.poses import LEFT_HIP, LEFT_SHOULDER, RIGHT_ELBOW, RIGHT_SHOULDER, RIGHT_WRIST

EYE = "kitchen camera"
HOME = parse_home("""
areas: [kitchen]
devices:
  - {name: lamp, domain: light, area: kitchen, seen: {camera: kitchen camera, at: [0.1, 0.5]}}
  - {name: fan, domain: fan, area: kitchen, seen: {camera: kitchen camera, at: [0.9, 0.1]}}
cameras: [{name: kitchen camera, area: kitchen, address: 0, sees: [gestures, falls]}]
gestures: {pointing_right: turn off the fan, thumbs_up: turn on the fan}
""")
BLACK = np.zeros((480, 640, 3), np.uint8)


def pictures(seconds: float, start: float = 0.0) -> list[Image]:
    return [Image(BLACK, start + step / 10, EYE) for step in range(round(seconds * 10))]


def seen_by(sights: HandSights, images: list[Image], kind: str) -> list[Observation]:
    return [one for image in images for one in sights.accept(image) if one.kind == kind]


class Falling:
    """A body that stands for two seconds, and then lies."""

    def estimate(self, image: Image, part: Box | None = None) -> Pose:
        shoulder, hip = ((300, 100), (300, 180)) if image.time < 2 else ((250, 350), (330, 352))
        return made_up_pose({LEFT_SHOULDER: shoulder, LEFT_HIP: hip})


def arm(wrist: tuple[float, float], elbow: tuple[float, float]) -> Pose:
    head = {number: (300 + number, 140) for number in range(5)}
    return made_up_pose({**head, RIGHT_SHOULDER: (280, 190), RIGHT_ELBOW: elbow, RIGHT_WRIST: wrist})


LEVEL = arm((150, 190), (215, 190))


def watch(
    monkeypatch: pytest.MonkeyPatch, hands: list[Hand], poses: object, then: Callable[[House], bool], seconds: float
) -> House:
    """The house, once what was waited for has happened; its camera shows pictures as fast as they are looked at."""
    monkeypatch.setattr("ogam.hub.open_sights.load_hands", lambda threads: FakeHandDetector({EYE: hands}))
    monkeypatch.setattr("ogam.hub.open_sights.load_poses", lambda threads: poses)
    monkeypatch.setattr("ogam.hub.sights.EVERY_HAND", 0.0)
    house = House(open_hub(HOME, listen=False), None)  # type: ignore[arg-type]

    async def run() -> None:
        house.watch(lambda camera: FakeCamera(pictures(seconds), camera.name), open_kit(lambda area: None))
        try:
            deadline = time.monotonic() + 20
            while not then(house):
                assert time.monotonic() < deadline, house.cameras[0].reason or "it did not happen"
                await asyncio.sleep(0.002)
        finally:
            await asyncio.to_thread(house.close)

    asyncio.run(run())
    return house


def events(house: House, kind: str) -> list[dict[str, object]]:
    return [dict(event.data) for event in house.hub.log.events() if event.kind == kind]


def test_a_gesture_of_the_home_file_is_carried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Left in the picture: to the right of who faces the camera."""
    hands = [made_up_hand("point_left", x=420, y=240)]
    house = watch(monkeypatch, hands, FakePoseEstimator(), lambda house: bool(events(house, "reply")), 3)
    assert [(one["what"], one["value"]) for one in events(house, "scene")][:1] == [("gesture", "pointing_right")]
    assert events(house, "action")[0]["device"] == "fan.fan"
    assert house.hub.drivers["virtual"].states()["fan.fan"]["state"] == "off"  # type: ignore[attr-defined]


def test_a_fall_becomes_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    house = watch(monkeypatch, [], Falling(), lambda house: bool(events(house, "scene")), 8)
    assert events(house, "scene")[0]["what"] == "fall"


def test_turn_that_on_means_what_a_finger_points_at(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = [made_up_hand("point_left", x=420, y=240)]

    def points(house: House) -> bool:
        assert house.hub.scene is not None
        return bool(house.hub.scene.aims(EYE))

    house = watch(monkeypatch, hands, FakePoseEstimator(), points, 3)
    turn = asyncio.run(house.hub.say("turn that on", "kitchen", who=Identity()))
    assert [act.device.id for act in turn.acts] == ["light.lamp"]


def devices(*seen: Observation) -> list[str]:
    scene = Scene(HOME.cameras)
    for one in seen:
        scene.see(EYE, one.kind, [one])
    return list(target(HOME, scene, "kitchen", None, "test").details["devices"])


def test_an_outstretched_arm_points_and_its_finger_does_not_twice() -> None:
    aims = seen_by(HandSights(FakeHandDetector(), FakePoseEstimator({EYE: LEVEL})), pictures(0.2), "pointing")
    assert len(aims) == 1, "from the second picture on"
    assert devices(*aims) == ["light.lamp"]
    finger = made_up_hand("point_up", x=150, y=200, size=40)
    both = HandSights(FakeHandDetector({EYE: [finger]}), FakePoseEstimator({EYE: LEVEL}))
    assert [one.details["track"] for one in seen_by(both, pictures(0.2), "pointing")] == ["arm"]
    far = HandSights(
        FakeHandDetector({EYE: [made_up_hand("point_up", x=500, y=300, size=40)]}), FakePoseEstimator({EYE: LEVEL})
    )
    assert [one.details["track"] for one in seen_by(far, pictures(0.2), "pointing")] == ["right hand", "arm"]


def test_an_arm_on_its_way_down_points_at_nothing() -> None:
    class Lowering:
        def estimate(self, image: Image, part: Box | None = None) -> Pose:
            angle = np.radians(180 - 300 * image.time)
            away = np.array([np.cos(angle), np.sin(angle)])
            return arm(tuple((280, 190) + 130 * away), tuple((280, 190) + 65 * away))

    assert all(arm_ray(Lowering().estimate(image)) for image in pictures(0.3))
    assert seen_by(HandSights(None, Lowering()), pictures(0.3), "pointing") == []


def test_a_ray_of_long_ago_is_not_the_same_still() -> None:
    sights = HandSights(None, FakePoseEstimator({EYE: LEVEL}))
    assert seen_by(sights, [*pictures(0.1), *pictures(0.1, start=5.0)], "pointing") == []
    assert len(seen_by(sights, pictures(0.1, start=5.1), "pointing")) == 1


def test_an_arm_is_found_by_its_head() -> None:
    (aim,) = seen_by(HandSights(None, FakePoseEstimator({EYE: LEVEL})), pictures(0.2), "pointing")
    assert aim.box is not None
    assert (aim.box.left, aim.box.top, aim.box.width) == (300, 140, 4)
    headless = replace(LEVEL, scores=np.where(np.arange(17) > 4, LEVEL.scores, 0).astype(np.float32))
    (aim,) = seen_by(HandSights(None, FakePoseEstimator({EYE: headless})), pictures(0.2), "pointing")
    assert aim.box == headless.box


@pytest.mark.parametrize("shape", ["fist", "open_palm", "none"])
def test_only_a_finger_points(shape: str) -> None:
    hands = FakeHandDetector({EYE: [made_up_hand(shape)]})  # type: ignore[arg-type]
    assert seen_by(HandSights(hands, None), pictures(0.3), "pointing") == []


def test_a_ray_is_in_parts_of_the_picture() -> None:
    hands = FakeHandDetector({EYE: [made_up_hand("point_down", x=320, y=240)]})
    aim, *_ = seen_by(HandSights(hands, None), pictures(0.3), "pointing")
    (x, y), (across, down) = aim.details["origin"], aim.details["direction"]
    assert 0.4 < x < 0.6
    assert 0.5 < y < 1
    assert down * 480 == pytest.approx(1, abs=0.01)
    assert abs(across) * 640 < 0.1
    assert aim.details["aspect"] == pytest.approx(4 / 3)


def test_each_gesture_has_the_name_of_the_home_file() -> None:
    assert {meant_by(one) for one in GESTURES} == {*OF_HOMES, "none"}
    assert (meant_by("point_left"), meant_by("point_right")) == ("pointing_right", "pointing_left")


def test_a_head_that_is_turned_looks_at_something() -> None:
    face = made_up_face(Box(100, 200, 80, 80), yaw=40)
    track = FaceTrack(3, face, Identity("Mina", 0.99, ("face",)), None, 0, 0, 1, 1, False)
    seen = looking_seen(track, Image(BLACK, 1.0, EYE))
    assert seen is not None
    assert (seen.kind, seen.details["person"], seen.details["track"]) == ("looking", "Mina", "3")
    assert seen.details["direction"][0] > 0
    to_camera = replace(track, face=made_up_face(Box(100, 200, 80, 80)))
    assert looking_seen(to_camera, Image(BLACK, 1.0, EYE)) is None


@pytest.mark.parametrize(("language", "label"), [("en", "pointing"), ("ko", "가리킴")])
def test_the_app_says_of_a_hand_that_points_that_it_points(language: str, label: str) -> None:
    assert label_of(Observation("pointing", "", 0.9, 0, 0), language) == label


def test_looks_are_told_of_where_hands_are_to_be_seen() -> None:
    class Tracks:
        def accept(self, image: Image) -> tuple[()]:
            return ()

        def looking(self, image: Image) -> list[Observation]:
            return [Observation("looking", "", 1, 0, 0)]

    kit = Kit(tracks=lambda camera: Tracks())
    (faces,) = kit.eyes(Camera("eye", "0", sees=("people", "gestures")))
    assert set(faces.look(Image(BLACK))) == {"person", "looking"}
    (faces,) = kit.eyes(Camera("eye", "0", sees=("people",)))
    assert set(faces.look(Image(BLACK))) == {"person"}


@pytest.mark.parametrize(
    ("sees", "when"),
    [
        (("people", "gestures"), "person"),
        (("gestures",), "always"),
        (("people", "falls"), "always"),
        (("people", "objects"), None),
    ],
)
def test_hands_are_looked_for_where_the_home_wants_it(sees: tuple[str, ...], when: str | None) -> None:
    """Nothing is loaded until the first picture: there are no weights here."""
    eyes = open_kit(lambda area: None).eyes(Camera("eye", "0", sees=sees))  # type: ignore[arg-type]
    assert [eye.when for eye in eyes if eye.name == "hands"] == ([] if when is None else [when])
