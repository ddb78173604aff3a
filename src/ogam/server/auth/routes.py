"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from ogam import __version__
from ogam.home import Home, key
from ogam.server.auth.callers import Caller, Scope
from ogam.server.auth.cookies import begin_session, end_session
from ogam.server.auth.guards import COOKIE, account_caller, caller_of, in_person
from ogam.server.auth.secrets import csrf_of
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import language_of

router = APIRouter(prefix="/api", tags=["signing in"])


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


class Credentials(BaseModel):
    name: str = Field(min_length=1, max_length=64)
    password: str = Field(max_length=1024)


class Setup(BaseModel):
    name: str = Field(min_length=1, max_length=64)
    password: str | None = Field(default=None, max_length=1024)


@router.get("/session")
async def read_session(request: Request, server: Context) -> SessionShown:
    """Who is signed in; the CSRF token that changes need; whether this is the first run."""
    caller = caller_of(request, server)
    csrf = csrf_of(request.cookies[COOKIE]) if caller is not None and caller.means == "session" else None
    return shown(server, caller, csrf, language_of(request))


@router.post("/setup")
async def set_up(body: Setup, request: Request, response: Response, server: Context) -> SessionShown:
    """Make the owner's account, at the first run and from this computer only; and sign in."""
    if not server.auth.first_run:
        raise Refused(409, "not-first-run", "There is an owner already. Sign in.")
    account = server.auth.accounts.add(body.name, person_called(server.house.hub.home, body.name), owner=True)
    if body.password is not None:
        await server.auth.passwords.set(account.name, body.password)
    return signed_in_now(request, response, server, account.name)


@router.post("/login")
async def sign_in(body: Credentials, request: Request, response: Response, server: Context) -> SessionShown:
    """Sign in with a password."""
    if not await server.auth.passwords.check(body.name, body.password):
        raise Refused(401, "wrong-credentials", "The name or the password is wrong.")
    return signed_in_now(request, response, server, body.name)


@router.post("/logout", status_code=204)
async def sign_out(
    request: Request, response: Response, server: Context, _: Annotated[Caller, Depends(in_person())]
) -> None:
    """End this session."""
    end_session(request, response, server)


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
        passkeys=0,
        server={"version": __version__, "name": server.settings.name},
    )


def person_called(home: Home, name: str) -> str | None:
    """The person of the home who is called so, by name or alias."""
    called = (one.name for one in home.people if key(name) in map(key, (one.name, *one.aliases)))
    return next(called, None)
