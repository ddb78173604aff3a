"""A command → what to do with which device. Pure: it looks at nothing but its arguments."""
# ruff: noqa: ARG005 (what stands in one table has one signature)

from collections.abc import Callable, Mapping, Sequence

from ogam.core import Action, Command, Device, SlotValue
from ogam.devices import robots
from ogam.devices.halting import HALT_INTENT, halting
from ogam.devices.properties import GET, SET
from ogam.devices.schedule import SNOOZE
from ogam.devices.services import ANNOUNCER, CLOCK, PHONES, SCHEDULE, TIMERS, list_called, named, shopping_list

Plan = list[tuple[Device, Action]]

SET_INTENT, GET_INTENT = "OgamSet", "OgamGet"
"""Setting and asking for a property that a driver described. Slots: `setting`, `also` ("mode=dry"); or `property` and
`value`."""
COME_INTENT = "OgamRobotCome"
"""A robot is to come where it is said. Slots: `name`, `area`."""
FIND_PHONE_INTENT = "OgamFindPhone"
"""A phone is to ring. Slot `person`: whose."""
UNDO_INTENT, ROUTINE_INTENT = "OgamUndo", "OgamRoutine"
"""Taking back what was done last; and doing what a routine of the home says (slot `routine`: its name)."""
_QUESTIONS = frozenset(
    {"HassClimateGetTemperature", "HassTimerStatus", "OgamGetAlarms", "OgamGetReminders", "OgamListRead", GET_INTENT}
)

TALK_ONLY = frozenset({"HassNevermind", "HassRespond", UNDO_INTENT, ROUTINE_INTENT})
"""Intents that do nothing with a device by themselves."""

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
    if command.intent == COME_INTENT:
        return [(device, Action(SET, {robots.GO: str(command.value("area"))})) for device in meant]
    if command.intent in ("HassTurnOn", "HassTurnOff"):
        return [(device, Action(_turn(command.intent, device.domain))) for device in meant]
    if command.intent in _ONE_DEVICE:
        meant = meant[:1]
    verb = _VERBS.get(command.intent, command.intent)
    return [(device, Action(verb, _arguments(command))) for device in meant]


def needs_devices(command: Command) -> bool:
    """Whether the command can only be carried out on devices of the home."""
    return command.intent in _VERBS or command.intent in (
        "HassTurnOn",
        "HassTurnOff",
        SET_INTENT,
        GET_INTENT,
        COME_INTENT,
    )


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


def _schedule(verb: str, **fixed: SlotValue) -> Callable[[Command, Sequence[Device]], Plan]:
    return lambda command, devices: [(named(SCHEDULE, devices), Action(verb, {**fixed, **_when(command)}))]


def _when(command: Command) -> dict[str, SlotValue]:
    """What is to be told or done, and when: a time as its slots say it, or a while in seconds."""
    arguments = {name: slot.value for name, slot in command.slots.items() if name not in (*_TARGET_SLOTS, *_WHILE)}
    if any(slot in command.slots for slot in _WHILE):
        arguments["seconds"] = _in_seconds(command, _WHILE)
    for slot in ("message", "conversation_command"):
        if slot in arguments:
            arguments["text"] = arguments.pop(slot)
    if arguments.pop("quoted", None):  # 약 먹으라고: what was said ends in a quotation
        arguments["text"] = f"{arguments['text']}고"
    return arguments


def _on_list(verb: str) -> Callable[[Command, Sequence[Device]], Plan]:
    def plan_of(command: Command, devices: Sequence[Device]) -> Plan:
        called = str(command.value("list") or "")
        meant = [device for device in devices if device.id in command.devices and device.domain == "todo"]
        arguments = {name: value for name, value in _arguments(command).items() if name != "list"}
        chosen = [list_called(called, devices)] if called else meant[:1]
        return [(device, Action(verb, arguments)) for device in chosen]

    return plan_of


def _ask_clock(verb: str) -> Callable[[Command, Sequence[Device]], Plan]:
    return lambda command, devices: [(named(CLOCK, devices), Action(verb))]


def _announce(command: Command, devices: Sequence[Device]) -> Plan:
    where = {"area": command.slots["area"].value} if "area" in command.slots else {}
    return [(named(ANNOUNCER, devices), Action("announce", {**_arguments(command), **where}))]


def _find_phone(command: Command, devices: Sequence[Device]) -> Plan:
    """One's own is another deed than somebody else's: permissions tell them apart."""
    person = str(command.value("person") or "")
    own = bool(person) and person == command.speaker
    return [(named(PHONES, devices), Action("ring_own" if own else "ring", {"person": person}))]


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


_WHILE = ("hours", "minutes", "seconds")

_SERVICES: Mapping[str, Callable[[Command, Sequence[Device]], Plan]] = {
    FIND_PHONE_INTENT: _find_phone,
    HALT_INTENT: lambda command, devices: halting(devices),
    "HassBroadcast": _announce,
    "HassGetCurrentDate": _ask_clock("get_date"),
    "HassGetCurrentTime": _ask_clock("get_time"),
    "OgamCancelAlarm": _schedule("cancel_entry", kind="alarm"),
    "OgamCancelReminder": _schedule("cancel_entry", kind="reminder"),
    "OgamGetAlarms": _schedule("get_entries", kind="alarm"),
    "OgamGetReminders": _schedule("get_entries", kind="reminder"),
    "OgamListAdd": _on_list("add_item"),
    "OgamListComplete": _on_list("complete_item"),
    "OgamListRead": _on_list("get_items"),
    "OgamListRemove": _on_list("remove_item"),
    "OgamPutOff": _schedule("put_off"),
    "OgamSetAlarm": _schedule("set_alarm"),
    "OgamSetReminder": _schedule("set_reminder"),
    "OgamSnooze": _schedule("snooze", seconds=SNOOZE),
    "OgamStopRinging": _schedule("stop"),
    "HassShoppingListAddItem": _shopping("add_item"),
    "HassShoppingListCompleteItem": _shopping("complete_item"),
    **dict.fromkeys(_TIMER_VERBS, _timer),
}
