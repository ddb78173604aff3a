"""The configuration of an entity, as it was announced: whatever stands in it, what comes out is what it should be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ogam.devices.mqtt.payloads import Payload, Unreadable, number
from ogam.devices.mqtt.templates import reader
from ogam.devices.words import is_known, role_of, snake

_LONGEST_TOPIC = 1000
_MOST_CHOICES = 200


class Options(Mapping[str, Any]):
    """The keys of an entity's configuration, unabbreviated. Raises Unreadable for values that cannot be."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}
        self._nothing = {name for name, value in values.items() if value is None}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def name(self) -> str:
        """What the entity calls itself beside its device; empty where it is its device."""
        return self.text("name", "")

    def identifier(self, kind: str) -> str:
        """The id of its property: its kind (`device_class`) where that is known, else from its name."""
        by_name = snake(self.name)
        if is_known(by_name) or not kind:
            return by_name or kind or snake(self.text("object_id", "")) or "value"
        return kind

    def role(self, identifier: str) -> str:
        """A sensor's role: only the temperature that is simply a temperature is the room's."""
        return role_of(identifier) if identifier in ("temperature", "current_temperature") else ""

    def topic(self, name: str) -> str:
        """A topic that can be published to and subscribed."""
        found = self.get(name)
        if not isinstance(found, str) or not 0 < len(found) <= _LONGEST_TOPIC or set("+#\0") & set(found):
            raise Unreadable(f"{name} is no topic" if found is not None else f"{name} is missing")
        return found

    def text(self, name: str, usual: str) -> str:
        found = self.get(name, usual)
        if isinstance(found, bool):
            return "true" if found else "false"
        return str(found)[:_LONGEST_TOPIC] if isinstance(found, str | int | float) else usual

    def given(self, name: str, usual: str) -> str | None:
        """A payload that may be told not to be: an explicit null."""
        return None if name in self._nothing else self.text(name, usual)

    def number(self, name: str, usual: float) -> float:
        if name not in self:
            return usual
        found = number(self[name])
        if found is None:
            raise Unreadable(f"{name} is no number")
        return found

    def texts(self, name: str, usual: Sequence[str] = ()) -> list[str]:
        found = self.get(name, list(usual))
        if not isinstance(found, list) or len(found) > _MOST_CHOICES:
            raise Unreadable(f"{name} is no list of up to {_MOST_CHOICES} words")
        return list(dict.fromkeys(str(one) for one in found if isinstance(one, str | int | float) and str(one)))

    def reader(self, name: str) -> Callable[[Payload], str]:
        return reader(self.get(name))
