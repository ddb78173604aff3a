"""Simulated devices that announce themselves as Home Assistant would discover them: an air conditioner, a fan, a garage
door, a front-door lock, a humidifier, and a lamp that can only be toggled.
"""
# ruff: noqa: E501 (a table: a line a device)

import json
from collections.abc import Callable
from typing import Any

from ogam.devices.mqtt.simulator.messages import Message, State, as_json

PREFIX = "homeassistant"


def made_up() -> list[tuple[Any, ...]]:
    return [_air_conditioner(), _fan(), _garage(), _lock(), _humidifier(), _toggled()]


def _air_conditioner() -> tuple[Any, ...]:
    """One announcement for the device and all that it has, in short words."""
    config = {
        "~": "sim/ac",
        "dev": {"ids": ["sim_ac"], "name": "Office Air Conditioner", "mf": "Simulated", "mdl": "AC", "sa": "Office"},
        "o": {"name": "simulator", "sw": "1"},
        "avty": [{"t": "~/status"}],
        "cmps": {
            "climate": {
                "p": "climate", "uniq_id": "sim_ac_climate", "name": None,
                "modes": ["off", "cool", "heat", "dry", "fan_only", "auto"],
                "mode_cmd_t": "~/mode/set", "mode_stat_t": "~/state", "mode_stat_tpl": "{{ value_json.mode }}",
                "temp_cmd_t": "~/temperature/set", "temp_stat_t": "~/state",
                "temp_stat_tpl": "{{ value_json.temperature }}", "min_temp": 18, "max_temp": 30, "temp_step": 0.5,
                "curr_temp_t": "~/state", "curr_temp_tpl": "{{ value_json.current | float | round(1) }}",
                "fan_modes": ["auto", "low", "medium", "high"], "fan_mode_cmd_t": "~/fan/set",
                "fan_mode_stat_t": "~/state", "fan_mode_stat_tpl": "{{ value_json.fan }}",
            },
            "lock": {
                "p": "switch", "uniq_id": "sim_ac_lock", "name": "Child lock", "ent_cat": "config",
                "cmd_t": "~/lock/set", "stat_t": "~/state", "val_tpl": "{{ 'ON' if value_json.lock else 'OFF' }}",
            },
            "used": {
                "p": "sensor", "uniq_id": "sim_ac_power", "name": "Power", "dev_cla": "power", "unit_of_meas": "W",
                "stat_t": "~/state", "val_tpl": "{{ value_json.power }}",
            },
            "timer": {
                "p": "number", "uniq_id": "sim_ac_timer", "name": "Timer", "min": 0, "max": 120, "step": 10,
                "unit_of_meas": "min", "cmd_t": "~/timer/set", "stat_t": "~/state", "val_tpl": "{{ value_json.timer }}",
            },
        },
    }  # fmt: skip
    state: State = {
        "mode": "off",
        "temperature": 24,
        "current": 26.3,
        "fan": "auto",
        "lock": False,
        "power": 1,
        "timer": 0,
    }

    def take(now: State, key: str, payload: str) -> None:
        now[key] = payload == "ON" if key == "lock" else as_json(payload)

    return _entity(
        "Office Air Conditioner",
        f"{PREFIX}/device/sim_ac/config",
        config,
        "sim/ac",
        state,
        take,
        status="sim/ac/status",
    )


def _fan() -> tuple[Any, ...]:
    config = {
        "name": None, "unique_id": "sim_fan", "device": {"identifiers": "sim_fan", "name": "Ceiling Fan"},
        "command_topic": "sim/fan/power/set", "state_topic": "sim/fan/state",
        "state_value_template": "{{ value_json.power }}",
        "percentage_command_topic": "sim/fan/speed/set", "percentage_state_topic": "sim/fan/state",
        "percentage_value_template": "{{ value_json.speed }}", "speed_range_min": 1, "speed_range_max": 10,
        "oscillation_command_topic": "sim/fan/swing/set", "oscillation_state_topic": "sim/fan/state",
        "oscillation_value_template": "{{ value_json.swing }}",
        "preset_mode_command_topic": "sim/fan/preset/set", "preset_mode_state_topic": "sim/fan/state",
        "preset_mode_value_template": "{{ value_json.preset }}", "preset_modes": ["normal", "nature", "sleep"],
    }  # fmt: skip
    state: State = {"power": "OFF", "speed": 3, "swing": "oscillate_off", "preset": "normal"}
    return _entity("Ceiling Fan", f"{PREFIX}/fan/sim_fan/config", config, "sim/fan", state, _keep)


def _garage() -> tuple[Any, ...]:
    config = {
        "name": None, "unique_id": "sim_garage", "device_class": "garage",
        "device": {"identifiers": ["sim_garage"], "name": "Garage Door"},
        "command_topic": "sim/garage/door/set", "state_topic": "sim/garage/state",
        "value_template": "{{ value_json.door }}", "availability_topic": "sim/garage/status",
    }  # fmt: skip
    state: State = {"door": "closed"}

    def take(now: State, _key: str, payload: str) -> None:
        now["door"] = {"OPEN": "opening", "CLOSE": "closing"}.get(payload, "stopped")

    return _entity(
        "Garage Door", f"{PREFIX}/cover/sim/garage/config", config, "sim/garage", state, take, "sim/garage/status"
    )


def _lock() -> tuple[Any, ...]:
    config = {
        "name": None, "unique_id": "sim_lock", "device": {"identifiers": ["sim_lock"], "name": "Front Door Lock"},
        "command_topic": "sim/lock/bolt/set", "state_topic": "sim/lock/state", "value_template": "{{ value_json.bolt }}",
        "state_locked": "LOCK", "state_unlocked": "UNLOCK",
    }  # fmt: skip
    return _entity("Front Door Lock", f"{PREFIX}/lock/sim_lock/config", config, "sim/lock", {"bolt": "LOCK"}, _keep)


def _humidifier() -> tuple[Any, ...]:
    config = {
        "name": None, "unique_id": "sim_humidifier", "device": {"identifiers": ["sim_hum"], "name": "Humidifier"},
        "command_topic": "sim/humidifier/power/set", "state_topic": "sim/humidifier/state",
        "state_value_template": "{{ value_json.power }}",
        "target_humidity_command_topic": "sim/humidifier/target/set",
        "target_humidity_state_topic": "sim/humidifier/state",
        "target_humidity_state_template": "{{ value_json.target | int }}", "min_humidity": 30, "max_humidity": 70,
        "mode_command_topic": "sim/humidifier/mode/set", "mode_state_topic": "sim/humidifier/state",
        "mode_state_template": "{{ value_json.mode }}", "modes": ["auto", "sleep", "boost"],
    }  # fmt: skip
    state: State = {"power": "OFF", "target": 45, "mode": "auto"}
    return _entity("Humidifier", f"{PREFIX}/humidifier/sim_hum/config", config, "sim/humidifier", state, _keep)


def _toggled() -> tuple[Any, ...]:
    config = {
        "name": None, "unique_id": "sim_old", "device": {"identifiers": ["sim_old"], "name": "Old Lamp"},
        "command_topic": "sim/old/power/set", "payload_on": "TOGGLE", "payload_off": "TOGGLE",
        "state_topic": "sim/old/state", "value_template": "{{ value_json.power }}", "state_on": "ON", "state_off": "OFF",
    }  # fmt: skip

    def take(now: State, _key: str, _payload: str) -> None:
        now["power"] = "OFF" if now["power"] == "ON" else "ON"

    return _entity("Old Lamp", f"{PREFIX}/switch/sim_old/config", config, "sim/old", {"power": "OFF"}, take)


def _keep(state: State, key: str, payload: str) -> None:
    if key in state:
        state[key] = as_json(payload)


def _entity(
    name: str,
    topic: str,
    config: Any,
    base: str,
    state: State,
    take: Callable[[State, str, str], None],
    status: str = "",
) -> tuple[Any, ...]:
    def answer(now: State, told: str, payload: str) -> list[Message]:
        take(now, told.removeprefix(f"{base}/").removesuffix("/set"), payload)
        return [Message(f"{base}/state", json.dumps(now), True)]

    announced = [Message(topic, json.dumps(config), True), Message(f"{base}/state", json.dumps(state), True)]
    here, gone = (Message(status, word, True) for word in ("online", "offline")) if status else (None, None)
    return name, announced, (f"{base}/+/set",), answer, state, here, gone
