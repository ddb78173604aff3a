"""A driver that can tell its devices on whose behalf it acts is told so."""

import asyncio
from dataclasses import replace

from ogam.core import ActionResult, ActsFor, Asker
from ogam.devices.fakes import FakeDriver, made_up_air_conditioner
from ogam.home import example_home
from ogam.hub import open_hub


class Telling(FakeDriver):
    def __init__(self, devices):
        super().__init__(devices)
        self.askers = []

    async def act_for(self, device, action, asker) -> ActionResult:
        self.askers.append(asker)
        return await self.act(device, action)


def test_the_sentence_and_the_area_are_told():
    device = replace(made_up_air_conditioner(), driver="fake")
    home = example_home("en")
    hub = open_hub(replace(home, devices=(*home.devices, device), permissions=False), listen=False)
    driver = hub.drivers["fake"] = Telling([device])
    asyncio.run(hub.say("turn the air conditioner on", area="living room"))
    assert driver.askers == [Asker(None, "living room", "turn the air conditioner on")]
    assert isinstance(driver, ActsFor)
    assert not isinstance(FakeDriver([device]), ActsFor)
