"""What a device can be told by touch is what the simulator knows to do."""

import asyncio

import pytest

from ogam.core import Action, Device, DeviceError
from ogam.devices import Argument, VirtualDriver, check_arguments, controls
from ogam.home import DOMAINS

DEVICES = [Device(f"{domain}.one", "one", domain) for domain in sorted(DOMAINS)]


def some(argument: Argument) -> object:
    if argument.kind == "number":
        return argument.most
    return argument.choices[0] if argument.choices else "milk"


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.domain)
def test_every_control_works(device):
    driver = VirtualDriver([device])
    for control in controls(device):
        arguments = {argument.name: some(argument) for argument in control.arguments}
        check_arguments(device, control.verb, arguments)
        result = asyncio.run(driver.act(device, Action(control.verb, arguments)))
        assert result.ok
        assert "last_command" not in result.state  # what the simulator does not know


def test_a_lamp_without_colours_has_no_control_of_them():
    lamp = Device("light.a", "a", "light", attributes={"light_supports_color": False})
    assert [argument.name for argument in controls(lamp)[-1].arguments] == ["brightness"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "must be told its 'temperature'"),
        ({"temperature": "warm"}, "goes from 5 to 35"),
        ({"mode": "x"}, "not 'mode'"),
    ],
)
def test_what_a_verb_may_not_be_told(arguments, says):
    with pytest.raises(DeviceError, match=says):
        check_arguments(Device("climate.a", "a", "climate"), "set_temperature", arguments)
