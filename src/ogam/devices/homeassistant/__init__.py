"""Home Assistant, over its WebSocket API; and through it Matter, SmartThings, Zigbee and whatever else it reaches.

Needs the extra `homeassistant`; docs/homeassistant.md.
"""

from collections.abc import Sequence
from importlib.util import find_spec

from ogam.core import Device, OgamError
from ogam.devices.drivers import secret
from ogam.devices.homeassistant.driver import COMMAND_EVENT, HomeAssistantDriver
from ogam.devices.homeassistant.settings import Settings, check_settings

__all__ = ["COMMAND_EVENT", "HomeAssistantDriver", "Settings", "check_settings", "open_driver"]


def open_driver(settings: Settings, devices: Sequence[Device]) -> HomeAssistantDriver:
    """The driver of a Home Assistant; nothing is connected yet. Raises OgamError for settings that cannot be."""
    if find_spec("websockets") is None:
        raise OgamError(
            "the driver homeassistant needs the package websockets. Install it: pip install 'ogam[homeassistant]'."
        )
    check_settings(settings)
    return HomeAssistantDriver(settings, devices, secret)
