"""The open question of a session: what its last turn asked for, until when, and whether an answer is right."""

from collections.abc import Sequence
from dataclasses import dataclass

from ogam.biometrics.fusion import Evidence
from ogam.core import Identity, Observation
from ogam.hub.followups import OTHER_VOICE, challenge_answer
from ogam.hub.turns import Turn
from ogam.liveness import SpokenChallenge, SpokenChallengeSession, say_spoken_failure

SECONDS = 20.0
"""For which an answer is waited for, where it is no challenge with a time of its own."""
LATE = 60.0
"""Seconds after which nobody would take an utterance for the answer any more."""


@dataclass(frozen=True, slots=True)
class Question:
    """turn: which asked; challenge: the digits to say, if any; expires: on the session's clock, in seconds."""

    turn: Turn
    expires: float
    challenge: SpokenChallenge | None = None

    @property
    def wants_face(self) -> bool:
        """Whether to be seen would be enough."""
        return self.turn.decision is not None and "face" in self.turn.decision.needs


def question_of(turn: Turn, now: float) -> Question | None:
    """What a turn asks; None where it asks nothing that can be answered. now: when the question was put."""
    if turn.challenge is not None:
        challenge = turn.challenge.asked_at(now)
        return Question(turn, challenge.expires, challenge)
    asks = turn.asks or (turn.can_ask is not None and turn.decision is not None and turn.decision.effect == "ask")
    return Question(turn, now + SECONDS) if asks else None


def judge(challenge: SpokenChallenge, said: str, began: float, same_voice: bool, source: str) -> Observation:
    """An answer to a challenge, and whether it passed, as an observation. began: on the session's clock, in seconds."""
    answer = SpokenChallengeSession(challenge).answer(said, began)
    reasons = (say_spoken_failure(answer.reason, "en"), say_spoken_failure(answer.reason, "ko"))
    if answer.passed and not same_voice:
        failure, *other = OTHER_VOICE
        return challenge_answer(challenge.words, said, failure, (other[0], other[1]), source)
    return challenge_answer(challenge.words, said, answer.reason, reasons, source)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who answered: by the answer alone, and together with the command that asked.

    is_same: it is the person who asked, as far as that can be told at all; is_other: it speaks against that.
    evidence: all of it.
    """

    alone: Identity
    together: Identity
    is_same: bool
    is_other: bool
    evidence: tuple[Evidence, ...]


def speaker_of(
    person: str | None, alone: Identity, together: Identity, said: Sequence[Evidence], evidence: Sequence[Evidence]
) -> Speaker:
    """Whether an answer is of the person who asked. said: what the answer alone told.

    An answer is brief, so it need not name the person by itself: it is enough that it is more like them than not, and
    names nobody else, and that both together are theirs. Without anybody who asked, nobody is the same.
    """
    ratios = [one.ratios.get(person, 0.0) for one in said if one.modality == "voice"] if person is not None else []
    named = alone.person is not None
    like = alone.person == person if named else bool(ratios) and min(ratios) > 0
    unlike = alone.person != person if named else any(ratio < 0 for ratio in ratios)
    known = person is not None
    same = known and like and together.person == person
    return Speaker(alone, together, same, known and unlike, tuple(evidence))
