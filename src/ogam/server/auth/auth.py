"""All that signing in needs, in one place."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from argon2 import PasswordHasher

from ogam.server.auth.accounts import Accounts
from ogam.server.auth.passwords import Passwords
from ogam.server.auth.sessions import DAY, Sessions
from ogam.server.auth.store import AuthStore
from ogam.server.auth.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Auth:
    """What the file of accounts holds, and what is known of tries to sign in."""

    store: AuthStore
    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    passwords: Passwords

    @classmethod
    def open(
        cls,
        path: Path | None,
        idle_days: float = 30,
        absolute_days: float = 180,
        hasher: PasswordHasher | None = None,
    ) -> Self:
        """From a file, made if it is not there; in memory for None. hasher: with other parameters than the default."""
        store = AuthStore(path)
        accounts = Accounts(store)
        sessions = Sessions(store, idle_days * DAY, absolute_days * DAY)
        return cls(store, accounts, sessions, Tokens(store), Passwords(accounts, hasher))

    @property
    def first_run(self) -> bool:
        """Whether nobody has an account yet."""
        return not self.accounts.all()

    def close(self) -> None:
        self.passwords.close()
        self.store.close()
