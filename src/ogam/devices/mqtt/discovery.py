"""What devices announce at the broker, gathered by topic and put together as devices when it is asked for."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from ogam.devices.mqtt import homeassistant, valetudo
from ogam.devices.mqtt.bindings import Thing
from ogam.devices.mqtt.homeassistant import Entity, Found
from ogam.devices.mqtt.payloads import LARGEST_LIST, NONSENSE, Payload, Unreadable, dig, payload_of, text_of
from ogam.devices.mqtt.settings import Settings
from ogam.devices.mqtt.tasmota import tasmota_thing
from ogam.devices.mqtt.zigbee2mqtt import zigbee_things

MOST = 20_000
"""Announcements that are kept; more are not believed."""
_OWN = "Ogam"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prefixes:
    """The first parts of the topics of each dialect; empty where it is not listened to."""

    discovery: str
    zigbee2mqtt: str
    tasmota: str
    valetudo: str

    @classmethod
    def of(cls, settings: Settings) -> "Prefixes":
        return cls(settings.discovery, settings.zigbee2mqtt, settings.tasmota, settings.valetudo)

    def topics(self) -> list[str]:
        """What to subscribe to in order to hear of devices."""
        found = []
        if self.discovery:
            found += [f"{self.discovery}/+/+/config", f"{self.discovery}/+/+/+/config"]
        if self.zigbee2mqtt:
            found += [f"{self.zigbee2mqtt}/bridge/devices"]
        if self.tasmota:
            found += [f"{self.tasmota}/+/config", f"{self.tasmota}/+/sensors"]
        if self.valetudo:
            found += [f"{self.valetudo}/{wanted}" for wanted in valetudo.WANTED]
        return found


class Announcements:
    """What was announced last under each topic."""

    def __init__(self, prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self._kept: dict[str, Payload] = {}
        self._refused: dict[str, str] = {}

    def take(self, topic: str, raw: object) -> bool:
        """Keep an announcement; an empty one takes it back. Whether anything has changed by it."""
        if not self._is_one(topic):
            return False
        try:
            payload = payload_of(raw, LARGEST_LIST)
        except Unreadable as error:
            self._refused[topic] = f"{topic}: {error}."
            return self._kept.pop(topic, None) is not None
        if not payload.text:
            return self._kept.pop(topic, None) is not None
        if self._kept.get(topic) == payload or (topic not in self._kept and len(self._kept) >= MOST):
            return False
        self._kept[topic] = payload
        return True

    def snapshot(self) -> "Snapshot":
        return Snapshot(self._prefixes, dict(self._kept), tuple(self._refused.values()))

    def _is_one(self, topic: str) -> bool:
        own = self._prefixes
        if own.discovery and topic.startswith(f"{own.discovery}/") and topic.endswith("/config"):
            return True
        if own.zigbee2mqtt and topic == f"{own.zigbee2mqtt}/bridge/devices":
            return True
        if own.tasmota and topic.startswith(f"{own.tasmota}/"):
            return topic.endswith(("/config", "/sensors"))
        return bool(own.valetudo) and topic.startswith(f"{own.valetudo}/") and _tells_robot(topic)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All announcements of a moment. To put them together takes a while; it may be done in a thread."""

    prefixes: Prefixes
    kept: Mapping[str, Payload]
    refused: tuple[str, ...] = ()

    def found(self) -> Found:
        """The devices, each once: one that its own dialect announces is not taken from Home Assistant's again."""
        left_out = list(self.refused)
        zigbee = self._zigbee(left_out)
        own = [*zigbee.things, *self._tasmota(left_out), *self._valetudo(left_out)]
        bases = tuple(
            f"{base}/"
            for base, there in (
                (self.prefixes.zigbee2mqtt, bool(zigbee.things)),
                (self.prefixes.valetudo, any(one.address.startswith("valetudo:") for one in own)),
            )
            if base and there
        )
        addresses = {one.address.casefold() for one in own}
        entities = [one for one in self._entities(left_out) if not _is_known(one, bases, addresses)]
        others = homeassistant.things_of(entities)
        return Found((*own, *others.things), (*left_out, *zigbee.left_out, *others.left_out))

    def _zigbee(self, left_out: list[str]) -> Found:
        topic = f"{self.prefixes.zigbee2mqtt}/bridge/devices"
        if not self.prefixes.zigbee2mqtt or topic not in self.kept:
            return Found()
        try:
            return zigbee_things(self.prefixes.zigbee2mqtt, self.kept[topic].data)
        except Unreadable as error:
            left_out.append(f"{topic}: {error}.")
            return Found()

    def _tasmota(self, left_out: list[str]) -> list[Thing]:
        base, things = f"{self.prefixes.tasmota}/", []
        for topic, payload in self.kept.items():
            if not self.prefixes.tasmota or not topic.startswith(base) or not topic.endswith("/config"):
                continue
            sensors = self.kept.get(topic.removesuffix("config") + "sensors")
            try:
                things.append(tasmota_thing(payload.data, sensors.data if sensors else None))
            except NONSENSE as error:
                name = text_of(dig(payload.data, "dn")) or topic
                left_out.append(f"{name} (Tasmota): {error}.")
        return things

    def _valetudo(self, left_out: list[str]) -> list[Thing]:
        base, robots = self.prefixes.valetudo, dict[str, dict[str, Payload]]()
        for topic, payload in self.kept.items() if base else ():
            robot = valetudo.robot_of(topic, base)
            if robot:
                robots.setdefault(robot, {})[topic.removeprefix(f"{base}/{robot}/")] = payload
        things = []
        for robot, told in robots.items():
            try:
                things.append(valetudo.valetudo_thing(base, robot, told))
            except NONSENSE as error:
                left_out.append(f"{robot} (Valetudo): {error}.")
        return things

    def _entities(self, left_out: list[str]) -> list[Entity]:
        base, found = f"{self.prefixes.discovery}/", list[Entity]()
        for topic, payload in self.kept.items():
            own = _OWN in (dig(payload.data, "origin", "name"), dig(payload.data, "o", "name"))
            if not self.prefixes.discovery or not topic.startswith(base) or own:
                continue
            try:
                found += homeassistant.entities_of(topic, self.prefixes.discovery, payload.data)
            except NONSENSE as error:
                left_out.append(f"{topic}: {error}.")
        return found


def _is_known(entity: Entity, bases: tuple[str, ...], addresses: set[str]) -> bool:
    """Whether an entity belongs to a device that its own dialect has announced."""
    if entity.key.casefold().replace(":", "") in addresses:
        return True
    topics = [value for name, value in entity.options.items() if name.endswith("topic") and isinstance(value, str)]
    return bool(bases) and any(topic.startswith(bases) for topic in topics)


def _tells_robot(topic: str) -> bool:
    return topic.endswith(("/$name", "/$state", "/$format", "/$settable", "/segments"))
