"""A look into the camera: only somebody live, who is the one who asked, and who does what is asked for, is enough."""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from dialogues import Clock, Eyes, Stage, open_session, utterance

from ogam.core import Box, Image
from ogam.home import parse_home
from ogam.hub import Abilities, EventLog, Prompt, Session, Turn, replay, turn_data
from ogam.liveness import FaceAction
from ogam.liveness.fakes import PHOTOGRAPH
from ogam.vision import made_up_face

CAMERA = Abilities(microphone=True, camera=True)
UNLOCK = "unlock the front door"
BOX = Box(200, 120, 160, 160)


def open_stage(abilities: Abilities = CAMERA, **more: object) -> tuple[Session, Clock, Stage]:
    stage = Stage()
    session, clock = open_session(abilities, stage=stage, **more)  # type: ignore[arg-type]
    return session, clock, stage


def hear(session: Session, who: str, words: str = UNLOCK) -> Turn:
    return asyncio.run(session.hear(utterance(who, words)))


def show(session: Session, clock: Clock, frames: Iterable[Image]) -> Turn | None:
    """Every frame at its time, until a turn comes of one."""
    began = clock.now
    first: float | None = None
    for frame in frames:
        first = frame.time if first is None else first
        clock.now = began + frame.time - first
        if (turn := asyncio.run(session.see(frame))) is not None:
            return turn
    return None


def asked_actions(turn: Turn) -> Sequence[FaceAction]:
    assert turn.face_challenge is not None
    return turn.face_challenge.actions


def other_actions(turn: Turn) -> Sequence[FaceAction]:
    return ["look_up" if action != "look_up" else "look_down" for action in asked_actions(turn)]


def rule(turn: Turn | None) -> tuple[str, str]:
    assert turn is not None
    assert turn.decision is not None
    return turn.decision.effect, turn.decision.rule


def unlocked(turn: Turn | None) -> bool:
    return turn is not None and [act.action.verb for act in turn.acts] == ["unlock"]


def test_somebody_live_who_does_what_is_asked_for() -> None:
    session, clock, stage = open_stage()
    told: list[Turn] = []
    session.on_turn = told.append
    asked = hear(session, "Mina")
    assert session.question is not None
    assert session.question.face is asked.face_challenge
    turn = show(session, clock, stage.frames("Mina", asked_actions(asked), 5.0))
    assert unlocked(turn)
    assert (rule(turn), told) == (("allow", "adults-protected"), [turn])
    assert turn is not None
    assert turn.who is not None
    assert (turn.answers, turn.who.liveness, turn.who.modalities) == (asked.id, "live", ("voice", "face"))
    assert session.question is None


@pytest.mark.parametrize("rate", range(20))
def test_every_sequence_can_be_done(rate: int) -> None:
    """Whatever is drawn: the draw is at random."""
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    assert unlocked(show(session, clock, stage.frames("Mina", asked_actions(asked), float(rate))))


def test_the_reply_says_what_to_do_first() -> None:
    session, _, _ = open_stage()
    replies = {(asked := hear(session, "Mina")).face_challenge.actions[0]: asked.reply for _ in range(60)}  # type: ignore[union-attr]
    assert "Look at the camera and turn your head to the left, or say: " in replies["turn_left"]
    assert turn_data(asked)["look"] == asked_actions(asked)[0]


def test_in_korean() -> None:
    home = parse_home(
        "language: ko\nareas: [현관]\npermissions: on\npeople: [{name: Mina, role: owner}]\n"
        "devices: [{name: 현관문, domain: lock, area: 현관, state: locked}]"
    )
    session, clock, stage = open_stage(Abilities(camera=True), home=home)
    replies = {(asked := hear(session, "Mina", "현관문 열어줘")).reply.partition(". ")[2] for _ in range(90)}
    assert any(reply.endswith("카메라를 보고 고개를 왼쪽으로 돌려 주세요.") for reply in replies)
    assert all(reply.endswith(("돌려 주세요.", "봐 주세요.", "깜박여 주세요.", "벌려 주세요.")) for reply in replies)
    prompts: list[Prompt] = []
    session.on_prompt = prompts.append
    assert unlocked(show(session, clock, stage.frames("Mina", asked_actions(asked), 0.0)))
    assert prompts[0].text == "카메라를 똑바로 봐 주세요."


def test_a_picture_held_up_is_not_enough() -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    still = (stage.frame("Mina", number / 10, [made_up_face(BOX)]) for number in range(400))
    turn = show(session, clock, still)
    assert rule(turn) == ("deny", "face-too-slow")
    assert clock.now <= 1000 + 31
    assert hear(session, "Mina", asked.challenge.words if asked.challenge else "").acts == ()


def test_a_picture_that_is_moved_is_an_attack() -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    turn = show(session, clock, stage.frames("Mina", asked_actions(asked), 0.0, PHOTOGRAPH))
    assert rule(turn)[0] == "deny"
    assert rule(turn)[1].startswith("face-")


def test_other_movements_are_refused_and_there_is_no_second_try() -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    turn = show(session, clock, stage.frames("Mina", other_actions(asked), 0.0))
    assert rule(turn) == ("deny", "face-wrong-action")
    assert turn is not None
    assert turn.reply == "I may not do that. That was not what I asked for."
    assert show(session, clock, stage.frames("Mina", asked_actions(asked), 60.0)) is None


def test_somebody_else_before_the_camera_changes_nothing() -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    assert show(session, clock, stage.frames("Jun", asked_actions(asked), 0.0)) is None
    assert unlocked(show(session, clock, stage.frames("Mina", asked_actions(asked), 10.0)))


def test_who_changes_places_in_between_is_refused() -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    frames = list(stage.frames("Mina", asked_actions(asked), 0.0))
    half = len(frames) // 2
    swapped = [*frames[:half], *(stage.frame("Jun", one.time, stage.faces[one.source]) for one in frames[half:])]
    turn = show(session, clock, swapped)
    assert turn is not None
    assert (rule(turn)[0], turn.acts) == ("deny", ())


@pytest.mark.parametrize("who", ["Jun", "a stranger"])
def test_the_face_of_another_than_the_voice(who: str) -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "a stranger")
    turn = show(session, clock, stage.frames(who, asked_actions(asked), 0.0))
    assert not unlocked(turn)


def test_a_face_that_cannot_be_told_is_not_recognised() -> None:
    eyes = Eyes()
    session, clock, stage = open_stage(identifier=eyes)
    asked = hear(session, "Mina")
    eyes.broken = True
    turn = show(session, clock, stage.frames("Mina", asked_actions(asked), 0.0))
    assert rule(turn) == ("deny", "face-not-recognised")


def test_a_detector_that_fails_lets_nobody_pass() -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    stage.broken = True
    assert show(session, clock, stage.frames("Mina", asked_actions(asked), 0.0)) is None
    assert "face detector" in [event.data["where"] for event in session.hub.log.events() if event.kind == "error"]


def test_a_hub_that_follows_no_faces_asks_for_none() -> None:
    session, _, _ = open_stage()
    session.hub.follows_faces = False
    assert hear(session, "Mina").face_challenge is None


def test_digits_can_be_said_instead_while_the_camera_looks_on() -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    still = (stage.frame("Mina", number / 10, [made_up_face(BOX)]) for number in range(120))
    assert show(session, clock, still) is None
    assert asked.challenge is not None
    assert unlocked(hear(session, "Mina", asked.challenge.words))


def test_prompts_tell_what_to_do_and_those_who_watch_the_house_hear_of_them() -> None:
    stage = Stage()
    mentioned: list[tuple[str, str, dict[str, object]]] = []
    session, clock = open_session(CAMERA, stage=stage, mention=lambda *what: mentioned.append(what))
    prompts: list[Prompt] = []
    session.on_prompt = prompts.append
    asked = hear(session, "Mina")
    show(session, clock, stage.frames("Mina", asked_actions(asked), 0.0))
    assert (prompts[0].text, prompts[0].ready) == ("Look straight into the camera.", False)
    assert [prompt.state for prompt in prompts if prompt.state != "waiting"] == ["done", "passed"]
    assert {prompt.asked for prompt in prompts} == {*asked_actions(asked), None}
    assert (prompts[-1].done, prompts[-1].count, prompts[-1].turn) == (2, 2, asked.id)
    assert {(name, kind) for name, kind, _ in mentioned} == {("hall", "challenge")}
    assert 3 <= len(mentioned) <= 8 < len(prompts)


def test_after_three_tries_that_failed_only_a_phone_is_asked_for() -> None:
    session, clock, stage = open_stage(Abilities(microphone=True, camera=True, phones=True))
    for _ in range(3):
        asked = hear(session, "Mina")
        show(session, clock, stage.frames("Mina", other_actions(asked), clock.now))
    asked = hear(session, "Mina")
    assert asked.decision is not None
    assert asked.decision.needs == ("approval",)
    assert (asked.challenge, asked.face_challenge) == (None, None)
    clock.now += 600
    assert hear(session, "Mina").face_challenge is not None


def test_a_replay_decides_the_same(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        session, clock, stage = open_stage(log=log)
        for actions in (asked_actions, other_actions):
            show(session, clock, stage.frames("Mina", actions(hear(session, "Mina")), clock.now))
    again = asyncio.run(replay(path, open_session()[0].hub))
    assert (again.turns, again.differences) == (4, ())


def test_what_was_seen_is_in_the_log() -> None:
    session, clock, stage = open_stage()
    asked = hear(session, "Mina")
    turn = show(session, clock, stage.frames("Mina", asked_actions(asked), 0.0))
    assert turn is not None
    found = next(one for one in turn.observations if one.kind == "face_challenge").details["found"]
    assert found["face"]["asked"] == list(asked_actions(asked))
    assert found["face"]["compared"] >= 1
    assert (found["liveness"], found["passed"]) == ("live", ["face"])
