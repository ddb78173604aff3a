"""Whether a caller may stay: what is open for long ends soon after its session, token or account has."""

import asyncio

from ogam.server.auth.callers import Caller, Scope
from ogam.server.auth.guards import account_caller
from ogam.server.context import Server
from ogam.server.errors import Refused

EVERY = 1.0
"""Seconds between two looks. Another process (`ogam accounts`) may have ended what it is about, so nobody tells us."""


def may_stay(server: Server, caller: Caller, scope: Scope | None = None) -> bool:
    """Whether the session or token that somebody came with is still good, and its account may still do this."""
    auth = server.auth
    if caller.means == "session":
        known = auth.sessions.is_good(caller.id)
        now = account_caller(server, caller.account, "session", caller.id) if known else None
    else:
        token = auth.tokens.good(caller.id)
        now = account_caller(server, caller.account, "token", caller.id, token.scopes) if token else None
    return now is not None and (scope is None or scope in now.scopes)


async def until_revoked(server: Server, caller: Caller, scope: Scope | None = None) -> None:
    """Returns once the caller may stay no longer. scope: what it needs all the while."""
    while may_stay(server, caller, scope):
        await asyncio.sleep(EVERY)


def signed_out() -> Refused:
    """Why a connection of such a caller ends."""
    return Refused(401, "signed-out", "You were signed out, or may not do this any more. Sign in again.")
