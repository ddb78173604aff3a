"""A simulated Zigbee2MQTT: a bridge with a bulb, a plug, a double switch, a thermostat, blinds, a lock and sensors."""
# ruff: noqa: E501 (a table: a line a device)

import json
from collections.abc import Iterator
from typing import Any

from ogam.devices.mqtt.simulator.messages import Message, State, as_json

BASE = "zigbee2mqtt"
_TOLD, _SET, _ALL = 1, 3, 7


def _binary(name: str, on: Any, off: Any, access: int = _ALL, **more: Any) -> dict[str, Any]:
    own = {"type": "binary", "name": name, "property": name, "label": name.replace("_", " ").capitalize()}
    return {**own, "access": access, "value_on": on, "value_off": off, **more}


def _numeric(name: str, access: int = _TOLD, **more: Any) -> dict[str, Any]:
    own = {"type": "numeric", "name": name, "property": name, "label": name.replace("_", " ").capitalize()}
    return {**own, "access": access, **more}


def _enum(name: str, values: list[str], access: int = _ALL) -> dict[str, Any]:
    return {"type": "enum", "name": name, "property": name, "label": name, "access": access, "values": values}


def _state(**more: Any) -> dict[str, Any]:
    return _binary("state", "ON", "OFF", value_toggle="TOGGLE", **more)


def with_states() -> Iterator[tuple[dict[str, Any], State]]:
    """The devices of the bridge, each with its state at the beginning."""
    color = {
        "type": "composite", "name": "color_xy", "property": "color", "label": "Color (X/Y)", "access": 7,
        "features": [_numeric("x", _ALL), _numeric("y", _ALL)],
    }  # fmt: skip
    bulb = [_state(), _numeric("brightness", _ALL, value_min=0, value_max=254),
            _numeric("color_temp", _ALL, value_min=153, value_max=500, unit="mired"), color]  # fmt: skip
    yield _row("0x0000000000000001", "Hall Light", "light", [{"type": "light", "features": bulb}]), {
        "state": "OFF", "brightness": 100, "color_temp": 300, "color": {"x": 0.3, "y": 0.3},
    }  # fmt: skip
    metered = [{"type": "switch", "features": [_state()]}, _numeric("power", unit="W"), _numeric("energy", unit="kWh"),
               _binary("child_lock", "LOCK", "UNLOCK")]  # fmt: skip
    yield _row("0x0000000000000002", "Heater Plug", "plug", metered), {
        "state": "OFF", "power": 0, "energy": 3.2, "child_lock": "UNLOCK",
    }  # fmt: skip
    double = [
        {"type": "switch", "endpoint": side, "features": [_state(property=f"state_{side}", endpoint=side)]}
        for side in ("left", "right")
    ]
    yield (
        _row("0x0000000000000003", "Double Switch", "wall switch", double),
        {"state_left": "OFF", "state_right": "OFF"},
    )
    climate = [
        _numeric("occupied_heating_setpoint", _ALL, value_min=5, value_max=30, value_step=0.5, unit="°C"),
        _numeric("local_temperature", 5, unit="°C"),
        _enum("system_mode", ["off", "auto", "heat"]),
        _enum("running_state", ["idle", "heat"], 5),
    ]
    yield _row("0x0000000000000004", "Bathroom Radiator", "radiator", [{"type": "climate", "features": climate}, _numeric("battery", unit="%")]), {
        "occupied_heating_setpoint": 20, "local_temperature": 19.5, "system_mode": "heat", "running_state": "idle", "battery": 80,
    }  # fmt: skip
    blind = [
        _enum("state", ["OPEN", "CLOSE", "STOP"], _SET),
        _numeric("position", _ALL, value_min=0, value_max=100, unit="%"),
    ]
    yield _row("0x0000000000000005", "Bedroom Blind", "blind", [{"type": "cover", "features": blind}]), {
        "state": "OPEN", "position": 100,
    }  # fmt: skip
    lock = [_binary("state", "LOCK", "UNLOCK"), _enum("lock_state", ["not_fully_locked", "locked", "unlocked"], _TOLD)]
    yield _row("0x0000000000000006", "Back Door", "lock", [{"type": "lock", "features": lock}, _numeric("battery", unit="%")]), {
        "state": "LOCK", "lock_state": "locked", "battery": 55,
    }  # fmt: skip
    yield _row("0x0000000000000007", "Window Sensor", "contact", [
        _binary("contact", False, True, _TOLD), _numeric("temperature", unit="°C"), _numeric("humidity", unit="%"),
        _numeric("battery", unit="%"), _numeric("linkquality", unit="lqi"),
    ]), {"contact": True, "temperature": 21.4, "humidity": 44, "battery": 90, "linkquality": 120}  # fmt: skip


def listed() -> list[dict[str, Any]]:
    """`bridge/devices`, as Zigbee2MQTT publishes it."""
    coordinator = {
        "ieee_address": "0x00000000000000ff",
        "type": "Coordinator",
        "friendly_name": "Coordinator",
        "definition": None,
    }
    return [coordinator, *(row for row, _ in with_states())]


def device(row: dict[str, Any], state: State) -> tuple[Any, ...]:
    name = row["friendly_name"]
    topic = f"{BASE}/{name}"

    def answer(now: State, told: str, payload: str) -> list[Message]:
        keys = as_json(payload)
        if isinstance(keys, dict) and told.endswith("/set"):
            _set(now, keys)
        return [Message(topic, json.dumps(now))]

    here = Message(f"{topic}/availability", '{"state": "online"}', True)
    gone = Message(f"{topic}/availability", '{"state": "offline"}', True)
    return name, [], (f"{topic}/set", f"{topic}/get"), answer, state, here, gone


def _set(state: State, keys: dict[str, Any]) -> None:
    """Only what the device has is set; a lock tells what its bolt does, blinds where they are."""
    for key, value in keys.items():
        if key in state:
            state[key] = value
    if "lock_state" in state:
        state["lock_state"] = "locked" if state["state"] == "LOCK" else "unlocked"
    if "position" in state and keys.get("state") in ("OPEN", "CLOSE"):
        state["position"] = 100 if keys["state"] == "OPEN" else 0
    elif "position" in state:
        state["state"] = "CLOSE" if state["position"] == 0 else "OPEN"


def _row(address: str, name: str, model: str, exposes: list[Any]) -> dict[str, Any]:
    definition = {"model": model, "vendor": "Simulated", "description": f"A simulated {model}", "exposes": exposes}
    return {
        "ieee_address": address, "type": "Router", "network_address": 1, "supported": True, "disabled": False,
        "friendly_name": name, "description": "", "definition": definition, "interview_completed": True,
    }  # fmt: skip
