"""A house without models, and its Wyoming service."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ogam.audio import EnergyVoiceActivity
from ogam.devices import VirtualDriver
from ogam.hub import EventLog, House, Hub, permissions_of
from ogam.hub.fakes import FakeIdentifier
from ogam.server.wyoming import Service, WyomingSettings, serving

sys.path.insert(0, str(Path(__file__).parent))
from wyoming_home import GRAMMAR, HOME, Ears


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def voices() -> FakeIdentifier:
    return FakeIdentifier()


@pytest.fixture
def log() -> EventLog:
    return EventLog(None)


@pytest.fixture
def house(ears: Ears, voices: FakeIdentifier, log: EventLog) -> Iterator[House]:
    drivers = {"virtual": VirtualDriver(HOME.devices)}
    house = House(
        Hub(HOME, GRAMMAR, ears, drivers, log, permissions_of(HOME), identifier=voices), EnergyVoiceActivity()
    )
    yield house
    house.close()


@pytest.fixture
def served(house: House) -> Callable[[Callable[[Service], Awaitable[Any]], WyomingSettings], Any]:
    """Runs a coroutine function against a service on a free port, and gives what it gives."""

    def run(client: Callable[[Service], Awaitable[Any]], settings: WyomingSettings | None = None) -> Any:
        async def scene() -> Any:
            async with serving(house, settings or WyomingSettings(port=0)) as service:
                return await asyncio.wait_for(client(service), 30)

        return asyncio.run(scene())

    return run
