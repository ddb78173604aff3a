"""Accounts: a name to sign in by, and the person of the home that it belongs to."""

import secrets
import sqlite3
import time
from dataclasses import dataclass

from ogam.server.auth.store import AuthStore
from ogam.server.errors import Refused

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Account:
    """person: its name in the home file, or None; owner: made at the first start, an owner whatever the home file
    says; handle: 32 random bytes, by which passkeys know it; has_password: whether it can sign in with one."""

    name: str
    person: str | None
    owner: bool
    handle: bytes
    has_password: bool
    created: float


class Accounts:
    """The accounts of a store. Names differ in more than case."""

    def __init__(self, store: AuthStore) -> None:
        self._store = store

    def all(self) -> list[Account]:
        return [_account(row) for row in self._store.rows(f"SELECT {_COLUMNS} FROM accounts ORDER BY created")]

    def find(self, name: str) -> Account | None:
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM accounts WHERE name = ?", name.strip())
        return _account(rows[0]) if rows else None

    def of_handle(self, handle: bytes) -> Account | None:
        """The account that a passkey names."""
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM accounts WHERE handle = ?", handle)
        return _account(rows[0]) if rows else None

    def add(self, name: str, person: str | None = None, owner: bool = False) -> Account:
        """A new account, which nobody can sign in to yet. Refused where the name is taken, or none."""
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise Refused(422, "bad-name", f"Give the account a name of 1 to {_LONGEST_NAME} characters.")
        values = (name, person, owner, secrets.token_bytes(32), time.time())
        try:
            self._store.changes(
                "INSERT INTO accounts (name, person, owner, handle, created) VALUES (?, ?, ?, ?, ?)", *values
            )
        except sqlite3.IntegrityError:
            raise Refused(409, "name-taken", f"There is an account '{name}' already. Choose another name.") from None
        account = self.find(name)
        assert account is not None
        return account

    def remove(self, name: str) -> bool:
        """Remove an account with all by which it could sign in; whether there was one."""
        return self._store.changes("DELETE FROM accounts WHERE name = ?", name) > 0

    def password_hash(self, name: str) -> str | None:
        rows = self._store.rows("SELECT password FROM accounts WHERE name = ?", name.strip())
        return rows[0][0] if rows else None

    def set_password_hash(self, name: str, hashed: str | None) -> None:
        self._store.changes("UPDATE accounts SET password = ? WHERE name = ?", hashed, name)


_COLUMNS = "name, person, owner, handle, password IS NOT NULL, created"


def _account(row: tuple[str, str | None, int, bytes, int, float]) -> Account:
    name, person, owner, handle, has_password, created = row
    return Account(name, person, bool(owner), bytes(handle), bool(has_password), created)
