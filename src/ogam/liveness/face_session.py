"""A challenge for a face, watched: frame by frame, until it is passed or has failed.

What is watched are landmarks only. Who the person is, is for whoever compares faces: compare frames of every action,
while it is `ready`, and say what came out (`same_person`). In the details stands as `compared` in how many frames of an
action it was that person, of the action with the fewest; a challenge that was passed with 0 proves that somebody is
there, and not who.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ogam.core import Box
from ogam.liveness.action_watch import ActionWatch
from ogam.liveness.face_challenge import FaceAction, FaceChallenge
from ogam.liveness.face_looks import FaceLook, look_at
from ogam.vision import Face
from ogam.vision.detection import overlap

LONGEST_GAP, SHORT_GAP = 0.7, 0.25
"""Seconds without a face, or without a frame: after the first it may be another one; after the second an action must
begin anew."""
SAME_PLACE, SAME_SIZE = 0.4, 1.5
"""How much of the smaller box two frames' faces share, and how many times larger one may be, to be one face."""
FASTEST, ALWAYS = 200.0, 8.0
"""Degrees a second that a head turns at most, and degrees that it may turn from frame to frame in any case. A picture
that is exchanged for another jumps."""
RIVAL = 0.5
"""A second face counts if it is this wide, in widths of the largest."""
FLAT = 0.06
"""Relief of a head that is turned to the side below which it is a flat picture: docs/liveness.md says where it comes
from."""
SQUEEZED = 1.5
"""How many times longer or shorter than a head, turned any way, a flat picture looks."""

FaceFailure = Literal[
    "", "wrong action", "too slow", "face lost", "several faces", "another face", "jumped", "another person", "flat"
]
State = Literal["waiting", "done", "passed", "failed"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a challenge is, after a frame.

    state: "done" in the frame in which an action was done and another is asked for. asked: what is asked for now, None
    at the end. ready: whether the person has looked ahead since it was asked for, so that it counts. done: how many
    actions are. reason: why it failed. seconds_left: for what is asked for. details: for the log; JSON values.
    """

    state: State
    asked: FaceAction | None
    ready: bool
    done: int
    reason: FaceFailure = ""
    seconds_left: float = 0.0
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        return self.state in ("passed", "failed")


class FaceChallengeSession:
    """One challenge, one face. Once it is over it stays as it is.

    flat: the relief below which a head that is turned to the side is taken for a flat picture.
    """

    def __init__(self, challenge: FaceChallenge, *, flat: float = FLAT) -> None:
        self.challenge = challenge
        self._flat = flat
        self._last: FaceLook | None = None
        self._seen = challenge.issued
        self._compared = 0
        self._done: list[dict[str, Any]] = []
        self._over: Progress | None = None
        self._watch = ActionWatch(challenge.actions[0], challenge.issued)

    def accept(self, faces: Sequence[Face], time: float, same_person: bool | None = None) -> Progress:
        """A frame. faces: all that are in it; time: when it was taken, in seconds on the clock of the challenge.

        same_person: whether the face is that of the person it is about, None where it was not compared in this frame or
        no answer came of it (`is_same`).
        Frames from before the challenge do not count. Raises ValueError for one that is older than the one before.
        """
        if self._over is not None:
            return self._over
        if time < self.challenge.issued:
            return self._progress("waiting", self.challenge.issued)
        if time < self._seen:
            raise ValueError(f"frames come in the order of time, and {time} is before {self._seen}")
        look = look_at(faces[0], time) if faces else None
        if reason := self._trouble(faces, look, time, same_person):
            return self._fail(reason, time)
        if look is None:
            return self._progress("waiting", time)
        return self._watch_on(look, same_person)

    def _trouble(
        self, faces: Sequence[Face], look: FaceLook | None, time: float, same_person: bool | None
    ) -> FaceFailure:
        """What ends it, whatever the face does."""
        if time > self._watch.asked_at + self.challenge.seconds:
            return "too slow"
        if self._last is not None and time - self._seen > LONGEST_GAP:
            return "face lost"
        if len(faces) > 1 and faces[1].box.width >= RIVAL * faces[0].box.width:
            return "several faces"
        if same_person is False:
            return "another person"
        return "" if look is None or self._last is None else _break(self._last, look)

    def _watch_on(self, look: FaceLook, same_person: bool | None) -> Progress:
        """What the face does by this look."""
        if self._last is not None and look.time - self._seen > SHORT_GAP:
            self._watch.begin_anew()
            self._compared = 0
        self._last, self._seen = look, look.time
        seen = self._watch.accept(look)
        self._compared += same_person is True and self._watch.rest is not None
        if seen == "nothing":
            return self._progress("waiting", look.time)
        return self._finish(look) if seen == "done" else self._fail(seen, look.time)

    def _finish(self, look: FaceLook) -> Progress:
        """An action was done: the next is asked for, or the challenge is over."""
        found = {**self._watch.evidence(look), "compared": self._compared}
        self._done.append(found)
        if self._is_flat(found):
            return self._fail("flat", look.time)
        if len(self._done) == len(self.challenge.actions):
            self._over = Progress("passed", None, True, len(self._done), details=self._details())
            return self._over
        self._watch = ActionWatch(self.challenge.actions[len(self._done)], look.time, self._watch.rest)
        self._compared = 0
        return self._progress("done", look.time)

    def _is_flat(self, found: Mapping[str, Any]) -> bool:
        fits = 1 / SQUEEZED <= found.get("squeeze", 1.0) <= SQUEEZED
        return not fits or found.get("relief", self._flat) < self._flat

    def _progress(self, state: State, time: float) -> Progress:
        left = self._watch.asked_at + self.challenge.seconds - time
        return Progress(
            state, self._watch.action, self._watch.rest is not None, len(self._done), seconds_left=round(left, 3)
        )

    def _fail(self, reason: FaceFailure, time: float) -> Progress:
        details = {**self._details(), "reason": reason, "at": round(time - self.challenge.issued, 3)}
        self._over = Progress("failed", None, self._watch.rest is not None, len(self._done), reason, details=details)
        return self._over

    def _details(self) -> dict[str, Any]:
        compared = min((one["compared"] for one in self._done), default=0)
        return {"asked": list(self.challenge.actions), "done": list(self._done), "compared": compared}


def _break(before: FaceLook, now: FaceLook) -> FaceFailure:
    """Whether the face of one frame is not that of the frame before."""
    if not _same_face(before.box, now.box):
        return "another face"
    turned = max(abs(now.yaw - before.yaw), abs(now.pitch - before.pitch))
    return "jumped" if turned > max(ALWAYS, FASTEST * (now.time - before.time)) else ""


def _same_face(before: Box, now: Box) -> bool:
    larger, smaller = max(before.width, now.width), max(min(before.width, now.width), 1e-9)
    return overlap(before, now) >= SAME_PLACE and larger / smaller <= SAME_SIZE
