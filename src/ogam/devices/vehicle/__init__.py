"""Cars that speak COVESA's Vehicle Signal Specification through a KUKSA databroker (docs/vehicles.md).

Needs the extra `vehicle`.
"""

from ogam.devices.vehicle.driver import VehicleDriver, open_driver
from ogam.devices.vehicle.settings import Settings

__all__ = ["Settings", "VehicleDriver", "open_driver"]
