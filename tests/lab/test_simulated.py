"""All that the simulated devices of every driver can be set to, said in both languages: each setting is reached."""

from dataclasses import replace

import pytest

from ogam.lab.reachability import walk
from ogam.lab.simulated import SIMULATED, simulated_devices

NEEDS = {"mqtt": ("aiomqtt", "jinja2"), "robot": (), "smartthings": ("httpx",), "thinq": ("thinqconnect",)}
WALKED = {"mqtt", "robot", "smartthings"}
"""ThinQ's is walked appliance by appliance: tests/devices/thinq/test_reachability.py."""


def test_every_simulator_of_a_driver_is_walked():
    assert set(SIMULATED) == set(NEEDS)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("driver", sorted(WALKED))
def test_all_that_can_be_set_can_be_said(driver, language):
    for package in NEEDS[driver]:
        pytest.importorskip(package)
    devices = simulated_devices(driver, language)
    assert any(one.writable for device in devices for one in device.properties)
    assert walk(devices, language) == []


@pytest.mark.parametrize("driver", sorted(WALKED))
def test_all_that_can_be_set_has_sentences(driver):
    """What has no sentence at all would pass the walk unseen."""
    for package in NEEDS[driver]:
        pytest.importorskip(package)
    from ogam.lab.reachability import sentences_for

    for language in ("en", "ko"):
        for device in simulated_devices(driver, language):
            for one in device.properties:
                if one.writable and one.kind != "text":
                    assert list(sentences_for(device, one, language)), (device.name, one.id, language)


def test_what_cannot_be_said_is_found():
    [robot] = simulated_devices("robot", "en")
    nameless = tuple(replace(one, choices=one.choices[:1], names={"en": ()}) for one in robot.properties)
    hidden = replace(robot, name="qqq", properties=nameless)
    assert walk([hidden], "en") == []
    grammarless = replace(hidden, properties=robot.properties)
    from ogam.grammar import compile_grammar
    from ogam.lab.reachability import home_of

    assert {one.property for one in walk([grammarless], "en", compile_grammar(home_of([hidden], "en")))} >= {"go", "move"}
