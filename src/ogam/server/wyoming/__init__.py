"""Wyoming, the protocol of Home Assistant's voice: a service for it, and satellites that are driven by it."""

from ogam.server.wyoming.satellites import Satellite
from ogam.server.wyoming.satellites import run as run_satellites
from ogam.server.wyoming.service import Service, run, serving, serving_soon
from ogam.server.wyoming.settings import Limits, WyomingSettings

__all__ = ["Limits", "Satellite", "Service", "WyomingSettings", "run", "run_satellites", "serving", "serving_soon"]
