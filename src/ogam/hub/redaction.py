"""Taking a person out of the event log: the one way in which an event is ever changed."""

import json
import re
import sqlite3
from collections.abc import Iterable
from typing import Any

from ogam.hub.guard import lifted, sweep

FORGOTTEN = "(forgotten)"
"""What stands in the log where a name stood."""

_IDENTIFIERS = frozenset({"device", "devices"})
"""Names of the home file's own, which are no reference to a person: a lamp keeps its identifier."""


def redact(connection: sqlite3.Connection, names: Iterable[str]) -> int:
    """Put `FORGOTTEN` where a person's names (or ids) stand in any event; how many events were changed.

    In a transaction of its own, with the log's guard against changes taken away and put back. What was there before
    is overwritten in the file, and the write-ahead log is emptied.
    """
    wanted = _pattern(names)
    if wanted is None:
        return 0
    changed = 0
    with lifted(connection, "events_never_change"):
        for number, data in connection.execute("SELECT id, data FROM events").fetchall():
            text = json.dumps(_without(json.loads(data), wanted), ensure_ascii=False)
            if text != data:
                connection.execute("UPDATE events SET data = ? WHERE id = ?", (text, number))
                changed += 1
    if not sweep(connection):
        raise sqlite3.OperationalError("the log is locked by a reader")
    return changed


def _without(value: Any, wanted: re.Pattern[str]) -> Any:
    """The JSON value with every name replaced: in texts, and where people are the keys."""
    if isinstance(value, str):
        return wanted.sub(FORGOTTEN, value)
    if isinstance(value, list):
        return [_without(item, wanted) for item in value]
    if isinstance(value, dict):
        return {
            wanted.sub(FORGOTTEN, name): inner if name in _IDENTIFIERS else _without(inner, wanted)
            for name, inner in value.items()
        }
    return value


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Whole names, whatever their case. After a Korean name a particle may follow: 민아가."""
    said = sorted({" ".join(name.split()) for name in names if name.strip()}, key=len, reverse=True)
    if not said:
        return None
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}{_end(name)}" for name in said), re.IGNORECASE)


def _end(name: str) -> str:
    return "" if "가" <= name[-1] <= "힣" else r"(?![^\W가-힣])"
