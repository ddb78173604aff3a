"""Permissions as a whole: what can never happen, own rules, mistakes in them, how quick it is."""

import sys
from dataclasses import replace
from datetime import time
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from household import DEVICES, HOME, PERMISSIONS, decide

from ogam.core import Action, Command, Device, HomeError, Identity, PolicyError
from ogam.home import DOMAINS, parse_home
from ogam.policy import GROUPS, Permissions, Request, action_of, permissions_are_on, read_rules

VERBS = [
    "turn_on",
    "turn_off",
    "lock",
    "unlock",
    "open",
    "close",
    "set_position",
    "set_temperature",
    "play_media",
    "run",
    "press",
    "get_state",
    "buy",
    "start",
    "activate",
    "manage",
    "fly_to_the_moon",
]
DEVICE = st.builds(
    Device,
    id=st.just("x.x"),
    name=st.text(max_size=5),
    domain=st.sampled_from(sorted(DOMAINS)),
    area=st.sampled_from([None, "hall", "kitchen"]),
    device_class=st.sampled_from([None, "curtain", "garage", "gate", "window", "blind"]),
    attributes=st.sampled_from([{}, {"protected": True}]),
)
ACTION = st.builds(Action, st.sampled_from(VERBS), st.sampled_from([{}, {"position": 0}, {"position": 50}]))
IDENTITY = st.builds(
    Identity,
    person=st.sampled_from([None, "Mina", "Jun", "Ara", "Guest", "Stranger"]),
    probability=st.floats(0, 1),
    modalities=st.sampled_from([(), ("voice",), ("face",), ("voice", "face")]),
    liveness=st.sampled_from(["live", "unknown"]),
    challenge=st.booleans(),
)
AREA = st.sampled_from([None, "hall", "kitchen"])


def in_a_home_of(device: Device) -> Permissions:
    return Permissions(replace(HOME, devices=(device,)))


def request(device: Device, action: Action, who: Identity, area: str | None) -> Request:
    return Request(Command("Test", area=area), who, ((device, action),))


@settings(max_examples=60)
@given(DEVICE, ACTION, IDENTITY, AREA)
def test_nobody_unknown_may_do_anything_protected(
    device: Device, action: Action, who: Identity, area: str | None
) -> None:
    stranger = replace(who, person="Stranger")
    decision = in_a_home_of(device).decide(request(device, action, stranger, area))
    if action_of(device, action) in (*GROUPS["protected"], *GROUPS["careful"]):
        assert decision.effect != "allow"


@settings(max_examples=60)
@given(
    DEVICE, ACTION, IDENTITY, AREA, st.sampled_from(["probability", "voice", "face", "live", "challenge", "approval"])
)
def test_more_evidence_never_takes_away(
    device: Device, action: Action, who: Identity, area: str | None, more: str
) -> None:
    permissions = in_a_home_of(device)
    better = {
        "probability": replace(who, probability=1.0),
        "voice": replace(who, modalities=tuple(m for m in ("voice", "face") if m in (*who.modalities, "voice"))),
        "face": replace(who, modalities=tuple(m for m in ("voice", "face") if m in (*who.modalities, "face"))),
        "live": replace(who, liveness="live"),
        "challenge": replace(who, challenge=True),
        "approval": replace(who, approved_by="Mina"),
    }[more]
    if permissions.decide(request(device, action, who, area)).effect == "allow":
        assert permissions.decide(request(device, action, better, area)).effect == "allow"


@settings(max_examples=60)
@given(DEVICE, ACTION, IDENTITY, AREA)
def test_an_attack_gets_nothing_protected(device: Device, action: Action, who: Identity, area: str | None) -> None:
    attack = replace(who, liveness="attack", approved_by=None, challenge=True)
    if action_of(device, action) in GROUPS["protected"]:
        decision = in_a_home_of(device).decide(request(device, action, attack, area))
        assert decision.effect != "allow"
        assert set(decision.needs) <= {"approval"}


def test_all_of_a_command_must_be_allowed() -> None:
    acts = ((DEVICES["lamp"], Action("turn_on")), (DEVICES["oven"], Action("turn_on")))
    decision = PERMISSIONS.decide(Request(Command("Test"), Identity("Ara", 1.0, ("voice",)), acts))
    assert (decision.effect, decision.rule, decision.device) == ("deny", "children-no-oven", "oven.oven")


def test_a_command_that_does_nothing_is_allowed() -> None:
    assert PERMISSIONS.decide(Request(Command("HassNevermind"))).effect == "allow"


def test_a_device_that_is_not_the_homes_is_denied() -> None:
    act = (Device("light.other", "other", "light"), Action("turn_on"))
    assert PERMISSIONS.decide(Request(Command("Test"), Identity("Mina", 1.0), (act,))).effect != "allow"


def test_a_command_for_later_is_no_way_round() -> None:
    timer = Device("timer.home", "timers", "timer")
    later = Action("start", {"seconds": 5, "conversation_command": "unlock the front door"})
    permissions = Permissions(HOME, [timer])
    assert permissions.decide(request(timer, later, Identity(), None)).effect != "allow"
    assert permissions.decide(request(timer, later, Identity("Ara", 1.0), None)).effect != "allow"
    assert permissions.decide(request(timer, Action("start", {"seconds": 5}), Identity(), None)).effect == "allow"


def home(rules: str, more: str = "") -> Any:
    block = "\n".join(f"    {line}" for line in rules.splitlines())
    return parse_home(
        "areas: [hall]\ndevices: [{name: TV, domain: media_player, area: hall}]\n"
        f"people: [Jun, {{name: Ara, role: child}}]\n{more}\npolicies:\n  - |\n{block}\n"
    )


BEDTIME = """@id("no-tv-at-night")
@en("No television for children after nine.")
forbid (principal in Role::"child", action, resource == Device::"media_player.tv") when { context.hour >= 21 };"""


@pytest.mark.parametrize(("hour", "effect"), [(20, "allow"), (21, "deny")])
def test_a_rule_of_the_owners_own(hour: int, effect: str) -> None:
    house = home(BEDTIME)
    act = (house.devices[0], Action("turn_on"))
    asked = Request(Command("Test"), Identity("Ara", 1.0), (act,), time(hour))
    decision = Permissions(house).decide(asked)
    assert decision.effect == effect
    assert (decision.rule == "no-tv-at-night") == (effect == "deny")


def test_an_own_rule_takes_the_place_of_a_built_in_one() -> None:
    house = home('@id("anyone-here") forbid (principal, action, resource) when { false };')
    act = (house.devices[0], Action("turn_on"))
    asked = Request(Command("Test", area="hall"), Identity(), (act,))
    assert Permissions(house).decide(asked).effect == "ask"


def test_a_rule_that_fails_allows_nothing() -> None:
    house = home("forbid (principal, action, resource) when { context.hour * 9223372036854775807 > 3 };")
    asked = Request(Command("Test"), Identity("Jun", 1.0), ((house.devices[0], Action("turn_on")),))
    assert (Permissions(house).decide(asked).effect, Permissions(house).decide(asked).rule) == ("deny", "rule-failed")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('permit (principal == Person::"Jan", action, resource);', "no person 'Jan'. Did you mean 'Jun'?"),
        ('permit (principal in Role::"adlt", action, resource);', "no role 'adlt'. Did you mean 'adult'?"),
        ('permit (principal, action == Action::"unlok", resource);', "no action 'unlok'. Did you mean 'unlock'?"),
        ('permit (principal, action, resource in Area::"hal");', "no area 'hal'. Did you mean 'hall'?"),
        ('permit (principal, action, resource == Device::"media_player.tw");', "Did you mean 'media_player.tv'?"),
        ('permit (principal, action, resource in Kind::"lihgt");', "no kind 'lihgt'. Did you mean 'light'?"),
        ("permit (principal, action, resource) when { context.vioce };", "`vioce`"),
        ("permit (principal, action, resource", "is not Cedar"),
        ("permit (principal == ?principal, action, resource);", "?principal"),
    ],
)
def test_mistakes_in_rules_are_said_with_their_line(rule: str, said: str) -> None:
    with pytest.raises(PolicyError) as problem:
        read_rules(home(f"// a comment; with a semicolon\n{rule}"))
    assert said in str(problem.value)
    assert all(line.startswith("home.yaml:8: ") for line in str(problem.value).splitlines())


def test_two_rules_of_one_name_are_a_mistake() -> None:
    with pytest.raises(PolicyError, match="another rule 'no-tv-at-night'"):
        read_rules(home(f"{BEDTIME}\n{BEDTIME}"))


def test_rules_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.cedar").write_text(BEDTIME.replace("child", "chidl"), "utf-8")
    text = "devices: [{name: TV, domain: media_player}]\npolicies: [mine.cedar]"
    with pytest.raises(PolicyError, match=r"mine\.cedar:3: this home has no role 'chidl'"):
        read_rules(parse_home(text, str(tmp_path / "home.yaml")))
    with pytest.raises(HomeError, match=r"home\.yaml:1: there is no policy file"):
        parse_home("policies: [other.cedar]", str(tmp_path / "home.yaml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("people: [{name: Ara, role: chld}]", "Did you mean 'child'?"),
        ("people: [{name: Ara, room: attic}]", "room 'attic', which is not declared"),
        ("permissions: perhaps", "'on' or 'off'"),
        ("roles: [{name: nanny, like: adlt}]", "Did you mean 'adult'?"),
        ("roles: [adult]", "there already"),
        ("policies: [[a]]", "the name of a file"),
    ],
)
def test_mistakes_in_the_home_file(text: str, said: str) -> None:
    with pytest.raises(HomeError, match=r"^home\.yaml:1: ") as problem:
        parse_home(text)
    assert said in str(problem.value)


def test_own_roles_are_like_others() -> None:
    text = (
        "roles: [{name: nanny, like: adult}]\npeople: [{name: Bo, role: nanny}]\ndevices: [{name: w, domain: washer}]"
    )
    house = parse_home(text)
    asked = Request(Command("Test"), Identity("Bo", 1.0), ((house.devices[0], Action("turn_on")),))
    assert Permissions(house).decide(asked).effect == "allow"


@pytest.mark.parametrize(
    ("text", "enrolled", "on"),
    [
        ("areas: [hall]", False, False),
        ("areas: [hall]", True, True),
        ("permissions: off", True, False),
        ("permissions: on", False, True),
    ],
)
def test_when_permissions_count(text: str, enrolled: bool, on: bool) -> None:
    assert permissions_are_on(parse_home(text), enrolled) is on
    assert permissions_are_on(home(BEDTIME))


def test_a_decision_is_quick() -> None:
    def milliseconds() -> float:
        started = perf_counter()
        decide("Jun", "unlock", "front door")
        return (perf_counter() - started) * 1000

    assert median(milliseconds() for _ in range(50)) < 5
