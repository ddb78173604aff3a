"""What is done to a device, as permissions name it: to turn a lock off is `unlock`, to turn an oven on is `heat`."""

from collections.abc import Iterable, Mapping
from typing import Any

from ogam.core import Action, Device, Property

EVERYDAY = (
    "announce",
    "arm",
    "ask",
    "close",
    "list",
    "lock",
    "look",
    "open",
    "ring_own",
    "set",
    "timer",
    "turn_off",
    "turn_on",
)
CAREFUL = ("ask_private", "own", "ring", "run", "schedule", "see")
"""Neither dangerous nor harmless: what a script does is not known here, and where people are is their own affair.

To `ring` is to let somebody else's phone ring; `ring_own`, which is everyday, is to look for one's own.

To `see` is to be told of people whom a camera sees; to `look`, which is everyday, is to be told of things."""

PROTECTED = ("buy", "disarm", "drive", "heat", "manage", "open_entrance", "unlock", "use_protected")

GROUPS: Mapping[str, tuple[str, ...]] = {"everyday": EVERYDAY, "careful": CAREFUL, "protected": PROTECTED}

_ENTRANCES = frozenset({"garage", "garage_door", "gate", "door", "window", None})
"""Kinds of cover that let someone in. One whose kind the home file leaves open may be any of them."""

_HOT = frozenset({"cooktop", "oven", "water_heater", "valve"})
_SECURITY = frozenset({"alarm_control_panel", "camera", "siren"})
_PRIVATE = frozenset({"lock", "person", "vehicle", "todo", *_SECURITY})
"""Whose state a stranger has no business to know."""

_UNSEEN = frozenset({"automation", "button", "input_button", "remote", "script"})
"""What lies behind these is not known here."""

_TABLE: Mapping[str, str] = {
    "add_item": "list",
    "announce": "announce",
    "buy": "buy",
    "cancel": "timer",
    "cancel_all": "timer",
    "close": "close",
    "complete_item": "list",
    "decrease": "timer",
    "get_date": "ask",
    "get_entries": "ask",
    "get_items": "ask",
    "get_property": "ask",
    "get_state": "ask",
    "get_temperature": "ask",
    "get_time": "ask",
    "get_timers": "ask",
    "get_weather": "ask",
    "increase": "timer",
    "lock": "lock",
    "manage": "manage",
    "open": "open",
    "order": "buy",
    "purchase": "buy",
    "read_text": "look",
    "remove_item": "list",
    "restore": "list",
    "ring": "ring",
    "ring_own": "ring_own",
    "resume": "timer",
    "turn_off": "turn_off",
    "turn_on": "turn_on",
    "unlock": "unlock",
    "activate": "turn_on",
    "change_volume": "set",
    "clean_area": "turn_on",
    "dock": "turn_off",
    "mute": "set",
    "next": "set",
    "pause": "set",
    "play": "turn_on",
    "play_media": "turn_on",
    "find": "look",
    "press": "run",
    "previous": "set",
    "return_to_base": "turn_off",
    "run": "run",
    "see_all": "see",
    "see_people": "see",
    "see_state": "look",
    "see_things": "look",
    "set": "set",
    "set_fan_mode": "set",
    "set_light": "set",
    "set_position": "set",
    "set_speed": "set",
    "set_temperature": "set",
    "set_volume": "set",
    "start": "turn_on",
    "start_mowing": "turn_on",
    "unmute": "set",
}
"""Verbs of devices → actions of permissions, before the device is looked at. What is not here is `own`."""


_STOPS = frozenset({"pause", "return_to_base", "stop"})
"""Verbs of a property's values that stop what a device does: to stop an oven is to make it safe."""


def is_entrance(device: Device) -> bool:
    """Whether it lets someone in: a lock, a garage door, a gate, a window."""
    return device.domain == "lock" or (device.domain == "cover" and device.device_class in _ENTRANCES)


def action_of(device: Device, action: Action) -> str:
    """The action of permissions (one of `GROUPS`) that an action on a device is."""
    name = _TABLE.get(action.verb.lower(), "own")
    if name == "set" and action.verb == "set_position":
        name = "close" if action.arguments.get("position") == 0 else "open"
    if name == "look":
        return "see" if "person" in (*action.arguments, action.arguments.get("thing")) else "look"
    if name == "see":
        return "see"
    if name == "ask":
        return "ask_private" if device.domain in _PRIVATE or is_entrance(device) else "ask"
    if device.domain == "schedule":
        return "schedule" if action.verb == "put_off" else "timer"
    if device.domain == "timer":
        return "schedule" if action.arguments.get("conversation_command") else "timer"
    if device.attributes.get("protected") is True and name != "lock":
        return "use_protected"
    if device.properties and action.verb == "set":
        return _strictest(_of_property(device, name, value) for name, value in action.arguments.items())
    return _on(device, name)


def _of_property(device: Device, identifier: str, value: Any) -> str:
    """The action that it is to set a property: its guard; or what the verb of its value, or its role, is."""
    one = device.property(identifier)
    if one is None:
        return _on(device, "own")
    if one.guard:
        return one.guard
    verb = next((choice.verb for choice in one.choices if choice.value == value), "") or _switched(one, value)
    return _on(device, "turn_off" if verb in _STOPS else _TABLE.get(verb, "set"))


def _switched(one: Property, value: Any) -> str:
    if one.role != "power" or one.kind != "switch":
        return ""
    return "turn_off" if value in (False, "off") else "turn_on"


def _strictest(actions: Iterable[str]) -> str:
    """Of several actions the one that the fewest may do: to do all of them is as much as that one."""
    order = (*GROUPS["protected"], *GROUPS["careful"], "own")
    found = list(actions)
    return next((name for name in order if name in found), found[0] if found else "set")


def _on(device: Device, name: str) -> str:
    """The action by what kind of device it is done to."""
    starts = name not in ("turn_off", "close", "lock")
    if device.domain == "people":
        return "manage"
    if device.domain == "vehicle":
        return name if name in ("lock", "unlock", "close") else "drive"
    if device.domain in _HOT:
        return "heat" if starts else name
    if device.domain in _SECURITY:
        return "arm" if name == "turn_on" else "disarm"
    if device.domain == "lock" and name not in ("lock", "unlock"):
        return "unlock"
    if is_entrance(device) and name in ("open", "set", "turn_on", "own"):
        return "open_entrance"
    if device.domain in _UNSEEN and name in ("turn_on", "turn_off", "set"):
        return "run"
    return name
