"""A simulated SmartThings: an account with appliances, over HTTP on this computer. It reaches nothing real."""

from ogam.devices.smartthings.simulator.cloud import TOKEN, Cloud, Failure
from ogam.devices.smartthings.simulator.serving import Simulator, serve

__all__ = ["TOKEN", "Cloud", "Failure", "Simulator", "serve"]
