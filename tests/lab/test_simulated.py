"""All that the simulated devices of every driver can be set to, said in both languages: each setting is reached."""

from dataclasses import replace

import pytest

from ogam.core import Device
from ogam.devices.drivers import SIMULATORS
from ogam.grammar import compile_grammar
from ogam.lab.reachability import home_of, sentences_for, walk
from ogam.lab.simulated import SIMULATED, simulated_devices

NEEDS = {
    "homeassistant": ("websockets",),
    "mqtt": ("aiomqtt", "jinja2"),
    "robot": (),
    "smartthings": ("httpx",),
    "thinq": ("thinqconnect",),
    "vehicle": ("kuksa_client",),
}
WALKED = ("homeassistant", "mqtt", "robot", "smartthings", "vehicle")
"""ThinQ's is walked appliance by appliance: tests/devices/thinq/test_reachability.py."""


def devices_of(driver: str, language: str) -> list[Device]:
    for package in NEEDS[driver]:
        pytest.importorskip(package)
    return simulated_devices(driver, language)


def test_every_simulator_of_a_driver_is_walked():
    assert set(SIMULATED) == set(NEEDS) == set(SIMULATORS)


@pytest.mark.whole
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("driver", WALKED)
def test_all_that_can_be_set_can_be_said(driver, language):
    devices = devices_of(driver, language)
    assert any(one.writable for device in devices for one in device.properties)
    assert walk(devices, language) == []


@pytest.mark.whole
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("driver", WALKED)
def test_every_value_has_a_sentence(driver, language):
    """What has no sentence at all would pass the walk unseen."""
    for device in devices_of(driver, language):
        for one in device.properties:
            said = {value for _, value in sentences_for(device, one, language)}
            if one.writable and one.kind in ("choice", "command"):
                assert said == {choice.value for choice in one.choices}, (device.name, one.id)
            elif one.writable and one.kind != "text":  # any text at all is no sentence of a grammar
                assert said, (device.name, one.id)


def test_what_cannot_be_said_is_found():
    [robot] = simulated_devices("robot", "en")
    mute = replace(robot, properties=tuple(one for one in robot.properties if one.id == "do"))
    missed = walk([robot], "en", compile_grammar(home_of([mute], "en")))
    assert {one.property for one in missed} >= {"go", "move"}
    assert not any(one.property == "do" for one in missed)
