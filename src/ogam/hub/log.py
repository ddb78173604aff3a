"""The event log: an SQLite file to which events are appended, and in which none is ever changed.

But for two exceptions, which people ask for: somebody is forgotten (`redact`), or a span of it is deleted (`delete`).
"""

import json
import os
import sqlite3
import threading
import time as clock
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ogam.core import Event, LogError

if TYPE_CHECKING:
    from ogam.hub.deleting import Deletion, Extent, Span

_APPLICATION_ID = 0x0647414D
"""Marks a SQLite file as an event log of Ogam."""

_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            time REAL NOT NULL,
            session TEXT NOT NULL,
            turn TEXT NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL
        )""",
        "CREATE INDEX events_of_turn ON events (turn)",
        "CREATE INDEX events_of_kind ON events (kind)",
        """CREATE TRIGGER events_never_change BEFORE UPDATE ON events
            BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END""",
        """CREATE TRIGGER events_never_go BEFORE DELETE ON events
            BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END""",
    ),
    (
        "CREATE INDEX events_by_intent ON events (json_extract(data, '$.intent'), turn) WHERE kind = 'command'",
        "CREATE INDEX events_by_person ON events (json_extract(data, '$.person'), turn) WHERE kind = 'identity'",
        "CREATE INDEX events_by_effect ON events (json_extract(data, '$.effect'), turn) WHERE kind = 'decision'",
    ),
)
"""Number n brings a log from schema version n to n + 1. Add at the end; never change one."""

SCHEMA_VERSION = len(_MIGRATIONS)
_PRIVATE = 0o600
"""A new log is for its user alone: it says what was said at home."""
_RECENT = 20_000  # events among which a turn that was interrupted is looked for
_PAGES_KEPT = -256
"""Of the file, what is kept in memory to append to it: 256 KiB, as SQLite writes that. An event touches a few pages."""
_PATIENCE = 15.0  # seconds to wait for another process that is writing


class EventLog:
    """One log file, usable from several threads. `LogError` says what is wrong with a file that cannot be used.

    path: the file, made if it is not there; None for a log in memory. read_only: for looking at a log.
    """

    def __init__(self, path: Path | str | None, read_only: bool = False) -> None:
        self.path = None if path is None else Path(path)
        self._lock, self._reading = threading.Lock(), threading.Lock()
        self._told: tuple[Callable[[Event], None], ...] = ()
        with self._errors():
            self._connection = self._connect(read_only)
        try:
            with self._errors():
                self._prepare_patiently(read_only)
                # What is looked up has a connection of its own in a file, so that nobody who writes waits for it.
                self._reader = self._connection if path is None else self._connect(read_only)
                self._connection.execute(f"PRAGMA cache_size = {_PAGES_KEPT}")
        except LogError:
            self._connection.close()
            raise

    def append(self, session: str, turn: str, kind: str, data: Mapping[str, Any], time: float | None = None) -> Event:
        """Add an event; it is in the file when this returns. data: JSON values. time: now, unless given."""
        moment = clock.time() if time is None else time
        try:
            text = to_json(data)
        except (TypeError, ValueError) as error:
            raise LogError(f"{self._name}: an event '{kind}' holds something that is not JSON: {error}.") from error
        with self._lock, self._errors(), self._connection:
            cursor = self._connection.execute(
                "INSERT INTO events (time, session, turn, kind, data) VALUES (?, ?, ?, ?, ?)",
                (moment, session, turn, kind, text),
            )
        event = Event(cursor.lastrowid or 0, moment, session, turn, kind, json.loads(text))
        self._tell(event)
        return event

    def subscribe(self, tell: Callable[[Event], None]) -> Callable[[], None]:
        """Tell of each event once it is in the file, in the thread that appended it; what is returned ends that."""
        self._told = (*self._told, tell)

        def leave() -> None:
            self._told = tuple(one for one in self._told if one is not tell)

        return leave

    def events(self, after: int = 0, turn: str | None = None) -> Iterator[Event]:
        """The events after an id, in order; only those of one turn, if given."""
        while page := self._page(after, turn):
            yield from page
            after = page[-1].id

    def last_id(self) -> int:
        """The id of the last event; 0 in an empty log."""
        return int(self.read("SELECT ifnull(max(id), 0) FROM events")[0][0])

    def last_turns(self, count: int) -> list[str]:
        """The last turns, oldest first."""
        query = "SELECT turn FROM events WHERE kind = 'turn' ORDER BY id DESC LIMIT ?"
        return [row[0] for row in reversed(self.read(query, (count,)))]

    def unfinished_turns(self) -> list[Event]:
        """The beginnings of turns that have no reply: what was being done when the process ended. Oldest first.

        Only the last events are looked through: a turn takes a few of them, and a log may have millions.
        """
        query = f"""SELECT id, time, session, turn, kind, data FROM events AS begun
            WHERE id > (SELECT max(id) FROM events) - {_RECENT}
            AND kind = 'turn' AND json_extract(data, '$.medium') IS NOT 'what if' AND NOT EXISTS
            (SELECT 1 FROM events WHERE turn = begun.turn AND kind IN ('reply', 'interrupted')) ORDER BY id"""
        return [
            Event(number, time, session, turn, kind, json.loads(data))
            for number, time, session, turn, kind, data in self.read(query)
        ]

    def flush(self) -> None:
        """Have the disk keep what was appended, so that not even a loss of power loses it.

        Without it, and whatever happens to the process, an event that was appended is in the file; but in the last
        seconds before the power fails it may be in the system's memory only (SQLite: WAL, synchronous = NORMAL).
        """
        if self.path is None:
            return
        try:
            number = os.open(f"{self.path}-wal", os.O_RDONLY)
        except FileNotFoundError:
            return
        try:
            os.fsync(number)
        except OSError as error:
            raise LogError(f"{self._name}: the disk does not keep what is written: {error.strerror}.") from error
        finally:
            os.close(number)

    def last_states(self) -> dict[str, dict[str, Any]]:
        """The state that each device had last, by its id: after an action that worked, or a change by itself."""
        from ogam.hub.deleting import last_states

        return last_states(self.read)

    def redact(self, names: Iterable[str]) -> int:
        """Take a person's names out of every event, and out of the file; how many events named the person.

        The log is append-only but for this and `delete`: who is forgotten must not be found in it. A LogError that says
        "locked" means that another program is reading the log: nothing is named any more, but old bytes may be left.
        """
        from ogam.hub.redaction import redact

        with self._lock, self._reading, self._errors():
            return redact(self._connection, names)

    def measure(self, span: "Span") -> "Extent":
        """How much `delete` would delete."""
        from ogam.hub.deleting import measure

        with self._lock, self._errors():
            return measure(self._connection, span)

    def delete(self, span: "Span", by: str) -> "Deletion":
        """Take a span out of the log and out of its file; an event "deleted" says how much that was, when, and by whom.

        It is the other exception to append-only. The file is written anew, as long as which everybody waits. Turns that
        are still being carried out stay.
        """
        from ogam.hub.deleting import delete

        with self._lock, self._reading, self._errors():
            done = delete(self._connection, span, by)
        if done.note is not None:
            for event in (done.note, *done.states):
                self._tell(event)
        return done

    def close(self) -> None:
        with self._lock, self._reading:
            self._reader.close()
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tell(self, event: Event) -> None:
        for tell in self._told:
            tell(event)

    @property
    def _name(self) -> str:
        return "the log in memory" if self.path is None else str(self.path)

    def _connect(self, read_only: bool) -> sqlite3.Connection:
        if self.path is None:
            return sqlite3.connect(":memory:", check_same_thread=False)
        if read_only:
            if not self.path.is_file():
                raise LogError(f"{self.path}: there is no such log. Ogam writes one when it is told something.")
            uri = self.path.absolute().as_uri() + "?mode=ro"
            return sqlite3.connect(uri, uri=True, timeout=_PATIENCE, check_same_thread=False)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LogError(f"{self.path}: the folder cannot be made: {error.strerror or error}.") from error
        with suppress(OSError):  # what hinders this hinders SQLite too, which says it better
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE))
        return sqlite3.connect(self.path, timeout=_PATIENCE, check_same_thread=False)

    def _prepare_patiently(self, read_only: bool) -> None:
        """SQLite waits for others' writing, but not for others' switching to the write-ahead log: this does."""
        deadline = clock.monotonic() + _PATIENCE
        while True:
            try:
                return self._prepare(read_only)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or clock.monotonic() > deadline:
                    raise
                clock.sleep(0.01)

    def _prepare(self, read_only: bool) -> None:
        # In this order: another process may be making the log, and it sets the application's mark with all the rest.
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        application = int(self._connection.execute("PRAGMA application_id").fetchone()[0])
        if application != _APPLICATION_ID and (tables or version):
            raise LogError(f"{self._name}: this is an SQLite file, but no event log of Ogam. Choose another file.")
        if version > SCHEMA_VERSION:
            raise LogError(
                f"{self._name}: a newer Ogam wrote this log (schema {version}, this one knows {SCHEMA_VERSION}). "
                "Update Ogam, or choose another file."
            )
        if read_only:
            return
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        if version < SCHEMA_VERSION:
            self._migrate()

    def _migrate(self) -> None:
        """Bring the schema up to date. Two processes may open a new log at once: the second finds it done."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
            for statements in _MIGRATIONS[version:]:
                for statement in statements:
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _page(self, after: int, turn: str | None, size: int = 500) -> list[Event]:
        of_turn = ("", ()) if turn is None else (" AND turn = ?", (turn,))
        query = f"SELECT id, time, session, turn, kind, data FROM events WHERE id > ?{of_turn[0]} ORDER BY id LIMIT ?"
        rows = self.read(query, (after, *of_turn[1], size))
        try:
            return [
                Event(number, time, session, turn_id, kind, json.loads(data))
                for number, time, session, turn_id, kind, data in rows
            ]
        except json.JSONDecodeError as error:
            raise LogError(f"{self._name}: an event is damaged ({error}). Restore the file from a copy.") from error

    def read(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT; of table `events`, whose columns are those of an `Event`, `data` as JSON."""
        lock = self._reading if self._reader is not self._connection else self._lock
        with lock, self._errors():
            return self._reader.execute(query, values).fetchall()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LogError(f"{self._name}: {_explain(error)}") from error


def to_json(data: Mapping[str, Any]) -> str:
    """Data as the log keeps it; `TypeError` or `ValueError` for what is not JSON, such as NaN."""
    return json.dumps(dict(data), ensure_ascii=False, allow_nan=False)


def _explain(error: sqlite3.Error) -> str:
    text = str(error)
    if "locked" in text or "busy" in text:
        return f"another process has kept this log locked for {_PATIENCE:.0f} s. Close it and try again."
    if "unable to open" in text:
        return "this log cannot be opened. Is it a file in a folder you may write to?"
    if "readonly" in text:
        return "this log may not be written to. Check its permissions, or choose another file."
    if "not a database" in text or "malformed" in text:
        return "this is no event log, or it is damaged. Move it away, or choose another file."
    if "full" in text:
        return "the disk is full. Make room and try again."
    return f"the log cannot be used: {text}."
