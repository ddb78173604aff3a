"""A simulated Home Assistant and a driver that is connected to it, for the tests beside."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from ogam.core import Device
from ogam.devices.homeassistant import HomeAssistantDriver, Settings, open_driver
from ogam.devices.homeassistant.simulator import TOKEN, HomeAssistantSimulator


@dataclass
class Scene:
    simulator: HomeAssistantSimulator
    driver: HomeAssistantDriver
    devices: dict[str, Device]

    def device(self, entity: str) -> Device:
        return self.devices[entity]


@asynccontextmanager
async def scene(**settings: Any) -> AsyncIterator[Scene]:
    simulator = HomeAssistantSimulator(tokens={TOKEN: "Ogam", "minas": "Mina"})
    await simulator.start()
    options = Settings(simulator.url, TOKEN)
    first = open_driver(options, ())
    devices = await first.discover()
    await first.close()
    driver = open_driver(replace(options, **settings), devices)
    try:
        yield Scene(simulator, driver, {one.address: one for one in devices})
    finally:
        await driver.close()
        await simulator.stop()


def played(play: Callable[[Scene], Awaitable[Any]], **settings: Any) -> Any:
    """Run a play on a scene of its own."""

    async def run() -> Any:
        async with scene(**settings) as one:
            return await asyncio.wait_for(play(one), 30)

    return asyncio.run(run())
