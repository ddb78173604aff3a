"""Which phones there are: browsers that somebody is signed in with, and said to be their phone, until they sign out."""

import time
from dataclasses import dataclass
from typing import Any

from ogam.server.auth.store import AuthStore
from ogam.server.phones.web_push import PushKey, Subscription

MOST = 20
"""Phones of one account."""


@dataclass(frozen=True, slots=True)
class Phone:
    """id: of the session that it belongs to. push: where notifications go, None for a phone that rings only while the
    app is open. language: of its notifications; presence: whether its person is at home while it is."""

    id: str
    account: str
    person: str | None
    name: str
    created: float
    language: str
    presence: bool
    push: Subscription | None


class PhoneBook:
    """The phones of a store of accounts. A session that ends, or an account that goes, takes its phone along."""

    def __init__(self, store: AuthStore) -> None:
        self._store = store

    def put(self, session: str, name: str, language: str, push: Subscription | None, presence: bool) -> None:
        """Make the browser of a session a phone, or change it. One push address is of one phone."""
        values = (None, None, None) if push is None else (push.endpoint, push.public, push.secret)
        if push is not None:
            self._store.changes("DELETE FROM phones WHERE endpoint = ? AND session != ?", push.endpoint, session)
        self._store.changes(
            "INSERT INTO phones (session, name, created, language, presence, endpoint, public, secret) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session) DO UPDATE SET name = excluded.name, "
            "language = excluded.language, presence = excluded.presence, endpoint = excluded.endpoint, "
            "public = excluded.public, secret = excluded.secret",
            session, name, time.time(), language, presence, *values,
        )  # fmt: skip

    def find(self, session: str) -> Phone | None:
        return next(iter(self._found("p.session = ?", session)), None)

    def of_account(self, account: str) -> list[Phone]:
        return self._found("s.account = ?", account)

    def of(self, person: str) -> list[Phone]:
        """All phones of a person, of whichever account."""
        return self._found("a.person = ?", person)

    def all(self) -> list[Phone]:
        return self._found("1 = 1")

    def lose_push(self, endpoint: str) -> None:
        """The push service knows this address no more."""
        self._store.changes(
            "UPDATE phones SET endpoint = NULL, public = NULL, secret = NULL WHERE endpoint = ?", endpoint
        )

    def remove(self, session: str, account: str) -> bool:
        """It is no phone any more; whether it was one of that account's."""
        statement = "DELETE FROM phones WHERE session = ? AND session IN (SELECT id FROM sessions WHERE account = ?)"
        return self._store.changes(statement, session, account) > 0

    def key(self) -> PushKey:
        """This server's key for push services, made when it is first wanted."""
        rows = self._store.rows("SELECT key FROM push_keys")
        if rows:
            return PushKey.load(rows[0][0])
        key = PushKey.new()
        self._store.changes("INSERT INTO push_keys (id, key) VALUES (1, ?) ON CONFLICT DO NOTHING", key.dump())
        return self.key()

    def _found(self, where: str, *values: object) -> list[Phone]:
        rows = self._store.rows(
            "SELECT p.session, s.account, a.person, p.name, p.created, p.language, p.presence, p.endpoint, p.public, "
            "p.secret FROM phones p JOIN sessions s ON s.id = p.session JOIN accounts a ON a.name = s.account "
            f"WHERE {where} ORDER BY p.created",
            *values,
        )
        return [_phone(row) for row in rows]


def _phone(row: tuple[Any, ...]) -> Phone:
    session, account, person, name, created, language, presence, endpoint, public, secret = row
    push = None if endpoint is None else Subscription(endpoint, bytes(public), bytes(secret))
    return Phone(session, account, person, name, created, language, bool(presence), push)
