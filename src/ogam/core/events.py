"""Events: what the log keeps, in order, for ever appended and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the event log.

    id: position in the log, from 1; time: seconds since the epoch; session: which microphone, satellite or
    command line it belongs to; turn: the utterance it belongs to, unique in the log.
    kind: "observation", "command", "decision", "action", "reply", "error" …; data: JSON values.
    """

    id: int
    time: float
    session: str
    turn: str
    kind: str
    data: Mapping[str, Any]
