"""All that signing in needs, in one place."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from argon2 import PasswordHasher

from ogam.server.auth.accounts import Accounts
from ogam.server.auth.invitations import Invitations
from ogam.server.auth.passkeys import Passkeys
from ogam.server.auth.passwords import Passwords
from ogam.server.auth.phones import PhoneBook
from ogam.server.auth.rates import Tries
from ogam.server.auth.sessions import DAY, Sessions
from ogam.server.auth.store import AuthStore
from ogam.server.auth.tokens import Tokens
from ogam.server.settings import Settings


@dataclass(frozen=True, slots=True)
class Auth:
    """What the file of accounts holds, and what is known of tries to sign in: by name, and by address."""

    store: AuthStore
    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    passwords: Passwords
    passkeys: Passkeys
    invitations: Invitations
    phones: PhoneBook
    tries_by_name: Tries
    tries_by_address: Tries

    @classmethod
    def open(cls, path: Path | None, settings: Settings | None = None, hasher: PasswordHasher | None = None) -> Self:
        """From a file, made if it is not there; in memory for None. hasher: with other parameters than the default."""
        chosen, store = settings or Settings(), AuthStore(path)
        accounts, window = Accounts(store), chosen.login_minutes * 60
        return cls(
            store,
            accounts,
            Sessions(store, chosen.session_idle_days * DAY, chosen.session_days * DAY),
            Tokens(store),
            Passwords(accounts, hasher),
            Passkeys(store, accounts),
            Invitations(store),
            PhoneBook(store),
            Tries(chosen.login_tries, window),
            Tries(chosen.login_tries * _NAMES_AT_AN_ADDRESS, window),
        )

    @property
    def first_run(self) -> bool:
        """Whether nobody has an account yet."""
        return not self.accounts.all()

    def close(self) -> None:
        self.passwords.close()
        self.store.close()


_NAMES_AT_AN_ADDRESS = 3
"""How many times the tries of one name an address has: a household is behind one."""
