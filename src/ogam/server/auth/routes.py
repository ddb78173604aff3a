"""Signing in and out, and the first account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from ogam.home import Home, key
from ogam.server.addresses import is_at_this_computer
from ogam.server.auth.callers import Caller
from ogam.server.auth.cookies import end_session
from ogam.server.auth.guards import COOKIE, caller_of, in_person
from ogam.server.auth.rates import network_of
from ogam.server.auth.secrets import csrf_of
from ogam.server.auth.shown import SessionShown, shown, signed_in_now
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import language_of

router = APIRouter(prefix="/api", tags=["signing in"])

Name = Annotated[str, Field(min_length=1, max_length=64)]
Password = Annotated[str, Field(max_length=1024)]


class Setup(BaseModel):
    """The first account. Without a password: make a passkey before signing out."""

    name: Name
    password: Password | None = None


class Credentials(BaseModel):
    name: Name
    password: Password


class NewPassword(BaseModel):
    """current: where the account has one."""

    current: Password | None = None
    password: Password


class InvitationTaken(BaseModel):
    """Without a password: make a passkey before signing out."""

    invitation: str = Field(max_length=128)
    password: Password | None = None


@router.get("/session")
async def read_session(request: Request, server: Context) -> SessionShown:
    """Who is signed in; the CSRF token that changes need; whether this is the first run."""
    caller = caller_of(request, server)
    csrf = csrf_of(request.cookies[COOKIE]) if caller is not None and caller.means == "session" else None
    return shown(server, caller, csrf, language_of(request))


@router.post("/setup")
async def set_up(body: Setup, request: Request, response: Response, server: Context) -> SessionShown:
    """Make the owner's account, at the first run and from the server's own computer only; and sign in."""
    if not is_at_this_computer(request):
        raise Refused(403, "not-here", "The first account is made on Ogam's own computer: open Ogam there.")
    if not server.auth.first_run:
        raise Refused(409, "not-first-run", "There is an owner already. Sign in.")
    hashed = None if body.password is None else await server.auth.passwords.hash(body.name, body.password)
    if not server.auth.first_run:
        raise Refused(409, "not-first-run", "There is an owner already. Sign in.")
    account = server.auth.accounts.add(body.name, person_called(server.house.hub.home, body.name), owner=True)
    server.auth.accounts.set_password_hash(account.name, hashed)
    return signed_in_now(request, response, server, account.name)


@router.post("/login")
async def sign_in(body: Credentials, request: Request, response: Response, server: Context) -> SessionShown:
    """Sign in with a password."""
    name = " ".join(body.name.split()).lower()
    count_a_try(request, server)
    server.auth.tries_by_name.begin(name)
    right = await server.auth.passwords.check(name, body.password)
    account = server.auth.accounts.find(name)
    if account is None or not right:
        raise Refused(401, "wrong-credentials", "The name or the password is wrong.")
    server.auth.tries_by_name.forgive(name)
    return signed_in_now(request, response, server, account.name)


@router.post("/logout", status_code=204)
async def sign_out(
    request: Request, response: Response, server: Context, _: Annotated[Caller, Depends(in_person())]
) -> None:
    """End this session."""
    end_session(request, response, server)


@router.post("/password")
async def change_password(
    body: NewPassword, request: Request, server: Context, caller: Annotated[Caller, Depends(in_person())]
) -> dict[str, bool]:
    """Set or change one's own password. Every other session of the account ends."""
    account = server.auth.accounts.find(caller.account)
    if account is not None and account.has_password:
        count_a_try(request, server)
        server.auth.tries_by_name.begin(caller.account.lower())
        if not await server.auth.passwords.check(caller.account, body.current or ""):
            raise Refused(403, "wrong-credentials", "The current password is wrong.")
        server.auth.tries_by_name.forgive(caller.account.lower())
    await server.auth.passwords.set(caller.account, body.password)
    server.auth.sessions.end_all(caller.account, but=caller.id)
    return {"changed": True}


@router.post("/invitations")
async def take_invitation(body: InvitationTaken, request: Request, response: Response, server: Context) -> SessionShown:
    """Sign in by an invitation, which is used up by this; and set the password, if one is given."""
    count_a_try(request, server)
    name = server.auth.invitations.account_of(body.invitation)
    if name is None:
        raise Refused(401, "bad-invitation", "This invitation was used already, or has expired. Ask for a new one.")
    if body.password is not None:
        await server.auth.passwords.set(name, body.password)
    if not server.auth.invitations.take(body.invitation):
        raise Refused(401, "bad-invitation", "This invitation was used already, or has expired. Ask for a new one.")
    server.auth.sessions.end_all(name)
    return signed_in_now(request, response, server, name)


def count_a_try(request: Request, server: Server) -> None:
    """Count a try to sign in from an address. Refused where there were too many."""
    server.auth.tries_by_address.begin(network_of(request.client.host if request.client else ""))


def person_called(home: Home, name: str) -> str | None:
    """The person of the home who is called so, by name or alias."""
    called = (one.name for one in home.people if key(name) in map(key, (one.name, *one.aliases)))
    return next(called, None)
