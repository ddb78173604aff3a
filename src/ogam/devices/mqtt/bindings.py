"""What every kind of MQTT device comes down to: properties, the topics that tell them, and the topics that set them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ogam.core import Choice, Device, Property, PropertyValue
from ogam.devices.mqtt.payloads import Payload, number, plain
from ogam.devices.words import names_of, role_of, unit_of

Fragment = str | dict[str, Any]
"""What sets a property: a whole message, or some keys of a JSON message that may set several at once."""
State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a property is told. read: its value from a message, None where that says nothing of it.

    `read` may raise ValueError for what makes no sense.
    """

    topics: tuple[str, ...]
    read: Callable[[Payload], PropertyValue | None]


@dataclass(frozen=True, slots=True)
class Writing:
    """Where a property is set, and what is sent for a value.

    toggles: whether that only changes it to what it is not, so that it must be known first.
    """

    topic: str
    write: Callable[[Any], Fragment]
    toggles: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """A property of a device in MQTT's terms.

    confirmed: whether a state, and the one before, show that a value was taken; None: when the state has that value.
    told_by: the property by which a command shows that it was done, empty for none. tolerance: how far a number that
    is told may be from the one that was set, for what the device rounds it to.
    """

    property: Property
    reading: Reading | None = None
    writing: Writing | None = None
    confirmed: Callable[[Any, State, State], bool] | None = None
    told_by: str = ""
    tolerance: float = 0.001


@dataclass(frozen=True, slots=True)
class Availability:
    """A topic that says whether a device is there. says: True, False, or None where a message tells neither."""

    topic: str
    says: Callable[[Payload], bool | None]


@dataclass(frozen=True, slots=True)
class Thing:
    """A device as it announced itself.

    address: by which it is found again. asks: messages that make it tell its state. needs: how many of `available`
    must say that it is there: "all", "any", or "latest".
    """

    address: str
    name: str
    domain: str
    bindings: tuple[Binding, ...]
    device_class: str | None = None
    area: str | None = None
    available: tuple[Availability, ...] = ()
    needs: str = "all"
    asks: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    def topics(self) -> set[str]:
        """All topics by which it tells something."""
        told = {topic for one in self.bindings if one.reading for topic in one.reading.topics}
        return told | {one.topic for one in self.available}

    def binding(self, identifier: str) -> Binding | None:
        return next((one for one in self.bindings if one.property.id == identifier), None)

    def device(self) -> Device:
        """The device that Ogam knows; its id is not yet its own."""
        properties = tuple(one.property for one in self.bindings)
        return Device(
            "", self.name, self.domain, area=self.area, device_class=self.device_class, attributes=self.facts,
            driver="mqtt", address=self.address, properties=properties,
        )  # fmt: skip


def switch(identifier: str, own: str = "", writable: bool = True, readable: bool = True, role: str = "") -> Property:
    """Something that is on or off."""
    return Property(identifier, "switch", names_of(identifier, own), readable=readable, writable=writable, role=role)


def ranged(
    identifier: str,
    least: float | None,
    most: float | None,
    step: float = 1,
    unit: str = "",
    writable: bool = True,
    readable: bool = True,
    own: str = "",
    role: str | None = None,
) -> Property:
    """A number."""
    least, most = (end if end is None else plain(end) for end in (least, most))
    return Property(
        identifier, "number", names_of(identifier, own), least=least, most=most, step=plain(step),
        unit=unit or unit_of(identifier), readable=readable, writable=writable,
        role=role_of(identifier) if role is None else role,
    )  # fmt: skip


def chosen(
    identifier: str,
    choices: tuple[Choice, ...],
    own: str = "",
    writable: bool = True,
    readable: bool = True,
    role: str | None = None,
) -> Property:
    """One of several values."""
    return Property(
        identifier, "choice", names_of(identifier, own), choices, readable=readable, writable=writable,
        role=role_of(identifier) if role is None else role,
    )  # fmt: skip


def command(identifier: str, choices: tuple[Choice, ...], own: str = "", role: str = "") -> Property:
    """What is done and not kept."""
    return Property(identifier, "command", names_of(identifier, own), choices, readable=False, role=role)


PERCENT = 1.01
"""How far per cent may be from what was set."""
KELVIN = 60.0
"""The same for a colour temperature, which most devices keep in whole mireds."""


def coarse(least: float, most: float) -> float:
    """How far per cent may be from what was set, where a device has so few steps."""
    return max(PERCENT, 50 / abs(most - least) + 0.5)


def percent_of(least: float, most: float) -> tuple[Callable[[Any], int], Callable[[Any], int | None]]:
    """How 0 to 100 % becomes a device's own range, and how that becomes per cent."""

    def outward(value: Any) -> int:
        return round(least + (most - least) * float(value) / 100)

    def inward(value: Any) -> int | None:
        found = number(value)
        return None if found is None else max(0, min(100, round((found - least) * 100 / (most - least))))

    return outward, inward


def kelvin(value: Any) -> int | None:
    """Mireds as kelvin, and the other way; rounded as one does it: to whole ones."""
    found = number(value)
    return None if found is None or found <= 0 else round(1_000_000 / found)


def numeric(value: Any) -> int | float | None:
    """A value as a number of a state."""
    found = number(value)
    return None if found is None else plain(found)


def is_near(wanted: Any, told: Any, tolerance: float) -> bool:
    """Whether a device has a value, or a number as near as it can be."""
    found, meant = number(told), number(wanted)
    if found is None or meant is None:
        return bool(told == wanted)
    return abs(found - meant) <= tolerance


def moved(value: Any, state: State, before: State) -> bool:
    """Whether a cover took a position: it is there, or says that it goes there, or has come nearer."""
    told, was = number(state.get("position")), number(before.get("position"))
    if is_near(value, state.get("target_position"), 1) or state.get("status") in ("opening", "closing"):
        return True
    if told is None:
        return False
    return abs(told - value) <= PERCENT or (was is not None and abs(told - value) < abs(was - value))


def moves(command: Any, state: State, before: State) -> bool:
    """Whether a cover took "open", "close" or "stop"."""
    if command == "stop":
        return True
    if "status" in state:
        return state["status"] in {"open": ("open", "opening"), "close": ("closed", "closing")}[command]
    return moved(100 if command == "open" else 0, state, before)
