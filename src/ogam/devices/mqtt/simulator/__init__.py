"""Simulated MQTT devices: a Tasmota plug and bulb, a Zigbee2MQTT bridge, entities of Home Assistant's discovery, a robot
with Valetudo. They speak to a real broker (Mosquitto) on this computer; nothing real moves.
"""

from ogam.devices.mqtt.simulator.devices import Message, SimulatedDevice, made_up_devices
from ogam.devices.mqtt.simulator.serving import Simulator, serve

__all__ = ["Message", "SimulatedDevice", "Simulator", "made_up_devices", "serve"]
