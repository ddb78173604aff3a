"""What a scene keeps of what cameras see."""

import json
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from watched_homes import Clock, seen

from ogam.core import Observation
from ogam.home import Camera
from ogam.hub.scene import LATELY, LINGER, LINGER_PEOPLE, Scene
from ogam.hub.views import CURRENT, view_data, view_from

CAMERA = Camera("kitchen camera", "0", area="kitchen")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scene(clock: Clock) -> Scene:
    scene = Scene([CAMERA], clock)
    scene.state(CAMERA.name, "watching")
    return scene


def see(scene: Scene, kind: str, *observations: Observation) -> list[tuple[str, str]]:
    return [(change.what, change.value) for change in scene.see(CAMERA.name, kind, observations)]


def test_a_camera_that_nobody_opened_is_off() -> None:
    view = Scene([CAMERA]).view(CAMERA.name)
    assert (view.state, view.looked, view.is_current, view.people) == ("off", None, False, ())


def test_people_come_are_recognised_and_leave(scene: Scene, clock: Clock) -> None:
    assert see(scene, "person", seen("person", "", track=1)) == [("entered", "")]
    assert scene.view(CAMERA.name).unknown == 1
    clock.now += 1
    assert see(scene, "person", seen("person", "Mina", track=1)) == [("recognised", "Mina")]
    clock.now += 1
    turned = replace(seen("person", ""), confidence=0.5)
    assert see(scene, "person", turned) == [], "who is not sure to be a stranger is who was here"
    view = scene.view(CAMERA.name)
    assert [(one.name, one.here) for one in view.people] == [("Mina", 2.0)]
    clock.now += LINGER_PEOPLE
    assert see(scene, "person") == [], "out of sight for a moment is not gone"
    clock.now += 0.1
    assert see(scene, "person") == [("left", "Mina")]
    view = scene.view(CAMERA.name)
    assert (view.people, view.count) == ((), 0)
    assert [(one.name, round(one.ago, 1)) for one in view.were_people] == [("Mina", LINGER_PEOPLE + 0.1)]


def test_who_turns_away_stays_while_a_body_is_seen(scene: Scene, clock: Clock) -> None:
    see(scene, "person", seen("person", "Mina", track=1))
    for _ in range(10):
        clock.now += LINGER / 2
        assert see(scene, "object", seen("object", "person", track=7)) == []
        assert see(scene, "person") == []
    view = scene.view(CAMERA.name)
    assert ([one.name for one in view.people], view.unknown) == (["Mina"], 0)


def test_who_is_not_seen_at_all_leaves_sooner_than_a_face_alone(scene: Scene, clock: Clock) -> None:
    see(scene, "person", seen("person", "Mina", track=1))
    clock.now += LINGER + 0.1
    assert see(scene, "object", seen("object", "cup")) == [("appeared", "cup"), ("left", "Mina")]
    assert [one.name for one in scene.view(CAMERA.name).were_people] == ["Mina"]


def test_bodies_without_faces_are_people_nobody_knows(scene: Scene) -> None:
    see(scene, "person", seen("person", "Mina", track=1))
    see(scene, "object", *(seen("object", "person", track=track) for track in range(3)))
    view = scene.view(CAMERA.name)
    assert ([one.name for one in view.people], view.unknown, view.count) == (["Mina"], 2, 3)
    assert view.things == ()


def test_things_are_counted_by_zone_and_remembered_when_they_are_gone(scene: Scene, clock: Clock) -> None:
    cups = [seen("object", "cup", track=track, zone="table") for track in (1, 2)]
    assert see(scene, "object", *cups, seen("object", "cup", track=3, zone=None)) == [("appeared", "cup")] * 3
    clock.now += LINGER + 1
    assert see(scene, "object", seen("object", "cup", track=3, zone=None)) == [("gone", "cup")] * 2
    view = scene.view(CAMERA.name)
    assert [(one.what, one.count, one.zone) for one in view.things] == [("cup", 1, None)]
    assert [(one.what, one.count, one.zone, one.ago) for one in view.were_things] == [("cup", 2, "table", LINGER + 1)]


def test_things_that_nobody_follows_are_still_counted(scene: Scene, clock: Clock) -> None:
    for _ in range(3):
        see(scene, "object", seen("object", "cup"), seen("object", "cup"), seen("object", "bowl"))
        clock.now += 1
    assert [(one.what, one.count) for one in scene.view(CAMERA.name).things] == [("cup", 2), ("bowl", 1)]


def test_a_still_room_stays_as_it_is(scene: Scene, clock: Clock) -> None:
    see(scene, "person", seen("person", "Mina", track=1))
    see(scene, "state", seen("state", "open", zone="oven door"))
    for _ in range(100):
        clock.now += 1
        assert scene.still(CAMERA.name) == ()
    view = scene.view(CAMERA.name)
    assert view.is_current
    assert [(one.name, one.here, one.ago) for one in view.people] == [("Mina", 100.0, 0.0)]
    assert [(one.state, one.here, one.ago) for one in view.zones] == [("open", 100.0, 0.0)]


def test_what_was_not_seen_in_the_last_look_is_not_kept_by_stillness(scene: Scene, clock: Clock) -> None:
    see(scene, "person", seen("person", ""), seen("person", "Mina"))
    see(scene, "object", seen("object", "cup"), seen("object", "bowl"))
    clock.now += 1
    see(scene, "person")
    see(scene, "object", seen("object", "bowl"))
    changes = list[tuple[str, str]]()
    for _ in range(10):
        clock.now += 1
        changes += [(change.what, change.value) for change in scene.still(CAMERA.name)]
    assert sorted(changes) == [("gone", "cup"), ("left", ""), ("left", "Mina")]
    assert [one.what for one in scene.view(CAMERA.name).things] == ["bowl"]


def test_faces_that_are_lost_and_found_again_are_not_more_people(scene: Scene, clock: Clock) -> None:
    for track in range(10):
        see(scene, "person", seen("person", "", track=track))
        clock.now += 1
        assert scene.view(CAMERA.name).unknown == 1


def test_what_opens_is_told_when_it_changes(scene: Scene) -> None:
    assert see(scene, "state", seen("state", "closed", zone="oven door")) == [], "the first is no news"
    assert see(scene, "state", seen("state", "closed", zone="oven door")) == []
    assert see(scene, "state", seen("state", "open", zone="oven door")) == [("opened", "oven door")]
    assert see(scene, "state", seen("state", "closed", zone="oven door")) == [("closed", "oven door")]


def test_a_paused_camera_says_what_was(scene: Scene, clock: Clock) -> None:
    see(scene, "person", seen("person", "Mina", track=1))
    scene.state(CAMERA.name, "paused")
    clock.now += 60
    view = scene.view(CAMERA.name)
    assert (view.is_current, view.people, view.count) == (False, (), 0)
    assert [(one.name, one.ago) for one in view.were_people] == [("Mina", 60.0)]


def test_what_was_seen_too_long_ago_is_not_now(scene: Scene, clock: Clock) -> None:
    see(scene, "object")
    assert scene.view(CAMERA.name).is_current
    clock.now += CURRENT + 0.1
    assert not scene.view(CAMERA.name).is_current


def test_a_pointing_hand_counts_for_a_moment(scene: Scene, clock: Clock) -> None:
    see(scene, "pointing", seen("pointing", "", track=1), seen("pointing", "", track=2))
    clock.now += 1
    see(scene, "pointing", seen("pointing", "again", track=1))
    assert [one.value for one in scene.aims(CAMERA.name)] == ["again", ""]
    clock.now += LATELY
    assert [one.value for one in scene.aims(CAMERA.name)] == ["again"]
    clock.now += LATELY
    assert scene.aims(CAMERA.name) == ()


def test_who_is_forgotten_is_somebody_unknown(scene: Scene) -> None:
    see(scene, "person", seen("person", "Mina", track=1))
    see(scene, "gesture", seen("gesture", "fist", person="Mina"))
    scene.forget("Mina")
    view = scene.view(CAMERA.name)
    assert (view.people, view.unknown, view.happened[0].person) == ((), 1, None)
    assert "Mina" not in json.dumps(view_data(view))


def test_what_was_said_last_is_kept_of_a_bounded_number_of_sessions(scene: Scene) -> None:
    for number in range(100):
        scene.say(f"session {number}", "hello")
    assert len(scene.now().said) == 32
    assert "session 99" in scene.now().said


def test_a_view_never_changes_and_comes_back_from_json(scene: Scene) -> None:
    see(scene, "person", seen("person", "Mina", track=1))
    see(scene, "object", seen("object", "cup", zone="table"))
    see(scene, "gesture", seen("gesture", "fist"))
    view = scene.view(CAMERA.name)
    assert view_from(json.loads(json.dumps(view_data(view)))) == view
    with pytest.raises(FrozenInstanceError):
        view.camera = "other"  # type: ignore[misc]


_KINDS = st.sampled_from(["person", "object", "state", "gesture", "fall", "text", "pointing", "looking", "unheard of"])
_VALUES = st.sampled_from(["", "Mina", "cup", "person", "open", "closed"])
_SEEN = st.builds(
    lambda value, track, zone: seen("any", value, **({} if track is None else {"track": track}), zone=zone),
    _VALUES,
    st.none() | st.integers(0, 200),
    st.sampled_from([None, "table", "oven door"]),
)
_STEPS = st.lists(st.tuples(st.floats(0, 20), st.none() | st.tuples(_KINDS, st.lists(_SEEN, max_size=80))), max_size=30)


@given(_STEPS)
def test_whatever_is_seen_the_scene_stays_bounded_and_consistent(
    steps: list[tuple[float, tuple[str, list[Observation]] | None]],
) -> None:
    clock = Clock()
    scene = Scene([CAMERA], clock)
    scene.state(CAMERA.name, "watching")
    inside = 0
    for seconds, step in steps:
        clock.now += seconds
        changes = scene.still(CAMERA.name) if step is None else scene.see(CAMERA.name, step[0], step[1])
        inside += sum(change.what == "entered" for change in changes)
        inside -= sum(change.what == "left" for change in changes)
        view = scene.view(CAMERA.name)
        assert inside >= 0, "nobody leaves who has not come"
        assert len(view.people) + sum(one.count for one in view.things) <= 128
        assert len(view.were_people) + len(view.were_things) <= 400
        assert len(view.happened) <= 16
        assert len(scene.aims(CAMERA.name)) <= 64
        assert all(one.ago >= 0 for one in (*view.people, *view.things, *view.were_people, *view.zones))
        assert len({one.name for one in view.people}) == len(view.people)
        assert view_from(json.loads(json.dumps(view_data(view)))) == view


def test_many_threads_may_use_it(scene: Scene) -> None:
    def use(track: int) -> None:
        for _ in range(200):
            scene.see(CAMERA.name, "person", [seen("person", f"Person {track}")])
            scene.view(CAMERA.name)

    threads = [Thread(target=use, args=(track,)) for track in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(scene.view(CAMERA.name).people) == 4
