"""A simulated Home Assistant for tests, demonstrations and trying things out: it speaks the WebSocket API, and moves
nothing. `ogam devices simulate homeassistant` runs one."""

import asyncio
from collections.abc import Callable

from ogam.devices.homeassistant.simulator.demo import demo_home
from ogam.devices.homeassistant.simulator.home import Called, SimulatedHome
from ogam.devices.homeassistant.simulator.server import TOKEN, HomeAssistantSimulator

__all__ = ["TOKEN", "Called", "HomeAssistantSimulator", "SimulatedHome", "demo_home", "serve"]


async def serve(port: int, ready: Callable[[str], None]) -> None:
    """Simulate a Home Assistant on a port of this machine until cancelled. ready: told the table for drivers.toml."""
    simulator = HomeAssistantSimulator()
    await simulator.start(port)
    try:
        ready(f'[homeassistant]  # simulated\nurl = "{simulator.url}"\ntoken = "{TOKEN}"\n')
        await asyncio.Event().wait()
    finally:
        await simulator.stop()
