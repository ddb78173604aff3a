"""MQTT: Home Assistant learns by itself what is heard, who spoke, and what came of it."""

from ogam.server.mqtt.publishing import Publisher, remove, run
from ogam.server.mqtt.settings import MqttSettings

__all__ = ["MqttSettings", "Publisher", "remove", "run"]
