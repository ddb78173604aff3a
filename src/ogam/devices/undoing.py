"""What puts a device back into the state that it was in before, where that is known and harmless."""

from collections.abc import Mapping
from typing import Any

from ogam.core import Action, Device, DeviceError
from ogam.devices.changes import change
from ogam.devices.properties import SET
from ogam.devices.states import initial_state

_SETTERS: Mapping[str, tuple[str, ...]] = {
    "climate": ("temperature",),
    "cover": ("position",),
    "fan": ("percentage",),
    "light": ("brightness", "color"),
    "media_player": ("volume_level",),
    "oven": ("temperature",),
}
"""What can be set to a value again, by kind of device."""
_VERBS: Mapping[str, str] = {
    "brightness": "set_light",
    "color": "set_light",
    "percentage": "set_speed",
    "position": "set_position",
    "temperature": "set_temperature",
    "volume_level": "set_volume",
}
_BACK: Mapping[str, str] = {
    "closed": "close",
    "docked": "return_to_base",
    "heat": "turn_on",
    "locked": "lock",
    "off": "turn_off",
    "on": "turn_on",
    "open": "open",
    "paused": "pause",
    "playing": "play",
}
_MAY_OPEN = frozenset({"awning", "blind", "curtain", "shade", "shutter"})
_MUST_NOT_OPEN = frozenset({"lock", "vehicle", "alarm_control_panel"})
KEEPERS: Mapping[str, str] = {"schedule": "entries", "timer": "timers", "todo": "items"}
"""Kinds of device that keep a list, and what it is called in their state."""
_MUST_NOT_RUN = frozenset({"cooktop", "oven", "water_heater"})


def undo(device: Device, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Action, ...]:
    """The actions, in order, that lead from the state after something was done back to the one before; none where
    nothing does, or nothing needs to. They are tried on the simulator's model of the device first.

    None of them unlocks, opens a door, or turns on what gets hot: that must be asked for anew.
    """
    if device.domain in KEEPERS:
        return _put_back(device, before, after)
    if device.properties:
        return _set_back(device, before, after)
    changed = [name for name, value in before.items() if after.get(name) != value]
    steps = [Action(_VERBS[name], {name: before[name]}) for name in _SETTERS.get(device.domain, ()) if name in changed]
    back = _BACK.get(str(before.get("state")))
    if "state" in changed and back is not None:
        steps.append(Action(back))
    if not changed or any(_is_risky(device, step, before) for step in steps):
        return ()
    for count in range(len(steps) + 1):
        for chosen in (steps[:count], steps[len(steps) - count :]):
            if chosen and _leads_back(device, chosen, before, after):
                return tuple(chosen)
    return ()


def _put_back(device: Device, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Action, ...]:
    """What is kept as a list: what was added goes, what is gone comes back."""
    if device.domain == "todo":
        same = before.get("items", []) == after.get("items", [])
        return () if same else (Action("restore", {"items": before.get("items", [])}),)
    field = KEEPERS[device.domain]
    old = {one["id"]: one for one in before.get(field, ())}
    new = {one["id"]: one for one in after.get(field, ())}
    gone = [one for name, one in old.items() if new.get(name) != one]
    added = [name for name in new if old.get(name) != new[name]]
    return (Action("restore", {"entries": gone, "without": added}),) if gone or added else ()


def _set_back(device: Device, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Action, ...]:
    """The properties that are as they were before again; none where one of them is guarded, or what gets hot starts."""
    known = [one for one in device.properties if one.writable and one.kind != "command" and one.id in before]
    changed = [one for one in known if before[one.id] != after.get(one.id)]
    hot = device.domain in _MUST_NOT_RUN and any(one.role != "power" or before[one.id] for one in changed)
    if not changed or hot or any(one.guard for one in changed) or device.domain in _MUST_NOT_OPEN:
        return ()
    return (Action(SET, {one.id: before[one.id] for one in changed}),)


def _leads_back(device: Device, steps: list[Action], before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    state = initial_state(device) | dict(after)
    try:
        for step in steps:
            state = change(device, step.verb, state, step.arguments)
    except DeviceError:
        return False
    return all(state.get(name) == value for name, value in before.items())


def _is_risky(device: Device, step: Action, before: Mapping[str, Any]) -> bool:
    if device.domain in _MUST_NOT_RUN:
        return step.verb != "turn_off"
    opens = step.verb == "open" or (step.verb == "set_position" and before.get("position", 0) > 0)
    return step.verb == "unlock" or (opens and device.device_class not in _MAY_OPEN)
