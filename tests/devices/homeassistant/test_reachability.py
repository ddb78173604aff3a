"""Every property of every kind of entity that can be set can be said, in both languages."""

import asyncio
from dataclasses import replace

import pytest

pytest.importorskip("websockets")

from ogam.devices.homeassistant import Settings, open_driver
from ogam.devices.homeassistant.simulator import TOKEN, HomeAssistantSimulator
from ogam.lab.reachability import walk


async def discovered():
    simulator = HomeAssistantSimulator()
    await simulator.start()
    driver = open_driver(Settings(simulator.url, TOKEN), ())
    try:
        return [replace(one, area=None, aliases=()) for one in await driver.discover()]
    finally:
        await driver.close()
        await simulator.stop()


@pytest.mark.whole
@pytest.mark.parametrize("language", ["en", "ko"])
def test_all_that_can_be_set_can_be_said(language):
    devices = asyncio.run(discovered())
    assert [missed.sentence for missed in walk(devices, language)] == []
