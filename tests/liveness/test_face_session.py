"""Challenges for faces, on faces that are made up."""

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import Box
from ogam.liveness import FACE_ACTIONS, FaceAction, FaceChallenge, FaceChallengeSession, FakeActor, Progress
from ogam.liveness.fakes import PHOTOGRAPH, Frame
from ogam.vision import made_up_face

BOX = Box(200, 120, 160, 160)
ACTOR = FakeActor()


def watch(challenge: FaceChallenge, frames: Iterable[Frame], flat: float = 0.05) -> Progress:
    session = FaceChallengeSession(challenge, flat=flat)
    progress = Progress("waiting", challenge.actions[0], False, 0)
    for time, faces in frames:
        progress = session.accept(faces, time)
    return progress


def asked(*actions: FaceAction) -> FaceChallenge:
    return FaceChallenge(actions, 6.0, 0.0)


@pytest.mark.parametrize("action", FACE_ACTIONS)
def test_each_action_is_seen(action: FaceAction) -> None:
    progress = watch(asked(action), ACTOR.perform([action]))
    assert (progress.state, progress.asked, progress.done, progress.over) == ("passed", None, 1, True)
    assert json.loads(json.dumps(dict(progress.details)))["done"][0]["action"] == action


@pytest.mark.parametrize("action", FACE_ACTIONS)
@pytest.mark.parametrize("other", FACE_ACTIONS)
def test_no_action_is_taken_for_another(action: FaceAction, other: FaceAction) -> None:
    if action == other:
        return
    progress = watch(asked(action), ACTOR.perform([other]))
    assert progress.state != "passed"
    assert progress.reason == ("" if other == "blink_twice" else "wrong action")


@settings(deadline=None)
@given(st.lists(st.sampled_from(FACE_ACTIONS), min_size=1, max_size=3), st.sampled_from([10.0, 15.0, 30.0]))
def test_any_sequence_at_any_frame_rate(actions: list[FaceAction], rate: float) -> None:
    progress = watch(asked(*actions), FakeActor(frames_per_second=rate).perform(actions))
    assert (progress.state, progress.done) == ("passed", len(actions))


def test_what_is_asked_for_next_is_said_in_the_frame_in_which_the_last_was_done() -> None:
    session = FaceChallengeSession(asked("turn_left", "open_mouth"))
    seen = [session.accept(faces, time) for time, faces in ACTOR.perform(["turn_left", "open_mouth"])]
    [done] = [progress for progress in seen if progress.state == "done"]
    assert (done.asked, done.ready, done.done, done.seconds_left) == ("open_mouth", False, 1, 6.0)
    assert seen[0].asked == "turn_left"
    assert [progress.ready for progress in seen[:12]] == [False] * 4 + [True] * 8


def test_an_action_that_began_before_it_was_asked_for_does_not_count() -> None:
    turned = [(number / 15, [made_up_face(BOX, yaw=30, relief=0.8)]) for number in range(80)]
    progress = watch(asked("turn_left"), turned)
    assert (progress.state, progress.ready) == ("waiting", False)


def test_one_blink_is_not_two() -> None:
    frames = list(ACTOR.perform(["blink_twice"]))
    assert watch(asked("blink_twice"), frames[: len(frames) // 2]).state == "waiting"


def test_eyes_that_stay_shut_do_not_blink() -> None:
    slow = FakeActor(pace=5.0)
    assert watch(FaceChallenge(("blink_twice",), 20.0, 0.0), slow.perform(["blink_twice"])).state == "waiting"


def test_narrow_eyes_blink_too() -> None:
    """What is shut is told by the person's own open eyes."""
    eyes = [0.16] * 8 + [0.06] * 3 + [0.16] * 4 + [0.06] * 3 + [0.16] * 3
    frames = [(number / 15, [made_up_face(BOX, eyes=openness)]) for number, openness in enumerate(eyes)]
    assert watch(asked("blink_twice"), frames).state == "passed"


def test_a_picture_that_is_tilted_does_not_blink() -> None:
    eyes = [0.3] * 8 + [0.06] * 3 + [0.3] * 4 + [0.06] * 3 + [0.3] * 3
    frames = [
        (number / 15, [made_up_face(BOX, eyes=openness, pitch=0 if openness == 0.3 else 10)])
        for number, openness in enumerate(eyes)
    ]
    assert watch(asked("blink_twice"), frames).state == "waiting"


def test_a_flat_picture_is_found_when_it_turns() -> None:
    photograph = replace(ACTOR, relief=PHOTOGRAPH)
    progress = watch(asked("turn_right"), photograph.perform(["turn_right"]))
    assert (progress.state, progress.reason) == ("failed", "flat")
    assert progress.details["done"][0]["relief"] < 0.01


def test_too_slow() -> None:
    frames = [(number / 5, [made_up_face(BOX)]) for number in range(32)]
    progress = watch(asked("open_mouth"), frames)
    assert (progress.state, progress.reason) == ("failed", "too slow")


def test_nobody_there_is_too_slow_and_nobody_any_more_is_lost() -> None:
    assert watch(asked("look_up"), [(number / 5, []) for number in range(32)]).reason == "too slow"
    assert watch(asked("look_up"), [(0.1, [made_up_face(BOX)]), (0.5, []), (0.9, [])]).reason == "face lost"
    assert watch(asked("look_up"), [(0.1, [made_up_face(BOX)]), (0.9, [made_up_face(BOX)])]).reason == "face lost"


def test_a_glance_without_a_face_is_forgiven() -> None:
    frames = [frame if number != 3 else (frame[0], []) for number, frame in enumerate(ACTOR.perform(["turn_left"]))]
    assert watch(asked("turn_left"), frames).state == "passed"


def test_two_people_are_one_too_many_but_not_in_the_background() -> None:
    near, far = made_up_face(Box(400, 100, 100, 100)), made_up_face(Box(400, 100, 60, 60))
    assert watch(asked("look_up"), [(0.1, [made_up_face(BOX), near])]).reason == "several faces"
    assert watch(asked("look_up"), [(0.1, [made_up_face(BOX), far])]).state == "waiting"


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (made_up_face(Box(350, 120, 160, 160)), "another face"),
        (made_up_face(Box(160, 80, 260, 260)), "another face"),
        (made_up_face(BOX, yaw=25), "jumped"),
        (made_up_face(Box(210, 125, 165, 165), yaw=15), ""),
    ],
)
def test_the_face_must_stay_the_same(second: object, reason: str) -> None:
    assert watch(asked("look_up"), [(0.1, [made_up_face(BOX)]), (0.2, [second])]).reason == reason  # type: ignore[list-item]


def test_it_must_be_the_same_person() -> None:
    session = FaceChallengeSession(asked("look_up"))
    assert session.accept([made_up_face(BOX)], 0.1, True).state == "waiting"
    failed = session.accept([made_up_face(BOX)], 0.2, False)
    assert (failed.reason, failed.details["compared"]) == ("another person", 1)


def test_what_is_over_stays_over() -> None:
    session = FaceChallengeSession(asked("turn_left"))
    for time, faces in ACTOR.perform(["turn_right"]):
        session.accept(faces, time)
    later = [session.accept(faces, time) for time, faces in ACTOR.perform(["turn_left"], start=3.0)]
    assert {progress.reason for progress in later} == {"wrong action"}


def test_frames_come_in_the_order_of_time() -> None:
    session = FaceChallengeSession(asked("turn_left"))
    session.accept([made_up_face(BOX)], 1.0)
    with pytest.raises(ValueError, match="order of time"):
        session.accept([made_up_face(BOX)], 0.5)


def test_frames_from_before_the_challenge_do_not_count() -> None:
    session = FaceChallengeSession(FaceChallenge(("turn_left",), 6.0, 10.0))
    for time, faces in ACTOR.perform(["turn_left"], start=5.0):
        assert session.accept(faces, time).state == "waiting"
    assert not session.accept([made_up_face(BOX)], 10.0).ready
