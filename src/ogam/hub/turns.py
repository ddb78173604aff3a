"""A turn: one utterance, and everything that came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from typing import Any

from ogam.biometrics.fusion import Evidence
from ogam.core import Action, ActionResult, Audio, Command, Decision, Device, Identity, Observation
from ogam.core.observations import observation_data
from ogam.devices import say_effect, say_outcome
from ogam.liveness import FaceChallenge, SpokenChallenge
from ogam.messages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Act:
    """One action on one device, and what came of it."""

    device: Device
    action: Action
    result: ActionResult


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of an utterance.

    id: unique in the log; area: where it was said, if known; command: None if it was not understood; decision: None
    if there was nothing to decide; acts: what was done, in order; reply: what Ogam answers.
    error: what went wrong inside, empty if nothing did.
    who: who said it, None in a hub that does not ask; at: the local time of day. evidence: what was heard and seen of
    who it is, for the turn that answers a question back; it is never written down.
    answers: id of the turn whose question this one answers. missing: the slot that a short answer would fill.
    utterance: what was heard, in memory only; None for writing. came: when it came in, on its session's clock.
    steps: the turns of a routine's commands. undone: what
    taking back what was done before has answered, where this turn asks for that.
    can_ask: which step-ups can be asked for there, None where nobody could answer; challenge: digits to be said;
    face_challenge: what to do before the camera.
    timings: milliseconds of "recognise", "identify", "interpret", "act" and "total".
    """

    id: str
    session: str
    area: str | None
    observations: tuple[Observation, ...]
    reply: str
    command: Command | None = None
    decision: Decision | None = None
    acts: tuple[Act, ...] = ()
    error: str = ""
    timings: Mapping[str, float] = field(default_factory=dict)
    who: Identity | None = None
    at: time = time(12)
    evidence: tuple[Evidence, ...] = ()
    utterance: Audio | None = None
    came: float = 0.0
    answers: str = ""
    missing: str = ""
    undone: str = ""
    steps: "tuple[Turn, ...]" = ()
    can_ask: tuple[str, ...] | None = None
    challenge: SpokenChallenge | None = None
    face_challenge: FaceChallenge | None = None

    @property
    def sentence(self) -> Observation | None:
        """The observation that says which sentence it was, or None."""
        sentences = [observation for observation in self.observations if observation.kind == "sentence"]
        return max(sentences, key=lambda observation: observation.confidence, default=None)

    @property
    def asks(self) -> bool:
        """Whether it ended in a question that an answer may follow: which lamp, in which room, say it again."""
        undecided = self.command is not None and self.decision is None
        return not self.error and (undecided or (self.decision is not None and self.decision.effect == "ask"))

    @property
    def medium(self) -> str:
        """How it came: "audio", "text" or "gesture"."""
        if any(one.kind == "gesture" for one in self.observations):
            return "gesture"
        return "text" if self.utterance is None else "audio"

    @property
    def words(self) -> str:
        """What was said, freely: it need not be a sentence of the home. Empty for silence."""
        said = next((one for one in self.observations if one.kind == "sentence"), None)
        return "" if said is None else str(said.details.get("heard") or said.value)

    @property
    def results(self) -> tuple[ActionResult, ...]:
        return tuple(act.result for act in self.acts)


def turn_data(turn: Turn) -> dict[str, Any]:
    """A turn as JSON values."""
    return {
        "turn": turn.id,
        "session": turn.session,
        "area": turn.area,
        "answers": turn.answers,
        "observations": [observation_data(observation) for observation in turn.observations],
        "who": None if turn.who is None else identity_data(turn.who),
        "command": None if turn.command is None else command_data(turn.command),
        "decision": None if turn.decision is None else decision_data(turn.decision),
        "actions": [_shown(act) for act in turn.acts],
        "reply": turn.reply,
        "missing": turn.missing,
        "challenge": "" if turn.challenge is None else turn.challenge.words,
        "look": "" if turn.face_challenge is None else turn.face_challenge.actions[0],
        "error": turn.error,
        "timings_ms": dict(turn.timings),
    }


def command_data(command: Command) -> dict[str, Any]:
    """A command as JSON values."""
    return {
        "intent": command.intent,
        "slots": {name: {"value": slot.value, "text": slot.text} for name, slot in command.slots.items()},
        "sentence": command.sentence,
        "language": command.language,
        "devices": list(command.devices),
        "area": command.area,
        "speaker": command.speaker,
        "confidence": float(command.confidence),
        "response": command.response,
    }


def identity_data(who: Identity) -> dict[str, Any]:
    """An identity as JSON values."""
    return {
        "person": who.person,
        "probability": float(who.probability),
        "modalities": list(who.modalities),
        "liveness": who.liveness,
        "challenge": who.challenge,
        "approved_by": who.approved_by,
        "details": dict(who.details),
    }


def identity_from(data: Mapping[str, Any]) -> Identity:
    """The identity that `identity_data` wrote; what else an event of the log holds is left out."""
    names = [known.name for known in fields(Identity)]
    return Identity(**{name: data[name] for name in names} | {"modalities": tuple(data["modalities"])})


def decision_data(decision: Decision) -> dict[str, Any]:
    """A decision as JSON values."""
    return {
        "effect": decision.effect,
        "rule": decision.rule,
        "reason": decision.reason,
        "needs": list(decision.needs),
        "reasons": dict(decision.reasons),
        "action": decision.action,
        "device": decision.device,
    }


def _outcomes(act: Act) -> dict[str, str]:
    """What came of it in words, by language, where only the device's description has these words."""
    if not act.device.properties or not act.result.ok:
        return {}
    return {code: say_outcome(act.device, act.action, act.result.state, code) for code in LANGUAGES}


def _shown(act: Act) -> dict[str, Any]:
    """An action for whoever asked for it: not with the alarms and reminders of everybody, which the log has."""
    private = act.device.domain in ("schedule", "timer")
    return act_data(act) | ({"state": {}} if private else {})


def act_data(act: Act) -> dict[str, Any]:
    """An action and its result as JSON values."""
    return {
        "device": act.device.id,
        "name": act.device.name,
        "device_class": act.device.device_class,
        "verb": act.action.verb,
        "arguments": dict(act.action.arguments),
        "ok": act.result.ok,
        "state": dict(act.result.state),
        "answer": act.result.answer,
        "effect": say_effect(act.device, act.action, act.result.state),
        "outcomes": _outcomes(act),
        "error": act.result.error,
        "errors": dict(act.result.errors),
        "sure": act.result.sure,
    }
