"""A simulated robot for tests, demonstrations and trying things out: it speaks the real protocol, and moves nothing."""

import asyncio
from collections.abc import Callable

from ogam.core import Device
from ogam.devices.robot.simulator.body import DEAD_MAN, Body
from ogam.devices.robot.simulator.picture import draw
from ogam.devices.robot.simulator.server import RobotSimulator
from ogam.devices.robot.simulator.world import DOCK, FLAT, PLACES, World
from ogam.devices.robots import with_robots
from ogam.home import Home, Place

__all__ = ["DEAD_MAN", "DOCK", "FLAT", "PLACES", "Body", "RobotSimulator", "World", "draw", "made_up_robot", "serve"]


def made_up_robot(name: str = "robot") -> Device:
    """The device of a home whose places are those of the simulated world."""
    places = tuple(Place(place, *at) for place, at in PLACES.items())
    return with_robots(Home(devices=(Device("robot.robot", name, "robot", driver="robot"),), places=places)).devices[0]


async def serve(port: int, ready: Callable[[str], None]) -> None:
    """Simulate a robot on a port of this machine until cancelled. ready: told what to write into drivers.toml."""
    simulator = RobotSimulator()
    await simulator.start(port)
    try:
        ready(f'[robot]  # simulated\nurl = "{simulator.url}"\ndock = "/dock_robot"\nfollow = "/follow_object"\n')
        await asyncio.Event().wait()
    finally:
        await simulator.stop()
