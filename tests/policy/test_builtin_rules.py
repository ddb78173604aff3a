"""Every built-in rule, both ways."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from household import DEVICES, HOME, PERMISSIONS, decide

from ogam.core import Action, Command, Identity
from ogam.policy import GROUPS, Request, built_in_rules

STILL = {"modalities": ("voice", "face")}
SEEN = STILL | {"liveness": "live"}
ALLOWED = [
    ("adults-see", ("Jun", "see_people", "eye"), {}),
    ("adults-see", ("Jun", "find", "eye"), {"arguments": {"person": "Ara"}}),
    ("adults-see", ("Jun", "see_things", "eye"), {"arguments": {"thing": "person"}}),
    ("see-approved", ("Guest", "see_people", "eye"), {"approved_by": "Mina"}),
    ("see-approved", ("Ara", "see_all", "eye"), {"approved_by": "Mina"}),
    ("family-everyday", ("Ara", "see_things", "eye"), {"arguments": {"thing": "cup"}}),
    ("family-everyday", ("Ara", "see_state", "eye"), {}),
    ("family-everyday", ("Ara", "read_text", "eye"), {}),
    ("family-everyday", ("Ara", "find", "eye"), {"arguments": {"thing": "remote"}}),
    ("anyone-here", (None, "turn_on", "lamp", "living room"), {}),
    ("anyone-here", (None, "open", "curtain", "living room"), {}),
    ("anyone-asks", (None, "get_state", "heating"), {}),
    ("anyone-makes-safe", (None, "lock", "front door"), {}),
    ("anyone-makes-safe", (None, "close", "garage"), {}),
    ("anyone-makes-safe", ("Ara", "turn_off", "oven"), {}),
    ("guests-comfort", ("Guest", "set_temperature", "heating"), {}),
    ("family-everyday", ("Ara", "turn_on", "washer"), {}),
    ("family-everyday", ("Ara", "add_item", "groceries"), {}),
    ("adults-careful", ("Jun", "run", "leaving"), {}),
    ("adults-careful", ("Jun", "get_state", "front door"), {}),
    ("adults-careful", ("Jun", "ring", "phone"), {}),
    ("family-everyday", ("Ara", "ring_own", "phone"), {}),
    ("own-phone", ("Guest", "ring_own", "phone"), {}),
    ("adults-protected", ("Jun", "unlock", "front door"), SEEN),
    ("adults-protected", ("Mina", "turn_on", "oven"), SEEN),
    ("adults-protected", ("Jun", "turn_off", "alarm"), SEEN),
    ("adults-protected", ("Jun", "turn_on", "car"), SEEN),
    ("adults-protected", ("Jun", "open", "gas"), SEEN),
    ("adults-protected", ("Jun", "set_position", "garage"), SEEN | {"arguments": {"position": 40}}),
    ("adults-protected", ("Jun", "turn_on", "safe"), SEEN),
    ("adults-protected-challenge", ("Jun", "unlock", "front door"), {"challenge": True}),
    ("approved", (None, "unlock", "front door"), {"approved_by": "Jun"}),
    ("approved", ("Guest", "unlock", "front door"), {"approved_by": "Mina"}),
    ("owners-manage", ("Mina", "manage", "lamp"), SEEN),
]
REFUSED = [
    ("ask", (None, "turn_on", "lamp", "kitchen"), {}),  # not the room that it is in
    ("ask", (None, "turn_on", "lamp"), {}),  # nor known which
    ("ask", (None, "get_state", "front door"), {}),
    ("ask", (None, "unlock", "front door"), {}),
    ("ask", (None, "open", "garage"), {}),
    ("ask", ("Guest", "turn_on", "oven"), {}),
    ("ask", ("Guest", "unlock", "front door"), SEEN),
    ("ask", ("Jun", "unlock", "front door"), {}),
    ("ask", ("Jun", "unlock", "front door"), STILL),
    ("ask", ("Mina", "turn_on", "oven"), STILL),
    ("ask", ("Mina", "manage", "lamp"), STILL),
    ("ask", ("Jun", "unlock", "front door"), SEEN | {"probability": 0.6}),
    ("ask", ("Jun", "unlock", "front door"), SEEN | {"probability": 0.979}),
    ("allow", ("Jun", "unlock", "front door"), SEEN | {"probability": 0.98}),
    ("ask", ("Jun", "unlock", "front door"), {"modalities": ("face",), "challenge": True}),
    ("ask", (None, "unlock", "front door"), {"approved_by": "Ara"}),
    ("ask", (None, "unlock", "front door"), {"approved_by": "Nobody"}),
    ("deny", ("Guest", "turn_on", "washer"), {}),
    ("ask", ("Ara", "see_people", "eye"), {}),
    ("ask", ("Guest", "see_all", "eye"), {}),
    ("ask", (None, "see_people", "eye"), {}),
    ("deny", ("Guest", "see_things", "eye"), {}),
    ("deny", ("Ara", "run", "leaving"), {}),
    ("deny", ("Ara", "ring", "phone"), {}),
    ("deny", ("Guest", "ring", "phone"), {}),
    ("ask", (None, "ring", "phone"), {}),
    ("deny", ("Jun", "manage", "lamp"), SEEN),
    ("deny", ("Jun", "manage", "lamp"), SEEN | {"approved_by": "Mina"}),
]
FORBIDDEN = [
    ("children-no-oven", ("Ara", "turn_on", "oven"), SEEN),
    ("children-no-oven", ("Ara", "open", "gas"), SEEN | {"approved_by": "Mina"}),
    ("children-no-locks", ("Ara", "unlock", "front door"), SEEN),
    ("children-no-locks", ("Ara", "open", "garage"), SEEN),
    ("children-no-alarm", ("Ara", "turn_off", "alarm"), SEEN),
    ("children-no-purchases", ("Ara", "buy", "groceries"), SEEN),
    ("children-no-car", ("Ara", "start", "car"), SEEN),
]


def test_an_attack_may_do_nothing_protected_but_what_is_approved_on_a_phone() -> None:
    """The detector of loudspeakers is wrong now and then: what an adult approves is theirs, and no voice counts."""
    attack = SEEN | {"liveness": "attack", "challenge": True}
    asked = decide("Mina", "unlock", "front door", **attack)
    assert (asked.effect, asked.rule, asked.needs) == ("ask", "no-attacks", ("approval",))
    assert decide("Mina", "unlock", "front door", **attack, approved_by="Mina").effect == "allow"
    assert decide("Mina", "unlock", "front door", **attack, approved_by="Ara").effect != "allow"
    assert decide("Mina", "see_people", "eye", liveness="attack").needs == ("approval",)


@pytest.mark.parametrize("verb", ["unlock", "open", "drive"])
def test_a_car_that_moves_stays_shut(verb: str) -> None:
    """Whoever asks, however surely; to lock it, and to close what is open, goes on being everybody's."""
    jun = Identity("Jun", 1.0, ("voice", "face"), "live")

    def asked(verb: str, moving: tuple[str, ...], device: str = "car") -> tuple[str, str]:
        decision = PERMISSIONS.decide(Request(Command("Test"), jun, ((DEVICES[device], Action(verb)),), moving=moving))
        return decision.effect, decision.rule

    assert asked(verb, ("vehicle.car",)) == ("deny", "car-moving")
    assert asked(verb, ()) == ("allow", "adults-protected")
    assert asked(verb, ("vehicle.other",)) == ("allow", "adults-protected")
    assert asked("lock", ("vehicle.car",))[0] == asked("close", ("vehicle.car",))[0] == "allow"
    assert asked("unlock", ("vehicle.car",), "front door")[0] == "allow"


@pytest.mark.parametrize(("rule", "asked", "evidence"), ALLOWED)
def test_allowed(rule: str, asked: tuple[str, ...], evidence: dict[str, object]) -> None:
    assert decide(*asked, **evidence).effect == "allow"
    assert decide(*asked, **evidence).rule == rule


@pytest.mark.parametrize(("effect", "asked", "evidence"), REFUSED)
def test_refused(effect: str, asked: tuple[str, ...], evidence: dict[str, object]) -> None:
    decision = decide(*asked, **evidence)
    assert decision.effect == effect
    assert bool(decision.needs) == (effect == "ask")
    assert decision.reason != decision.reason_in("ko")


@pytest.mark.parametrize(("rule", "asked", "evidence"), FORBIDDEN)
def test_forbidden(rule: str, asked: tuple[str, ...], evidence: dict[str, object]) -> None:
    decision = decide(*asked, **evidence)
    assert (decision.effect, decision.rule, decision.needs) == ("deny", rule, ())


def test_every_rule_is_tested() -> None:
    tested = {rule for rule, *_ in (*ALLOWED, *FORBIDDEN)}
    assert {rule.id for rule in built_in_rules()} == tested | {
        "car-moving",
        "no-attacks",
    }  # which have tests of their own


def test_every_rule_is_a_sentence_in_both_languages() -> None:
    assert all(set(rule.sentences) == {"en", "ko"} for rule in built_in_rules())


def test_each_action_is_in_one_group() -> None:
    names = [name for group in GROUPS.values() for name in group]
    assert len(names) == len(set(names))


def test_what_would_be_enough_is_said() -> None:
    assert decide("Jun", "unlock", "front door").needs == ("face", "challenge", "approval")
    assert decide("Jun", "unlock", "front door", **SEEN, probability=0.6).needs == ("challenge", "approval")
    assert decide("Jun", "unlock", "front door", **STILL).needs == ("face", "challenge", "approval")
    assert decide("Mina", "manage", "lamp", **STILL).needs == ("face", "challenge")
    assert decide(None, "unlock", "front door").needs == ("face", "approval")
    assert decide(None, "turn_on", "washer").needs == ("voice", "face")


def test_a_voice_nobody_knows_is_asked_for_digits_only_where_there_is_no_camera() -> None:
    device = next(one for one in HOME.devices if one.name == "front door")
    asked = Request(Command("Test"), Identity(), ((device, Action("unlock")),))
    assert PERMISSIONS.decide(replace(asked, step_ups=("voice", "challenge"))).needs == ("challenge",)
    assert PERMISSIONS.decide(replace(asked, step_ups=("voice", "face", "challenge"))).needs == ("face",)
    assert PERMISSIONS.decide(replace(asked, step_ups=("voice",))).effect == "deny"


def test_default_deny_is_called_so() -> None:
    assert decide("Guest", "turn_on", "washer").rule == "deny-by-default"
