"""Passkeys: to make one, to sign in by one, to see and remove them."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from ogam.server.addresses import is_address, own_origin
from ogam.server.auth.accounts import Account
from ogam.server.auth.callers import Caller
from ogam.server.auth.guards import in_person
from ogam.server.auth.passkeys import Passkey, Place
from ogam.server.auth.routes import count_a_try
from ogam.server.auth.shown import SessionShown, signed_in_now
from ogam.server.context import Context, Server
from ogam.server.errors import Refused

router = APIRouter(prefix="/api/passkeys", tags=["passkeys"])

Myself = Annotated[Caller, Depends(in_person())]


class NewPasskey(BaseModel):
    """credential: what `navigator.credentials.create` gave, as JSON (WebAuthn Level 3, `toJSON`)."""

    credential: dict[str, Any]
    label: str = Field(default="", max_length=64)


class Answer(BaseModel):
    """credential: what `navigator.credentials.get` gave, as JSON."""

    credential: dict[str, Any]


class PasskeyShown(BaseModel):
    """usable: whether it is for the address at which this page is open."""

    id: str
    label: str
    host: str
    created: float
    used: float | None
    usable: bool


@router.get("")
async def passkeys(request: Request, server: Context, caller: Myself) -> list[PasskeyShown]:
    """One's own passkeys."""
    return [_shown(one, request) for one in server.auth.passkeys.of(caller.account)]


@router.post("/register/options")
async def registration_options(request: Request, server: Context, caller: Myself) -> dict[str, Any]:
    """What `navigator.credentials.create` needs."""
    return server.auth.passkeys.registration_options(_account(server, caller), place_of(request), server.settings.name)


@router.post("/register")
async def register(body: NewPasskey, request: Request, server: Context, caller: Myself) -> PasskeyShown:
    """Keep a new passkey."""
    label = body.label.strip() or request.headers.get("user-agent", "")[:64]
    made = server.auth.passkeys.register(_account(server, caller), place_of(request), body.credential, label)
    return _shown(made, request)


@router.post("/login/options")
async def login_options(request: Request, server: Context) -> dict[str, Any]:
    """What `navigator.credentials.get` needs to sign in. The same for everybody: it tells of no account."""
    return server.auth.passkeys.login_options(place_of(request))


@router.post("/login")
async def sign_in(body: Answer, request: Request, response: Response, server: Context) -> SessionShown:
    """Sign in with a passkey."""
    count_a_try(request, server)
    account = server.auth.passkeys.login(place_of(request), body.credential)
    return signed_in_now(request, response, server, account.name)


@router.delete("/{identifier}", status_code=204)
async def remove(identifier: str, server: Context, caller: Myself) -> None:
    """Remove one of one's own passkeys; not the last way to sign in."""
    account, known = _account(server, caller), server.auth.passkeys.of(caller.account)
    if not any(one.id == identifier for one in known):
        raise Refused(404, "no-such-passkey", "There is no such passkey.")
    if len(known) == 1 and not account.has_password:
        raise Refused(409, "last-passkey", "This is the only way to sign in. Set a password or make another first.")
    server.auth.passkeys.remove(identifier, caller.account)


def place_of(request: Request) -> Place:
    """Where the page is open that a request comes from. Refused for a numeric address, which can have no passkeys."""
    origin = request.headers.get("origin") or own_origin(request)
    host = urlsplit(origin).hostname or ""
    if is_address(host):
        text = "Passkeys need a host name, not an address of numbers. Open Ogam by its name."
        raise Refused(409, "passkeys-need-a-name", text)
    return Place(host, origin)


def _account(server: Server, caller: Caller) -> Account:
    account = server.auth.accounts.find(caller.account)
    if account is None:
        raise Refused(401, "not-signed-in", "Sign in first.")
    return account


def _shown(passkey: Passkey, request: Request) -> PasskeyShown:
    host = urlsplit(request.headers.get("origin") or own_origin(request)).hostname
    return PasskeyShown(
        id=passkey.id,
        label=passkey.label,
        host=passkey.rp,
        created=passkey.created,
        used=passkey.used,
        usable=passkey.rp == host,
    )
