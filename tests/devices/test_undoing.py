"""What puts a device back: tried on the simulator, and never anything that opens, unlocks or gets hot."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Action, Device, DeviceError
from ogam.devices import controls, undo
from ogam.devices.changes import change
from ogam.devices.states import initial_state


def device(domain: str, device_class: str | None = None) -> Device:
    return Device(f"{domain}.it", "it", domain, device_class=device_class)


def undone(one: Device, before: dict[str, Any], verb: str, **arguments: Any) -> list[tuple[str, dict[str, Any]]]:
    start = initial_state(one) | before
    after = change(one, verb, start, arguments)
    return [(action.verb, dict(action.arguments)) for action in undo(one, start, after)]


@pytest.mark.parametrize(
    ("domain", "kind", "before", "verb", "arguments", "back"),
    [
        ("light", None, {}, "turn_on", {}, [("turn_off", {})]),
        ("light", None, {"state": "on"}, "turn_off", {}, [("turn_on", {})]),
        ("light", None, {"state": "on", "brightness": 70}, "set_light", {"brightness": 10},
         [("set_light", {"brightness": 70})]),
        ("light", None, {}, "set_light", {"brightness": 10}, [("set_light", {"brightness": 100}), ("turn_off", {})]),
        ("climate", None, {}, "set_temperature", {"temperature": 25}, [("set_temperature", {"temperature": 20})]),
        ("climate", None, {}, "turn_off", {}, [("turn_on", {})]),
        ("media_player", None, {}, "set_volume", {"volume_level": 90}, [("set_volume", {"volume_level": 30})]),
        ("fan", None, {"state": "on", "percentage": 40}, "turn_off", {}, [("turn_on", {})]),
        ("lock", None, {"state": "unlocked"}, "lock", {}, []),
        ("lock", None, {}, "unlock", {}, [("lock", {})]),
        ("cover", "curtain", {"state": "open", "position": 100}, "close", {}, [("set_position", {"position": 100})]),
        ("cover", "garage_door", {"state": "open", "position": 100}, "close", {}, []),
        ("cover", "garage_door", {}, "open", {}, [("set_position", {"position": 0})]),
        ("oven", None, {"state": "on"}, "turn_off", {}, []),
        ("oven", None, {}, "turn_on", {}, [("turn_off", {})]),
        ("vacuum", None, {}, "start", {}, [("return_to_base", {})]),
        ("scene", None, {}, "activate", {}, []),
    ],
)  # fmt: skip
def test_what_undoes_an_action(domain, kind, before, verb, arguments, back):
    assert undone(device(domain, kind), before, verb, **arguments) == back


def test_where_nothing_changed_there_is_nothing_to_undo():
    assert undone(device("light"), {"state": "on"}, "turn_on") == []


DOMAINS = ["light", "climate", "cover", "fan", "lock", "media_player", "oven", "switch", "vacuum", "valve", "washer"]


@given(st.data())
def test_an_undo_leads_back_and_opens_nothing(data):
    one = device(data.draw(st.sampled_from(DOMAINS)), data.draw(st.sampled_from([None, "curtain", "garage_door"])))
    state = initial_state(one)
    seen = []
    for _ in range(3):
        control = data.draw(st.sampled_from(controls(one)))
        arguments = {
            argument.name: data.draw(st.integers(int(argument.least or 0), int(argument.most or 0)))
            if argument.kind == "number"
            else data.draw(st.sampled_from(argument.choices or ("x",)))
            for argument in control.arguments
        }
        try:
            state = change(one, control.verb, state, arguments)
        except DeviceError:
            continue
        seen.append(state)
    for before, after in itertools.pairwise(seen):
        steps = undo(one, before, after)
        for step in steps:
            assert step.verb != "unlock"
            assert one.device_class == "curtain" or step.verb != "open"
            after = change(one, step.verb, after, step.arguments)
        assert not steps or after == before
        assert all(isinstance(step, Action) for step in steps)
