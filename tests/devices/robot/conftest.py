"""A simulated robot, and the driver that tells it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from ogam.devices.robot import RobotDriver, Settings
from ogam.devices.robot.simulator import RobotSimulator, made_up_robot


@dataclass(frozen=True)
class Pair:
    """A robot, and what drives it."""

    simulator: RobotSimulator
    driver: RobotDriver


@pytest.fixture
def robot() -> Callable[..., AbstractAsyncContextManager[Pair]]:
    """Opens a robot that hurries, and a driver; other settings by name."""
    pytest.importorskip("websockets")

    @asynccontextmanager
    async def opened(pace: float = 20, **settings: str | float) -> AsyncIterator[Pair]:
        simulator = RobotSimulator(pace=pace)
        await simulator.start()
        usual = Settings(simulator.url, dock="/dock_robot", follow="/follow_object", move_seconds=0.3)
        driver = RobotDriver(replace(usual, **settings), [made_up_robot()])  # type: ignore[arg-type]
        try:
            yield Pair(simulator, driver)
        finally:
            await driver.close()
            await simulator.stop()

    return opened
