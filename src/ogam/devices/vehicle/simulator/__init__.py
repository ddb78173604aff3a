"""A simulated car behind a simulated KUKSA databroker, for tests and for trying things out. It reaches no real car."""

from ogam.devices.vehicle.simulator.car import Car
from ogam.devices.vehicle.simulator.serving import Simulator, serve

__all__ = ["Car", "Simulator", "serve"]
