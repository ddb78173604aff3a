"""The gallery's file: an SQLite database in which every name and every template is sealed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from ogam.core import BiometricsError

APPLICATION_ID = 0x0647474C
"""Marks a SQLite file as a gallery of Ogam."""

SCHEMA_VERSION = 1
PATIENCE = 15.0  # seconds to wait for another process
DAMAGED = "this is no gallery of Ogam, or it is damaged. Restore it from a copy."
_LOCKED = "another process has kept the gallery locked. Close it and try again."

_TABLES = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # sealed_key: the person's own key, sealed with the gallery's. profile: name and time, sealed with the person's.
    """CREATE TABLE people (
        id TEXT PRIMARY KEY,
        sealed_key BLOB NOT NULL,
        profile BLOB NOT NULL
    ) WITHOUT ROWID""",
    # state: "enrolled", or "pending" until its owner confirms it. contract: JSON, bound into the seal.
    """CREATE TABLE templates (
        id TEXT PRIMARY KEY,
        person TEXT NOT NULL REFERENCES people (id),
        state TEXT NOT NULL,
        contract TEXT NOT NULL,
        sealed BLOB NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX templates_of_person ON templates (person)",
)


def connect(path: Path) -> sqlite3.Connection:
    """A connection that leaves nothing deleted behind. It begins no transaction by itself."""
    connection = sqlite3.connect(
        path.absolute().as_uri() + "?mode=rw", uri=True, timeout=PATIENCE, check_same_thread=False, isolation_level=None
    )
    try:
        # VACUUM would otherwise write a copy of the whole file to the system's temporary folder.
        for pragma in ("temp_store = MEMORY", "secure_delete = ON", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def make(connection: sqlite3.Connection) -> None:
    """Tables in an empty file."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises BiometricsError if the file is no gallery, or one that this version does not know."""
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise BiometricsError(f"{path}: {DAMAGED}")
    if version > SCHEMA_VERSION:
        raise BiometricsError(
            f"{path}: a newer Ogam wrote this gallery (schema {version}, this one knows {SCHEMA_VERSION}). Update Ogam."
        )


def is_cut_short(path: Path) -> bool:
    """Whether the file is shorter than its own header says; SQLite notices only when it comes to the missing pages.

    Offsets: SQLite's file format, section 1.3. While a write-ahead log is there, that may hold the rest.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        return False
    with path.open("rb") as stream:
        header = stream.read(100)
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return path.stat().st_size < pages * (65_536 if page_size == 1 else page_size)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Only one process at a time makes a gallery, changes its key, or sweeps it; the others wait, but not for ever."""
    import filelock

    lock = filelock.FileLock(path.with_name("gallery.lock"), timeout=PATIENCE)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise BiometricsError(f"{path}: {_LOCKED}") from None
    try:
        yield
    finally:
        lock.release()


def sweep(connection: sqlite3.Connection) -> Literal["clean", "busy"]:
    """Write the file anew without what was deleted, and empty the write-ahead log.

    "busy": another connection reads, so that old pages may still be in the log.
    """
    try:
        connection.execute("VACUUM")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            return "busy"
        raise
    return "busy" if busy else "clean"


def explain(error: sqlite3.Error) -> str:
    """What an error of SQLite means to people: what is wrong, what to do."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return _LOCKED
    if "unable to open" in text:
        return "the gallery cannot be opened. Is it a file in a folder you may write to?"
    if "readonly" in text:
        return "the gallery may not be written to. Check its permissions."
    if "full" in text:
        return "the disk is full. Make room and try again."
    return DAMAGED
