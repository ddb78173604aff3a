"""SmartThings: Samsung's appliances and whatever else an account has, through its REST API (docs/smartthings.md).

Needs the extra `smartthings`.
"""

from ogam.devices.smartthings.driver import SmartThingsDriver, open_driver
from ogam.devices.smartthings.settings import Settings

__all__ = ["Settings", "SmartThingsDriver", "open_driver"]
