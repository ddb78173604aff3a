"""A simulated robot for tests, demonstrations and trying things out: it speaks the real protocol, and moves nothing."""

import asyncio
from collections.abc import Callable

from ogam.devices.robot.simulator.body import DEAD_MAN, Body
from ogam.devices.robot.simulator.picture import draw
from ogam.devices.robot.simulator.server import RobotSimulator
from ogam.devices.robot.simulator.world import DOCK, FLAT, PLACES, World

__all__ = ["DEAD_MAN", "DOCK", "FLAT", "PLACES", "Body", "RobotSimulator", "World", "draw", "serve"]


async def serve(port: int, ready: Callable[[str], None]) -> None:
    """Simulate a robot on a port of this machine until cancelled. ready: told what to write into drivers.toml."""
    simulator = RobotSimulator()
    await simulator.start(port)
    try:
        ready(f'[robot]  # simulated\nurl = "{simulator.url}"\ndock = "/dock_robot"\nfollow = "/follow_object"\n')
        await asyncio.Event().wait()
    finally:
        await simulator.stop()
