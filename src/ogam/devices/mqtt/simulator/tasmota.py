"""Simulated devices with Tasmota: a plug that measures, a bulb of warm and cold white, a shutter."""

import json
from typing import Any

from ogam.devices.mqtt.simulator.messages import Message, State

_RELAYS = 8


def plug() -> tuple[Any, ...]:
    sensors = {"ENERGY": {"Total": 12.5, "Power": 42, "Voltage": 230, "Current": 0.18}}
    return _device("Desk Plug", "AABBCC000001", "desk_plug", [1], 0, {"POWER": "OFF"}, sensors)


def bulb() -> tuple[Any, ...]:
    return _device("Reading Bulb", "AABBCC000002", "reading_bulb", [2], 2, {"POWER": "OFF", "Dimmer": 40, "CT": 300})


def shutter() -> tuple[Any, ...]:
    sensors = {"Shutter1": {"Position": 100, "Direction": 0, "Target": 100}}
    return _device("Study Shutter", "AABBCC000003", "study_shutter", [3, 3], 0, {"Position": 100}, sensors)


def _device(
    name: str, mac: str, topic: str, relays: list[int], light: int, state: State, sensors: Any = None
) -> tuple[Any, ...]:
    config = {
        "ip": "192.0.2.10", "dn": name, "fn": [name, *[None] * (_RELAYS - 1)], "hn": topic, "mac": mac, "md": "Generic",
        "ty": 0, "if": 0, "ofln": "Offline", "onln": "Online", "state": ["OFF", "ON", "TOGGLE", "HOLD"],
        "sw": "15.0.1", "t": topic, "ft": "%prefix%/%topic%/", "tp": ["cmnd", "stat", "tele"],
        "rl": [*relays, *[0] * (_RELAYS - len(relays))], "swc": [-1] * _RELAYS, "so": {"4": 0, "30": 0}, "lk": 1,
        "lt_st": light, "sho": [], "ver": 1,
    }  # fmt: skip
    announced = [
        Message(f"tasmota/discovery/{mac}/config", json.dumps(config), True),
        Message(
            f"tasmota/discovery/{mac}/sensors", json.dumps({"sn": {**(sensors or {}), "TempUnit": "C"}, "ver": 1}), True
        ),
    ]

    def answer(now: State, told: str, payload: str) -> list[Message]:
        key = told.rsplit("/", 1)[-1]
        word, value = ([*payload.split(" ", 1), ""])[:2] if key == "Backlog" else (key, payload)
        return _answer(now, topic, word, value, sensors)

    lwt = f"tele/{topic}/LWT"
    here, gone = Message(lwt, "Online", True), Message(lwt, "Offline", True)
    return name, announced, (f"cmnd/{topic}/#",), answer, state, here, gone


def _answer(state: State, topic: str, word: str, value: str, sensors: Any) -> list[Message]:
    result = f"stat/{topic}/RESULT"
    if word.startswith("Shutter"):
        targets = {"ShutterOpen1": 100, "ShutterClose1": 0, "ShutterStop1": state["Position"]}
        state["Position"] = targets[word] if word in targets else int(value)
        told = {"Position": state["Position"], "Direction": 0, "Target": state["Position"]}
        return [Message(result, json.dumps({"Shutter1": told}))]
    match word:
        case "STATE":
            return [Message(result, json.dumps(state))]
        case "STATUS":
            return [Message(f"stat/{topic}/STATUS{value}", json.dumps({"StatusSNS": sensors or {}}))]
        case "POWER" | "POWER1" if value.upper() in ("ON", "OFF"):
            state["POWER"] = value.upper()
            return [
                Message(result, json.dumps({"POWER": state["POWER"]})),
                Message(f"stat/{topic}/POWER", state["POWER"]),
            ]
        case "Dimmer" | "CT" if word in state:
            state[word] = int(value)
            state["POWER"] = "ON" if state.get("Dimmer", 1) else "OFF"
            return [Message(result, json.dumps(state))]
    return [Message(result, json.dumps({"Command": "Unknown"}))]
