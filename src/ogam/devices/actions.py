"""A command → what to do with which device. Pure: it looks at nothing but its arguments."""
# ruff: noqa: ARG005 (what stands in one table has one signature)

from collections.abc import Callable, Mapping, Sequence

from ogam.core import Action, Command, Device, SlotValue
from ogam.devices.properties import GET, SET
from ogam.devices.services import ANNOUNCER, CLOCK, TIMERS, named, shopping_list

Plan = list[tuple[Device, Action]]

SET_INTENT, GET_INTENT = "OgamSet", "OgamGet"
"""Setting and asking for a property that a driver described. Slots: `setting`, `also` ("mode=dry"); or `property` and
`value`."""
_QUESTIONS = frozenset({"HassClimateGetTemperature", "HassTimerStatus", GET_INTENT})

TALK_ONLY = frozenset({"HassNevermind", "HassRespond"})
"""Intents that are answered and do nothing."""

_TURN_ON = {
    "button": "press",
    "cover": "open",
    "input_button": "press",
    "lawn_mower": "start_mowing",
    "lock": "lock",
    "scene": "activate",
    "script": "run",
    "vacuum": "start",
    "valve": "open",
}
_TURN_OFF = {"cover": "close", "lawn_mower": "dock", "lock": "unlock", "vacuum": "return_to_base", "valve": "close"}

_VERBS = {
    "HassClimateGetTemperature": "get_temperature",
    "HassClimateSetFanMode": "set_fan_mode",
    "HassClimateSetTemperature": "set_temperature",
    "HassFanSetSpeed": "set_speed",
    "HassGetState": "get_state",
    "HassGetWeather": "get_weather",
    "HassLawnMowerDock": "dock",
    "HassLawnMowerStartMowing": "start_mowing",
    "HassLightSet": "set_light",
    "HassListAddItem": "add_item",
    "HassListCompleteItem": "complete_item",
    "HassListRemoveItem": "remove_item",
    "HassMediaNext": "next",
    "HassMediaPause": "pause",
    "HassMediaPlayerMute": "mute",
    "HassMediaPlayerUnmute": "unmute",
    "HassMediaPrevious": "previous",
    "HassMediaSearchAndPlay": "play_media",
    "HassMediaUnpause": "play",
    "HassSetPosition": "set_position",
    "HassSetVolume": "set_volume",
    "HassSetVolumeRelative": "change_volume",
    "HassVacuumCleanArea": "clean_area",
    "HassVacuumReturnToBase": "return_to_base",
    "HassVacuumStart": "start",
    "OgamSceneCount": "see_things",
    "OgamSceneDescribe": "see_all",
    "OgamSceneRead": "read_text",
    "OgamSceneState": "see_state",
    "OgamSceneWhere": "find",
    "OgamSceneWho": "see_people",
}
_ONE_DEVICE = frozenset({"HassGetWeather", "HassMediaSearchAndPlay", "HassVacuumCleanArea"})
"""Intents that one device does, where several could."""

_TARGET_SLOTS = frozenset({"name", "area", "floor", "domain", "device_class", "camera", "pointed"})
"""Slots that say which devices are meant, not what to do with them."""

_TIMER_VERBS = {
    "HassCancelAllTimers": "cancel_all",
    "HassCancelTimer": "cancel",
    "HassDecreaseTimer": "decrease",
    "HassIncreaseTimer": "increase",
    "HassPauseTimer": "pause",
    "HassStartTimer": "start",
    "HassTimerStatus": "get_timers",
    "HassUnpauseTimer": "resume",
}


def plan(command: Command, devices: Sequence[Device]) -> Plan:
    """What to do with which device, in order; empty where the command asks for no action or means no device.

    devices: all of the home's and its services; `command.devices` names those that are meant. An intent of the owner's
    own becomes an action of that name with the command's slots as arguments, for drivers that know it.
    """
    meant = [device for device in devices if device.id in command.devices]
    if command.intent in TALK_ONLY:
        return []
    if command.intent in _SERVICES:
        return _SERVICES[command.intent](command, devices)
    if command.intent == SET_INTENT:
        return [(device, Action(SET, settings)) for device in meant if (settings := _settings(command))]
    if command.intent == GET_INTENT:
        return [(device, Action(GET, {"property": str(command.value("property"))})) for device in meant]
    if command.intent in ("HassTurnOn", "HassTurnOff"):
        return [(device, Action(_turn(command.intent, device.domain))) for device in meant]
    if command.intent in _ONE_DEVICE:
        meant = meant[:1]
    verb = _VERBS.get(command.intent, command.intent)
    return [(device, Action(verb, _arguments(command))) for device in meant]


def needs_devices(command: Command) -> bool:
    """Whether the command can only be carried out on devices of the home."""
    return command.intent in _VERBS or command.intent in ("HassTurnOn", "HassTurnOff", SET_INTENT, GET_INTENT)


def is_question(command: Command) -> bool:
    """Whether the command asks for something and changes nothing."""
    return command.intent.startswith(("HassGet", "OgamScene")) or command.intent in _QUESTIONS


def _settings(command: Command) -> dict[str, SlotValue]:
    """What is to be set: values by property. A later piece of the sentence does not undo an earlier one."""
    found: dict[str, SlotValue] = {}
    for slot in ("setting", "also"):
        if slot in command.slots:
            name, _, value = str(command.slots[slot].value).partition("=")
            found.setdefault(name, value)
    if "property" in command.slots and "value" in command.slots:
        found.setdefault(str(command.slots["property"].value), command.slots["value"].value)
    return found


def _turn(intent: str, domain: str) -> str:
    if intent == "HassTurnOn":
        return _TURN_ON.get(domain, "turn_on")
    return _TURN_OFF.get(domain, "turn_off")


def _arguments(command: Command) -> Mapping[str, SlotValue]:
    if command.intent == "HassVacuumCleanArea":
        return {"area": command.slots["area"].value} if "area" in command.slots else {}
    return {name: slot.value for name, slot in command.slots.items() if name not in _TARGET_SLOTS}


def _ask_clock(verb: str) -> Callable[[Command, Sequence[Device]], Plan]:
    return lambda command, devices: [(named(CLOCK, devices), Action(verb))]


def _announce(command: Command, devices: Sequence[Device]) -> Plan:
    return [(named(ANNOUNCER, devices), Action("announce", _arguments(command)))]


def _shopping(verb: str) -> Callable[[Command, Sequence[Device]], Plan]:
    return lambda command, devices: [(shopping_list(devices), Action(verb, _arguments(command)))]


def _timer(command: Command, devices: Sequence[Device]) -> Plan:
    """Times in seconds; `start_seconds` selects a timer by the length it was set to."""
    arguments: dict[str, SlotValue] = {}
    for argument, slots in (
        ("seconds", ("hours", "minutes", "seconds")),
        ("start_seconds", ("start_hours", "start_minutes", "start_seconds")),
    ):
        if any(slot in command.slots for slot in slots):
            arguments[argument] = _in_seconds(command, slots)
    for slot in ("name", "area", "conversation_command"):
        if slot in command.slots:
            arguments[slot] = command.slots[slot].value
    if command.intent == "HassStartTimer" and command.area is not None:
        arguments.setdefault("area", command.area)
    return [(named(TIMERS, devices), Action(_TIMER_VERBS[command.intent], arguments))]


def _in_seconds(command: Command, slots: tuple[str, ...]) -> int:
    values = (command.value(slot) or 0 for slot in slots)
    return sum(round(float(value) * unit) for value, unit in zip(values, (3600, 60, 1), strict=True))


_SERVICES: Mapping[str, Callable[[Command, Sequence[Device]], Plan]] = {
    "HassBroadcast": _announce,
    "HassGetCurrentDate": _ask_clock("get_date"),
    "HassGetCurrentTime": _ask_clock("get_time"),
    "HassShoppingListAddItem": _shopping("add_item"),
    "HassShoppingListCompleteItem": _shopping("complete_item"),
    **dict.fromkeys(_TIMER_VERBS, _timer),
}
