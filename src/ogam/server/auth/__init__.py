"""Who calls, and what that account may reach: accounts, sessions, passkeys, tokens, and the guards of routes."""

from ogam.server.auth.accounts import Account, Accounts
from ogam.server.auth.auth import Auth
from ogam.server.auth.callers import SCOPES, Caller, Scope
from ogam.server.auth.guards import Owner, SignedIn, in_person, signed_in, signed_in_socket
from ogam.server.auth.passwords import Passwords
from ogam.server.auth.sessions import Session, Sessions
from ogam.server.auth.store import AuthStore
from ogam.server.auth.tokens import Token, Tokens

__all__ = [
    "SCOPES",
    "Account",
    "Accounts",
    "Auth",
    "AuthStore",
    "Caller",
    "Owner",
    "Passwords",
    "Scope",
    "Session",
    "Sessions",
    "SignedIn",
    "Token",
    "Tokens",
    "in_person",
    "signed_in",
    "signed_in_socket",
]
