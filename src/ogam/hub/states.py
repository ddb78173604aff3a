"""What devices are like now, and an event of the log for each that changes."""

import asyncio
from collections.abc import Mapping
from typing import Any

from ogam.core import Driver
from ogam.devices.services import SCHEDULE
from ogam.hub.hub import Hub
from ogam.hub.known_states import KnowsStates

SESSION = "devices"
"""The session of what devices do by themselves. It belongs to no turn."""


def states_of(hub: Hub) -> dict[str, dict[str, Any]]:
    """The state of every device that its driver knows of, by id."""
    drivers = [driver for driver in hub.drivers.values() if isinstance(driver, KnowsStates)]
    return {device: dict(state) for driver in drivers for device, state in driver.states().items()}


async def log_changes(hub: Hub) -> None:
    """Write an event "device" {device, state} for every change of a state, whoever made it; goes on until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        for driver in hub.drivers.values():
            tasks.create_task(_log_changes_of(driver, hub))


async def _log_changes_of(driver: Driver, hub: Hub) -> None:
    last: dict[str, Mapping[str, Any]] = {}
    async for event in driver.events():
        if event.device == SCHEDULE.id:
            continue  # the turns say it; whoever sees devices need not read everybody's reminders
        if last.get(event.device) != event.state:
            last[event.device] = event.state
            hub.log.append(SESSION, "", "device", {"device": event.device, "state": dict(event.state)}, event.time)
