"""The turns in an event log: found by who, what, when and where, newest first, a page at a time."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ogam.core import Event, LogError
from ogam.hub.log import EventLog

MOST = 200
"""Turns on one page."""


@dataclass(frozen=True, slots=True)
class TurnQuery:
    """Which turns; what is None does not matter.

    before: the `id` of a `LoggedTurn`, for the page after the one that it ended. who: a person's name, "" for nobody
    known. effect: "allow", "deny", "ask". text: a part of what was heard, upper and lower case alike.
    since, until: seconds since the epoch; the first belongs to it, the last does not.
    """

    before: int | None = None
    limit: int = 50
    who: str | None = None
    session: str | None = None
    intent: str | None = None
    effect: str | None = None
    text: str | None = None
    since: float | None = None
    until: float | None = None


@dataclass(frozen=True, slots=True)
class LoggedTurn:
    """A turn as its events tell it. id: of its "turn" event, greater for later ones; events: all, in order."""

    id: int
    events: tuple[Event, ...]

    @property
    def turn(self) -> str:
        return self.events[0].turn

    @property
    def time(self) -> float:
        """When it began, in seconds since the epoch."""
        return self.events[0].time

    @property
    def session(self) -> str:
        return self.events[0].session

    def data(self, kind: str) -> Mapping[str, Any] | None:
        """What the last event of a kind holds, or None: a turn may be taken up again, and what came last counts."""
        return next((event.data for event in reversed(self.events) if event.kind == kind), None)

    def all(self, kind: str) -> list[Mapping[str, Any]]:
        """What every event of a kind holds."""
        return [event.data for event in self.events if event.kind == kind]

    @property
    def sentence(self) -> Mapping[str, Any] | None:
        """The observation that says which sentence it was, or None."""
        sentences = [data for data in self.all("observation") if data["kind"] == "sentence"]
        return max(sentences, key=lambda data: float(data["confidence"]), default=None)


def find_turns(log: EventLog, query: TurnQuery) -> list[LoggedTurn]:
    """The turns that fit, newest first, at most `query.limit` (1 to `MOST`). Raises LogError."""
    conditions, values = _conditions(query)
    rows = log.read(
        f"SELECT id, turn FROM events t WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?",
        (*values, min(max(query.limit, 1), MOST)),
    )
    events = _events_of(log, [turn for _, turn in rows])
    return [LoggedTurn(number, tuple(events[turn])) for number, turn in rows]


def find_turn(log: EventLog, turn: str) -> LoggedTurn | None:
    """One turn, or None where the log has none of this id."""
    events = tuple(log.events(turn=turn)) if turn else ()
    began = next((event.id for event in events if event.kind == "turn"), None)
    return None if began is None else LoggedTurn(began, events)


def turn_summary(turn: LoggedTurn) -> dict[str, Any]:
    """A turn as JSON values, in short: as in `turn_data`, without what lies behind it."""
    sentence, reply = turn.sentence, turn.data("reply")
    return {
        "id": turn.id,
        "turn": turn.turn,
        "time": turn.time,
        "session": turn.session,
        "area": (turn.data("turn") or {}).get("area"),
        "medium": (turn.data("turn") or {}).get("medium", ""),
        "sentence": "" if sentence is None else sentence["value"],
        "heard": "" if sentence is None else sentence["details"].get("heard") or sentence["value"],
        "confidence": None if sentence is None else sentence["confidence"],
        "who": turn.data("identity"),
        "command": turn.data("command"),
        "decision": turn.data("decision"),
        "actions": turn.all("action"),
        "reply": "" if reply is None else reply["text"],
        "timings_ms": {} if reply is None else reply["timings_ms"],
        "errors": turn.all("error"),
        "correction": turn.data("correction"),
    }


def _conditions(query: TurnQuery) -> tuple[list[str], list[Any]]:
    """Of the events that begin a turn; what is asked of its other events is looked up in the log's indexes."""
    wanted = [
        ("id < ?", query.before),
        ("session = ?", query.session),
        ("time >= ?", query.since),
        ("time < ?", query.until),
        (_with("command", "json_extract(data, '$.intent') = ?"), query.intent),
        (_with("decision", "json_extract(data, '$.effect') = ?"), query.effect),
        (_with("identity", "json_extract(data, '$.person') = ?"), query.who or None),
        (_with("observation", _TEXT), None if not query.text else _like(query.text)),
    ]
    conditions = ["t.kind = 'turn'", *(condition for condition, value in wanted if value is not None)]
    if query.who == "":
        conditions.append(_with("identity", "json_extract(data, '$.person') IS NULL"))
    return conditions, [value for _, value in wanted if value is not None]


def _with(kind: str, condition: str) -> str:
    return f"t.turn IN (SELECT turn FROM events WHERE kind = '{kind}' AND {condition})"


_TEXT = (
    "ifnull(json_extract(data, '$.details.heard'), '') || char(10) || json_extract(data, '$.value') LIKE ? ESCAPE '!'"
)


def _like(text: str) -> str:
    escaped = "".join(f"!{letter}" if letter in "!%_" else letter for letter in text)
    return f"%{escaped}%"


def _events_of(log: EventLog, turns: Sequence[str]) -> dict[str, list[Event]]:
    """The events of several turns, in order."""
    found: dict[str, list[Event]] = {turn: [] for turn in turns}
    marks = ", ".join("?" for _ in turns)
    query = f"SELECT id, time, session, turn, kind, data FROM events WHERE turn IN ({marks}) ORDER BY id"
    for event in _read_events(log.read(query, turns)):
        found[event.turn].append(event)
    return found


def _read_events(rows: Sequence[tuple[Any, ...]]) -> Iterator[Event]:
    for number, time, session, turn, kind, data in rows:
        try:
            yield Event(number, time, session, turn, kind, json.loads(data))
        except json.JSONDecodeError as error:
            raise LogError(f"event {number} of the log is damaged ({error}). Restore the file from a copy.") from error
