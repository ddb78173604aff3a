"""A simulated cloud, and a driver that is linked to it."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

pytest.importorskip("thinqconnect")

from ogam.core import Device
from ogam.devices.thinq import Settings, ThinQDriver
from ogam.devices.thinq.pace import Pace
from ogam.devices.thinq.simulator import Cloud, Simulator


@dataclass
class House:
    """What a test has in its hands."""

    cloud: Cloud
    simulator: Simulator
    driver: ThinQDriver
    devices: dict[str, Device]

    def device(self, kind: str) -> Device:
        return next(one for one in self.devices.values() if one.address.startswith(kind))


@asynccontextmanager
async def _house(cloud: Cloud, settings: dict[str, Any], pace: Pace | None):
    simulator = Simulator(cloud)
    await simulator.start()
    made = Settings(**{"token": "simulated", "simulator": simulator.url, "spacing": 0.0, **settings})
    finder = ThinQDriver(made, ())
    devices = await finder.discover()
    await finder.close()
    cloud.calls.clear()
    driver = ThinQDriver(made, devices, pace)
    try:
        yield House(cloud, simulator, driver, {device.id: device for device in devices})
    finally:
        await driver.close()
        await simulator.cut()


@pytest.fixture
def in_house():
    """Run a coroutine function with a house: `in_house(test, Cloud([...]), pace=…, country=…)`."""

    def run(test, cloud=None, pace=None, **settings):
        async def main():
            async with _house(cloud or Cloud(["DEVICE_AIR_CONDITIONER", "DEVICE_WASHER"]), settings, pace) as house:
                await asyncio.wait_for(test(house), 20)

        asyncio.run(main())

    return run
