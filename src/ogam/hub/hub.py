"""The hub: an utterance goes in, the right thing happens, and the log shows why."""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from time import perf_counter

from ogam.biometrics.fusion import Evidence
from ogam.core import (
    Action,
    Audio,
    Command,
    Device,
    Driver,
    Identity,
    LogError,
    ModelError,
    Observation,
    Recognizer,
    Signal,
)
from ogam.devices import SERVICES, plan
from ogam.home import Home
from ogam.hub import replies
from ogam.hub.acting import act
from ogam.hub.followups import refusal
from ogam.hub.hearing import Digits, Heard, hear, hear_digits, written
from ogam.hub.identifying import Finding, Look, conclude, look
from ogam.hub.learning import Hold
from ogam.hub.log import EventLog
from ogam.hub.pieces import KNOWN, fill
from ogam.hub.ports import EveryoneMay, Grammar, Identifier, Policy
from ogam.hub.presence import Presence
from ogam.hub.turns import Act, Turn, act_data, command_data, decision_data, identity_data, observation_data
from ogam.hub.understanding import Meaning, understand
from ogam.liveness import draw_challenge
from ogam.policy import STEP_UPS, Request


class Hub:
    """Joins a home, its grammar, a recogniser, drivers and a log. It holds no state of its own.

    recognizer: gives observations of kind "sentence" (value: the sentence; details: `heard`, what a free transcription
    gives, and `accepted`, whether it is one of the home's sentences); None for a hub that only reads.
    drivers: by the name that `Device.driver` says. patience: seconds that a device has to answer.
    policy: what each may do; without one, everyone may do everything. identifier: says who speaks; without one, nobody
    is known. presence: who was recognised lately; what it knows is taken into account, and added to.
    digits: recognisers of a spoken challenge by language; without, its answer is looked for in what was heard freely.
    hold: holds what a confirmed command was recognised by, for its person to keep; without, nothing is learned.
    """

    def __init__(
        self,
        home: Home,
        grammar: Grammar,
        recognizer: Recognizer | None,
        drivers: Mapping[str, Driver],
        log: EventLog,
        policy: Policy | None = None,
        patience: float = 10.0,
        identifier: Identifier | None = None,
        presence: Presence | None = None,
        digits: Digits | None = None,
        hold: Hold | None = None,
    ) -> None:
        self.home = home
        self.log = log
        self.drivers = drivers
        self._grammar = grammar
        self._recognizer = recognizer
        self._policy = policy or EveryoneMay()
        self._patience = patience
        self._identifier = identifier
        self._presence = presence or Presence()
        self.hold = hold
        self._digits = digits
        self._asks_who = policy is not None or identifier is not None
        self._devices = (*home.devices, *SERVICES)

    async def hear(
        self, utterance: Audio, area: str | None = None, session: str = "microphone", beside: Sequence[Evidence] = ()
    ) -> Turn:
        """Carry out a spoken utterance. Failures become an error event and a reply; only a `LogError` is raised.

        area: where it was heard, if known; session: which microphone or satellite it belongs to. beside: what else
        tells who speaks (`observe`): faces that were seen meanwhile, the utterance that this one belongs to.
        """
        return await self.carry_out(await self.perceive(utterance, area), area, session, beside)

    async def perceive(self, utterance: Audio, area: str | None = None) -> Heard:
        """What an utterance gives, for `carry_out`; nothing is done or logged yet."""
        if self._recognizer is None:
            raise ModelError("This hub was opened without a recogniser, so it cannot hear. Open it with one.")
        return await hear(self._recognizer, self._identifier, utterance, area)

    async def hear_digits(self, heard: Heard, language: str) -> str:
        """The digits that an utterance is, in figures or in words; empty where it is none."""
        return heard.words if self._digits is None else await hear_digits(self._digits(language), heard)

    async def say(self, text: str, area: str | None = None, session: str = "text", who: Identity | None = None) -> Turn:
        """Carry out a written sentence, exactly as if it had been heard with certainty. who: the writer, if known."""
        return await self.carry_out(written(text, session), area, session, who=who)

    async def carry_out(
        self,
        heard: Heard,
        area: str | None,
        session: str,
        beside: Sequence[Evidence] = (),
        who: Identity | None = None,
        can_ask: Sequence[str] | None = None,
    ) -> Turn:
        """Carry out what was perceived, as `hear` does. who: the writer of a sentence, if known.

        can_ask: the step-ups that can be asked for and will be answered (`resume`); None where nobody will.
        """
        turn = replace(self._new_turn(session, area, who), can_ask=None if can_ask is None else tuple(can_ask))
        if heard.failure is not None:
            self._begin(turn, heard.medium)
            return self._failed(turn, "recognizer", heard.failure, replies.could_not_listen(heard.failure, self.home))
        timings = {} if heard.recognised is None else {"recognise": heard.recognised}
        turn = replace(turn, observations=heard.observations, timings=timings)
        if heard.look is not None and (found := self.conclude(heard.look, beside, turn)) is not None:
            timings = {**timings, "identify": found.milliseconds}
            turn = replace(turn, who=found.who, evidence=found.evidence, timings=timings)
        return await self._carry_out(turn, heard.medium, heard.began)

    async def resume(
        self,
        asked: Turn,
        answer: Sequence[Observation],
        medium: str,
        who: Identity | None,
        evidence: Sequence[Evidence] = (),
        can_ask: Sequence[str] = (),
    ) -> Turn:
        """Take up a turn that asked something, with what answers it: a new turn about the same command, decided again.

        who: better known than before, from this evidence. can_ask: what may still be asked for then.
        """
        turn = replace(
            self._new_turn(asked.session, asked.area, who),
            observations=(*asked.observations, *answer),
            evidence=tuple(evidence),
            answers=asked.id,
            can_ask=tuple(can_ask),
        )
        return await self._carry_out(turn, medium, perf_counter())

    async def take(
        self,
        observations: Sequence[Observation],
        area: str | None,
        session: str,
        who: Identity | None = None,
        at: time | None = None,
        can_ask: Sequence[str] | None = None,
    ) -> Turn:
        """Carry out what was observed before, as a replay does. who, at, can_ask: of then, where the log has them."""
        turn = replace(self._new_turn(session, area, who, at), observations=tuple(observations))
        turn = replace(turn, can_ask=None if can_ask is None else tuple(can_ask))
        return await self._carry_out(turn, "replay", perf_counter())

    def consider(self, text: str, area: str | None = None, who: Identity | None = None, at: time | None = None) -> Turn:
        """What would be decided about a written sentence. Nothing is done; the log shows that it was asked."""
        turn = self._new_turn("what if", area, who, at)
        turn = replace(turn, observations=written(text, "what if").observations)
        self._begin(turn, "what if")
        turn = self._interpret(turn)
        if turn.command is None or turn.reply:
            return turn
        return self._decide(turn, turn.command, plan(turn.command, self._devices))

    def meaning(self, turn: Turn, observations: Sequence[Observation] = ()) -> Meaning:
        """What a turn means with observations added; nothing is done or logged."""
        every = (*turn.observations, *observations)
        return understand(every, turn.sentence, self._grammar, self.home, turn.area, turn.who)

    def understands(self, heard: Heard, area: str | None) -> bool:
        """Whether an utterance is a command of this home; nothing is done or logged."""
        return self.meaning(replace(self._new_turn("", area), observations=heard.observations)).command is not None

    def is_piece(self, asked: Turn, heard: Heard) -> bool:
        """Whether an utterance is the piece that a turn asked for; nothing is done or logged."""
        if asked.command is None or fill(asked.command, asked.asks, heard.words, self.home) is None:
            return False
        return asked.asks in KNOWN or not self.understands(heard, asked.area)

    def allows(self, turn: Turn, who: Identity) -> bool:
        """Whether what a turn asked for would be allowed to somebody; nothing is done or logged."""
        command = self.meaning(replace(turn, who=who)).command
        if command is None:
            return False
        acts = tuple(plan(command, self._devices))
        return self._policy.decide(Request(command, who, acts, turn.at, step_ups=())).effect == "allow"

    async def observe(self, signal: Signal, area: str | None = None, session: str = "camera") -> tuple[Evidence, ...]:
        """What a picture, or an utterance that is no command, tells of who is there: for `hear(…, beside=…)`.

        Nothing where that fails; the log says why. area: where it was taken, if known.
        """
        seen = Look() if self._identifier is None else await look(self._identifier, signal, area)
        if seen.error is not None:
            self._log_error(self._new_turn(session, area), "identifier", seen.error)
        return seen.evidence

    def conclude(self, heard: Look, beside: Sequence[Evidence], turn: Turn) -> Finding | None:
        """Who it is, as far as can be told; None in a hub that cannot tell. turn: where that is asked, for the log."""
        if self._identifier is None:
            return None
        found = conclude(self._identifier, heard, beside, self._presence, turn.area, turn.at)
        if found.error is not None:
            self._log_error(turn, "identifier", found.error)
        return found

    async def _carry_out(self, turn: Turn, medium: str, started: float) -> Turn:
        self._begin(turn, medium)
        interpreting = perf_counter()
        try:
            turn = self._interpret(turn)
        except LogError:
            raise
        except Exception as error:  # noqa: BLE001 (nor may a grammar)
            return self._failed(turn, "grammar", error, replies.went_wrong(self.home))
        interpreted, acting = _milliseconds(interpreting), perf_counter()
        if turn.command is not None and not turn.reply:
            try:
                turn = await self._decide_and_act(turn, turn.command)
            except LogError:
                raise
            except Exception as error:  # noqa: BLE001 (nor a policy, or the wording of a reply)
                return self._failed(turn, "hub", error, replies.went_wrong(self.home))
        timings = {"interpret": interpreted, "act": _milliseconds(acting), "total": _milliseconds(started)}
        turn = replace(turn, timings={**turn.timings, **timings})
        self._append(turn, "reply", {"text": turn.reply, "timings_ms": dict(turn.timings)})
        return turn

    def _begin(self, turn: Turn, medium: str) -> None:
        asking = {} if turn.can_ask is None else {"can_ask": list(turn.can_ask)}
        answering = {"answers": turn.answers} if turn.answers else {}
        self._append(turn, "turn", {"area": turn.area, "medium": medium, **asking, **answering})
        for observation in turn.observations:
            self._append(turn, "observation", observation_data(observation))
        if turn.who is not None:
            self._append(turn, "identity", {**identity_data(turn.who), "at": turn.at.isoformat("minutes")})

    def _interpret(self, turn: Turn) -> Turn:
        """The turn with its command; or with a reply that says why there is none, or what to say first."""
        found = self.meaning(turn)
        if found.command is None:
            return replace(turn, reply=replies.not_understood(self.home, turn.area))
        self._append(turn, "command", command_data(found.command))
        return replace(turn, command=found.command, reply=found.question, asks=found.asks)

    async def _decide_and_act(self, turn: Turn, command: Command) -> Turn:
        todo = plan(command, self._devices)
        turn = self._decide(turn, command, todo)
        if turn.reply:
            return turn
        failed = partial(self._log_error, turn)
        results = await asyncio.gather(*(act(self.drivers, d, action, self._patience, failed) for d, action in todo))
        acts = tuple(Act(device, action, result) for (device, action), result in zip(todo, results, strict=True))
        for one in acts:
            self._append(turn, "action", act_data(one))
        return replace(turn, acts=acts, reply=replies.reply(command, acts, self.home))

    def _decide(self, turn: Turn, command: Command, todo: Sequence[tuple[Device, Action]]) -> Turn:
        """The turn with the decision; and with the reply where it is no."""
        can_ask = STEP_UPS if turn.can_ask is None else turn.can_ask
        request = Request(command, turn.who or Identity(), tuple(todo), turn.at, step_ups=can_ask)
        decision = refusal(turn.observations) or self._policy.decide(request)
        self._append(turn, "decision", decision_data(decision))
        if decision.effect == "allow":
            return replace(turn, decision=decision, reply="")
        asks_digits = turn.can_ask is not None and "challenge" in decision.needs
        challenge = draw_challenge(perf_counter, command.language) if asks_digits else None
        reply = replies.not_allowed(decision, command, self.home, challenge.words if challenge else "")
        return replace(turn, decision=decision, reply=reply, challenge=challenge)

    def _new_turn(self, session: str, area: str | None, who: Identity | None = None, at: time | None = None) -> Turn:
        nobody = Identity() if self._asks_who else None
        now = datetime.now().time().replace(second=0, microsecond=0)
        return Turn(uuid.uuid4().hex, session, area, (), reply="", who=who or nobody, at=at or now)

    def _failed(self, turn: Turn, where: str, error: Exception, reply: str) -> Turn:
        self._log_error(turn, where, error)
        self._append(turn, "reply", {"text": reply, "timings_ms": dict(turn.timings)})
        return replace(turn, reply=reply, error=f"{type(error).__name__}: {error}")

    def _log_error(self, turn: Turn, where: str, error: Exception) -> None:
        self._append(turn, "error", {"where": where, "type": type(error).__name__, "message": str(error)})

    def _append(self, turn: Turn, kind: str, data: Mapping[str, object]) -> None:
        self.log.append(turn.session, turn.id, kind, data)


def _milliseconds(since: float) -> float:
    return round((perf_counter() - since) * 1000, 3)
