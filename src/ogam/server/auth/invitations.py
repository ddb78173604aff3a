"""Invitations: a link, used once, with which the account that it is for gets its first password or passkey."""

import time

from ogam.server.auth.secrets import hash_of, new_secret
from ogam.server.auth.sessions import DAY
from ogam.server.auth.store import AuthStore

DAYS = 7.0


class Invitations:
    """The invitations of a store. An account has at most one."""

    def __init__(self, store: AuthStore) -> None:
        self._store = store

    def new(self, account: str) -> str:
        """The secret of a new invitation, good for a week; one that the account had before is void."""
        secret = new_secret()
        self._store.changes("DELETE FROM invitations WHERE account = ? OR expires < ?", account, time.time())
        self._store.changes(
            "INSERT INTO invitations (hash, account, expires) VALUES (?, ?, ?)",
            hash_of(secret), account, time.time() + DAYS * DAY,
        )  # fmt: skip
        return secret

    def account_of(self, secret: str) -> str | None:
        """The account that an invitation is for, while it is good."""
        rows = self._store.rows("SELECT account, expires FROM invitations WHERE hash = ?", hash_of(secret))
        return rows[0][0] if rows and rows[0][1] > time.time() else None

    def take(self, secret: str) -> bool:
        """Use an invitation up; whether it was there."""
        return self._store.changes("DELETE FROM invitations WHERE hash = ?", hash_of(secret)) > 0
