"""The guards of routes: who calls, by cookie or token, and whether it has the scope that the route needs.

Every route has one, or stands in `OPEN`; `create_app` refuses to make an app in which one has neither.
"""

import asyncio
import json
from typing import Annotated

from fastapi import Depends, Request, WebSocket, WebSocketException
from starlette.requests import HTTPConnection

from ogam.server.auth.callers import Caller, Means, Scope, role_of, scopes_of
from ogam.server.auth.secrets import csrf_of, same
from ogam.server.context import Context, Server
from ogam.server.errors import Refused

COOKIE = "ogam_session"
CSRF_HEADER = "X-Ogam-CSRF"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TOKEN_PATIENCE = 5.0
"""Seconds that a WebSocket without a cookie has to send its token."""
_POLICY_VIOLATION = 1008


class SignedIn:
    """A dependency that gives the `Caller`, or refuses: 401 for nobody, 403 for one who may not.

    scope: what the caller must have, None for any account. in_person: only by a session, not by a token.
    """

    def __init__(self, scope: Scope | None = None, in_person: bool = False) -> None:
        self.scope = scope
        self.in_person = in_person

    async def __call__(self, request: Request, server: Context) -> Caller:
        caller = caller_of(request, server)
        if caller is None:
            raise Refused(401, "not-signed-in", "Sign in first.", {"WWW-Authenticate": "Bearer"})
        if caller.means == "session" and request.method not in _SAFE:
            _check_csrf(request)
        self.check(caller)
        return caller

    def check(self, caller: Caller) -> None:
        """Refuse a caller who lacks what is needed."""
        if self.in_person and caller.means != "session":
            raise Refused(403, "in-person", "A token cannot do this. Sign in with a passkey or a password.")
        if self.scope is not None and self.scope not in caller.scopes:
            raise Refused(403, "not-allowed", f"This account or token has no right to this: it needs '{self.scope}'.")


class SignedInSocket(SignedIn):
    """The same for a WebSocket: accepts it, and takes the caller from its cookie or from its first message."""

    async def __call__(self, socket: WebSocket, server: Context) -> Caller:  # type: ignore[override]
        caller = caller_of(socket, server)
        await socket.accept()
        if caller is None:
            caller = await _caller_by_message(socket, server)
        try:
            if caller is None:
                raise Refused(401, "not-signed-in", "Sign in first.")
            self.check(caller)
        except Refused as refused:
            raise WebSocketException(_POLICY_VIOLATION, refused.code) from refused
        return caller


def signed_in(scope: Scope | None = None) -> SignedIn:
    """For `Depends`: an account or token that has the scope."""
    return SignedIn(scope)


def in_person(scope: Scope | None = None) -> SignedIn:
    """For `Depends`: an account that is signed in with a session and has the scope; no token will do."""
    return SignedIn(scope, in_person=True)


def signed_in_socket(scope: Scope | None = None) -> SignedInSocket:
    """For `Depends` of a WebSocket, which it accepts."""
    return SignedInSocket(scope)


Owner = Annotated[Caller, Depends(SignedIn("manage"))]
"""A parameter of a route that is for owners only (their tokens with the scope `manage` included)."""


def caller_of(connection: HTTPConnection, server: Server) -> Caller | None:
    """Who a request or a WebSocket comes from; None for nobody. A token goes before a cookie."""
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_token(secret.strip(), server)
    if secret := connection.cookies.get(COOKIE, ""):
        session = server.auth.sessions.find(secret)
        return None if session is None else account_caller(server, session.account, "session", session.id)
    return None


def _by_token(secret: str, server: Server) -> Caller | None:
    token = server.auth.tokens.find(secret)
    return None if token is None else account_caller(server, token.account, "token", token.id, token.scopes)


def account_caller(
    server: Server, name: str, means: Means = "session", identifier: str = "", only: frozenset[Scope] | None = None
) -> Caller | None:
    """The caller that an account is now; None where it is gone. only: the scopes of its token."""
    account = server.auth.accounts.find(name)
    if account is None:
        return None
    home = server.house.hub.home
    role = role_of(home, account.person, account.owner)
    scopes = scopes_of(home, role)
    allowed = scopes if only is None else scopes & only
    return Caller(account.name, account.person, role, allowed, means, identifier)


def _check_csrf(request: Request) -> None:
    secret, shown = request.cookies[COOKIE], request.headers.get(CSRF_HEADER, "")
    if not same(shown, csrf_of(secret)):
        raise Refused(403, "csrf", "This request does not come from Ogam's own page. Reload the page.")


async def _caller_by_message(socket: WebSocket, server: Server) -> Caller | None:
    """Who a first message {"type": "token", "token": …} names."""
    try:
        message = json.loads(await asyncio.wait_for(socket.receive_text(), _TOKEN_PATIENCE))
        return _by_token(str(message["token"]), server)
    except (TimeoutError, ValueError, KeyError, TypeError):
        return None
