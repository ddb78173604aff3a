"""A simulated LG ThinQ cloud: made-up appliances of all kinds behind LG's own addresses. It reaches nothing real."""

from ogam.devices.thinq.simulator.cloud import Cloud
from ogam.devices.thinq.simulator.serving import Simulator, serve

__all__ = ["Cloud", "Simulator", "serve"]
