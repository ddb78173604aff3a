"""How an entity's state and services become properties: what each property reads, and what setting it calls."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ogam.core import Choice, Property
from ogam.devices.homeassistant.words import choice, property_names

MOST_CHOICES = 100
"""Values of one property: a television with more sources than that can only be told the first."""
_NOT_KNOWN = ("unknown", "unavailable", "")


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as Home Assistant last told it."""

    id: str
    state: str
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return self.id.partition(".")[0]

    @property
    def is_available(self) -> bool:
        return self.state != "unavailable"

    @property
    def name(self) -> str:
        """Its friendly name; else its id in plain letters."""
        said = self.attributes.get("friendly_name")
        return said if isinstance(said, str) and said else self.id.partition(".")[2].replace("_", " ")

    def can(self, feature: int) -> bool:
        """Whether `supported_features` has this bit."""
        features = self.attributes.get("supported_features")
        return isinstance(features, int) and bool(features & feature)

    def number(self, name: str) -> float | None:
        """An attribute that is a number; None for anything else."""
        return as_number(self.attributes.get(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """An attribute that is a list of words; empty for anything else."""
        said = self.attributes.get(name)
        if not isinstance(said, list | tuple):
            return ()
        return tuple(dict.fromkeys(one for one in said if isinstance(one, str) and one))[:MOST_CHOICES]

    def word(self, name: str) -> str | None:
        said = self.attributes.get(name)
        return said if isinstance(said, str) else None


@dataclass(frozen=True, slots=True)
class Call:
    """A service to call on the entity: `light`, `turn_on`, and its data."""

    domain: str
    service: str
    data: Mapping[str, Any] = field(default_factory=dict)


Read = Callable[[Entity], Any]
Make = Callable[[Any], Call]


@dataclass(frozen=True, slots=True)
class Binding:
    """A property; what it is read from (None where that is not known now); and the service that sets it."""

    property: Property
    read: Read
    call: Make | None = None


def state_word(entity: Entity) -> str | None:
    """The entity's state, where it is known."""
    return None if entity.state in _NOT_KNOWN else entity.state


def attribute(name: str) -> Read:
    """Reads an attribute that is a word or a number."""

    def read(entity: Entity) -> Any:
        value = entity.attributes.get(name)
        return value if isinstance(value, str) else as_number(value)

    return read


def service(domain: str, name: str, argument: str) -> Make:
    """Calls a service with the value as its argument."""
    return lambda value: Call(domain, name, {argument: value})


def is_on(entity: Entity) -> bool | None:
    """Whether an entity is on; None where that is not known."""
    return None if entity.state in _NOT_KNOWN else entity.state != "off"


def power(domain: str, on: Call | None = None, off: Call | None = None, read: Read = is_on) -> Binding:
    """The power of a whole device."""
    calls = {True: on or Call(domain, "turn_on"), False: off or Call(domain, "turn_off")}
    one = Property("power", "switch", property_names("power"), role="power")
    return Binding(one, read, lambda value: calls[bool(value)])


def switch(identifier: str, read: Read, call: Make) -> Binding:
    return Binding(Property(identifier, "switch", property_names(identifier)), read, call)


def choices(
    identifier: str,
    values: Iterable[str | Choice],
    read: Read,
    call: Make | None,
    role: str = "",
    others: Iterable[str] = (),
) -> Binding:
    """A property that is one of some values. others: what is told of it as well, and can't be asked for."""
    known = tuple(choice(one) if isinstance(one, str) else one for one in values)
    taken = {one.value for one in known}
    rest = tuple(choice(one) for one in others if one not in taken)
    one = Property(
        identifier,
        "choice",
        property_names(identifier),
        choices=known,
        others=rest,
        role=role,
        writable=call is not None,
    )
    return Binding(one, read, call)


def commands(identifier: str, known: Sequence[tuple[Choice, Call]], guard: str = "") -> Binding:
    """Something that is done and not kept: start, pause."""
    calls = {one.value: call for one, call in known}
    own = Property(
        identifier,
        "command",
        property_names(identifier),
        choices=tuple(one for one, _ in known),
        readable=False,
        guard=guard,
    )
    return Binding(own, lambda _: None, lambda value: calls[value])


def number(
    identifier: str,
    least: float | None,
    most: float | None,
    read: Read,
    call: Make | None,
    step: float = 1,
    unit: str = "",
    role: str = "",
    names: str = "",
) -> Binding:
    """A number. Its ends are moved inwards to whole steps, so that round numbers can be said."""
    if least is not None and most is not None and step > 0:
        inner = (_rounded(math.ceil(least / step - 1e-6) * step), _rounded(math.floor(most / step + 1e-6) * step))
        least, most = inner if inner[0] <= inner[1] else (least, most)
    one = Property(
        identifier,
        "number",
        property_names(names or identifier),
        least=least,
        most=most,
        step=step if step > 0 else 1,
        unit=unit,
        role=role,
        writable=call is not None,
    )
    return Binding(one, read, call)


def told(
    identifier: str, read: Read, kind: Literal["text", "number"] = "text", unit: str = "", role: str = ""
) -> Binding:
    """Something that can only be asked for."""
    one = Property(identifier, kind, property_names(identifier), unit=unit, role=role, writable=False)
    return Binding(one, read)


def as_number(value: Any) -> float | None:
    """A number that is one; whole numbers as such. None for anything else, NaN and infinity too."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 3)


def scaled(name: str, whole: float) -> Read:
    """Reads an attribute as percent of a whole."""

    def read(entity: Entity) -> int | None:
        value = entity.number(name)
        return None if value is None else min(100, max(0, round(value / whole * 100)))

    return read


def _rounded(value: float) -> float:
    return as_number(round(value, 6)) or 0
