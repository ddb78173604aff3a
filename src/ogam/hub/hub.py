"""The hub: an utterance goes in, the right thing happens, and the log shows why."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from time import perf_counter

from ogam.biometrics import FaceTrack
from ogam.biometrics.fusion import Evidence
from ogam.core import (
    Action,
    Asker,
    Audio,
    Command,
    Decision,
    Device,
    Driver,
    Identity,
    Image,
    LogError,
    ModelCard,
    Observation,
    Recognizer,
    Signal,
    Slot,
)
from ogam.devices import ROUTINE_INTENT, UNDO_INTENT, VirtualDriver, plan, services_in
from ogam.devices.drivers import Closes
from ogam.devices.halting import HALT_INTENT, halting, only_stops
from ogam.devices.stopping import Brake, HasBrake
from ogam.devices.undoing import KEEPERS
from ogam.home import Home, Routine, RoutineAction
from ogam.hub import replies, routines
from ogam.hub.acting import act_all
from ogam.hub.aiming import target, targets
from ogam.hub.attention import Attention
from ogam.hub.correcting import changed_devices, undoing
from ogam.hub.deciding import answered, decided, speaker
from ogam.hub.demonstratives import is_demonstrative
from ogam.hub.known_states import state_before
from ogam.hub.learning import Hold
from ogam.hub.log import EventLog
from ogam.hub.moving_faces import MovingFaces
from ogam.hub.placing import placed
from ogam.hub.ports import EveryoneMay, Grammar, Identifier, Policy, ShortAnswers
from ogam.hub.presence import Presence
from ogam.hub.scene import Scene
from ogam.hub.senses import Senses
from ogam.hub.short_answers import answer_recognizers
from ogam.hub.suspecting import suspicion
from ogam.hub.turns import Turn, act_data, command_data, decision_data
from ogam.hub.turns_log import find_turn
from ogam.hub.understanding import Meaning, understand
from ogam.hub.writing import TurnWriter
from ogam.liveness import ReplayDetector
from ogam.vision import Face, FaceFollower


class Hub:
    """Joins a home, its grammar, a recogniser, drivers and a log. It holds no state of its own.

    recognizer: gives observations of kind "sentence" (value: the sentence; details: `heard`, what a free transcription
    gives, and `accepted`, whether it is one of the home's sentences); None for a hub that only reads.
    drivers: by the name that `Device.driver` says. patience: seconds that a device has to answer.
    policy: what each may do; without one, everyone may do everything. identifier: says who speaks; without one, nobody
    is known. presence: who was recognised lately; what it knows is taken into account, and added to.
    short_answers, faces, hold: for the dialogues of sessions: what hears answers, what finds faces that are asked to
    move, and where what is learned in passing goes. replays: looks for loudspeakers behind what is protected.
    scene: what cameras see; without one, nobody points at anything.
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
        short_answers: ShortAnswers | None = None,
        hold: Hold | None = None,
        faces: FaceFollower | None = None,
        replays: ReplayDetector | None = None,
        scene: Scene | None = None,
    ) -> None:
        self.home = home
        self.recognizer = recognizer
        self.log = log
        self.drivers = drivers
        self.short_answers = short_answers
        self.hold = hold
        self.scene = scene
        self.presence = presence or Presence()
        self.attention = Attention()
        self._replays = replays
        self._writer = TurnWriter(log)
        self.grammar = grammar
        self._policy = policy or EveryoneMay()
        self._patience = patience
        self._senses = Senses(recognizer, identifier, self.presence, faces, self._writer)
        self.tells_people = identifier is not None
        self.follows_faces = faces is not None
        self._asks_who = policy is not None or identifier is not None
        self._devices = (*home.devices, *services_in(home.language))

    async def hear(
        self, utterance: Audio, area: str | None = None, session: str = "microphone", beside: Sequence[Evidence] = ()
    ) -> Turn:
        """Carry out a spoken utterance. Failures become an error event and a reply; only a `LogError` is raised.

        area: where it was heard, if known; session: which microphone or satellite it belongs to. beside: what else
        tells who speaks (`observe`): faces that were seen meanwhile, the utterance that this one belongs to.
        """
        return await self.carry_out(await self.perceive(utterance, area, session, beside))

    async def perceive(
        self, utterance: Audio, area: str | None = None, session: str = "microphone", beside: Sequence[Evidence] = ()
    ) -> Turn:
        """Who said what: a turn with its observations and its speaker, of which nothing is logged or done yet.

        `carry_out` does the rest, once. Where the recogniser failed, that is logged, and the turn has its error.
        """
        turn = replace(self._new_turn(session, area), utterance=utterance)
        with self.attention.hearing():
            heard, looked = await self._senses.hear(utterance, area)
        if heard.error is not None:
            self._writer.begin(turn, "audio")
            sorry = replies.could_not_listen(heard.error, self.home)
            return self._writer.failed(turn, "recognizer", heard.error, sorry)
        turn = replace(turn, observations=heard.observations, timings={"recognise": heard.milliseconds})
        return self._senses.identify(turn, looked, beside)

    def written(self, text: str, area: str | None = None, session: str = "text", who: Identity | None = None) -> Turn:
        """A written sentence, exactly as if it had been heard with certainty, for `carry_out`. who: the writer."""
        details = {"heard": text, "accepted": True}
        observation = Observation("sentence", text, 1.0, 0.0, 0.0, session, "typed", details=details)
        return replace(self._new_turn(session, area, who), observations=(observation,))

    async def carry_out(self, perceived: Turn) -> Turn:
        """Do what was said in a turn that `perceive` or `written` gave; one that failed is given back as it is.

        `Turn.can_ask`: the step-ups that can be asked for where it was said, and will be answered (`resume`).
        """
        return perceived if perceived.error else await self._carry_out(perceived, perceived.medium)

    async def say(self, text: str, area: str | None = None, session: str = "text", who: Identity | None = None) -> Turn:
        """Carry out a written sentence. who: the writer, if known."""
        return await self.carry_out(self.written(text, area, session, who))

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
        return await self._carry_out(turn, medium)

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
        asking = None if can_ask is None else tuple(can_ask)
        turn = replace(self._new_turn(session, area, who, at), observations=tuple(observations), can_ask=asking)
        return await self._carry_out(turn, "replay")

    def consider(self, text: str, area: str | None = None, who: Identity | None = None, at: time | None = None) -> Turn:
        """What would be decided about a written sentence. Nothing is done; the log shows that it was asked."""
        turn = self.written(text, area, "what if", who)
        turn = replace(turn, at=at or turn.at)
        self._writer.begin(turn, "what if")
        turn = self._interpret(turn)
        if turn.command is None or turn.reply:
            return turn
        return self._decide(turn, turn.command, plan(turn.command, self._devices))

    async def operate(
        self, device: Device, action: Action, session: str, who: Identity | None = None, sentence: str = ""
    ) -> Turn:
        """Do one thing with one device, asked for by touch: decided and logged as if it had been said.

        who: whose account it is, and nothing more than that: by no voice and no face. sentence: the same in words.
        """
        turn = replace(self._new_turn(session, None, who), can_ask=("approval",))
        slots = {name: Slot(name, value) for name, value in action.arguments.items()}
        speaker = None if turn.who is None else turn.who.person
        command = Command(action.verb, slots, sentence, self.home.language, (device.id,), speaker=speaker)
        turn = replace(turn, command=command)
        self._writer.begin(turn, "touch")
        self._writer.append(turn, "command", command_data(command))
        return await self._finish(turn, 0.0, [(device, action)])

    async def halt(self, session: str, who: Identity | None = None, heard: Observation | None = None) -> Turn:
        """Stop everything that stops, before anything else: no rule is looked at, nobody asked, nothing waited for.

        It is logged once the devices were told. who: who wants it, if known; heard: the stop word, where it was one.
        """
        observed = () if heard is None else (heard,)
        turn = replace(self._new_turn(session, None, who), observations=observed)
        person, said = None if turn.who is None else turn.who.person, "" if heard is None else str(heard.value)
        command = Command(HALT_INTENT, {}, said, self.home.language, speaker=person)
        began, todo, troubles = perf_counter(), halting(self._devices), list[tuple[str, Exception]]()
        acts = await act_all(self.drivers, todo, self._patience, lambda where, error: troubles.append((where, error)))
        took = _milliseconds(began)
        turn = replace(turn, command=command, acts=acts, timings={"act": took, "total": took})
        self._writer.begin(turn, "touch" if heard is None else "audio")
        self._writer.append(turn, "command", command_data(command))
        for where, error in troubles:
            self._writer.error(turn, where, error)
        if todo:
            turn = self._decide(turn, command, todo)
        for one in acts:
            self._writer.append(turn, "action", act_data(one))
        return self._writer.reply(replace(turn, reply=replies.reply(command, acts, self.home)))

    @property
    def stops(self) -> bool:
        """Whether there is anything that stops at the word "stop"."""
        return bool(halting(self._devices))

    @property
    def brakes(self) -> list[Brake]:
        """What stops at the word "stop" before anything else is told of it."""
        used = {device.driver for device, _ in halting(self._devices)}
        return [one.brake() for name, one in self.drivers.items() if name in used and isinstance(one, HasBrake)]

    def is_stop(self, turn: Turn) -> bool:
        """Whether all that a turn asks for is to stop what stops: then it waits for no other turn."""
        if not self.stops or turn.error:
            return False
        command = self.meaning(turn).command
        return command is not None and only_stops(plan(command, self._devices))

    async def close(self) -> None:
        """End what the drivers have opened. The log stays open: it belongs to whoever opened it."""
        for driver in self.drivers.values():
            if isinstance(driver, Closes):
                await driver.close()

    @property
    def services(self) -> tuple[Device, ...]:
        """What the home can do without a device of its own."""
        return services_in(self.home.language)

    async def take_back(self, done: Turn, asked: Turn, sparing: Sequence[str] = ()) -> Turn:
        """Put the devices of a turn back as they were before it, where that is known and harmless: a turn of its own.

        asked: the turn that asks for that; whoever speaks there must be allowed to. sparing: devices, by id, that are
        left as they are, since they are told something else at once.
        """
        turn = replace(self._new_turn(asked.session, asked.area, asked.who), answers=done.id)
        self._writer.begin(turn, "undo")
        language = self.home.language if done.command is None else done.command.language
        command = Command(UNDO_INTENT, language=language, area=asked.area)
        turn = replace(turn, command=command)
        logged = [one for each in (done, *done.steps) if (one := find_turn(self.log, each.id)) is not None]
        back = [undoing(one, self.log, self.home, self._devices) for one in logged]
        todo = [(one.device, one.action) for some in back for one in some if one.device.id not in sparing]
        touched = {*sparing, *(device.id for device, _ in todo)}
        left = [
            device
            for one in logged
            for device in changed_devices(one, self.log, self._devices)
            if device.id not in touched
        ]
        if not todo:
            return self._writer.reply(replace(turn, reply=replies.undone(command, (), self.home)))
        turn = self._decide(turn, command, todo)
        if not turn.reply:
            turn = await self._act(turn, todo)
            turn = replace(turn, reply=replies.undone(command, turn.acts, self.home, left))
        return self._writer.reply(turn)

    def adopt(
        self,
        home: Home,
        policy: Policy | None,
        grammar: Grammar | None = None,
        recognizer: Recognizer | None = None,
    ) -> None:
        """From now on it is this home, with these rules. grammar, recognizer: those of its devices; as before if None,
        for a home that differs in its rules only (`ogam.hub.renewing` makes all of it)."""
        self.home, self._policy = home, policy or EveryoneMay()
        self._devices = (*home.devices, *services_in(home.language))
        self.grammar = grammar or self.grammar
        if recognizer is not None and recognizer is not self.recognizer:
            self.recognizer, self.short_answers = recognizer, answer_recognizers(recognizer) or self.short_answers
            self._senses = replace(self._senses, recognizer=recognizer)

    def shadow(self, policy: Policy | None = None) -> "Hub":
        """A hub of the same home and grammar to try things in. What it is told changes nothing: its devices are
        simulated, its log is in memory. policy: other rules than these."""
        pretended = VirtualDriver(self.home.devices)
        drivers = dict.fromkeys((device.driver for device in self._devices), pretended)
        return Hub(self.home, self.grammar, None, drivers, EventLog(None), policy or self._policy)

    @property
    def models(self) -> tuple[ModelCard, ...]:
        """What it hears by."""
        return () if self.recognizer is None else (self.recognizer.card,)

    def meaning(self, turn: Turn) -> Meaning:
        """What a turn means; nothing is done or logged."""
        return understand(turn, self.grammar, self.home)

    def allows(self, turn: Turn, who: Identity) -> bool:
        """Whether what a turn asked for would be allowed to somebody; nothing is done or logged."""
        command = self.meaning(replace(turn, who=who)).command
        if command is None:
            return False
        turn = replace(turn, who=who, can_ask=())
        return decided(turn, command, plan(command, self._devices), self._policy, self.drivers).effect == "allow"

    def may(self, who: Identity, device: Device, action: Action) -> Decision:
        """What the rules say of one thing that somebody would do with one device; nothing is done or logged."""
        command = Command(action.verb, {}, "", self.home.language, (device.id,), speaker=who.person)
        return decided(
            replace(self._new_turn("", None, who), can_ask=()), command, [(device, action)], self._policy, self.drivers
        )

    async def observe(self, signal: Signal, area: str | None = None, session: str = "camera") -> tuple[Evidence, ...]:
        """What a picture, or an utterance that is no command, tells of who is there: for `hear(…, beside=…)`.

        Nothing where that fails; the log says why. area: where it was taken, if known.
        """
        return await self._senses.observe(signal, self._new_turn(session, area))

    async def find_faces(self, image: Image, area: str | None = None, session: str = "camera") -> list[Face] | None:
        """The faces of a picture, the largest first; None where that fails, and the log says why."""
        return await self._senses.find_faces(image, self._new_turn(session, area))

    def mistaken(self, person: str) -> None:
        """Whoever was taken for this person lately was somebody else."""
        self._senses.presence.mistaken(person)

    def moving_faces(self, area: str | None = None) -> MovingFaces | None:
        """A session for the pictures of a camera; None where this hub cannot tell faces apart. area: where it looks."""
        return self._senses.moving_faces(area)

    async def knows_faces(self) -> bool:
        """Whether anybody is known by face."""
        return await self._senses.knows_faces()

    async def watch(self, faces: MovingFaces, image: Image, session: str = "camera") -> tuple[FaceTrack, ...]:
        """Who is in a picture of that session; nobody where that fails, and the log says why."""
        return await self._senses.watch(faces, image, self._new_turn(session, None))

    def conclude(self, evidence: Sequence[Evidence], asked: Turn) -> Identity:
        """Who it is by this evidence, where a turn has asked; nobody known where that cannot be told."""
        return self._senses.conclude(evidence, asked)

    async def _carry_out(self, turn: Turn, medium: str) -> Turn:
        turn = self._aimed(turn)
        self._writer.begin(turn, medium)
        interpreting = perf_counter()
        try:
            turn = self._interpret(turn)
        except LogError:
            raise
        except Exception as error:  # noqa: BLE001 (nor may a grammar)
            return self._writer.failed(turn, "grammar", error, replies.went_wrong(self.home))
        interpreted = _milliseconds(interpreting)
        perceived = max(turn.timings.values(), default=0.0)  # recognise and identify run side by side
        turn = replace(turn, timings={**turn.timings, "interpret": interpreted})
        return await self._finish(turn, perceived + interpreted, steps=medium != "replay")

    async def _finish(
        self, turn: Turn, before: float, todo: Sequence[tuple[Device, Action]] | None = None, steps: bool = True
    ) -> Turn:
        """The turn with what was decided, done and answered.

        before: milliseconds it took so far. todo: what to do, where that is not what `plan` says of the command.
        steps: whether those of a routine are to be done; a replay finds them in the log, as turns of their own.
        """
        acting = perf_counter()
        if turn.command is not None and not turn.reply:
            try:
                todo = plan(turn.command, self._devices) if todo is None else todo
                turn = await self._decide_and_act(turn, turn.command, todo)
                if turn.command is not None and turn.command.intent == ROUTINE_INTENT and steps:
                    turn = await self._routine(turn, turn.command)
            except LogError:
                raise
            except Exception as error:  # noqa: BLE001 (nor a policy, or the wording of a reply)
                return self._writer.failed(turn, "hub", error, replies.went_wrong(self.home))
        acted = _milliseconds(acting)
        turn = replace(turn, timings={**turn.timings, "act": acted, "total": round(before + acted, 3)})
        return self._writer.reply(turn)

    def _interpret(self, turn: Turn) -> Turn:
        """The turn with its command; or with a reply that says why there is none, or what to say first."""
        found = self.meaning(turn)
        if found.command is None:
            return replace(turn, reply=replies.not_understood(self.home, turn.area))
        self._writer.append(turn, "command", command_data(found.command))
        return replace(turn, command=found.command, reply=found.question, missing=found.missing)

    async def _decide_and_act(self, turn: Turn, command: Command, todo: Sequence[tuple[Device, Action]]) -> Turn:
        found = await suspicion(self._replays, turn, todo)
        turn = self._decide(self._writer.observed(turn, found), command, todo)
        if turn.reply:
            return turn
        todo = placed(todo, turn, command)
        turn = await self._act(turn, todo)
        return replace(turn, reply=turn.undone or replies.reply(command, turn.acts, self.home))

    async def _act(self, turn: Turn, todo: Sequence[tuple[Device, Action]]) -> Turn:
        """The turn with what was done; the log has how each device was before, where its driver knows that."""
        before = {device.id: state_before(self.drivers, device) for device, _ in todo if device.domain not in KEEPERS}
        asker = Asker(turn.who.person if turn.who else None, turn.area, turn.command.sentence if turn.command else "")
        acts = await act_all(self.drivers, todo, self._patience, partial(self._writer.error, turn), asker)
        for act in acts:
            known = before.get(act.device.id)
            self._writer.append(turn, "action", {**act_data(act), **({} if known is None else {"before": known})})
        return replace(turn, acts=acts)

    async def run_routine(self, routine: Routine, session: str, area: str | None, who: Identity | None) -> Turn:
        """Do what a routine says, which nobody has said: by touch, or at its time."""
        turn = self._new_turn(session, area or routine.area, who)
        slots = {"routine": Slot("routine", routine.name)}
        language = self.home.language
        person = None if who is None else who.person
        command = Command(ROUTINE_INTENT, slots, routine.name, language, area=turn.area, speaker=person)
        turn = replace(turn, command=command)
        self._writer.begin(turn, "routine")
        self._writer.append(turn, "command", command_data(command))
        return await self._finish(turn, 0.0, [])

    async def _routine(self, turn: Turn, command: Command) -> Turn:
        """The turn of a routine with its steps, each a turn of its own: one that is refused hinders no other."""
        if turn.decision is None or turn.decision.effect != "allow":
            return turn
        routine = routines.routine_of(str(command.value("routine")), turn.who, self.home)
        if routine is None:
            return replace(turn, reply=replies.not_understood(self.home, turn.area))
        if no := routines.refused(routine, turn.who, command, self.home):
            return replace(turn, reply=no)
        steps = [await self._step(step, turn) for step in routine.do]
        return replace(turn, steps=tuple(steps), reply=replies.routine(routine, steps, command, self.home))

    async def _step(self, step: str | RoutineAction, turn: Turn) -> Turn:
        if isinstance(step, str):
            said = replace(self.written(step, turn.area, turn.session, turn.who), at=turn.at)
            return await self._carry_out(said, "routine")
        device = self.home.device(step.device)
        assert device is not None  # the home file is checked
        return await self.operate(device, Action(step.verb, step.arguments), turn.session, turn.who)

    def _decide(self, turn: Turn, command: Command, todo: Sequence[tuple[Device, Action]]) -> Turn:
        decision = decided(turn, command, todo, self._policy, self.drivers)
        self._writer.append(turn, "decision", decision_data(decision))
        return answered(replace(turn, who=turn.who and speaker(turn)), command, decision, self.home)

    def _aimed(self, turn: Turn) -> Turn:
        """The turn with what is pointed at while it is said, where it may be about that."""
        if self.scene is None or targets(turn.observations) is not None or turn.sentence is None:
            return turn
        self.scene.say(turn.session, turn.words)
        try:
            meaning = self.grammar.interpret(turn.sentence.value, turn.area)
        except Exception:  # noqa: BLE001 (said when it is interpreted)
            return turn
        if not any(map(is_demonstrative, (meaning.command, *meaning.alternatives))):
            return turn
        seen = target(self.home, self.scene, turn.area, turn.who, turn.session)
        return replace(turn, observations=(*turn.observations, seen))

    def _new_turn(self, session: str, area: str | None, who: Identity | None = None, at: time | None = None) -> Turn:
        nobody = Identity() if self._asks_who else None
        now = datetime.now().time().replace(second=0, microsecond=0)
        return Turn(uuid.uuid4().hex, session, area, (), reply="", who=who or nobody, at=at or now)


def _milliseconds(since: float) -> float:
    return round((perf_counter() - since) * 1000, 3)
