"""What the simulated devices say."""

import json
from dataclasses import dataclass
from typing import Any

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    topic: str
    payload: str
    retain: bool = False


def as_json(value: Any) -> Any:
    """A payload as JSON; the text itself where it is none."""
    try:
        return json.loads(payload) if (payload := value.strip()) else ""
    except ValueError:
        return value
