"""The simulators that ship, as the chaos test holds them: what drivers.toml says, what they record, how they break."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ogam.devices.drivers import SIMULATORS
from ogam.lab.chaos import Hold

NEVER_SOON = 12.0
"""Seconds that a late answer takes: longer than the hub waits."""
_KINDS = ("AIR_CONDITIONER", "AIR_PURIFIER", "WASHER", "REFRIGERATOR", "DEHUMIDIFIER", "CEILING_FAN")


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulator that runs. table: for drivers.toml. records: what reached it, growing lists of texts by source."""

    table: str
    hold: Hold
    records: Callable[[], Mapping[str, Sequence[str]]]
    close: Callable[[], Awaitable[None]]


async def thinq(language: str) -> Simulated:
    from ogam.devices.thinq.simulator import Cloud, Simulator

    cloud = Cloud([f"DEVICE_{kind}" for kind in _KINDS], language, strict=False)
    simulator = Simulator(cloud)
    await simulator.start()

    def late(is_late: bool) -> None:
        cloud.delay = NEVER_SOON if is_late else 0.0

    table = f'[thinq]\ntoken = "{cloud.token}"\ncountry = "{"KR" if language == "ko" else "US"}"\n'
    return Simulated(
        table + f'simulator = "{simulator.url}"\n',
        Hold(simulator.cut, simulator.restore, late),
        lambda: {"": [_text(*one) for one in cloud.controls]},
        simulator.cut,
    )


async def smartthings(_language: str) -> Simulated:
    from ogam.devices.smartthings.simulator import Simulator

    simulator = Simulator()
    await simulator.start()

    def late(is_late: bool) -> None:
        simulator.delay = NEVER_SOON if is_late else 0.0

    return Simulated(
        f'[smartthings]\ntoken = "{simulator.cloud.token}"\nurl = "{simulator.url}"\n',
        Hold(simulator.cut, simulator.restore, late),
        lambda: {name: [_text(name, act) for act in one.acted] for name, one in simulator.cloud.appliances.items()},
        simulator.cut,
    )


async def mqtt(_language: str) -> Simulated:
    from ogam.devices.mqtt.simulator import Simulator

    simulator = Simulator()
    await simulator.start()

    def late(is_late: bool) -> None:
        for device in simulator.devices.values():
            device.silent = is_late

    return Simulated(
        f'[mqtt]\nhost = "127.0.0.1"\nport = {simulator.port}\n',
        Hold(simulator.cut, simulator.restore, late),
        lambda: {name: [_text(*act) for act in one.acted] for name, one in simulator.devices.items()},
        simulator.close,
    )


async def robot(_language: str) -> Simulated:
    from ogam.devices.robot.simulator import RobotSimulator

    goals: list[str] = []

    def heard(message: Mapping[str, Any]) -> None:
        if message["op"] == "send_action_goal":
            goals.append(_text(message["action"], message.get("args")))

    simulator = RobotSimulator(on_message=heard)
    await simulator.start()

    def late(is_late: bool) -> None:
        simulator.silent = is_late

    return Simulated(
        f'[robot]\nurl = "{simulator.url}"\ndock = "/dock_robot"\nfollow = "/follow_object"\n',
        Hold(simulator.cut, simulator.restore, late),
        lambda: {"": goals},
        simulator.stop,
    )


async def homeassistant(_language: str) -> Simulated:
    from ogam.devices.homeassistant.simulator import TOKEN, HomeAssistantSimulator

    simulator = HomeAssistantSimulator()
    await simulator.start()

    def late(is_late: bool) -> None:
        simulator.fails = {name: [NEVER_SOON] for name in simulator.home.states} if is_late else {}

    return Simulated(
        f'[homeassistant]\nurl = "{simulator.url}"\ntoken = "{TOKEN}"\n',
        Hold(simulator.cut, simulator.restore, late),
        lambda: {"": [_text(one.domain, one.service, one.entity, one.data) for one in simulator.home.called]},
        simulator.stop,
    )


async def vehicle(_language: str) -> Simulated:
    from ogam.devices.vehicle.simulator import Simulator

    simulator = Simulator()
    await simulator.start()
    return Simulated(
        f'[vehicle]\nhost = "127.0.0.1"\nport = {simulator.port}\n',
        Hold(simulator.cut, simulator.restore),
        lambda: {"": [_text(one) for one in simulator.car.actuations]},
        simulator.close,
    )


OPENERS: Mapping[str, Callable[[str], Awaitable[Simulated]]] = {
    "homeassistant": homeassistant, "mqtt": mqtt, "robot": robot, "smartthings": smartthings, "thinq": thinq,
    "vehicle": vehicle,
}  # fmt: skip
"""How each is started, by its driver, for a home of a language."""


def here() -> list[str]:
    """The drivers whose simulators can run here."""
    from ogam.devices.mqtt.simulator.serving import mosquitto

    return [name for name in OPENERS if name in SIMULATORS and (name != "mqtt" or mosquitto())]


def _text(*told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
