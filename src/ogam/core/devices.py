"""Devices and what is done with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

PropertyValue = str | int | float | bool

Names = Mapping[str, tuple[str, ...]]
"""What something is called, by language ("en", "ko"), the usual name first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a property may have.

    names: in a property of kind "command", what is said to have it done ("start washing", "세탁 시작").
    verb: the verb that every kind of device knows and that this value carries out (`start`, `pause`,
    `return_to_base` …), empty for none.
    """

    value: str
    names: Names
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """Something of a device that is read or set: a mode, a temperature, how long it still takes.

    id: unique in the device, and the key of its state. kind: "switch" is on or off, "choice" one of `choices`,
    "command" a choice that is done and not kept (start, pause), "number" from `least` to `most` by `step`, in `unit`
    ("°C", "%", "min" …), "text" anything.
    role: what it is in the words that all devices share, one of `ROLES`, so that the verbs that all devices know reach
    it (`turn_on`, `set_temperature` …); empty for none.
    others: values that such a property often has, and this one has not: they are understood, and answered with what
    it can. guard: the action of permissions that it takes to set it (`heat`, `unlock`), empty for the usual one.
    """

    id: str
    kind: Literal["switch", "choice", "command", "number", "text"]
    names: Names
    choices: tuple[Choice, ...] = ()
    least: float | None = None
    most: float | None = None
    step: float = 1
    unit: str = ""
    readable: bool = True
    writable: bool = True
    role: str = ""
    others: tuple[Choice, ...] = ()
    guard: str = ""


ROLES = frozenset(
    [
        "brightness",
        "color",
        "color_temperature",
        "current_temperature",
        "fan_speed",
        "location",
        "mode",
        "position",
        "power",
        "rooms",
        "target_temperature",
        "volume",
    ]
)
"""What properties of many kinds of device are alike in."""


@dataclass(frozen=True, slots=True)
class Device:
    """Something in the home that can be acted on or asked.

    id: unique in the home, as `domain.name` (`light.kitchen`); domain: kind of device (`light`, `cover`,
    `climate` …); device_class: the finer kind (`curtain`, `window` …); area: identifier of its area.
    attributes: facts that templates may ask for (`{"light_supports_color": True}`) and initial state.
    driver: name of the driver that reaches it; address: how that driver calls it, where not by its id.
    properties: what can be set and read of it, where its driver knows that; they become sentences.
    """

    id: str
    name: str
    domain: str
    aliases: tuple[str, ...] = ()
    area: str | None = None
    device_class: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    driver: str = "virtual"
    address: str = ""
    properties: tuple[Property, ...] = ()

    def property(self, identifier: str) -> Property | None:
        """The property with this id, or None."""
        return next((one for one in self.properties if one.id == identifier), None)

    def with_role(self, role: str) -> Property | None:
        """The first property of this role, or None."""
        return next((one for one in self.properties if one.role == role), None)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do with one device: a verb (`turn_on`, `set_position` …) and its arguments."""

    verb: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asker:
    """On whose behalf something is done: the person, where it was asked for, and in which words; as far as is known."""

    person: str | None = None
    area: str | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What came of an action.

    ok: whether it was done; state: the device's state after it; answer: what was asked for, for questions;
    error: what went wrong and what to do, for people, in English; errors: the same by other languages, where known.
    sure: False where it is not known whether it was done: the device was told, and did not confirm it.
    """

    device: str
    ok: bool
    state: Mapping[str, Any] = field(default_factory=dict)
    answer: str = ""
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    sure: bool = True

    def error_in(self, language: str) -> str:
        """What went wrong, in a language; in English where it is not known in that."""
        return self.errors.get(language, self.error)


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """A device's state changed, whoever changed it. time: seconds since the epoch."""

    device: str
    state: Mapping[str, Any]
    time: float
