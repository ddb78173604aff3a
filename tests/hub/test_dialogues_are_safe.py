"""Whatever is said, shown, tapped or waited for, in whatever order: no lock opens without the evidence for it."""

import asyncio
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from dialogues import Clock, Stage, open_session, picture, utterance

from ogam.core import PolicyError
from ogam.hub import Session, Turn
from ogam.liveness.fakes import HEAD, PHOTOGRAPH

ADULTS = ("Mina", "Jun")
PEOPLE = st.sampled_from(["Mina", "Jun", "Ara", "a stranger"])
UNLOCK = "unlock the front door"
WORDS = st.sampled_from([UNLOCK, "turn on the hall light", "one two three four", "never mind", "what", ""])
SECONDS_OF_STILL = 3
WHICH = st.sampled_from([0, 0, 0, 1, 2])
"""The latest, mostly."""
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hear"), st.sampled_from(ADULTS), st.just(UNLOCK)),
        st.tuples(st.just("digits"), st.sampled_from(ADULTS), WHICH),
        st.tuples(st.just("hear"), PEOPLE, WORDS),
        st.tuples(st.just("digits"), PEOPLE, WHICH),
        st.tuples(st.just("see"), PEOPLE, st.just("")),
        st.tuples(st.just("perform"), st.sampled_from(ADULTS), st.just("live")),
        st.tuples(st.just("perform"), PEOPLE, st.sampled_from(["live", "still", "photograph", "swapped", "cut off"])),
        st.tuples(st.just("approve"), PEOPLE, WHICH),
        st.tuples(st.just("decline"), PEOPLE, WHICH),
        st.tuples(st.just("wait"), st.just(""), st.sampled_from([1, 4, 6, 16, 121])),
    ),
    max_size=14,
)


@dataclass
class Witness:
    """What the test itself saw happen; it knows nothing of how sessions work."""

    clock: Clock
    asked: list[tuple[float, str, Turn]] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    latest: str = ""

    def check(self, turn: Turn, kind: str, who: str, words: str) -> None:
        """Fails where a lock was opened and it should not have been."""
        if any(act.action.verb == "unlock" for act in turn.acts):
            assert self._may(turn, kind, who, words), (kind, who, words)
            self.settled.add(turn.answers)
        elif turn.answers and kind != "approve":
            self.settled.add(turn.answers)

    def _may(self, turn: Turn, kind: str, who: str, words: str) -> bool:
        if not turn.answers:
            return False
        when, speaker, asked = next(one for one in self.asked if one[2].id == turn.answers)
        if turn.answers in self.settled:
            return False
        if kind == "approve":
            return who in ADULTS and self.clock.now - when <= 120
        if kind == "perform":
            live = words == "live" and turn.answers == self.latest
            return live and who == speaker and who in ADULTS and self.clock.now - when <= 30
        if kind == "see":
            return False
        right = asked.challenge is not None and words == asked.challenge.words
        in_time = self.clock.now - when <= 16 and turn.answers == self.latest
        return right and who == speaker and who in ADULTS and in_time


def perform(session: Session, witness: Witness, stage: Stage, who: str, how: str) -> Turn | None:
    """Before the camera: what was asked for last, be that still open or not, by somebody live or otherwise."""
    drawn = [asked.face_challenge.actions for *_, asked in witness.asked if asked.face_challenge is not None]
    actions = drawn[-1] if drawn else ("turn_left",)
    began = witness.clock.now
    frames = list(stage.frames(who, actions, began, PHOTOGRAPH if how == "photograph" else HEAD))
    if how == "still":
        frames = frames[:5] * SECONDS_OF_STILL
        frames = [replace(one, time=began + number / 10) for number, one in enumerate(frames)]
    if how == "swapped":
        other = "Jun" if who == "Mina" else "Mina"
        half = len(frames) // 2
        frames = [*frames[:half], *(stage.frame(other, one.time, stage.faces[one.source]) for one in frames[half:])]
    for frame in frames[: len(frames) // 2 if how == "cut off" else None]:
        witness.clock.now = frame.time
        if (turn := asyncio.run(session.see(frame))) is not None:
            return turn
    return None


def step(session: Session, witness: Witness, stage: Stage, kind: str, who: str, what: str | int) -> None:
    if kind == "wait":
        witness.clock.now += float(what)
        return
    turn, words = None, str(what)
    if kind == "perform":
        turn = perform(session, witness, stage, who, words)
    elif kind == "see":
        turn = asyncio.run(session.see(picture(who)))
    elif kind in ("approve", "decline"):
        waiting = session.approvals.pending
        if not waiting:
            return
        act = session.approvals.approve if kind == "approve" else session.approvals.decline
        try:
            turn = asyncio.run(act(waiting[int(what) % len(waiting)].id, who))
        except PolicyError:
            return
    else:
        if kind == "digits":  # those of one of the last questions, be it still open or not
            drawn = [asked.challenge.words for *_, asked in reversed(witness.asked) if asked.challenge is not None]
            words = drawn[int(what) % len(drawn)] if drawn else "one two three four"
        turn = asyncio.run(session.hear(utterance(who, words)))
    if turn is None:
        return
    witness.check(turn, kind, who, words)
    if turn.command is not None and not turn.answers:
        witness.latest = turn.id
    if turn.decision is not None and turn.decision.effect == "ask":
        witness.asked.append((witness.clock.now, who, turn))


@settings(max_examples=150)
@given(STEPS)
def test_no_lock_opens_without_the_evidence_for_it(steps: list[tuple[str, str, str | int]]) -> None:
    stage = Stage()
    session, clock = open_session(stage=stage)
    witness = Witness(clock)
    for one in steps:
        step(session, witness, stage, *one)


def test_the_witness_sees_locks_being_opened() -> None:
    """Else the property above would hold for a hub that does nothing."""
    stage = Stage()
    session, clock = open_session(stage=stage)
    witness = Witness(clock)
    for one in (("hear", "Mina", UNLOCK), ("digits", "Mina", 0)):
        step(session, witness, stage, *one)
    for one in (("hear", "Jun", UNLOCK), ("approve", "Mina", 0)):
        step(session, witness, stage, *one)
    for one in (("wait", "", 121), ("hear", "Jun", UNLOCK), ("perform", "Jun", "live")):
        step(session, witness, stage, *one)
    assert len(witness.settled) == 3
