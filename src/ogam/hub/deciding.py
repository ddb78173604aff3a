"""Deciding: a turn with its command goes in, and comes out with the decision; and with what to say where it is no."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from ogam.core import Action, Command, Decision, Device, Driver, Identity
from ogam.devices.halting import only_stops
from ogam.home import Home
from ogam.hub import replies
from ogam.hub.followups import is_attack, refusal
from ogam.hub.known_states import state_before
from ogam.hub.ports import Policy
from ogam.hub.turns import Turn
from ogam.liveness import draw_challenge, draw_face_challenge
from ogam.policy import STEP_UPS, Request

_STOP = Decision(
    "allow", "stop-at-once", "Whatever moves may be stopped by everyone, at once.", (),
    {"ko": "움직이는 것은 누구나 바로 멈출 수 있어요."},
)  # fmt: skip


def decided(
    turn: Turn,
    command: Command,
    todo: Sequence[tuple[Device, Action]],
    policy: Policy,
    drivers: Mapping[str, Driver],
) -> Decision:
    """What the rules say of a command, or what answered a question back has settled already."""
    if only_stops(todo):
        return _STOP
    can_ask = STEP_UPS if turn.can_ask is None else turn.can_ask
    moving = tuple(device.id for device, _ in todo if is_moving(device, drivers))
    request = Request(command, speaker(turn), tuple(todo), turn.at, step_ups=can_ask, moving=moving)
    return refusal(turn.observations) or policy.decide(request)


def is_moving(device: Device, drivers: Mapping[str, Driver]) -> bool:
    """Whether it is a car on the move, as far as its driver knows."""
    if device.domain != "vehicle":
        return False
    speed = (state_before(drivers, device) or {}).get("speed", 0)
    return isinstance(speed, int | float) and speed != 0


def speaker(turn: Turn) -> Identity:
    """Who said it, as the rules are told: somebody whose voice came out of a loudspeaker is an attack."""
    who = turn.who or Identity()
    return replace(who, liveness="attack") if is_attack(turn.observations) else who


def answered(turn: Turn, command: Command, decision: Decision, home: Home) -> Turn:
    """The turn with its decision; and where that is no with the reply, and the challenges that would be enough."""
    if decision.effect == "allow":
        return replace(turn, decision=decision, reply="")
    needs = () if turn.can_ask is None else decision.needs
    digits = draw_challenge(perf_counter, command.language) if "challenge" in needs else None
    face = draw_face_challenge(perf_counter) if "face" in needs else None
    words, first = digits.words if digits else "", face.actions[0] if face else ""
    reply = replies.not_allowed(decision, command, home, words, first)
    return replace(turn, decision=decision, reply=reply, challenge=digits, face_challenge=face)
