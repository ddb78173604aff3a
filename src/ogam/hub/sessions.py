"""Sessions: one for each microphone, satellite, browser or terminal, with what belongs to it alone."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, Protocol

from ogam.biometrics.fusion import Evidence
from ogam.core import Audio, Identity, Image, Observation, PolicyError, Signal
from ogam.devices import UNDO_INTENT, is_question
from ogam.hub import amending, replies
from ogam.hub.abilities import Abilities
from ogam.hub.approvals import GONE, Approvals
from ogam.hub.face_steps import FaceStep, Prompt
from ogam.hub.followups import amendment, approval_answer, piece
from ogam.hub.glimpses import Glimpses
from ogam.hub.hub import Hub
from ogam.hub.learning import learn
from ogam.hub.moving_faces import Eyes, MovingFaces, evidence_of, seen_beside
from ogam.hub.pieces import KNOWN
from ogam.hub.questions import (
    LATE,
    Question,
    Speaker,
    amendment_in,
    digits_in,
    judge,
    piece_in,
    question_of,
    speaker_of,
)
from ogam.hub.tries import Tries
from ogam.hub.turns import Turn
from ogam.liveness import SpokenChallenge, said_right
from ogam.vision import Face

Mention = Callable[[str, str, Mapping[str, Any]], None]
NEVER_MIND = "HassNevermind"


class Alarms(Protocol):
    """What rings: `ogam.hub.scheduling`."""

    def rings_at(self, session: str) -> bool: ...

    async def stop(self, session: str) -> object: ...


class Session:
    """One place where people speak, write or are seen, in the order in which they do. It remembers what it asked.

    name: which microphone, satellite or terminal it is, as the log says it. area: where it stands, if known.
    abilities: what can be asked for there. approvals: what waits for somebody's yes, those of the house.
    clock: seconds, for tests. eyes: a camera that looks at who speaks here, if there is one beside the session's own
    pictures (`see`); its times are on the same clock. on_turn: told of turns that no utterance ended: approved on a
    phone, or seen; on_prompt: of what to do before the camera, frame by frame. mention: of the same, whenever it is
    something else, for all who watch the house (`Live.mention`). person: whose it is alone, None for one that anybody
    in the room hears. alarms: what rings here and can be stopped, if somebody looks after that.
    """

    def __init__(
        self,
        hub: Hub,
        name: str,
        area: str | None = None,
        abilities: Abilities = Abilities(),  # noqa: B008 (frozen)
        approvals: Approvals | None = None,
        clock: Callable[[], float] = monotonic,
        on_turn: Callable[[Turn], None] | None = None,
        mention: Mention | None = None,
    ) -> None:
        self.hub = hub
        self.name = name
        self.area = area
        self.abilities = abilities
        self.approvals = approvals or Approvals()
        self.on_turn = on_turn
        self.on_prompt: Callable[[Prompt], None] | None = None
        self.eyes: Eyes | None = None
        self.person: str | None = None
        self.alarms: Alarms | None = None
        self._mention = mention
        self._prompted: Prompt | None = None
        self._tries = Tries(clock)
        self._clock = clock
        self._question: Question | None = None
        self._last: tuple[Turn, float] | None = None  # what was done, and when that was told
        self._waiting = set[str]()  # turns that ask for approval
        self._seen = Glimpses(clock)
        self._faces: MovingFaces | None = None
        self._one_by_one = asyncio.Lock()

    @property
    def can_ask(self) -> tuple[str, ...]:
        """The step-ups that can be asked for now: faces only where their movements can be followed, and nothing but an
        approval where too many tries have failed."""
        steps = self.abilities.step_ups
        return self._tries.left([step for step in steps if step != "face" or self.hub.follows_faces])

    @property
    def now(self) -> float:
        """In seconds, on the session's clock."""
        return self._clock()

    @property
    def question(self) -> Question | None:
        """What was asked and is not answered yet; None where nothing is, or its time is over."""
        open_now = self._question is not None and self._clock() <= self._question.expires
        return self._question if open_now else None

    async def hear(self, utterance: Audio, beside: Sequence[Evidence] = ()) -> Turn:
        """Carry out a spoken utterance, or what it answers. beside: what else tells who speaks, see `Hub.hear`."""
        return await self.carry_out(await self.perceive(utterance, beside))

    async def say(self, text: str, who: Identity | None = None) -> Turn:
        """Carry out a written sentence, or what it answers. who: the writer, if known."""
        came = self._clock()
        return await self.carry_out(replace(self.hub.written(text, self.area, self.name, who), came=came))

    async def gesture(self, text: str, gesture: Observation, who: Identity) -> Turn:
        """Carry out what a gesture says, a sentence, as whoever made it. gesture: what was seen, for the log."""
        written = self.hub.written(text, self.area, self.name, who)
        return await self.carry_out(replace(written, observations=(gesture, *written.observations), came=self._clock()))

    async def perceive(self, utterance: Audio, beside: Sequence[Evidence] = (), began: float | None = None) -> Turn:
        """Who said what, of which nothing is done yet (`Hub.perceive`): for what is carried out by another call.

        began: when it was begun to be said, in seconds on the session's clock: only then is it told by the lips which
        of several faces spoke.
        """
        came = self._clock()
        seen = await asyncio.to_thread(seen_beside, [self.eyes, self._faces], utterance, came, began)
        turn = await self.hub.perceive(utterance, self.area, self.name, (*beside, *self._seen.lately, *seen))
        return replace(turn, came=came)

    async def carry_out(self, perceived: Turn) -> Turn:
        """Do what was said in a turn that `perceive` gave, once; or carry on with what it answers.

        A command takes the place of what was asked before. What is neither command nor answer leaves that open.
        "Stop" waits for nothing that is still being carried out.
        """
        if self.hub.is_stop(perceived):
            return await self.hub.carry_out(replace(perceived, can_ask=self.can_ask))
        async with self._one_by_one:
            if (answered := await self._answered(perceived)) is not None:
                return self._done(answered)
            if (amended := await self._amended(perceived)) is not None:
                return amended
            perceived = await self._taken_back(replace(perceived, can_ask=self.can_ask))
            turn = await self.hub.carry_out(perceived)
            if turn.command is not None:
                self._ask(turn)
                await self._silence(turn)
            return self._done(turn)

    async def halt(self, who: Identity | None = None, heard: Observation | None = None) -> Turn:
        """Stop everything that stops, at once, whatever is being carried out (`Hub.halt`)."""
        return await self.hub.halt(self.name, who, heard)

    async def see(self, image: Image) -> Turn | None:
        """Look at a picture. The turn that was waiting for what is seen, if this decides it; else None.

        Where a face is asked to move, pictures are frames of that: pass about ten a second, in their order; their times
        are seconds on a clock that only goes forward.
        """
        question = self._question
        if question is None or question.look is None or question.expires + LATE < self._clock():
            return await self._look_around(image)
        faces = await self.hub.find_faces(image, self.area, self.name)
        compared = await self.observe(image) if question.look.wants_comparison(image.time) else ()
        async with self._one_by_one:
            self._seen.note(compared)
            if faces is None or self._question is None or self._question.look is not question.look:
                return None
            return await self._watch(self._question, question.look, faces, image.time, compared)

    async def seen(self, evidence: tuple[Evidence, ...]) -> Turn | None:
        """Whom a picture showed (`observe`); what was told before is no news. A turn where a rule is content with a
        face of which nobody knows whether it is live: Ogam's own are not."""
        async with self._one_by_one:
            question, news = self.question, self._seen.note(evidence)
            return await self._recognised(question, self._seen.lately) if question and question.face and news else None

    async def recognise(self, who: Identity, medium: str) -> Turn | None:
        """Somebody was recognised by other means. The turn that was waiting for that, if it is enough; else None."""
        async with self._one_by_one:
            question = self.question
            if question is None or not question.is_step_up:
                return None
            return await self._known(question, who, question.turn.evidence, medium)

    async def observe(self, signal: Signal) -> tuple[Evidence, ...]:
        """What a picture tells of who is there, see `Hub.observe`."""
        return await self.hub.observe(signal, self.area, self.name)

    def tell(self, turn: Turn) -> None:
        """What nobody asked for now: an alarm, a reminder, an announcement, what was put off."""
        if self.on_turn is not None:
            self.on_turn(turn)

    def spoken(self) -> None:
        """The reply has been said aloud: from now on there is time for the answer."""
        if self._last is not None:
            self._last = (self._last[0], self._clock())
        if self._question is not None and not self._question.put:
            self._question = self._question.asked_at(self._clock())

    def withdraw(self, *turns: str) -> None:
        """What these turns (by id) asked is asked no more."""
        self._waiting.difference_update(turns)
        if self._question is not None and self._question.turn.id in turns:
            self._question = None

    async def _look_around(self, image: Image) -> Turn | None:
        """A picture of which nothing was asked; it may show somebody whom a question waits for."""
        if self._faces is None and await self.hub.knows_faces():
            self._faces = self.hub.moving_faces(self.area)
        if self._faces is None:
            return await self.seen(await self.observe(image))
        evidence = evidence_of(await self.hub.watch(self._faces, image, self.name), self.area)
        async with self._one_by_one:
            question = self.question
            return await self._recognised(question, evidence) if question and question.face and evidence else None

    async def _answered(self, answer: Turn) -> Turn | None:
        """The turn that an utterance answers, carried on; None where it is no answer."""
        question = self._question
        if question is None or answer.error or answer.came > question.expires + LATE:
            return None
        if question.challenge is not None:
            return await self._take_digits(question, question.challenge, answer)
        return await self._take_piece(question, answer) if answer.came <= question.expires else None

    async def _take_digits(self, question: Question, challenge: SpokenChallenge, answer: Turn) -> Turn | None:
        """One try: the right digits in the voice that asked, or a refusal. A command, or nothing at all, is no try."""
        said, sure = await digits_in(answer, self.hub.short_answers, challenge.language)
        if not said_right(said, challenge):
            command = self.hub.meaning(answer).command
            is_command = command is not None and command.confidence > sure
            if answer.came > challenge.expires or is_command or not answer.words.strip():
                return None
        self._close(question)
        asked, duration = question.turn, 0.0 if answer.utterance is None else answer.utterance.duration
        speaker = self._speaker(asked, answer)
        began = max(challenge.issued, answer.came - duration)
        outcome = judge(challenge, said, began, speaker.is_same, self.name)
        better = replace(speaker.who, challenge=True, liveness="live") if outcome.details["passed"] else asked.who
        together = _unique(asked.evidence, answer.evidence)
        turn = await self.hub.resume(asked, (outcome,), answer.medium, better, together)
        self._tries.note(turn)
        return turn

    async def _take_piece(self, question: Question, answer: Turn) -> Turn | None:
        """What was missing, put into the command. It is whose voice it is: somebody else's piece is their command."""
        asked, command = question.turn, self.hub.meaning(answer).command
        sure = 0.0 if command is None else command.confidence
        words = await piece_in(answer, asked, self.hub.short_answers, self.hub.home, sure)
        if not words or (asked.missing not in KNOWN and command is not None):
            return None
        self._close(question)
        speaker, said = self._speaker(asked, answer), piece(words, self.name)
        together, can_ask = _unique(asked.evidence, answer.evidence), self.can_ask
        turn = await self.hub.resume(asked, (said,), answer.medium, speaker.who, together, can_ask)
        self._ask(turn)
        return turn

    @property
    def _correctable(self) -> Turn | None:
        """What was done last, as long as it can be taken back or put right."""
        if self._last is None or self._clock() - self._last[1] > amending.SECONDS:
            return None
        return self._last[0]

    async def _amended(self, said: Turn) -> Turn | None:
        """What was done last, put right: undone, and done as it was meant. None where nothing is corrected."""
        last = self._correctable
        if last is None or last.command is None or said.error:
            return None
        code, command = last.command.language, self.hub.meaning(said).command
        heard = amending.says_no(said.words, code)
        if command is not None and heard and command.intent != NEVER_MIND:
            await self.hub.take_back(last, self._known_as(last, said))  # a whole command, after a "no"
            return None
        sure = 0.0 if command is None or (heard and command.intent == NEVER_MIND) else command.confidence
        words = await amendment_in(said, last.command, self.hub.short_answers, self.hub.home, sure)
        if not words:
            return await self._said_again(said, last, code) if heard and command is None else None
        speaker, amended = self._speaker(last, said), amendment(words, self.name)
        meant = self.hub.meaning(replace(last, observations=(*last.observations, amended))).command
        sparing = () if meant is None else meant.devices
        await self.hub.take_back(last, replace(said, who=speaker.who), sparing)
        together = _unique(last.evidence, said.evidence)
        turn = await self.hub.resume(last, (amended,), said.medium, speaker.who, together, self.can_ask)
        self._ask(turn)
        return self._done(turn)

    async def _said_again(self, said: Turn, last: Turn, code: str) -> Turn | None:
        """ "No, turn on the bedroom light": a whole command, after what was done is taken back; None if it is none."""
        whole = self.hub.written(amending.without_no(said.words, code), self.area, self.name, said.who)
        if said.utterance is not None or self.hub.meaning(whole).command is None:
            return None  # what was only heard freely is heard too unsurely to be done
        await self.hub.take_back(last, self._known_as(last, said))
        turn = await self.hub.carry_out(replace(whole, can_ask=self.can_ask, came=said.came))
        self._ask(turn)
        return self._done(turn)

    async def _taken_back(self, said: Turn) -> Turn:
        """The turn with what came of taking back what was done last, where it asks for that."""
        command, last = self.hub.meaning(said).command, self._correctable
        cancels = command is not None and command.intent == NEVER_MIND and says_cancel(said.words)
        undoes = command is not None and command.intent == UNDO_INTENT
        if not (undoes or (cancels and last is not None and last.acts)) or self.question is not None or said.error:
            return said
        if command is not None and cancels and self.alarms is not None and self.alarms.rings_at(self.name):
            return said
        if last is None:
            return replace(said, undone=replies.undone(command, (), self.hub.home)) if command is not None else said
        self._last = None
        return replace(said, undone=(await self.hub.take_back(last, self._known_as(last, said))).reply)

    async def _silence(self, turn: Turn) -> None:
        """Whoever says "that's enough" where something rings means that."""
        ends = turn.command is not None and turn.command.intent == NEVER_MIND
        if ends and self.alarms is not None and self.alarms.rings_at(self.name):
            await self.alarms.stop(self.name)

    def _known_as(self, last: Turn, said: Turn) -> Turn:
        """What was said, by whom it is together with what went before: a "no" is short."""
        return replace(said, who=self._speaker(last, said).who if self.hub.tells_people else said.who)

    def _done(self, turn: Turn) -> Turn:
        """Remembered, to be corrected; a question changes nothing, so that what was done before still can be."""
        if turn.command is not None and (turn.acts or turn.steps) and not is_question(turn.command):
            self._last = (turn, self._clock())
        return turn

    def _speaker(self, asked: Turn, answer: Turn) -> Speaker:
        """Who answered: by the answer alone, and by all that was heard and seen since the question."""
        person = None if asked.who is None else asked.who.person
        if answer.utterance is None:
            writer = answer.who or Identity()
            return speaker_of(person, writer, writer, ())
        said = [one for one in answer.evidence if one.modality == "voice"]
        if not said:  # it could not be looked at, so it is nobody's
            return speaker_of(person, Identity(), Identity(), ())
        alone = self.hub.conclude(said, asked)
        return speaker_of(person, alone, self.hub.conclude(_unique(asked.evidence, answer.evidence), asked), said)

    async def _watch(
        self, question: Question, look: FaceStep, faces: Sequence[Face], time: float, compared: Sequence[Evidence]
    ) -> Turn | None:
        """A frame of a face that was asked to move. One try: live and the same person, or a refusal."""
        over = self._clock() > question.expires
        if over and not look.begun:
            return None
        progress = look.give_up() if over else look.accept(faces, time, compared)
        self._prompt(look.prompt(progress))
        if not progress.over:
            return await self._recognised(question, compared) if compared else None
        self._close(question)
        asked, together = question.turn, _unique(question.turn.evidence, look.evidence)
        outcome, who = look.outcome(progress, self.hub.conclude(together, asked), self.name)
        turn = await self.hub.resume(asked, (outcome,), "camera", who, together)
        self._tries.note(turn)
        return self._tell(turn)

    async def _recognised(self, question: Question, faces: Sequence[Evidence]) -> Turn | None:
        together = _unique(question.turn.evidence, faces)
        return await self._known(question, self.hub.conclude(together, question.turn), together, "camera")

    async def _known(self, question: Question, who: Identity, evidence: Sequence[Evidence], medium: str) -> Turn | None:
        """Carry out what waits for somebody to be recognised, if this is enough."""
        if not self.hub.allows(question.turn, who):
            return None
        self._close(question)
        return self._tell(await self.hub.resume(question.turn, (), medium, who, evidence))

    async def _settle(self, asked: Turn, by: str, approved: bool) -> Turn:
        """Somebody said yes or no on a phone. A yes of somebody who may not do it leaves the question open."""
        async with self._one_by_one:
            if asked.id not in self._waiting:
                raise PolicyError(GONE)
            who = replace(asked.who or Identity(), approved_by=by if approved else None)
            answer = approval_answer(by, approved, self.name)
            turn = await self.hub.resume(asked, (answer,), "phone", who, asked.evidence)
            self._tries.note(turn)
            allowed = turn.decision is not None and turn.decision.effect == "allow"
            if allowed or not approved:
                self._waiting.discard(asked.id)
                if self._question is not None and self._question.turn.id == asked.id:
                    self._question = None
            if allowed and by == who.person:
                await learn(self.hub.hold, self.hub.log, turn, by)
            return self._tell(turn)

    def _ask(self, turn: Turn) -> None:
        """Keep what a turn asks, in the place of what was asked before; let it wait on the phones where that helps."""
        self._question = question_of(turn, self._clock())
        if turn.command is not None and turn.command.intent == NEVER_MIND:
            self.approvals.withdraw(*self._waiting)
            self._waiting.clear()
        if turn.decision is not None and turn.can_ask and "approval" in turn.decision.needs:
            approval = self.approvals.ask(turn, self._settle)
            self._waiting.add(turn.id)
            self.hub.log.append(
                self.name,
                turn.id,
                "approval",
                {"id": approval.id, "asked": approval.asked, "expires": approval.expires},
            )

    def _close(self, question: Question) -> None:
        """A question is answered once, by whatever comes first."""
        self._question = None
        self._waiting.discard(question.turn.id)
        self.approvals.withdraw(question.turn.id)

    def _prompt(self, prompt: Prompt) -> None:
        if self.on_prompt is not None:
            self.on_prompt(prompt)
        before, self._prompted = self._prompted, replace(prompt, seconds_left=0.0)
        if self._mention is not None and before != self._prompted:
            self._mention(self.name, "challenge", prompt.data)

    def _tell(self, turn: Turn) -> Turn:
        if self.on_turn is not None:
            self.on_turn(turn)
        return turn


_CANCELS = re.compile(r"\b(cancel|undo)\b|취소")


def says_cancel(words: str) -> bool:
    """Whether a "never mind" says that something is to be undone."""
    return bool(_CANCELS.search(words.lower()))


def _unique(*evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """All of it, each once."""
    return tuple(dict.fromkeys(one for some in evidence for one in some))
