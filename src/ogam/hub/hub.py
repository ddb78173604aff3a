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
    Audio,
    Command,
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
from ogam.devices import VirtualDriver, plan, services_in
from ogam.devices.drivers import Closes
from ogam.home import Home
from ogam.hub import replies
from ogam.hub.acting import act_all
from ogam.hub.aiming import target, targets
from ogam.hub.attention import Attention
from ogam.hub.deciding import answered, decided, speaker
from ogam.hub.demonstratives import is_demonstrative
from ogam.hub.learning import Hold
from ogam.hub.log import EventLog
from ogam.hub.moving_faces import MovingFaces
from ogam.hub.ports import EveryoneMay, Grammar, Identifier, Policy, ShortAnswers
from ogam.hub.presence import Presence
from ogam.hub.scene import Scene
from ogam.hub.senses import Senses
from ogam.hub.short_answers import answer_recognizers
from ogam.hub.suspecting import suspicion
from ogam.hub.turns import Turn, act_data, command_data, decision_data
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

    async def close(self) -> None:
        """End what the drivers have opened. The log stays open: it belongs to whoever opened it."""
        for driver in self.drivers.values():
            if isinstance(driver, Closes):
                await driver.close()

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
        return await self._finish(turn, perceived + interpreted)

    async def _finish(self, turn: Turn, before: float, todo: Sequence[tuple[Device, Action]] | None = None) -> Turn:
        """The turn with what was decided, done and answered.

        before: milliseconds it took so far. todo: what to do, where that is not what `plan` says of the command.
        """
        acting = perf_counter()
        if turn.command is not None and not turn.reply:
            try:
                todo = plan(turn.command, self._devices) if todo is None else todo
                turn = await self._decide_and_act(turn, turn.command, todo)
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
        acts = await act_all(self.drivers, todo, self._patience, partial(self._writer.error, turn))
        for one in acts:
            self._writer.append(turn, "action", act_data(one))
        return replace(turn, acts=acts, reply=replies.reply(command, acts, self.home))

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
