"""Challenges for faces, on faces that are made up."""

import json
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.core import Box
from ogam.liveness import FACE_ACTIONS, FaceAction, FaceChallenge, FaceChallengeSession, FakeActor, Progress
from ogam.liveness.face_looks import look_at, rest_of
from ogam.liveness.face_session import FLAT, SQUEEZED
from ogam.liveness.fakes import PHOTOGRAPH, Frame
from ogam.liveness.gestures import squeeze
from ogam.vision import Face, made_up_face

BOX = Box(200, 120, 160, 160)
ACTOR = FakeActor()


def watch(challenge: FaceChallenge, frames: Iterable[Frame], flat: float = FLAT) -> Progress:
    session = FaceChallengeSession(challenge, flat=flat)
    progress = Progress("waiting", challenge.actions[0], False, 0)
    for time, faces in frames:
        progress = session.accept(faces, time)
    return progress


def narrower(face: Face, share: float, axis: int) -> Face:
    landmarks = face.landmarks.copy()
    landmarks[:, axis] = 200 + (landmarks[:, axis] - 200) * share
    return replace(face, landmarks=landmarks)


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
    turned = [(number / 15, [made_up_face(BOX, yaw=30, relief=1.2)]) for number in range(80)]
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


def test_a_face_that_looks_shorter_does_not_blink() -> None:
    """The face mesh hardly sees that a photograph is tilted, but the photograph gets shorter."""
    frames = [
        (time, [narrower(face, 0.7 if 0.95 < time < 1.25 or 1.55 < time < 1.85 else 1.0, 1) for face in faces])
        for time, faces in ACTOR.perform(["blink_twice"])
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


@pytest.mark.parametrize(
    ("on_the_way", "state"), [((), "failed"), ((2,), "failed"), ((10,), "passed"), ((6, 19), "passed")]
)
def test_a_head_must_be_seen_on_its_way(on_the_way: tuple[float, ...], state: str) -> None:
    """A photograph can be exchanged for another in which the head is turned, but not for all between."""
    yaws = [0.0] * 5 + list(on_the_way) + [23.0] * 3
    frames = [(number / 5, [made_up_face(BOX, yaw=yaw, relief=1.2)]) for number, yaw in enumerate(yaws)]
    progress = watch(asked("turn_left"), frames)
    assert (progress.state, progress.reason) == (state, "" if state == "passed" else "jumped")


def test_a_picture_that_is_turned_until_it_seems_to_be_a_head_is_too_narrow() -> None:
    """The face mesh sees a turn of 20° in a photograph that is turned by 70°."""
    far = [0.0] * 8 + [float(np.sin(np.pi * step / 24)) for step in range(24)]
    frames = [
        (number / 15, [narrower(made_up_face(BOX, yaw=9 * share, relief=1.2), 1 - 0.62 * share, 0)])
        for number, share in enumerate(far)
    ]
    progress = watch(asked("turn_left"), frames, flat=0.0)
    assert (progress.state, progress.reason) == ("failed", "flat")
    assert progress.details["done"][0]["squeeze"] > SQUEEZED


@pytest.mark.parametrize(("yaw", "pitch"), [(0, 0), (25, 0), (-35, 0), (0, 18), (0, -18), (20, 12)])
def test_a_head_looks_as_long_as_it_is_turned(yaw: float, pitch: float) -> None:
    rest = rest_of([look_at(made_up_face(BOX), 0.0)])
    turned = made_up_face(BOX, yaw=yaw, pitch=pitch)
    assert squeeze(look_at(turned, 1.0), rest) == pytest.approx(1, abs=0.15)
    assert squeeze(look_at(narrower(turned, 0.5, 1), 1.0), rest) < 1 / SQUEEZED


def test_a_turn_that_is_hidden_does_not_count() -> None:
    """Whoever covers the camera may exchange one photograph for another."""
    frames = [frame if not 0.9 < frame[0] < 1.4 else (frame[0], []) for frame in ACTOR.perform(["turn_left"])]
    assert watch(asked("turn_left"), frames).state == "waiting"


def test_two_people_are_one_too_many_but_not_in_the_background() -> None:
    near, far = made_up_face(Box(400, 100, 100, 100)), made_up_face(Box(400, 100, 60, 60))
    assert watch(asked("look_up"), [(0.1, [made_up_face(BOX), near])]).reason == "several faces"
    assert watch(asked("look_up"), [(0.1, [made_up_face(BOX), far])]).state == "waiting"


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (made_up_face(Box(350, 120, 160, 160)), "another face"),
        (made_up_face(Box(160, 80, 260, 260)), "another face"),
        (made_up_face(BOX, yaw=21), "jumped"),
        (made_up_face(Box(210, 125, 165, 165), yaw=15), ""),
    ],
)
def test_the_face_must_stay_the_same(second: object, reason: str) -> None:
    assert watch(asked("look_up"), [(0.1, [made_up_face(BOX)]), (0.2, [second])]).reason == reason  # type: ignore[list-item]


def test_it_must_be_the_same_person() -> None:
    session = FaceChallengeSession(asked("look_up"))
    assert session.accept([made_up_face(BOX)], 0.1, True).state == "waiting"
    assert session.accept([made_up_face(BOX)], 0.2, False).reason == "another person"


@pytest.mark.parametrize(("compare_until", "compared"), [(9.0, 5), (1.9, 0), (0.1, 0)])
def test_the_person_counts_only_if_compared_in_every_action(compare_until: float, compared: int) -> None:
    """Whoever shows a picture of somebody first, and then his own face, has turned his own."""
    actions: list[FaceAction] = ["turn_left", "look_up"]
    session = FaceChallengeSession(asked(*actions))
    for time, faces in ACTOR.perform(actions):
        progress = session.accept(faces, time, True if time < compare_until else None)
    assert progress.state == "passed"
    assert (progress.details["compared"] >= compared) if compared else progress.details["compared"] == 0


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
