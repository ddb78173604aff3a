"""Deleting a span of the event log: what was heard and done in it is gone from the file, and the log says so.

Dialogues go as a whole: the turn that answers a question repeats what was heard before it. What devices were left in
stays known, without what had been said to them. Earlier notes of deletions stay.
"""

import json
import sqlite3
import time as clock
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ogam.core import Event, LogError
from ogam.hub.guard import lifted, sweep

KIND = "deleted"
"""Of the event that is left in the place of what was deleted."""
SESSION = "log"
"""The session of such events; they belong to no turn."""
STILL_GOING = 600.0
"""Seconds for which a turn without an end may still be carried out, and is not deleted."""


@dataclass(frozen=True, slots=True)
class Span:
    """What to delete: a turn by its id; else all that began in [since, until), in seconds since the epoch.

    A turn belongs to the moment at which it began. Raises LogError for a span without a beginning or an end.
    """

    since: float = 0.0
    until: float = 0.0
    turn: str = ""

    def __post_init__(self) -> None:
        if not self.turn and not self.since < self.until:
            raise LogError("A span of the log ends after it begins.")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much lies in a span: events, and the turns that they belong to, by id."""

    events: int
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deletion:
    """What was deleted. note: the event that says so, None where there was nothing to delete.

    swept: False where another program was reading the log: old bytes may be in its file until it is swept again.
    left: events of it that are still there, counted afterwards.
    """

    events: int
    turns: tuple[str, ...]
    left: int
    swept: bool
    note: Event | None
    states: tuple[Event, ...] = ()


def measure(connection: sqlite3.Connection, span: Span) -> Extent:
    """What `delete` would delete now. It locks nobody out."""
    connection.execute("BEGIN")
    try:
        return _choose(connection, span)
    finally:
        connection.rollback()


def delete(connection: sqlite3.Connection, span: Span, by: str) -> Deletion:
    """Delete a span and sweep the file. by: who wants that, for the note. Raises sqlite3.Error: nothing is gone then.

    All or nothing, in a transaction of its own; afterwards the file is written anew, which takes as long as copying it.
    """
    note: Event | None = None
    states: tuple[Event, ...] = ()

    def rows(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query).fetchall()

    with lifted(connection, "events_never_go"):
        extent = _choose(connection, span)
        if extent.events:
            known = last_states(rows)
            since, until = _ends(connection)
            connection.execute("DELETE FROM events WHERE id IN (SELECT id FROM going)")
            data = {"by": by, "from": since, "to": until, "events": extent.events, "turns": len(extent.turns)}
            note = _add(connection, SESSION, KIND, data)
            now = last_states(rows)
            lost = {device: state for device, state in known.items() if now.get(device) != state}
            states = tuple(_add(connection, "devices", "device", _state(*one)) for one in lost.items())
        left = int(connection.execute("SELECT count(*) FROM events WHERE id IN (SELECT id FROM going)").fetchone()[0])
        connection.execute("DROP TABLE going")
        connection.execute("DROP TABLE going_turns")
    return Deletion(extent.events, extent.turns, left, sweep(connection), note, states)


def last_states(read: Callable[[str], list[tuple[Any, ...]]]) -> dict[str, dict[str, Any]]:
    """The state that each device had last, by its id: after an action that worked, or a change by itself.

    read: gives the rows of a query of the log.
    """
    latest = """SELECT MAX(id) FROM events WHERE kind = 'device' OR (kind = 'action' AND json_extract(data, '$.ok'))
        GROUP BY json_extract(data, '$.device')"""
    rows = read(f"SELECT data FROM events WHERE id IN ({latest})")
    return {action["device"]: action["state"] for action in (json.loads(data) for (data,) in rows)}


def _choose(connection: sqlite3.Connection, span: Span) -> Extent:
    """The ids of what lies in a span, in the temporary table `going`; the turns of it, in `going_turns`."""
    connection.execute("CREATE TEMP TABLE going_turns (turn TEXT PRIMARY KEY)")
    connection.execute("CREATE TEMP TABLE going (id INTEGER PRIMARY KEY)")
    if span.turn:
        connection.execute("INSERT INTO going_turns SELECT DISTINCT turn FROM events WHERE turn = ?", (span.turn,))
    else:
        connection.execute(
            "INSERT OR IGNORE INTO going_turns SELECT turn FROM events WHERE kind = 'turn' AND time >= ? AND time < ?",
            (span.since, span.until),
        )
    while connection.execute(_THEIR_DIALOGUES).rowcount > 0:
        pass
    connection.execute(_NOT_STILL_GOING, (clock.time() - STILL_GOING,))
    connection.execute("DELETE FROM going_turns WHERE turn NOT IN (SELECT turn FROM events)")
    connection.execute("INSERT INTO going SELECT id FROM events WHERE turn IN (SELECT turn FROM going_turns)")
    if not span.turn:
        connection.execute(_OF_NO_TURN, (span.since, span.until))
    turns = connection.execute("SELECT turn FROM going_turns ORDER BY turn").fetchall()
    (events,) = connection.execute("SELECT count(*) FROM going").fetchone()
    return Extent(int(events), tuple(turn for (turn,) in turns))


_THEIR_DIALOGUES = """INSERT OR IGNORE INTO going_turns
    SELECT CASE WHEN turn IN (SELECT turn FROM going_turns) THEN json_extract(data, '$.answers') ELSE turn END
    FROM events WHERE kind = 'turn' AND json_extract(data, '$.answers') IS NOT NULL
    AND (turn IN (SELECT turn FROM going_turns) OR json_extract(data, '$.answers') IN (SELECT turn FROM going_turns))"""
"""What a turn answers, and what answers it."""

_NOT_STILL_GOING = """DELETE FROM going_turns WHERE turn IN (SELECT turn FROM events AS begun WHERE kind = 'turn'
    AND time > ? AND json_extract(data, '$.medium') IS NOT 'what if' AND NOT EXISTS
    (SELECT 1 FROM events WHERE turn = begun.turn AND kind IN ('reply', 'interrupted')))"""

_OF_NO_TURN = f"""INSERT OR IGNORE INTO going SELECT id FROM events WHERE time >= ? AND time < ? AND kind <> '{KIND}'
    AND turn NOT IN (SELECT turn FROM events WHERE kind = 'turn')"""
"""Devices that changed by themselves, and what was written under the id of a turn that never began."""


def _ends(connection: sqlite3.Connection) -> tuple[float, float]:
    """Between which times lies what goes: of its first and its last event."""
    query = "SELECT min(time), max(time) FROM events WHERE id IN (SELECT id FROM going)"
    since, until = connection.execute(query).fetchone()
    return float(since), float(until)


def _state(device: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """What a device is like, which was known from what is gone only: it is still like that."""
    return {"device": device, "state": dict(state)}


def _add(connection: sqlite3.Connection, session: str, kind: str, data: Mapping[str, Any]) -> Event:
    moment, text = clock.time(), json.dumps(dict(data), ensure_ascii=False)
    statement = "INSERT INTO events (time, session, turn, kind, data) VALUES (?, ?, '', ?, ?)"
    cursor = connection.execute(statement, (moment, session, kind, text))
    return Event(cursor.lastrowid or 0, moment, session, "", kind, dict(data))
