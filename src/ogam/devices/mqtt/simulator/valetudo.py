"""A simulated robot vacuum with Valetudo: its capabilities as retained topics, and a map of four rooms."""

import json
from typing import Any

from ogam.devices.mqtt.simulator.messages import Message, State, as_json

TOP = "valetudo/simulated_robot"
ROOMS = {"16": "Kitchen", "17": "Living Room", "18": "안방", "19": "Hallway"}
_SPEEDS = ("low", "medium", "high", "max")
_LEADS_TO = {"START": "cleaning", "PAUSE": "paused", "STOP": "idle", "HOME": "returning"}


def made_up() -> tuple[Any, ...]:
    state: State = {"status": "docked", "fan_speed": "medium", "battery": 76, "rooms": []}
    announced = [
        Message(f"{TOP}/{rest}", payload, True)
        for rest, payload in (
            ("$homie", "4.0.0"),
            ("$name", "Dusty"),
            ("BasicControlCapability/$name", "Basic control"),
            ("BasicControlCapability/operation/$settable", "true"),
            ("FanSpeedControlCapability/preset/$format", ",".join(_SPEEDS)),
            ("LocateCapability/$name", "Locate"),
            ("MapSegmentationCapability/$name", "Segment cleaning"),
            ("MapData/segments", json.dumps(ROOMS, ensure_ascii=False)),
            ("StatusStateAttribute/status", "docked"),
            ("FanSpeedControlCapability/preset", "medium"),
            ("BatteryStateAttribute/level", "76"),
        )
    ]
    here, gone = Message(f"{TOP}/$state", "ready", True), Message(f"{TOP}/$state", "lost", True)
    heard = tuple(f"{TOP}/{rest}/set" for rest in (
        "BasicControlCapability/operation", "FanSpeedControlCapability/preset", "MapSegmentationCapability/clean",
        "LocateCapability/locate",
    ))  # fmt: skip
    return "Dusty", announced, heard, _answer, state, here, gone


def _answer(state: State, topic: str, payload: str) -> list[Message]:
    if "BasicControl" in topic and payload in _LEADS_TO:
        state["status"] = _LEADS_TO[payload]
    elif "FanSpeed" in topic and payload in _SPEEDS:
        state["fan_speed"] = payload
    elif "MapSegmentation" in topic:
        order = as_json(payload)
        rooms = order.get("segment_ids", []) if isinstance(order, dict) else []
        if rooms and all(room in ROOMS for room in rooms):
            state["status"], state["rooms"] = "cleaning", rooms
    return [
        Message(f"{TOP}/StatusStateAttribute/status", state["status"], True),
        Message(f"{TOP}/FanSpeedControlCapability/preset", state["fan_speed"], True),
    ]
