"""Permissions: a request goes in, allow, deny or ask comes out, with the rule that said so. Deny by default."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ogam.core import MODALITIES, Action, Decision, Device, Identity, Liveness, Modality
from ogam.home import Home
from ogam.policy.actions import GROUPS, action_of
from ogam.policy.entities import entities, own_intents, reference, schema_text
from ogam.policy.requests import STEP_UPS, Request
from ogam.policy.rules import Rule, read_rules

_MOST = 2**31
_NOTHING = Decision("allow", "nothing-to-do", "Nothing is done to any device.", (), {"ko": "기기로 하는 일이 없어요."})
_NO_RULE = ("deny-by-default", {"en": "No rule allows that.", "ko": "허용하는 규칙이 없어요."})
_BROKEN = ("rule-failed", {"en": "A rule could not be worked out.", "ko": "규칙을 계산할 수 없었어요."})


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the rules say of one act. rule: None where none applied; broken: whether one could not be worked out."""

    allowed: bool
    rule: Rule | None
    broken: bool = False


class Permissions:
    """The rules of a home, ready to be asked. Safe to use from several threads.

    devices: what every home has beside its own (clock, timers …). Raises PolicyError where the home's own rules are
    wrong.
    """

    def __init__(self, home: Home, devices: Iterable[Device] = ()) -> None:
        from cedarpy import Entities, PolicySet, Schema

        devices = tuple(devices)
        self.home = home
        self.rules = read_rules(home)
        self._own = frozenset(own_intents(home)) - {name for names in GROUPS.values() for name in names}
        self._schema = Schema.from_str(schema_text(home))
        self._entities = Entities.from_json_str(entities(home, [*home.devices, *devices]), self._schema)
        self._devices = frozenset(device.id for device in (*home.devices, *devices))
        self._policies = PolicySet.from_str("\n".join(rule.text for rule in self.rules))

    def decide(self, request: Request) -> Decision:
        """Allow, where every act is allowed; ask, where more evidence would be enough and can be had; else deny."""
        if not request.acts:
            return _NOTHING
        who = self._known(request.who)
        approved = self._approved(request)
        answers = self._answers(request, who, approved)
        at = next((at for at, answer in enumerate(answers) if not answer.allowed), 0)
        (device, action), answer = request.acts[at], answers[at]
        name = self._action(device, action)
        if all(one.allowed for one in answers):
            return _decision("allow", answer, name, device)
        enough = dict(self._enough(request, who, approved))
        if not enough:
            return _decision("deny", answer, name, device)
        first = answer if answer.rule else next(iter(enough.values()))[at]
        needs = tuple(step for step in enough if step in request.step_ups)
        return _decision("ask" if needs else "deny", first, name, device, needs)

    def _enough(self, request: Request, who: Identity, approved: bool) -> Iterator[tuple[str, Sequence[_Answer]]]:
        """Each step-up that would be enough, with what the rules would say then.

        Somebody unknown is asked for digits only where there is no camera: more of a voice may tell whose it is, but
        a face tells it sooner.
        """
        for step in STEP_UPS:
            if step == "challenge" and who.person is None and "face" in request.step_ups:
                continue
            for better in self._with(step, who):
                answers = self._answers(request, better, approved or step == "approval")
                if all(answer.allowed for answer in answers):
                    yield step, answers
                    break

    def _with(self, step: str, who: Identity) -> Iterator[Identity]:
        """Who it might be after a step-up. Someone unknown might be anyone of the home.

        A challenge that is passed, of a face or in words, is more to be seen or heard of the same person, so it makes
        surer too; and whoever passed one is live. Nothing makes up for what was found to be an attack.
        """
        names = [person.name for person in self.home.people] if who.person is None else [who.person]
        live: Liveness = "attack" if who.liveness == "attack" else "live"
        if step == "approval":
            yield who
        elif step == "challenge":
            for name in names if not who.challenge else ():
                heard = who.modalities if who.person else MODALITIES[:1]
                yield replace(who, person=name, modalities=heard, challenge=True, liveness=live, probability=1.0)
        elif step == "voice":
            for name in names if step not in who.modalities else ():
                yield replace(who, person=name, modalities=_with(who.modalities, step), probability=1.0)
        elif step not in who.modalities or who.liveness == "unknown":
            for name in names:
                seen = _with(who.modalities, step) if who.person else MODALITIES
                yield replace(who, person=name, modalities=seen, challenge=True, liveness=live, probability=1.0)

    def _known(self, who: Identity) -> Identity:
        """The identity; unknown where the home has no such person (any more)."""
        if self.home.person(who.person) is None:
            return replace(who, person=None, modalities=(), probability=0.0)
        return who

    def _approved(self, request: Request) -> bool:
        """Whether somebody approved it who may do it without asking, recognised by voice and face."""
        approver = self.home.person(request.who.approved_by)
        if approver is None:
            return False
        sure = Identity(approver.name, 1.0, MODALITIES, "live")
        return all(answer.allowed for answer in self._answers(request, sure, approved=False))

    def _answers(self, request: Request, who: Identity, approved: bool) -> list[_Answer]:
        from cedarpy import is_authorized_batch

        principal = reference("Unknown", "unknown") if who.person is None else reference("Person", who.person)
        questions = [
            {
                "principal": principal,
                "action": reference("Action", self._action(device, action)),
                "resource": reference("Device", device.id),
                "context": self._context(request, who, approved, device, action),
            }
            for device, action in request.acts
        ]
        results = is_authorized_batch(questions, self._policies, self._entities, self._schema)
        known = [device.id in self._devices for device, _ in request.acts]
        return [
            self._answer(result.allowed, result.diagnostics) if here else _Answer(False, None, True)
            for result, here in zip(results, known, strict=True)
        ]

    def _answer(self, allowed: bool, diagnostics: Any) -> _Answer:
        """A rule that fails is left out by Cedar, even one that forbids; so nothing is allowed then."""
        numbers = sorted(int(name.removeprefix("policy")) for name in diagnostics.reasons)
        rule = self.rules[numbers[0]] if numbers else None
        return _Answer(False, None, True) if diagnostics.errors else _Answer(allowed, rule)

    def _action(self, device: Device, action: Action) -> str:
        name = action_of(device, action)
        return action.verb if name == "own" and action.verb in self._own else name

    def _context(
        self, request: Request, who: Identity, approved: bool, device: Device, action: Action
    ) -> Mapping[str, Any]:
        """The schema's `Context` (home.cedarschema)."""
        area = request.command.area or ""
        present = [reference("Person", name) for name in request.present if self.home.person(name)]
        return {
            "voice": "voice" in who.modalities,
            "face": "face" in who.modalities,
            "sure": int(100 * who.probability),
            "confidence": int(100 * request.command.confidence),
            "live": who.liveness == "live",
            "attack": who.liveness == "attack",
            "challenge": who.challenge,
            "approved": approved,
            "here": bool(area) and device.area == area,
            "area": area,
            "hour": request.at.hour,
            "minute": request.at.minute,
            "present": present,
            "value": _number(action),
            "moving": device.id in request.moving,
        }


def permissions_are_on(home: Home, anyone_enrolled: bool = False) -> bool:
    """Whether permissions count in a home: as its file says; else as soon as it has rules or someone is enrolled."""
    return home.permissions if home.permissions is not None else anyone_enrolled or bool(home.policies)


def _with(modalities: tuple[Modality, ...], step: str) -> tuple[Modality, ...]:
    """Those, and one more, in their order."""
    return tuple(one for one in MODALITIES if one in (*modalities, step))


def _number(action: Action) -> int:
    """The first number that was said with an action, -1 where there is none."""
    numbers = (value for value in action.arguments.values() if isinstance(value, int | float))
    return max(-_MOST, min(_MOST, int(next(numbers, -1))))


def _decision(effect: Any, answer: _Answer, action: str, device: Device, needs: tuple[str, ...] = ()) -> Decision:
    if answer.rule is not None:
        name, said = answer.rule.id, {code: answer.rule.sentence(code) for code in ("en", "ko")}
    else:
        name, said = _BROKEN if answer.broken else _NO_RULE
    return Decision(effect, name, said["en"], needs, {"ko": said["ko"]}, action, device.id)
