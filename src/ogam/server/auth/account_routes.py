"""Accounts of others (for owners), and one's own sessions and tokens."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ogam.server.auth.accounts import Account
from ogam.server.auth.callers import Caller, Scope, role_of
from ogam.server.auth.guards import in_person
from ogam.server.auth.routes import Name, Password
from ogam.server.auth.tokens import Token
from ogam.server.context import Context, Server
from ogam.server.errors import Refused

router = APIRouter(prefix="/api", tags=["accounts"])

Myself = Annotated[Caller, Depends(in_person())]
OwnerHere = Annotated[Caller, Depends(in_person("manage"))]


class NewAccount(BaseModel):
    """Without a password: with an invitation, a link that is used once."""

    name: Name
    person: Annotated[str, Field(max_length=64)] | None = None
    password: Password | None = None


class AccountListed(BaseModel):
    name: str
    person: str | None
    role: str
    passkeys: int
    has_password: bool
    created: float


class AccountMade(BaseModel):
    """invitation: to be put behind `#invitation=` in the web app's address; None where a password was given."""

    account: AccountListed
    invitation: str | None


class SessionListed(BaseModel):
    id: str
    created: float
    used: float
    address: str
    agent: str
    current: bool


class NewToken(BaseModel):
    """days: after which it ends; for ever without."""

    name: Name
    scopes: list[Scope] = Field(min_length=1)
    days: float | None = Field(default=None, gt=0, le=3650)


class TokenListed(BaseModel):
    id: str
    name: str
    scopes: list[Scope]
    created: float
    expires: float | None
    used: float | None


class TokenMade(TokenListed):
    """token: the secret, which is shown now and never again."""

    token: str


@router.get("/accounts")
async def accounts(server: Context, _: OwnerHere) -> list[AccountListed]:
    """Every account."""
    return [_listed(server, account) for account in server.auth.accounts.all()]


@router.post("/accounts", status_code=201)
async def add_account(body: NewAccount, server: Context, _: OwnerHere) -> AccountMade:
    """Make an account for a person of the home, or for nobody in particular."""
    if body.person is not None and server.house.hub.home.person(body.person) is None:
        raise Refused(422, "no-such-person", f"This home has no person '{body.person}'. People are in the home file.")
    hashed = None if body.password is None else await server.auth.passwords.hash(body.name, body.password)
    account = server.auth.accounts.add(body.name, body.person)
    server.auth.accounts.set_password_hash(account.name, hashed)
    invitation = server.auth.invitations.new(account.name) if hashed is None else None
    return AccountMade(account=_listed(server, account), invitation=invitation)


@router.post("/accounts/{name}/invitation", status_code=201)
async def invite_again(name: str, server: Context, _: OwnerHere) -> AccountMade:
    """A new invitation for somebody who cannot sign in any more."""
    account = _found(server, name)
    return AccountMade(account=_listed(server, account), invitation=server.auth.invitations.new(account.name))


@router.delete("/accounts/{name}", status_code=204)
async def remove_account(name: str, server: Context, caller: OwnerHere) -> None:
    """Remove an account, its passkeys, sessions and tokens; not one's own."""
    account = _found(server, name)
    if account.name == caller.account:
        raise Refused(409, "own-account", "This is your own account. Another owner can remove it.")
    server.auth.accounts.remove(account.name)


@router.get("/sessions")
async def sessions(server: Context, caller: Myself) -> list[SessionListed]:
    """The browsers in which one is signed in."""
    return [
        SessionListed(
            id=one.id, created=one.created, used=one.used, address=one.address, agent=one.agent,
            current=one.id == caller.id,
        )
        for one in server.auth.sessions.of(caller.account)
    ]  # fmt: skip


@router.delete("/sessions/{identifier}", status_code=204)
async def end_session(identifier: str, server: Context, caller: Myself) -> None:
    """Sign one of one's browsers out."""
    if not server.auth.sessions.end(identifier, caller.account):
        raise Refused(404, "no-such-session", "There is no such session.")


@router.get("/tokens")
async def tokens(server: Context, caller: Myself) -> list[TokenListed]:
    """One's own tokens, without their secrets."""
    return [_token(token) for token in server.auth.tokens.of(caller.account)]


@router.post("/tokens", status_code=201)
async def add_token(body: NewToken, server: Context, caller: Myself) -> TokenMade:
    """Make a token for a program. It can have no scope that the account has not."""
    if missing := set(body.scopes) - caller.scopes:
        text = f"This account has no right to this itself: {', '.join(sorted(missing))}."
        raise Refused(403, "not-allowed", text)
    token, secret = server.auth.tokens.add(caller.account, body.name, body.scopes, body.days)
    return TokenMade(**_token(token).model_dump(), token=secret)


@router.delete("/tokens/{identifier}", status_code=204)
async def remove_token(identifier: str, server: Context, caller: Myself) -> None:
    """Revoke one of one's own tokens."""
    if not server.auth.tokens.remove(identifier, caller.account):
        raise Refused(404, "no-such-token", "There is no such token.")


def _found(server: Server, name: str) -> Account:
    account = server.auth.accounts.find(name)
    if account is None:
        raise Refused(404, "no-such-account", f"There is no account '{name}'.")
    return account


def _listed(server: Server, account: Account) -> AccountListed:
    return AccountListed(
        name=account.name,
        person=account.person,
        role=role_of(server.house.hub.home, account.person, account.owner),
        passkeys=len(server.auth.passkeys.of(account.name)),
        has_password=account.has_password,
        created=account.created,
    )


def _token(token: Token) -> TokenListed:
    return TokenListed(
        id=token.id,
        name=token.name,
        scopes=sorted(token.scopes),
        created=token.created,
        expires=token.expires,
        used=token.used,
    )
