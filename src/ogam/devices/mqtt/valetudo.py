"""Robot vacuums that run Valetudo, by its own topics `valetudo/<robot>/<capability>/<handle>` (Homie).

Source: Valetudo's documentation, "MQTT". A robot announces what it can by retained topics ($name, $format); the rooms
of its map are in `MapData/segments` ({"16": "Kitchen"}), and are cleaned by `MapSegmentationCapability/clean/set`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogam.core import Choice
from ogam.devices.mqtt.bindings import (
    Availability,
    Binding,
    Reading,
    State,
    Thing,
    Writing,
    chosen,
    command,
    numeric,
    ranged,
)
from ogam.devices.mqtt.payloads import Payload, Unreadable, text_of
from ogam.devices.words import choice_of, names_of, read_only, room_names
from ogam.home import spoken

WANTED = (
    "+/$name",
    "+/$state",
    "+/MapData/segments",
    "+/+/+/$format",
    "+/BasicControlCapability/$name",
    "+/BasicControlCapability/operation/$settable",
    "+/LocateCapability/$name",
    "+/MapSegmentationCapability/$name",
)
"""The topics below a robot's base that say what it is."""
_STATES = ("cleaning", "docked", "error", "idle", "manual_control", "moving", "paused", "returning")
_OPERATIONS = (
    ("START", "start_cleaning", "start"),
    ("PAUSE", "pause", "pause"),
    ("STOP", "stop", "stop"),
    ("HOME", "return_to_base", "return_to_base"),
)
_LEADS_TO = {
    "START": ("cleaning",),
    "PAUSE": ("paused", "idle"),
    "STOP": ("idle", "paused", "docked"),
    "HOME": ("returning", "docked"),
}
_PRESETS = (
    ("FanSpeedControlCapability", "fan_speed", "suction"),
    ("WaterUsageControlCapability", "water_usage", "water_usage"),
    ("OperationModeControlCapability", "cleaning_mode", "cleaning_mode"),
)
_MOST_ROOMS = 60


def robot_of(topic: str, base: str) -> str:
    """The robot that a topic is about; empty for none."""
    return topic.removeprefix(f"{base}/").partition("/")[0] if topic.startswith(f"{base}/") else ""


def valetudo_thing(base: str, robot: str, told: Mapping[str, Payload]) -> Thing:
    """A robot. told: what was announced below its base, by the rest of the topic. Raises Unreadable."""
    top = f"{base}/{robot}"
    if not any(topic.startswith("BasicControlCapability/") for topic in told):
        raise Unreadable("nothing tells that it is a robot")
    status = Reading((f"{top}/StatusStateAttribute/status",), _one_of(_STATES))
    bindings = [
        Binding(chosen("status", read_only(choice_of(name) for name in _STATES), writable=False), status),
        _operations(top),
        *_presets(top, told),
        *_rooms(top, told),
        *_locate(top, told),
        Binding(
            ranged("battery", 0, 100, writable=False),
            Reading((f"{top}/BatteryStateAttribute/level",), lambda payload: numeric(payload.text)),
        ),
    ]
    name = spoken(told["$name"].text) if "$name" in told else ""
    return Thing(
        f"valetudo:{robot}", name or robot, "vacuum", tuple(bindings),
        available=(Availability(f"{top}/$state", _is_there),),
        facts={"manufacturer": "Valetudo"},
    )  # fmt: skip


def _operations(top: str) -> Binding:
    choices = tuple(Choice(value, choice_of(key).names, verb) for value, key, verb in _OPERATIONS)
    writing = Writing(f"{top}/BasicControlCapability/operation/set", str)
    return Binding(command("operation", choices), None, writing, _led_to, "status")


def _presets(top: str, told: Mapping[str, Payload]) -> list[Binding]:
    found = []
    for capability, identifier, words in _PRESETS:
        form = told.get(f"{capability}/preset/$format")
        values = [value for value in (form.text.split(",") if form else ()) if value][:50]
        if values:
            reading = Reading((f"{top}/{capability}/preset",), _one_of(values))
            choices = tuple(choice_of(value, verb="") for value in values)
            one = replace(chosen(identifier, choices), names=names_of(words))
            found.append(Binding(one, reading, Writing(f"{top}/{capability}/preset/set", str)))
    return found


def _rooms(top: str, told: Mapping[str, Payload]) -> list[Binding]:
    segments = told.get("MapData/segments")
    if segments is None or not isinstance(segments.data, dict):
        return []
    choices = [
        Choice(str(number), _cleaned(spoken(text_of(name))))
        for number, name in list(segments.data.items())[:_MOST_ROOMS]
        if isinstance(name, str) and spoken(name)
    ]
    if not choices:
        return []

    def write(value: Any) -> dict[str, Any]:
        return {"segment_ids": [value], "iterations": 1, "customOrder": True}

    writing = Writing(f"{top}/MapSegmentationCapability/clean/set", write)
    return [Binding(command("room", tuple(choices), role="rooms"), None, writing, _cleans, "status")]


def _cleaned(room: str) -> dict[str, tuple[str, ...]]:
    """What is said to have a room cleaned; the room alone at the end, by which an area of the home finds it."""
    names = room_names(room)
    english = [f"clean the {name}" for name in names["en"]]
    korean = [f"{name} 청소" for name in names["ko"]]
    return {"en": (*english, *names["en"]), "ko": (*korean, *names["ko"])}


def _locate(top: str, told: Mapping[str, Payload]) -> list[Binding]:
    if "LocateCapability/$name" not in told:
        return []
    choice = Choice("PERFORM", choice_of("locate").names)
    return [Binding(command("locate", (choice,), "locate"), None, Writing(f"{top}/LocateCapability/locate/set", str))]


def _led_to(value: Any, state: State, _before: State) -> bool:
    return state.get("status") in _LEADS_TO[value]


def _cleans(_value: Any, state: State, _before: State) -> bool:
    return state.get("status") in ("cleaning", "moving")


def _one_of(values: Sequence[str]) -> Callable[[Payload], str | None]:
    known = frozenset(values)
    return lambda payload: payload.text if payload.text in known else None


def _is_there(payload: Payload) -> bool | None:
    return {"ready": True, "disconnected": False, "lost": False, "sleeping": False}.get(payload.text)
