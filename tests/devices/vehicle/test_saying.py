"""All that a car can do is said in both languages; and what may be done by whom, and when."""

from dataclasses import replace

import pytest

pytest.importorskip("kuksa.val.v2")

from ogam.core import Action, Device, Identity
from ogam.devices.vehicle.signals import Limits, all_signals, signals_of
from ogam.devices.vehicle.simulator.car import TREE
from ogam.grammar import compile_grammar
from ogam.home import Person
from ogam.hub import EventLog, Hub
from ogam.lab.reachability import action_for, home_of, walk
from ogam.policy import Permissions
from ogam.policy.actions import action_of

KNOWN = {path: Limits(spec.actuator, spec.least, spec.most) for path, spec in TREE.items()}
PROPERTIES = tuple(one.property for one in signals_of(KNOWN))
CARS = {
    language: Device("vehicle.car", name, "vehicle", driver="vehicle", properties=PROPERTIES)
    for language, name in (("en", "car"), ("ko", "차"))
}
SENTENCES = [
    ("en", "set the car to 22 degrees", {"target_temperature": 22}),
    ("en", "lock the car", {"lock_doors": "lock"}),
    ("en", "unlock the doors of the car", {"lock_doors": "unlock"}),
    ("en", "close the windows of the car", {"windows": "close"}),
    ("en", "what's the car's battery", {"property": "battery"}),
    ("en", "where is the car", {"property": "location"}),
    ("en", "turn on the hazard lights of the car", {"hazard": "on"}),
    ("en", "start charging the car", {"charging": "start"}),
    ("en", "open the driver window of the car", {"move_driver_window": "open"}),
    ("ko", "차 운전석 창문 열어줘", {"move_driver_window": "open"}),
    ("ko", "차 22도로 맞춰줘", {"target_temperature": 22}),
    ("ko", "차 문 잠가줘", {"lock_doors": "lock"}),
    ("ko", "차 문 열어줘", {"lock_doors": "unlock"}),
    ("ko", "차 창문 닫아줘", {"windows": "close"}),
    ("ko", "차 배터리 얼마야", {"property": "battery"}),
    ("ko", "차 어디 있어", {"property": "location"}),
    ("ko", "차 트렁크 열어줘", {"trunk_lid": "open"}),
    ("ko", "차 충전 시작해줘", {"charging": "start"}),
]


@pytest.fixture(scope="module")
def grammars():
    return {language: compile_grammar(home_of([car], language)) for language, car in CARS.items()}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_all_that_can_be_set_can_be_said(grammars, language):
    assert walk([CARS[language]], language, grammars[language]) == []


@pytest.mark.parametrize(("language", "sentence", "arguments"), SENTENCES)
def test_what_people_say(grammars, language, sentence, arguments):
    found = action_for(sentence, grammars[language], [CARS[language]])
    assert found is not None
    assert found[1].arguments == arguments


def test_every_property_of_the_table_is_one_of_the_simulated_car():
    assert {one.property.id for one in all_signals()} == {one.id for one in PROPERTIES}


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"target_temperature": 22}, "set"),
        ({"charging": "start"}, "set"),
        ({"lock_doors": "lock"}, "lock"),
        ({"lock_doors": "unlock"}, "unlock"),
        ({"doors": "unlocked"}, "unlock"),
        ({"windows": "close"}, "close"),
        ({"driver_window": 50}, "open_entrance"),
        ({"trunk_lid": "open"}, "open_entrance"),
    ],
)
def test_what_it_is_to_permissions(arguments, name):
    assert action_of(CARS["en"], Action("set", arguments)) == name


def test_where_it_is_is_private():
    assert action_of(CARS["en"], Action("get_property", {"property": "location"})) == "ask_private"


@pytest.mark.parametrize(
    ("speed", "effect", "rule"), [(0.0, "allow", "adults-protected"), (30.0, "deny", "car-moving")]
)
def test_the_hub_knows_whether_it_moves(in_garage, grammars, speed, effect, rule):
    """Somebody who may open it, heard and seen: allowed while it stands, and not while it moves."""
    home = replace(home_of([CARS["en"]], "en"), people=(Person("Jun", role="adult"),))

    async def test(garage):
        garage.car.put({"Vehicle.Speed": speed})
        await garage.act("get_state")
        hub = Hub(home, grammars["en"], None, {"vehicle": garage.driver}, EventLog(None), Permissions(home))
        who = Identity("Jun", 1.0, ("voice", "face"), "live")
        turn = await hub.say("unlock the car", who=who)
        assert turn.decision is not None
        assert (turn.decision.effect, turn.decision.rule) == (effect, rule)
        assert len(garage.car.actuations) == (effect == "allow")

    in_garage(test)
