"""Devices and what is done with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Device:
    """Something in the home that can be acted on or asked.

    id: unique in the home, as `domain.name` (`light.kitchen`); domain: kind of device (`light`, `cover`,
    `climate` …); device_class: the finer kind (`curtain`, `window` …); area: identifier of its area.
    attributes: facts that templates may ask for (`{"light_supports_color": True}`) and initial state.
    driver: name of the driver that reaches it.
    """

    id: str
    name: str
    domain: str
    aliases: tuple[str, ...] = ()
    area: str | None = None
    device_class: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    driver: str = "virtual"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do with one device: a verb (`turn_on`, `set_position` …) and its arguments."""

    verb: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What came of an action.

    ok: whether it was done; state: the device's state after it; answer: what was asked for, for questions;
    error: what went wrong and what to do, for people.
    """

    device: str
    ok: bool
    state: Mapping[str, Any] = field(default_factory=dict)
    answer: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """A device's state changed, whoever changed it. time: seconds since the epoch."""

    device: str
    state: Mapping[str, Any]
    time: float
