"""Robots with ROS, over rosbridge v2: no ROS is installed here. The extra `robot`; docs/robots.md."""

from collections.abc import Sequence
from importlib.util import find_spec

from ogam.core import Device, OgamError
from ogam.devices.robot.driver import RobotDriver
from ogam.devices.robot.settings import Settings

__all__ = ["RobotDriver", "Settings", "open_driver"]


def open_driver(settings: Settings, devices: Sequence[Device]) -> RobotDriver:
    """The driver of a robot; nothing is connected yet. Raises OgamError where the extra is not installed."""
    if find_spec("websockets") is None:
        raise OgamError("the driver robot needs the package websockets. Install it: pip install 'ogam[robot]'.")
    if not settings.url.startswith(("ws://", "wss://")):
        raise OgamError(f"robot: '{settings.url}' is no address of a rosbridge. Write ws://192.168.1.30:9090.")
    return RobotDriver(settings, devices)
