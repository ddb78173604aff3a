"""Passwords: Argon2id, and as long for an unknown name as for a known one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ogam.server.auth.accounts import Accounts
from ogam.server.errors import Refused

T = TypeVar("T")

SHORTEST, LONGEST = 10, 1024
"""Characters. No rules about kinds of characters: length is what counts (NIST SP 800-63B, 5.1.1)."""


class Passwords:
    """Sets and checks the passwords of accounts.

    hasher: with other parameters than RFC 9106's for little memory, which are the default. Hashing runs in one thread:
    many who try at once wait for each other and not the house for them.
    """

    def __init__(self, accounts: Accounts, hasher: PasswordHasher | None = None) -> None:
        self._accounts = accounts
        self._hasher = hasher or PasswordHasher()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="passwords")
        self._nobodys = self._thread.submit(self._hasher.hash, "nobody's password")

    async def hash(self, account: str, password: str) -> str:
        """What is kept of a password. Refused for one that is too short, too long, or the account's own name."""
        if not SHORTEST <= len(password) <= LONGEST or password.strip().lower() == account.lower():
            text = f"Choose a password of at least {SHORTEST} characters that is not the name."
            raise Refused(422, "weak-password", text)
        return await self._run(lambda: self._hasher.hash(password))

    async def set(self, account: str, password: str) -> None:
        """Refused as `hash` says."""
        self._accounts.set_password_hash(account, await self.hash(account, password))

    async def check(self, account: str, password: str) -> bool:
        """Whether it is the account's password. Takes as long where there is no such account."""
        if len(password) > LONGEST:
            return False
        known = self._accounts.password_hash(account)
        right = await self._run(lambda: self._matches(known or self._nobodys.result(), password))
        if known is None or not right:
            return False
        if self._hasher.check_needs_rehash(known):
            self._accounts.set_password_hash(account, await self._run(lambda: self._hasher.hash(password)))
        return True

    def close(self) -> None:
        self._thread.shutdown()

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
