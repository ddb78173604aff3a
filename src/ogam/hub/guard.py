"""The guard of the event log: two triggers, by which nothing in it changes or goes; and how it is lifted, for once."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

Guard = Literal["events_never_change", "events_never_go"]


@contextmanager
def lifted(connection: sqlite3.Connection, guard: Guard) -> Iterator[None]:
    """A transaction in which one guard is not there. It is back when this ends, also where the transaction fails.

    What is removed or written over in it is overwritten in the file, and copied to no other: `sweep` does the rest.
    """
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
        (statement,) = connection.execute(query, (guard,)).fetchone()
        connection.execute(f"DROP TRIGGER {guard}")
        yield
        connection.execute(statement)


def sweep(connection: sqlite3.Connection) -> bool:
    """Write the file anew without what was removed, and empty the write-ahead log. False where a reader hinders that:
    old bytes may be left in the file then."""
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
