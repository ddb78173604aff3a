"""What the simulated devices announce, and how they answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ogam.devices.mqtt.simulator import entities, tasmota, valetudo, zigbee
from ogam.devices.mqtt.simulator.messages import Message, State


@dataclass(slots=True)
class SimulatedDevice:
    """One device behind the broker.

    announces: its retained announcements. heard: the topics that it listens to. answer: what it says when told
    something, changing its state. gone: what its broker says of it when it is off. acted: all that it was told, in
    order. silent: whether it takes what it is told and says nothing. deaf: whether it does not even hear.
    """

    name: str
    announces: list[Message]
    heard: tuple[str, ...]
    answer: Callable[[State, str, str], list[Message]]
    state: State
    here: Message | None = None
    gone: Message | None = None
    acted: list[tuple[str, str]] = field(default_factory=list)
    silent: bool = False
    deaf: bool = False

    def tell(self, topic: str, payload: str) -> list[Message]:
        """What it says to a message. Questions are not counted as something done."""
        if self.deaf:
            return []
        before = dict(self.state)
        answers = self.answer(self.state, topic, payload)
        if not topic.endswith(("/get", "/STATE", "/STATUS")):
            self.acted.append((topic, payload))
        elif self.state != before:
            raise RuntimeError(f"{self.name} changed by being asked")
        return [] if self.silent else answers


def made_up_devices() -> list[SimulatedDevice]:
    """The devices of the simulator."""
    return [
        *_tasmota(),
        *_zigbee(),
        *(SimulatedDevice(*row) for row in entities.made_up()),
        SimulatedDevice(*valetudo.made_up()),
    ]


def _tasmota() -> list[SimulatedDevice]:
    return [SimulatedDevice(*row) for row in (tasmota.plug(), tasmota.bulb(), tasmota.shutter())]


def _zigbee() -> list[SimulatedDevice]:
    """The bridge with its list, and each device that it lists."""
    rows = zigbee.listed()
    bridge = SimulatedDevice(
        "bridge", [Message(f"{zigbee.BASE}/bridge/devices", json.dumps(rows), True)], (), _nothing, {},
        Message(f"{zigbee.BASE}/bridge/state", '{"state": "online"}', True),
        Message(f"{zigbee.BASE}/bridge/state", '{"state": "offline"}', True),
    )  # fmt: skip
    return [bridge, *(SimulatedDevice(*zigbee.device(row, state)) for row, state in zigbee.with_states())]


def _nothing(_state: Mapping[str, Any], _topic: str, _payload: str) -> list[Message]:
    return []
