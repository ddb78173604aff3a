"""The hub: an utterance goes in, the right thing happens, and the log shows why."""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from time import perf_counter

from ogam.core import (
    Action,
    ActionResult,
    Audio,
    Command,
    Device,
    DeviceError,
    Driver,
    Identity,
    LogError,
    ModelError,
    Observation,
    Recognizer,
)
from ogam.devices import plan, services_in
from ogam.home import Home, resolve
from ogam.hub import replies
from ogam.hub.log import EventLog, to_json
from ogam.hub.personal import personal
from ogam.hub.ports import EveryoneMay, Grammar, Identifier, Policy
from ogam.hub.turns import Act, Turn, act_data, command_data, decision_data, identity_data, observation_data
from ogam.policy import Request


class Hub:
    """Joins a home, its grammar, a recogniser, drivers and a log. It holds no state of its own.

    recognizer: gives observations of kind "sentence" (value: the sentence; details: `heard`, what a free transcription
    gives, and `accepted`, whether it is one of the home's sentences); None for a hub that only reads.
    drivers: by the name that `Device.driver` says. patience: seconds that a device has to answer.
    policy: what each may do; without one, everyone may do everything. identifier: says who speaks; without one, nobody
    is known.
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
    ) -> None:
        self.home = home
        self.log = log
        self.drivers = drivers
        self._grammar = grammar
        self._recognizer = recognizer
        self._policy = policy or EveryoneMay()
        self._patience = patience
        self._identifier = identifier
        self._asks_who = policy is not None or identifier is not None
        self._devices = (*home.devices, *services_in(home.language))

    async def hear(self, utterance: Audio, area: str | None = None, session: str = "microphone") -> Turn:
        """Carry out a spoken utterance. Failures become an error event and a reply; only a `LogError` is raised.

        area: where it was heard, if known; session: which microphone or satellite it belongs to.
        """
        if self._recognizer is None:
            raise ModelError("This hub was opened without a recogniser, so it cannot hear. Open it with one.")
        turn, started = self._new_turn(session, area), perf_counter()
        try:
            observed = (await asyncio.to_thread(self._recognizer.recognize, [utterance]))[0]
            for observation in observed:
                to_json(observation_data(observation))
        except Exception as error:  # noqa: BLE001 (a recogniser may be anyone's; it must not take the hub down)
            self._begin(turn, "audio")
            return self._failed(turn, "recognizer", error, replies.could_not_listen(error, self.home))
        recognised = _milliseconds(started)
        turn = replace(turn, observations=tuple(observed), timings={"recognise": recognised})
        turn = await self._identify(turn, utterance)
        return await self._carry_out(turn, "audio", started)

    async def say(self, text: str, area: str | None = None, session: str = "text", who: Identity | None = None) -> Turn:
        """Carry out a written sentence, exactly as if it had been heard with certainty. who: the writer, if known."""
        details = {"heard": text, "accepted": True}
        observation = Observation("sentence", text, 1.0, 0.0, 0.0, session, "typed", details=details)
        turn = replace(self._new_turn(session, area, who), observations=(observation,))
        return await self._carry_out(turn, "text", perf_counter())

    async def take(
        self,
        observations: Sequence[Observation],
        area: str | None,
        session: str,
        who: Identity | None = None,
        at: time | None = None,
    ) -> Turn:
        """Carry out what was observed before, as a replay does. who and at: of then, where the log has them."""
        turn = replace(self._new_turn(session, area, who, at), observations=tuple(observations))
        return await self._carry_out(turn, "replay", perf_counter())

    def consider(self, text: str, area: str | None = None, who: Identity | None = None, at: time | None = None) -> Turn:
        """What would be decided about a written sentence. Nothing is done; the log shows that it was asked."""
        details = {"heard": text, "accepted": True}
        observation = Observation("sentence", text, 1.0, 0.0, 0.0, "what if", "typed", details=details)
        turn = replace(self._new_turn("what if", area, who, at), observations=(observation,))
        self._begin(turn, "what if")
        turn = self._interpret(turn)
        if turn.command is None or turn.reply:
            return turn
        return self._decide(turn, turn.command, plan(turn.command, self._devices))

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
        self._append(turn, "turn", {"area": turn.area, "medium": medium})
        for observation in turn.observations:
            self._append(turn, "observation", observation_data(observation))
        if turn.who is not None:
            self._append(turn, "identity", {**identity_data(turn.who), "at": turn.at.isoformat("minutes")})

    async def _identify(self, turn: Turn, utterance: Audio) -> Turn:
        """The turn with who speaks; nobody known where that cannot be told, never somebody by mistake."""
        if self._identifier is None:
            return turn
        started = perf_counter()
        try:
            who = await asyncio.to_thread(self._identifier.identify, utterance, turn.area)
            to_json(identity_data(who))
        except Exception as error:  # noqa: BLE001 (whatever fails here, the speaker is then unknown)
            self._append(turn, "error", _error_data("identifier", error))
            who = Identity()
        return replace(turn, who=who, timings={**turn.timings, "identify": _milliseconds(started)})

    def _interpret(self, turn: Turn) -> Turn:
        """The turn with its command; or with a reply that says why there is none, or what to say first."""
        sentence = turn.sentence
        if sentence is None or not sentence.value or not sentence.details.get("accepted", True):
            return replace(turn, reply=replies.not_understood(self.home, turn.area))
        meaning = self._grammar.interpret(sentence.value, turn.area)
        if meaning.command is None:
            return replace(turn, reply=replies.not_understood(self.home, turn.area))
        said = replace(meaning.command, sentence=meaning.command.sentence or sentence.value)
        said, needs = personal(said, meaning.needs, self.home, turn.who)
        command = self._for_this_home(said, turn, sentence)
        self._append(turn, "command", command_data(command))
        question = (
            replies.whose(command, self.home)
            or replies.missing(needs, command, self.home)
            or replies.which_one(command, self.home)
        )
        return replace(turn, command=command, reply=question)

    def _for_this_home(self, command: Command, turn: Turn, sentence: Observation) -> Command:
        values = {name: slot.value for name, slot in command.slots.items()}
        return replace(
            command,
            speaker=None if turn.who is None else turn.who.person,
            devices=resolve(self.home, values, turn.area, command.intent),
            area=turn.area,
            confidence=sentence.confidence,
        )

    async def _decide_and_act(self, turn: Turn, command: Command) -> Turn:
        todo = plan(command, self._devices)
        turn = self._decide(turn, command, todo)
        if turn.reply:
            return turn
        results = await asyncio.gather(*(self._act(turn, device, action) for device, action in todo))
        acts = tuple(Act(device, action, result) for (device, action), result in zip(todo, results, strict=True))
        for act in acts:
            self._append(turn, "action", act_data(act))
        return replace(turn, acts=acts, reply=replies.reply(command, acts, self.home))

    def _decide(self, turn: Turn, command: Command, todo: Sequence[tuple[Device, Action]]) -> Turn:
        """The turn with the decision; and with the reply where it is no."""
        decision = self._policy.decide(Request(command, turn.who or Identity(), tuple(todo), turn.at))
        self._append(turn, "decision", decision_data(decision))
        refused = "" if decision.effect == "allow" else replies.not_allowed(decision, command, self.home)
        return replace(turn, decision=decision, reply=refused)

    async def _act(self, turn: Turn, device: Device, action: Action) -> ActionResult:
        """The result of an action; whatever a driver does wrong becomes a result that says so."""
        driver = self.drivers.get(device.driver)
        if driver is None:
            return ActionResult(
                device.id, False, error=f"The {device.name} needs the driver '{device.driver}', which is not there."
            )
        try:
            result = await asyncio.wait_for(driver.act(device, action), self._patience)
            to_json(act_data(Act(device, action, result)))
            return result
        except DeviceError as error:
            return ActionResult(device.id, False, error=str(error))
        except TimeoutError:
            return ActionResult(device.id, False, error=f"The {device.name} doesn't answer.")
        except Exception as error:  # noqa: BLE001 (a driver may be anyone's; it must not take the hub down)
            self._append(turn, "error", _error_data(f"driver {device.driver}", error))
            return ActionResult(device.id, False, error=f"The {device.name} failed; the log says how.")

    def _new_turn(self, session: str, area: str | None, who: Identity | None = None, at: time | None = None) -> Turn:
        nobody = Identity() if self._asks_who else None
        now = datetime.now().time().replace(second=0, microsecond=0)
        return Turn(uuid.uuid4().hex, session, area, (), reply="", who=who or nobody, at=at or now)

    def _failed(self, turn: Turn, where: str, error: Exception, reply: str) -> Turn:
        self._append(turn, "error", _error_data(where, error))
        self._append(turn, "reply", {"text": reply, "timings_ms": dict(turn.timings)})
        return replace(turn, reply=reply, error=f"{type(error).__name__}: {error}")

    def _append(self, turn: Turn, kind: str, data: Mapping[str, object]) -> None:
        self.log.append(turn.session, turn.id, kind, data)


def _error_data(where: str, error: Exception) -> dict[str, str]:
    return {"where": where, "type": type(error).__name__, "message": str(error)}


def _milliseconds(since: float) -> float:
    return round((perf_counter() - since) * 1000, 3)
