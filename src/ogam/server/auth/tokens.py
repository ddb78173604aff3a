"""Tokens of programs: shown once, kept as hashes, each with the scopes it was made for."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ogam.server.auth.callers import SCOPES, Scope
from ogam.server.auth.secrets import hash_of, new_id, new_secret
from ogam.server.auth.sessions import DAY
from ogam.server.auth.store import AuthStore
from ogam.server.errors import Refused

PREFIX = "ogam_"
"""So that a token that was published by mistake is found by those who look for such."""
_NOTED_EVERY = 60.0


@dataclass(frozen=True, slots=True)
class Token:
    """expires, used: seconds of the Unix clock; None for never."""

    id: str
    account: str
    name: str
    scopes: frozenset[Scope]
    created: float
    expires: float | None
    used: float | None


class Tokens:
    """The tokens of a store. A token can do no more than its account may at that moment."""

    def __init__(self, store: AuthStore) -> None:
        self._store = store

    def add(self, account: str, name: str, scopes: Iterable[Scope], days: float | None = None) -> tuple[Token, str]:
        """A new token, and its secret, which is nowhere else. days: after which it ends. Refused without a scope."""
        wanted, now = frozenset(scopes), time.time()
        if not wanted or not wanted <= SCOPES:
            raise Refused(422, "bad-scopes", f"Give scopes among: {', '.join(sorted(SCOPES))}.")
        secret = new_secret(PREFIX)
        token = Token(new_id(), account, name, wanted, now, None if days is None else now + days * DAY, None)
        self._store.changes(
            "INSERT INTO tokens (id, hash, account, name, scopes, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
            token.id, hash_of(secret), account, name, " ".join(sorted(wanted)), now, token.expires,
        )  # fmt: skip
        return token, secret

    def find(self, secret: str) -> Token | None:
        """The valid token of a secret, noted as used."""
        return self._used(self._store.rows(f"SELECT {_COLUMNS} FROM tokens WHERE hash = ?", hash_of(secret)))

    def good(self, identifier: str) -> Token | None:
        """The valid token of an id, noted as used: something is open with it."""
        return self._used(self._store.rows(f"SELECT {_COLUMNS} FROM tokens WHERE id = ?", identifier))

    def _used(self, rows: list[tuple[Any, ...]]) -> Token | None:
        """The token of a row, noted as used; None where there is none, or it has expired."""
        if not rows:
            return None
        token, now = _token(rows[0]), time.time()
        if token.expires is not None and token.expires <= now:
            return None
        if token.used is None or now - token.used > _NOTED_EVERY:
            self._store.changes("UPDATE tokens SET used = ? WHERE id = ?", now, token.id)
        return token

    def of(self, account: str) -> list[Token]:
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM tokens WHERE account = ? ORDER BY created", account)
        return [_token(row) for row in rows]

    def remove(self, identifier: str, account: str) -> bool:
        """Revoke a token of an account; whether there was one."""
        return self._store.changes("DELETE FROM tokens WHERE id = ? AND account = ?", identifier, account) > 0


_COLUMNS = "id, account, name, scopes, created, expires, used"


def _token(row: tuple[str, str, str, str, float, float | None, float | None]) -> Token:
    identifier, account, name, scopes, created, expires, used = row
    known = frozenset(scope for scope in SCOPES if scope in scopes.split())
    return Token(identifier, account, name, known, created, expires, used)
