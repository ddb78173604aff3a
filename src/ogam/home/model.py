"""The model of a home: its floors, areas, devices, people, and the sentences its owner added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ogam.core import Device, SlotValue
from ogam.home.seeing import Camera, GestureCommand, SeenDevice

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")

DOMAINS = frozenset(
    [
        "air_purifier",
        "alarm_control_panel",
        "appliance",
        "automation",
        "binary_sensor",
        "button",
        "camera",
        "climate",
        "coffee_maker",
        "cooktop",
        "cover",
        "dehumidifier",
        "dishwasher",
        "dryer",
        "fan",
        "humidifier",
        "input_boolean",
        "input_button",
        "lawn_mower",
        "light",
        "lock",
        "media_player",
        "microwave",
        "number",
        "oven",
        "person",
        "refrigerator",
        "remote",
        "robot",
        "scene",
        "script",
        "select",
        "sensor",
        "siren",
        "styler",
        "switch",
        "text",
        "todo",
        "vacuum",
        "valve",
        "vehicle",
        "washer",
        "water_heater",
        "weather",
    ]
)
"""The kinds of device that a home file may name; Home Assistant's words where it has one."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A storey of the home, identified by its name."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A room or another part of the home, identified by its name. floor: the name of its floor."""

    name: str
    aliases: tuple[str, ...] = ()
    floor: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a robot can be sent, on its map. x, y: metres; heading: degrees from the x axis to the left.

    name: an area's, or one of its own.
    """

    name: str
    x: float
    y: float
    heading: float = 0.0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who lives here or visits.

    role: for permissions, one of `ROLES` or of the home's own; room: the name of the area that "my room" means.
    """

    name: str
    aliases: tuple[str, ...] = ()
    role: str = "adult"
    room: str | None = None


ROLES: Mapping[str, tuple[str, ...]] = {
    "owner": ("adult",),
    "adult": ("family",),
    "child": ("family",),
    "guest": (),
    "family": (),
}
"""The built-in roles, and those that each is at the same time: an owner is an adult too."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the owner's own. like: roles that someone in it has at the same time."""

    name: str
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyText:
    """Permissions of the owner's own, as Cedar text. path and line: where the text begins, for messages."""

    text: str
    path: str = "home.yaml"
    line: int = 1


MY_ROOM = "my_room"
"""The value of an area slot that means the room of whoever speaks."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentences of the owner's own and what they do.

    say: templates in hassil's syntax; intent and slots: the command they give; reply: what Ogam answers, empty for
    the intent's own reply; where: `home.yaml:12`, for messages.
    """

    say: tuple[str, ...]
    intent: str
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    reply: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class RoutineAction:
    """A step of a routine that is no sentence: a verb of a device (`ogam devices list` shows them)."""

    device: str
    verb: str
    arguments: Mapping[str, SlotValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoutineTime:
    """When a routine begins by itself. at: hour and minute of local time; days: "weekdays", "monday" …, every day if
    there are none; arrives: the person whose coming home begins it."""

    at: tuple[int, int] | None = None
    days: tuple[str, ...] = ()
    arrives: str | None = None


@dataclass(frozen=True, slots=True)
class Routine:
    """Several things by one sentence.

    say: sentences (templates in hassil's syntax); do: sentences of the home, or actions, in order; each is decided by
    what whoever says it may do. person, role: whose it is, nobody's if both are None; by itself it is done as its
    person may. area: where it counts as said if nobody says it. reply: what Ogam says before what was done.
    where: `home.yaml:12`, for messages.
    """

    name: str
    say: tuple[str, ...]
    do: tuple[str | RoutineAction, ...]
    person: str | None = None
    role: str | None = None
    area: str | None = None
    when: RoutineTime | None = None
    reply: str = ""
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Home:
    """A home. `Device.area` and `Area.floor` hold names of `areas` and `floors`; device ids are unique.

    languages: all that are spoken, where they are several; the sentences' own is `language`.
    permissions: whether permissions are checked; None where the file leaves that open (docs/people.md).
    roles, policies: the owner's own. places: where robots can be sent.
    sentences: the owner's own; intents, lists, expansion_rules: hassil's own YAML form, as plain mappings.
    cameras: each is among `devices` too; gestures: what they say; seen: where cameras see devices.
    """

    language: Language = "en"
    floors: tuple[Floor, ...] = ()
    areas: tuple[Area, ...] = ()
    devices: tuple[Device, ...] = ()
    people: tuple[Person, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    intents: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Any] = field(default_factory=dict)
    expansion_rules: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[Language, ...] = ()
    permissions: bool | None = None
    roles: tuple[Role, ...] = ()
    policies: tuple[PolicyText, ...] = ()
    places: tuple[Place, ...] = ()
    routines: tuple[Routine, ...] = ()
    cameras: tuple[Camera, ...] = ()
    gestures: tuple[GestureCommand, ...] = ()
    seen: tuple[SeenDevice, ...] = ()

    def device(self, identifier: str) -> Device | None:
        """The device with this id, or None."""
        return next((device for device in self.devices if device.id == identifier), None)

    def camera(self, name: str | None) -> Camera | None:
        """The camera of this name or id, or None."""
        return next((camera for camera in self.cameras if name in (camera.name, camera.id)), None)

    def person(self, name: str | None) -> Person | None:
        """The person of this name, or None."""
        return next((person for person in self.people if person.name == name), None)

    def routine(self, name: str) -> Routine | None:
        """The routine of this name, or None."""
        return next((routine for routine in self.routines if routine.name == name), None)
