"""The states of simulated devices: what each kind starts with, and how its state is said."""

from collections.abc import Mapping
from typing import Any

from ogam.core import Action, Device, Property
from ogam.devices.properties import SET, first_name, say_value

State = dict[str, Any]

_INITIAL: Mapping[str, State] = {
    "announcer": {"announced": []},
    "button": {"state": "idle", "pressed": 0},
    "climate": {"state": "heat", "temperature": 20, "current_temperature": 20, "fan_mode": "auto"},
    "clock": {"state": "on"},
    "cover": {"state": "closed", "position": 0},
    "dishwasher": {"state": "off", "program": "normal"},
    "dryer": {"state": "off", "program": "normal"},
    "fan": {"state": "off", "percentage": 0},
    "input_button": {"state": "idle", "pressed": 0},
    "lawn_mower": {"state": "docked"},
    "light": {"state": "off", "brightness": 100, "color": "white", "color_temperature": 2700},
    "lock": {"state": "locked"},
    "media_player": {"state": "idle", "volume_level": 30, "muted": False, "media": "", "track": 1},
    "oven": {"state": "off", "temperature": 180},
    "person": {"state": "unknown"},
    "phone": {"rung": "", "person": ""},
    "scene": {"state": "idle", "activated": 0},
    "script": {"state": "idle", "activated": 0},
    "sensor": {"state": "unknown"},
    "timer": {"timers": []},
    "schedule": {"entries": [], "ringing": []},
    "todo": {"items": []},
    "vacuum": {"state": "docked", "area": None},
    "valve": {"state": "closed", "position": 0},
    "washer": {"state": "off", "program": "normal"},
    "weather": {"state": "sunny", "temperature": 18, "temperature_unit": "°C"},
}
OFF_STATES = frozenset({"off", "idle", "standby", "docked", "closed"})
_STATELESS = frozenset({"announcer", "button", "input_button", "phone", "schedule", "scene", "script", "timer", "todo"})
_OPENINGS = frozenset({"door", "garage_door", "opening", "window"})
_WEATHER = {
    "clear-night": "a clear night",
    "lightning": "lightning",
    "lightning-rainy": "lightning and rain",
    "partlycloudy": "partly cloudy",
    "pouring": "pouring rain",
    "rainy": "rain",
    "snowy": "snow",
    "snowy-rainy": "snow and rain",
    "windy-variant": "windy and cloudy",
}


_MOST_SAID = 4
_ABOUT = frozenset({"area", "language", "person", "session", "who"})
"""Arguments that say of an action who asked for it, and where."""
_UNITS = ("hours", "minutes", "seconds")


def initial_state(device: Device) -> State:
    """The kind's usual state, with what the home file says in its place."""
    state: State = {"state": "off"} | {name: _copy(value) for name, value in _INITIAL.get(device.domain, {}).items()}
    if device.properties:
        state = {one.id: _first_value(one) for one in device.properties if one.kind != "command"}
    state |= {name: _copy(value) for name, value in device.attributes.items() if "_supports_" not in name}
    if device.domain in ("cover", "valve") and "position" not in device.attributes:
        state["position"] = 0 if state["state"] == "closed" else 100
    return state


def is_in_state(state: Mapping[str, Any], asked: str) -> bool:
    """Whether a state is the one that is asked for; whatever is not off counts as on."""
    power = state.get("power")
    current = str(state.get("state", "unknown" if power is None else "on" if power else "off"))
    if asked == "on":
        return current not in OFF_STATES and current != "unknown"
    if asked == "off":
        return current in OFF_STATES
    return current == asked


def say_state(device: Device, state: Mapping[str, Any]) -> str:
    """A state in words: "on", "open at 40 %", "21 °C", "set to 20 °C, and it is 19.5 °C now"."""
    if device.properties:
        return say_properties(device, state)
    current = str(state.get("state", "unknown"))
    if device.domain in ("cover", "valve") and 0 < state.get("position", 0) < 100:
        return f"open at {state['position']} %"
    if device.domain == "climate" and current != "off" and {"temperature", "current_temperature"} <= state.keys():
        unit = state.get("temperature_unit", "°C")
        return f"set to {state['temperature']} {unit}, and it is {state['current_temperature']} {unit} now"
    if device.domain == "media_player" and current == "playing" and state.get("media"):
        return f"playing {state['media']}"
    if device.domain == "fan" and current == "on" and state.get("percentage"):
        return f"on at {state['percentage']} %"
    if device.domain == "light" and current == "on":
        return _say_light(state)
    if device.domain == "binary_sensor" and device.device_class in _OPENINGS:
        return "open" if current == "on" else "closed"
    if unit := state.get("unit_of_measurement"):
        return f"{current} {unit}"
    return current.replace("_", " ")


def say_properties(device: Device, state: Mapping[str, Any], language: str = "en") -> str:
    """The state of a device that is described by properties: "power on, mode dry, temperature 24 °C"."""
    known = [one for one in device.properties if one.id in state and state[one.id] not in (None, "")][:_MOST_SAID]
    return ", ".join(_say_property(one, state[one.id], language) for one in known)


def _say_property(one: Property, value: Any, language: str) -> str:
    """ "mode dry"; the state of the whole device needs no name: "closed"."""
    said = say_value(one, value, language)
    return said if one.id == "state" else f"{first_name(one.names, language)} {said}"


def say_settings(device: Device, settings: Mapping[str, Any], language: str = "en") -> str:
    """What was set, in words: "dry, 24 °C", "express mode on"."""
    return ", ".join(
        f"{first_name(one.names, language)} {said}" if _needs_name(one) else said
        for one in device.properties
        if one.id in settings
        for said in [say_value(one, settings[one.id], language)]
    )


def _needs_name(one: Property) -> bool:
    """Whether its value alone does not say what was set: "on", "2 h"."""
    return (one.kind == "switch" and one.role != "power") or (one.kind == "number" and not one.role)


def say_outcome(device: Device, action: Action, state: Mapping[str, Any], language: str) -> str:
    """What came of an action on a device that is described by its properties: what was set or told, else its state."""
    asked = device.property(str(action.arguments.get("property", "")))
    if asked is not None:
        return say_value(asked, state.get(asked.id), language)
    if action.verb == SET:
        return say_settings(device, action.arguments, language)
    return say_properties(device, state, language)


def _first_value(one: Property) -> Any:
    if one.kind == "switch":
        return False
    if one.kind == "number":
        return one.least if one.least is not None else 0
    return one.choices[0].value if one.choices else ""


def _say_light(state: Mapping[str, Any]) -> str:
    brightness = f" at {state['brightness']} %" if state.get("brightness", 100) < 100 else ""
    color = f", {state['color']}" if state.get("color", "white") != "white" else ""
    return f"on{brightness}{color}"


def say_effect(device: Device, action: Action, state: Mapping[str, Any]) -> str:
    """What an action did to a device, in a word or two: its state then, or the action where it has no state."""
    if action.verb == SET and device.properties:
        return say_settings(device, action.arguments)
    if device.domain not in _STATELESS and state:
        return say_state(device, state)
    verb = action.verb.replace("_", " ")
    said = {name: value for name, value in action.arguments.items() if name not in _ABOUT}
    told = ", ".join(f"{value} {name}" if name in _UNITS else str(value) for name, value in said.items())
    return f"{verb}: {told}" if told else verb


def items_left(state: Mapping[str, Any]) -> list[str]:
    """What is on a list and not done yet."""
    return [str(item["name"]) for item in state.get("items", ()) if not item.get("done")]


def say_items(device: Device, state: Mapping[str, Any]) -> str:
    """What is on a list: "On the shopping list: milk, eggs and bread."."""
    names = items_left(state)
    if not names:
        return f"There is nothing on the {device.name}."
    *first, last = names
    return f"On the {device.name}: {', '.join(first)} and {last}." if first else f"On the {device.name}: {last}."


def say_weather(state: Mapping[str, Any]) -> str:
    """The weather in words: "12 °C and sunny"."""
    condition = str(state["state"])
    return f"{state['temperature']} {state['temperature_unit']} and {_WEATHER.get(condition, condition)}"


def _copy(value: Any) -> Any:
    return list(value) if isinstance(value, list) else value
