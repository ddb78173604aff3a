"""Sessions of browsers: a random secret in a cookie, its hash in the store, and two ends."""

import time
from dataclasses import dataclass
from typing import Any

from ogam.server.auth.secrets import hash_of, new_id, new_secret
from ogam.server.auth.store import AuthStore

DAY = 86_400.0
_NOTED_EVERY = 60.0
"""Seconds between two notes of when a session was used: not each request writes."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in. address and agent: where it signed in from, as it said."""

    id: str
    account: str
    created: float
    used: float
    address: str
    agent: str


class Sessions:
    """idle, absolute: seconds after the last use, and after signing in, at which a session ends (OWASP ASVS 7.3)."""

    def __init__(self, store: AuthStore, idle: float = 30 * DAY, absolute: float = 180 * DAY) -> None:
        self._store = store
        self._idle = idle
        self._absolute = absolute

    def begin(self, account: str, address: str = "", agent: str = "") -> tuple[Session, str]:
        """A new session, and its secret, which only the cookie has."""
        secret, now = new_secret(), time.time()
        session = Session(new_id(), account, now, now, address[:64], agent[:200])
        self._store.changes(
            "INSERT INTO sessions (id, hash, account, created, used, address, agent) VALUES (?, ?, ?, ?, ?, ?, ?)",
            session.id, hash_of(secret), account, now, now, session.address, session.agent,
        )  # fmt: skip
        return session, secret

    def find(self, secret: str) -> Session | None:
        """The living session of a secret, noted as used; None for one that has ended or never was."""
        return self._used(self._store.rows(f"SELECT {_COLUMNS} FROM sessions WHERE hash = ?", hash_of(secret)))

    def is_good(self, identifier: str) -> bool:
        """Whether a session is alive, by its id; it is noted as used: something is open in it."""
        return self._used(self._store.rows(f"SELECT {_COLUMNS} FROM sessions WHERE id = ?", identifier)) is not None

    def _used(self, rows: list[tuple[Any, ...]]) -> Session | None:
        """The session of a row, noted as used; None where there is none, or it has ended."""
        if not rows:
            return None
        session, now = Session(*rows[0]), time.time()
        if self._has_ended(session, now):
            self.end(session.id)
            return None
        if now - session.used > _NOTED_EVERY:
            self._store.changes("UPDATE sessions SET used = ? WHERE id = ?", now, session.id)
        return session

    def of(self, account: str) -> list[Session]:
        """The living sessions of an account, the last used first."""
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM sessions WHERE account = ? ORDER BY used DESC", account)
        now = time.time()
        return [session for session in (Session(*row) for row in rows) if not self._has_ended(session, now)]

    def end(self, identifier: str, account: str | None = None) -> bool:
        """End a session (of an account, if given); whether there was one."""
        statement = "DELETE FROM sessions WHERE id = ? AND account = coalesce(?, account)"
        return self._store.changes(statement, identifier, account) > 0

    def end_all(self, account: str, but: str = "") -> None:
        """End every session of an account, but one if given."""
        self._store.changes("DELETE FROM sessions WHERE account = ? AND id != ?", account, but)

    def sweep(self) -> None:
        """Remove what has ended."""
        now = time.time()
        self._store.changes(
            "DELETE FROM sessions WHERE used < ? OR created < ?", now - self._idle, now - self._absolute
        )

    def _has_ended(self, session: Session, now: float) -> bool:
        return now - session.used > self._idle or now - session.created > self._absolute


_COLUMNS = "id, account, created, used, address, agent"
