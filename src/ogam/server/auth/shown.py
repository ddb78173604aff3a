"""What a page is told of who is signed in."""

from fastapi import Request, Response
from pydantic import BaseModel

from ogam import __version__
from ogam.server.auth.callers import Caller, Scope
from ogam.server.auth.cookies import begin_session
from ogam.server.auth.guards import account_caller
from ogam.server.context import Server
from ogam.server.language import language_of


class AccountShown(BaseModel):
    name: str
    person: str | None
    role: str
    scopes: list[Scope]


class SessionShown(BaseModel):
    """Who is signed in, and what a page needs to go on."""

    authenticated: bool
    account: AccountShown | None
    first_run: bool
    csrf: str | None
    language: str
    passkeys: int
    server: dict[str, str]


def signed_in_now(request: Request, response: Response, server: Server, account: str) -> SessionShown:
    """What a page is told that has just signed in, and its cookie."""
    csrf = begin_session(request, response, server, account)
    return shown(server, account_caller(server, account), csrf, language_of(request))


def shown(server: Server, caller: Caller | None, csrf: str | None, language: str) -> SessionShown:
    account = None
    if caller is not None:
        scopes = sorted(caller.scopes)
        account = AccountShown(name=caller.account, person=caller.person, role=caller.role, scopes=scopes)
    return SessionShown(
        authenticated=caller is not None,
        account=account,
        first_run=server.auth.first_run,
        csrf=csrf,
        language=language,
        passkeys=0 if caller is None else len(server.auth.passkeys.of(caller.account)),
        server={"version": __version__, "name": server.settings.name},
    )
