"""A simulated car, and a driver of it."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

pytest.importorskip("kuksa.val.v2")

from ogam.core import Action, ActionResult, Device
from ogam.devices.vehicle import Settings, VehicleDriver
from ogam.devices.vehicle.simulator import Car, Simulator


@dataclass
class Garage:
    """What a test has in its hands."""

    car: Car
    simulator: Simulator
    driver: VehicleDriver
    device: Device

    async def act(self, verb: str, **arguments: Any) -> ActionResult:
        return await self.driver.act(self.device, Action(verb, arguments))


@asynccontextmanager
async def _garage(car: Car, confirming: float, token: str, settings: dict[str, Any]):
    simulator = Simulator(car, token=token)
    await simulator.start()
    made = Settings(**{"port": simulator.port, **settings})
    finder = VehicleDriver(Settings(port=simulator.port, token=token), ())
    (device,) = await finder.discover()
    await finder.close()
    driver = VehicleDriver(made, (device,), confirming)
    try:
        yield Garage(car, simulator, driver, device)
    finally:
        await driver.close()
        await simulator.close()


@pytest.fixture
def in_garage():
    """Run a coroutine function with a garage: `in_garage(test, car=…, confirming=…, while_moving=…)`."""

    def run(test, car=None, confirming=4.5, asks="", **settings):
        async def main():
            async with _garage(car or Car(), confirming, asks, settings) as garage:
                await asyncio.wait_for(test(garage), 30)

        asyncio.run(main())

    return run
