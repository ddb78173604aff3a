"""How each kind of simulated device changes its state: kind → verb → a pure function of state and arguments."""
# ruff: noqa: ARG001, ARG005 (what stands in one table has one signature)

from collections.abc import Callable, Mapping
from typing import Any

from ogam.core import Device, DeviceError
from ogam.devices.states import State

Change = Callable[[Device, State, Mapping[str, Any]], State]


def change(device: Device, verb: str, state: State, arguments: Mapping[str, Any]) -> State:
    """The state after the verb. `DeviceError` if this kind of device cannot do that, or not so far."""
    changes = _CHANGES.get(device.domain, _ON_OFF)
    if verb in changes:
        return changes[verb](device, state, arguments)
    if verb in _KNOWN_VERBS:
        raise DeviceError(f"The {device.name} can't do that ({verb.replace('_', ' ')}).")
    # An intent of the owner's own: the simulator keeps it, so that its effect can be seen.
    return state | {"last_command": {"intent": verb, "slots": dict(arguments)}}


def _set(**values: Any) -> Change:
    return lambda device, state, arguments: state | values


def _count(counter: str) -> Change:
    return lambda device, state, arguments: state | {counter: state[counter] + 1}


def _set_light(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    changed = state | {"state": "on"}
    for argument, attribute in (("brightness", "brightness"), ("color", "color"), ("temperature", "color_temperature")):
        if argument not in arguments:
            continue
        if device.attributes.get(f"light_supports_{attribute}") is False:
            raise DeviceError(f"The {device.name} can't change its {attribute.replace('_', ' ')}.")
        changed[attribute] = arguments[argument]
    if changed["brightness"] == 0:
        changed |= {"state": "off"}
    return changed


def _set_speed(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    percentage = _within(arguments.get("percentage", 100), 0, 100, device, "%")
    return state | {"state": "on" if percentage else "off", "percentage": percentage}


def _set_position(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    position = _within(arguments.get("position", 100), 0, 100, device, "%")
    return state | {"state": "open" if position else "closed", "position": position}


def _set_temperature(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    lowest, highest = state.get("min_temperature", 0), state.get("max_temperature", 300)
    unit = state.get("temperature_unit", "°C")
    temperature = _within(arguments.get("temperature"), lowest, highest, device, unit)
    return state | {"state": "heat" if state["state"] == "off" else state["state"], "temperature": temperature}


def _set_fan_mode(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    return state | {"fan_mode": arguments["fan_mode"]}


def _set_volume(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    return state | {"volume_level": _within(arguments.get("volume_level"), 0, 100, device, "%"), "muted": False}


def _change_volume(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    step = arguments.get("volume_step", "up")
    change_by = {"up": 10, "down": -10}.get(step) if isinstance(step, str) else step
    if change_by is None:
        raise DeviceError(f"The {device.name} knows louder and quieter, not '{step}'.")
    return state | {"volume_level": min(100, max(0, state["volume_level"] + change_by)), "muted": False}


def _play_media(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    return state | {"state": "playing", "media": str(arguments.get("search_query", "")), "track": 1}


def _skip(step: int) -> Change:
    def skip(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
        return state | {"state": "playing", "track": max(1, state["track"] + step)}

    return skip


def _clean_area(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    return state | {"state": "cleaning", "area": arguments.get("area")}


def _add_item(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    return state | {"items": [*state["items"], {"name": arguments["item"], "done": False}]}


def _complete_item(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    _must_have(device, state, arguments["item"])
    return state | {"items": [i | {"done": i["done"] or _is_item(i, arguments["item"])} for i in state["items"]]}


def _remove_item(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    _must_have(device, state, arguments["item"])
    return state | {"items": [item for item in state["items"] if not _is_item(item, arguments["item"])]}


def _restore_items(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    return state | {"items": list(arguments["items"])}


def _announce(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    return state | {"announced": [*state["announced"], arguments.get("message", "")]}


def _ring(device: Device, state: State, arguments: Mapping[str, Any]) -> State:
    return state | {"rung": "ringing", "person": arguments.get("person", "")}


def _is_item(item: Mapping[str, Any], name: Any) -> bool:
    return bool(str(item["name"]).casefold() == str(name).casefold())


def _must_have(device: Device, state: State, name: Any) -> None:
    if not any(_is_item(item, name) for item in state["items"]):
        raise DeviceError(f"'{name}' is not on the {device.name}.")


def _within(value: Any, lowest: float, highest: float, device: Device, unit: str) -> Any:
    if not isinstance(value, int | float) or not lowest <= value <= highest:
        raise DeviceError(f"The {device.name} goes from {lowest} to {highest} {unit}, not to {value}.")
    return value


_ON_OFF: Mapping[str, Change] = {"turn_on": _set(state="on"), "turn_off": _set(state="off")}
_OPEN_CLOSE: Mapping[str, Change] = {
    "open": _set(state="open", position=100),
    "close": _set(state="closed", position=0),
    "set_position": _set_position,
}
_PROGRAM: Mapping[str, Change] = {
    "turn_on": _set(state="running"),
    "turn_off": _set(state="off"),
    "start": _set(state="running"),
    "pause": _set(state="paused"),
}
_CHANGES: Mapping[str, Mapping[str, Change]] = {
    "announcer": {"announce": _announce},
    "binary_sensor": {},
    "button": {"press": _count("pressed")},
    "climate": {
        "turn_on": _set(state="heat"),
        "turn_off": _set(state="off"),
        "set_temperature": _set_temperature,
        "set_fan_mode": _set_fan_mode,
    },
    "cover": _OPEN_CLOSE,
    "dishwasher": _PROGRAM,
    "dryer": _PROGRAM,
    "fan": {
        "turn_on": lambda device, state, arguments: state | {"state": "on", "percentage": state["percentage"] or 100},
        "turn_off": _set(state="off"),
        "set_speed": _set_speed,
    },
    "input_button": {"press": _count("pressed")},
    "lawn_mower": {"start_mowing": _set(state="mowing"), "dock": _set(state="docked")},
    "light": {**_ON_OFF, "set_light": _set_light},
    "lock": {"lock": _set(state="locked"), "unlock": _set(state="unlocked")},
    "media_player": {
        "turn_on": _set(state="on"),
        "turn_off": _set(state="off"),
        "play": _set(state="playing"),
        "pause": _set(state="paused"),
        "next": _skip(1),
        "previous": _skip(-1),
        "mute": _set(muted=True),
        "unmute": _set(muted=False),
        "set_volume": _set_volume,
        "change_volume": _change_volume,
        "play_media": _play_media,
    },
    "oven": {**_ON_OFF, "set_temperature": _set_temperature},
    "person": {},
    "phone": {"ring": _ring, "ring_own": _ring},
    "scene": {"activate": _count("activated")},
    "script": {"run": _count("activated")},
    "sensor": {},
    "todo": {
        "add_item": _add_item,
        "complete_item": _complete_item,
        "remove_item": _remove_item,
        "restore": _restore_items,
    },
    "vacuum": {
        "start": _set(state="cleaning", area=None),
        "return_to_base": _set(state="docked", area=None),
        "clean_area": _clean_area,
    },
    "valve": _OPEN_CLOSE,
    "washer": _PROGRAM,
    "weather": {},
}
_KNOWN_VERBS = frozenset(verb for changes in (*_CHANGES.values(), _ON_OFF) for verb in changes)
