"""Simulated MQTT devices: with Tasmota, a Zigbee2MQTT bridge, entities of Home Assistant's discovery, a robot with
Valetudo. They speak to a real broker (Mosquitto) on this computer; nothing real moves.
"""

from ogam.devices.mqtt.simulator.devices import SimulatedDevice, made_up_devices
from ogam.devices.mqtt.simulator.messages import Message
from ogam.devices.mqtt.simulator.serving import Simulator, serve

__all__ = ["Message", "SimulatedDevice", "Simulator", "made_up_devices", "serve"]
