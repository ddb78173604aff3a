"""MQTT devices: Tasmota, Zigbee2MQTT, Valetudo, and what Home Assistant would discover (docs/mqtt-devices.md).

Needs the extra `mqtt`. What Ogam itself tells over MQTT is another matter: `ogam.server.mqtt`.
"""

from ogam.devices.mqtt.driver import MqttDriver, open_driver
from ogam.devices.mqtt.settings import Settings

__all__ = ["MqttDriver", "Settings", "open_driver"]
