"""The look into the camera that a question asks for: frames go in, what to do next comes out, and in the end whether
somebody live was seen, and who."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from ogam.biometrics.fusion import Evidence
from ogam.core import Identity, Observation
from ogam.hub.followups import NOT_RECOGNISED, face_answer
from ogam.hub.turns import Turn
from ogam.liveness import (
    FaceAction,
    FaceChallenge,
    FaceChallengeSession,
    LivenessEvidence,
    Progress,
    ask_action,
    is_same,
    judge_liveness,
    look_ahead,
    say_face_failure,
)
from ogam.vision import Face

COMPARE_EVERY, UNSURE_EVERY = 0.5, 0.25
"""Seconds from one comparison of faces to the next, which takes a tenth of a second; and until it was the same once."""
NOT_BEGUN = frozenset({"too slow", "face lost", "another face", "several faces", "another person"})
"""Failures after which, as long as nothing was done yet, it begins anew: nobody has come before the camera so far, or
somebody else stood there. The same movements are asked for, and one that is wrong ends it in any case."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What whoever stands before the camera is told.

    turn: that asked; state: as in `ogam.liveness.Progress`; asked: what to do now, None at the end; text: the same in
    words, or to look ahead first, or why it failed. ready: whether what is done now counts; done: how many of `count`
    movements were done. seconds_left: for this one.
    """

    turn: str
    state: Literal["waiting", "done", "passed", "failed"]
    asked: FaceAction | None
    text: str
    ready: bool
    done: int
    count: int
    seconds_left: float

    @property
    def data(self) -> Mapping[str, Any]:
        """As JSON values."""
        return asdict(self)


class FaceStep:
    """One challenge, for the person who asked; where that is nobody known, for whoever is recognised first.

    evidence: what its frames told of who it is.
    """

    def __init__(self, asked: Turn, challenge: FaceChallenge) -> None:
        self._asked = asked
        self._challenge = challenge
        self._watch: FaceChallengeSession | None = None
        self._last: Progress | None = None
        self._person = self._who_asked
        self._time = self._compared = float("-inf")
        self._sure = False
        self.evidence: tuple[Evidence, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether somebody has looked into the camera, so that something is expected of them."""
        return self._last is not None and (self._last.ready or self._last.done > 0)

    def wants_comparison(self, time: float) -> bool:
        """Whether it must be told of a frame whose face it is."""
        every = COMPARE_EVERY if self._sure else UNSURE_EVERY
        return self._last is not None and self._last.ready and time >= self._compared + every

    def accept(self, faces: Sequence[Face], time: float, seen: Sequence[Evidence] = ()) -> Progress:
        """A frame. faces: the largest first; time: in seconds, on the camera's clock; seen: who they are, if compared.

        One that is older than the one before is passed over.
        """
        if self._last is not None and (self._last.over or time < self._time):
            return self._last
        if self._watch is None:
            self._watch = FaceChallengeSession(replace(self._challenge, issued=time))
        self._time = time
        self._last = self._watch.accept(faces, time, self._compare(seen, time))
        if self._last.state == "done":
            self._sure = False
        if self._last.reason in NOT_BEGUN and self._last.done == 0:
            self._last = self._begin_anew()
        return self._last

    def give_up(self) -> Progress:
        """The time is over."""
        done = 0 if self._last is None else self._last.done
        details = {"asked": list(self._challenge.actions), "reason": "too slow"}
        self._last = Progress("failed", None, False, done, "too slow", details=details)
        return self._last

    def prompt(self, progress: Progress) -> Prompt:
        language = "en" if self._asked.command is None else self._asked.command.language
        text = say_face_failure(progress.reason, language)
        if progress.asked is not None:
            text = ask_action(progress.asked, language) if progress.ready else look_ahead(language)
        count, left = len(self._challenge.actions), max(0.0, progress.seconds_left)
        return Prompt(self._asked.id, progress.state, progress.asked, text, progress.ready, progress.done, count, left)

    def outcome(self, progress: Progress, who: Identity, source: str) -> tuple[Observation, Identity]:
        """What came of it, as evidence for the log; and who it is then: live, if it was passed by that person.

        who: by the face and all that was heard and seen when it was asked.
        """
        modalities = who.modalities if who.person is not None and who.person == self._person else ()
        verdict = judge_liveness(LivenessEvidence(face=progress), modalities)
        failure: str = progress.reason
        reasons = (say_face_failure(progress.reason, "en"), say_face_failure(progress.reason, "ko"))
        if not failure and verdict.liveness != "live":
            failure, *said = NOT_RECOGNISED
            reasons = (said[0], said[1])
        answer = face_answer(failure, reasons, verdict.details, source)
        if failure:
            return answer, self._asked.who or Identity()
        return answer, replace(who, liveness="live", challenge=True)

    @property
    def _who_asked(self) -> str | None:
        return None if self._asked.who is None else self._asked.who.person

    def _compare(self, seen: Sequence[Evidence], time: float) -> bool | None:
        """Whether the largest face is that of the person, as far as that can be told."""
        if not seen:
            return None
        self._compared = time
        ratios = seen[0].ratios
        if self._person is None:
            self._person = next((name for name, ratio in ratios.items() if is_same(ratio)), None)
        same = is_same(ratios[self._person]) if self._person is not None and self._person in ratios else None
        self._sure = self._sure or same is True
        self.evidence = (*self.evidence, seen[0])
        return same

    def _begin_anew(self) -> Progress:
        """As if nobody had been there."""
        self._watch, self._person, self._sure, self.evidence = None, self._who_asked, False, ()
        first = self._challenge.actions[0]
        return Progress("waiting", first, False, 0, seconds_left=self._challenge.seconds)
