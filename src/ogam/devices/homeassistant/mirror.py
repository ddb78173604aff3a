"""What Home Assistant last told of its entities."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from ogam.devices.homeassistant.bindings import Entity
from ogam.devices.keeping import LARGEST

log = logging.getLogger(__name__)


class Mirror:
    """The entities by id. What is no state, or too large to be one, is left out and said once."""

    def __init__(self) -> None:
        self.temperature_unit = "°C"
        self._entities: dict[str, Entity] = {}
        self._odd = set[str]()

    def entity(self, identifier: str) -> Entity | None:
        return self._entities.get(identifier)

    def entities(self) -> tuple[Entity, ...]:
        return tuple(self._entities.values())

    def replace(self, states: Any) -> None:
        """All that there is: the answer to `get_states`."""
        found = [self._read(one) for one in states] if isinstance(states, list) else []
        self._entities = {one.id: one for one in found if one is not None}

    def change(self, identifier: str, told: Any) -> Entity | None:
        """What an entity is now; None where it is gone, or what is told cannot be read: it stays as it was then."""
        if told is None:
            self._entities.pop(identifier, None)
            return None
        entity = self._read(told)
        if entity is not None:
            self._entities[entity.id] = entity
        return entity

    def _read(self, told: Any) -> Entity | None:
        if not isinstance(told, Mapping):
            return None
        identifier, state, attributes = (told.get(name) for name in ("entity_id", "state", "attributes"))
        is_state = isinstance(identifier, str) and isinstance(state, str) and isinstance(attributes, Mapping)
        if not is_state or not _is_small(told):
            self._say(str(identifier))
            return None
        facts = {"temperature_unit": self.temperature_unit, **dict(attributes)}  # type: ignore[arg-type]
        return Entity(str(identifier), str(state), facts)

    def _say(self, identifier: str) -> None:
        if identifier not in self._odd:
            self._odd.add(identifier)
            log.warning("Home Assistant: what it tells of %s cannot be read, or is too much.", identifier[:100])


def _is_small(told: Mapping[str, Any]) -> bool:
    try:
        return len(json.dumps(told, default=str)) <= LARGEST
    except (ValueError, RecursionError):
        return False
