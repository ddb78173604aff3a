"""What is published: topics and payloads. Nothing here knows a broker."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ogam import __version__
from ogam.home import Home
from ogam.server.mqtt.settings import MqttSettings

EVENT_TYPES = ("allowed", "denied", "asked", "unknown")
"""What can come of a command: done; forbidden; asked back, or for more evidence; not understood."""
ONLINE, OFFLINE = "online", "offline"
NOBODY = "unknown"
PRESENT_SECONDS = 300
"""For so long after somebody was heard in an area, Home Assistant takes it for occupied."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. retain: whether the broker keeps it for who comes later."""

    topic: str
    payload: str
    retain: bool = True


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one Ogam. People have no names in them, so that nothing is left where one is forgotten."""

    node: str
    discovery: str

    @classmethod
    def of(cls, settings: MqttSettings) -> "Topics":
        return cls(settings.node, settings.discovery)

    @property
    def config(self) -> str:
        return f"{self.discovery}/device/{self.node}/config"

    @property
    def birth(self) -> str:
        """Where Home Assistant says that it has started."""
        return f"{self.discovery}/status"

    @property
    def status(self) -> str:
        return f"{self.node}/status"

    @property
    def who(self) -> str:
        return f"{self.node}/who"

    @property
    def command(self) -> str:
        return f"{self.node}/command"

    def person(self, name: str) -> str:
        return f"{self.node}/{person_key(name)}"

    def area(self, name: str) -> str:
        return f"{self.node}/area_{_digest(name)}"


def person_key(name: str) -> str:
    """What stands for a person in topics and ids."""
    return f"person_{_digest(name)}"


def components(home: Home, topics: Topics, people: bool) -> dict[str, dict[str, Any]]:
    """The entities of Home Assistant, by their keys: who spoke, the last command, each person, each area."""
    found: dict[str, dict[str, Any]] = {
        "who": _entity(
            topics, "who", "sensor", "Speaker", "mdi:account-voice",
            state_topic=topics.who, json_attributes_topic=f"{topics.who}/attributes",
        ),
        "command": _entity(
            topics, "command", "event", "Last command", "mdi:microphone-message",
            state_topic=topics.command, event_types=list(EVENT_TYPES),
        ),
    }  # fmt: skip
    for person in home.people if people else ():
        topic, key = topics.person(person.name), person_key(person.name)
        found[key] = _entity(
            topics, key, "sensor", person.name, "mdi:account",
            state_topic=topic, json_attributes_topic=f"{topic}/attributes",
        )  # fmt: skip
        found[f"{key}_seen"] = _entity(
            topics, f"{key}_seen", "sensor", f"{person.name} last seen", "mdi:account-clock",
            state_topic=f"{topic}/seen", device_class="timestamp",
        )  # fmt: skip
    for area in home.areas:
        key = f"area_{_digest(area.name)}"
        found[key] = _entity(
            topics, key, "binary_sensor", f"{area.name} presence", None,
            state_topic=topics.area(area.name), device_class="occupancy", off_delay=PRESENT_SECONDS,
        )  # fmt: skip
    return found


def announcement(home: Home, topics: Topics, people: bool, gone: Mapping[str, str] | None = None) -> Message:
    """The device with all its entities. gone: those to remove, by key, with their platforms."""
    entities = components(home, topics, people)
    removed = {key: {"platform": platform} for key, platform in (gone or {}).items() if key not in entities}
    device = {
        "identifiers": [topics.node],
        "name": "Ogam",
        "manufacturer": "Ogam",
        "model": "Voice assistant",
        "sw_version": __version__,
    }
    config = {
        "device": device,
        "origin": {"name": "Ogam", "sw_version": __version__},
        "availability_topic": topics.status,
        "components": {**entities, **removed},
    }
    return Message(topics.config, _json(config))


def stale(config: str, home: Home, topics: Topics, people: bool) -> dict[str, str]:
    """The entities of an older announcement that are no more, with their platforms; empty for what is none."""
    try:
        old = dict(json.loads(config)["components"])
        now = components(home, topics, people)
        return {str(key): str(entity["platform"]) for key, entity in old.items() if key not in now}
    except (ValueError, KeyError, TypeError):
        return {}


def nobody(topics: Topics) -> list[Message]:
    """That nobody known spoke last."""
    return [Message(topics.who, NOBODY), Message(f"{topics.who}/attributes", "{}")]


def leftovers(topics: Topics, key: str) -> list[Message]:
    """Empty messages, by which the broker forgets what it keeps for an entity."""
    topic = f"{topics.node}/{key}"
    return [Message(name, "") for name in (topic, f"{topic}/attributes", f"{topic}/seen")]


def _entity(topics: Topics, key: str, platform: str, name: str, icon: str | None, **more: Any) -> dict[str, Any]:
    own = {"platform": platform, "unique_id": f"{topics.node}_{key}", "name": name}
    return {**own, **({"icon": icon} if icon else {}), **more}


def _digest(name: str) -> str:
    return hashlib.blake2s(name.encode(), digest_size=5).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
