"""What the simulated Home Assistant has: entities, registries, and what was called."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Called:
    """A service that was called, and done. user: whose token it was."""

    user: str
    domain: str
    service: str
    entity: str
    data: Mapping[str, Any]


@dataclass(slots=True)
class SimulatedHome:
    """States and registries in the form in which the WebSocket API tells them.

    called: every service that was done, in order. fired: events that a client has fired.
    """

    states: dict[str, State] = field(default_factory=dict)
    entries: dict[str, State] = field(default_factory=dict)
    areas: list[State] = field(default_factory=list)
    floors: list[State] = field(default_factory=list)
    hardware: list[State] = field(default_factory=list)
    items: dict[str, dict[str, bool]] = field(default_factory=dict)
    called: list[Called] = field(default_factory=list)
    fired: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def add(
        self,
        entity: str,
        name: str,
        state: str,
        attributes: Mapping[str, Any],
        area: str | None = None,
        aliases: Iterable[str] = (),
    ) -> None:
        self.states[entity] = {
            "entity_id": entity,
            "state": state,
            "attributes": {**attributes, "friendly_name": name},
            "last_changed": _now(),
            "last_updated": _now(),
            "context": {"id": entity, "parent_id": None, "user_id": None},
        }
        self.entries[entity] = {
            "entity_id": entity,
            "name": None,
            "original_name": name,
            "has_entity_name": False,
            "area_id": area,
            "device_id": None,
            "aliases": list(aliases),
            "disabled_by": None,
            "hidden_by": None,
            "entity_category": None,
            "options": {"conversation": {"should_expose": not entity.startswith(("lock.", "script."))}},
            "platform": "simulated",
        }

    def remove(self, entity: str) -> None:
        self.states.pop(entity, None)
        self.entries.pop(entity, None)

    def change(self, entity: str, state: str | None = None, **attributes: Any) -> None:
        """A new state of an entity; what is not given stays."""
        old = self.states[entity]
        self.states[entity] = {
            **old,
            "state": old["state"] if state is None else state,
            "attributes": {**old["attributes"], **attributes},
            "last_changed": _now(),
            "last_updated": _now(),
        }


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
