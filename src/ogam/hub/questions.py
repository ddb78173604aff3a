"""The open question of a session: what its last turn asked for, until when, and whether an answer is right."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ogam.biometrics.fusion import Evidence
from ogam.core import Audio, Command, Identity, Observation, Recognizer
from ogam.home import Home
from ogam.hub.amending import amended, spoken_amendments
from ogam.hub.face_steps import FaceStep
from ogam.hub.followups import OTHER_VOICE, challenge_answer
from ogam.hub.pieces import fill, spoken_answers
from ogam.hub.ports import ShortAnswers
from ogam.hub.turns import Turn
from ogam.liveness import FaceChallenge, SpokenChallenge, SpokenChallengeSession, say_spoken_failure
from ogam.liveness.digits import readings

SECONDS = 20.0
"""For which an answer is waited for, where it is no challenge with a time of its own."""
LOOK_SECONDS = 30.0
"""For a look into the camera: time to get there, and for two movements of six seconds."""
LATE = 60.0
"""Seconds after which nobody would take an utterance for the answer any more."""


@dataclass(frozen=True, slots=True)
class Question:
    """turn: which asked; challenge: the digits to say, look: what to do before the camera, if any; expires: on the
    session's clock, in seconds.

    put: whether its time was counted from the end of the spoken question already.
    """

    turn: Turn
    expires: float
    challenge: SpokenChallenge | None = None
    look: FaceStep | None = None
    put: bool = False

    @property
    def is_step_up(self) -> bool:
        """Whether more must be known of who asks; else a piece of the command is missing."""
        return self.turn.decision is not None

    @property
    def face(self) -> FaceChallenge | None:
        """What is to be done before the camera, where to be seen would be enough."""
        return self.turn.face_challenge

    def asked_at(self, now: float) -> "Question":
        """The same question, whose time begins now: it has been said aloud."""
        again = question_of(self.turn, now)
        return self if again is None else replace(again, look=self.look, put=True)


def question_of(turn: Turn, now: float) -> Question | None:
    """What a turn asks; None where it asks nothing that can be answered. now: when the question was put."""
    challenge = None if turn.challenge is None else turn.challenge.asked_at(now)
    look = None if turn.face_challenge is None else FaceStep(turn, turn.face_challenge)
    if challenge is not None or look is not None:
        until = now + LOOK_SECONDS if look else now
        return Question(turn, max(until, challenge.expires if challenge else until), challenge, look)
    step_up = turn.can_ask is not None and turn.decision is not None and turn.decision.effect == "ask"
    return Question(turn, now + SECONDS) if turn.missing or step_up else None


async def digits_in(turn: Turn, short: ShortAnswers | None, language: str) -> tuple[str, float]:
    """The digits that an answer is, in figures or in words, and how sure that is; empty and 0 where it is none.

    Where recognising them fails, it is no answer: that lets nobody pass. Without recognisers, they are looked for in
    what was heard freely.
    """
    if turn.utterance is None or short is None:
        return turn.words, float(any(readings(turn.words, language)))
    return await _hear(turn.utterance, partial(short.digits, language))


async def piece_in(turn: Turn, asked: Turn, short: ShortAnswers | None, home: Home, sure: float) -> str:
    """The words of an answer that fill what a turn asked for; empty where there are none.

    They are looked for in what was heard freely, then among all the answers that there are: if these are heard more
    surely than a command of the home (`sure`).
    """
    command = asked.command
    if command is None or not asked.missing:
        return ""
    if fill(command, asked.missing, turn.words, home) is not None:
        return turn.words
    answers = spoken_answers(command, asked.missing, home)
    if turn.utterance is None or short is None or not answers:
        return ""
    said, confidence = await _hear(turn.utterance, partial(short.among, command.language, answers))
    return said if confidence > sure and fill(command, asked.missing, said, home) is not None else ""


async def amendment_in(said: Turn, command: Command, short: ShortAnswers | None, home: Home, sure: float) -> str:
    """The words that correct a command; empty where there are none. As `piece_in` looks for them."""
    if amended(command, said.words, home) is not None:
        return said.words
    answers = spoken_amendments(command, home)
    if said.utterance is None or short is None or not answers:
        return ""
    heard, confidence = await _hear(said.utterance, partial(short.among, command.language, answers))
    return heard if confidence > sure and amended(command, heard, home) is not None else ""


async def _hear(utterance: Audio, make: Callable[[], Recognizer]) -> tuple[str, float]:
    """What a recogniser of answers hears, and how sure; empty and 0 where it refuses, or fails."""
    try:
        recognizer = await asyncio.to_thread(make)
        [observation] = (await asyncio.to_thread(recognizer.recognize, [utterance]))[0]
    except Exception:  # noqa: BLE001 (what cannot be heard is no answer)
        return "", 0.0
    return (observation.value, observation.confidence) if observation.details.get("accepted") else ("", 0.0)


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
    """Who answered. is_same: it is the person who asked, as far as that can be told at all; is_other: it is not.

    who: by the answer together with the command that asked; by the answer alone where that is somebody else's.
    """

    who: Identity
    is_same: bool
    is_other: bool


def speaker_of(person: str | None, alone: Identity, together: Identity, said: Sequence[Evidence]) -> Speaker:
    """Whether an answer is of the person who asked. alone: by the answer alone; said: what its voice told.

    An answer is brief, so it need not name the person by itself: it is enough that it is more like them than not, and
    names nobody else, and that both together are theirs. Whoever was not recognised when they asked is whom both
    together tell; nobody is the same where they tell nobody.
    """
    person = person or together.person
    if person is None:
        return Speaker(together, False, False)
    ratios = [one.ratios.get(person, 0.0) for one in said]
    named = alone.person is not None
    like = alone.person == person if named else bool(ratios) and min(ratios) > 0
    unlike = alone.person != person if named else any(ratio < 0 for ratio in ratios)
    return Speaker(alone if unlike else together, like and together.person == person, unlike)
