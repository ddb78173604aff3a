"""The file of accounts, credentials, sessions and tokens: `auth.sqlite`, which only its user may read."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from ogam.core import OgamError

_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE accounts (
            name TEXT PRIMARY KEY COLLATE NOCASE,
            person TEXT,
            owner INTEGER NOT NULL DEFAULT 0,
            handle BLOB NOT NULL UNIQUE,
            password TEXT,
            created REAL NOT NULL
        )""",
        """CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
            created REAL NOT NULL,
            used REAL NOT NULL,
            address TEXT NOT NULL,
            agent TEXT NOT NULL
        )""",
        """CREATE TABLE tokens (
            id TEXT PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
            name TEXT NOT NULL,
            scopes TEXT NOT NULL,
            created REAL NOT NULL,
            expires REAL,
            used REAL
        )""",
        """CREATE TABLE passkeys (
            id BLOB PRIMARY KEY,
            account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
            label TEXT NOT NULL,
            rp TEXT NOT NULL,
            public_key BLOB NOT NULL,
            sign_count INTEGER NOT NULL,
            created REAL NOT NULL,
            used REAL
        )""",
        """CREATE TABLE invitations (
            hash BLOB PRIMARY KEY,
            account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
            expires REAL NOT NULL
        )""",
    ),
    (
        """CREATE TABLE phones (
            session TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
            name TEXT NOT NULL,
            created REAL NOT NULL,
            language TEXT NOT NULL,
            presence INTEGER NOT NULL,
            endpoint TEXT UNIQUE,
            public BLOB,
            secret BLOB
        )""",
        "CREATE TABLE push_keys (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL)",
    ),
)
"""Number n brings the file from version n to n + 1. Add at the end; never change one."""

VERSION = len(_MIGRATIONS)


class AuthStore:
    """One file, usable from several threads. What signs somebody in is in it as hashes only; where phones are reached,
    and the key that signs notifications, as they are.

    path: the file, made for its user alone if it is not there; None for one in memory. Raises OgamError for a file
    that cannot be used.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = threading.RLock()
        with self._errors():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                if not path.exists():
                    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
                path.chmod(0o600)
            self._connection = sqlite3.connect(path or ":memory:", timeout=15, check_same_thread=False)
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA secure_delete = ON")
            self._migrate()

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one SQL statement, in a transaction of its own unless there is one; its rows, if it has any."""
        with self._lock, self._errors(), self._connection:
            return self._connection.execute(statement, values).fetchall()

    def changes(self, statement: str, *values: object) -> int:
        """Run one SQL statement; how many rows it changed."""
        with self._lock, self._errors(), self._connection:
            return self._connection.execute(statement, values).rowcount

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _migrate(self) -> None:
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
            if version > VERSION:
                raise OgamError(f"{self._name}: a newer Ogam wrote this file. Update Ogam.")
            for statements in _MIGRATIONS[version:]:
                for statement in statements:
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {VERSION}")

    @property
    def _name(self) -> str:
        return "the accounts in memory" if self.path is None else str(self.path)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except (sqlite3.Error, OSError) as error:
            raise OgamError(f"{self._name}: the accounts cannot be used: {error}.") from error
