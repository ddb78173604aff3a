"""Who calls: an account, by a session or a token, and the scopes that it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ogam.home import ROLES, Home

Scope = Literal["listen", "say", "devices", "log", "people", "see", "manage"]
Means = Literal["session", "token"]
SCOPES: frozenset[Scope] = frozenset(get_args(Scope))

_OF_ROLE: Mapping[str, frozenset[Scope]] = {
    "owner": SCOPES,
    "adult": frozenset({"listen", "say", "devices", "log", "people", "see"}),
    "family": frozenset({"listen", "say", "devices"}),
    "guest": frozenset({"listen", "say", "devices"}),
}
"""What an account of each role may reach. What may be done to a device is for the policy, not for the scopes."""


@dataclass(frozen=True, slots=True)
class Caller:
    """An account that is signed in.

    person: its person in the home file, or None; role: that person's role, "guest" without a person.
    means: by what it is signed in; id: of that session or token. scopes: what it may reach now.
    """

    account: str
    person: str | None
    role: str
    scopes: frozenset[Scope]
    means: Means
    id: str

    @property
    def is_owner(self) -> bool:
        return "manage" in self.scopes


def role_of(home: Home, person: str | None, owner: bool) -> str:
    """The role of an account. owner: whether it was made at the first start."""
    if owner:
        return "owner"
    known = home.person(person)
    return "guest" if known is None else known.role


def scopes_of(home: Home, role: str) -> frozenset[Scope]:
    """All that a role may reach, with what it may as the roles that it has at the same time."""
    scopes: frozenset[Scope] = frozenset()
    for one in _with_those_it_is_like(home, role):
        scopes |= _OF_ROLE.get(one, frozenset())
    return scopes


def _with_those_it_is_like(home: Home, role: str) -> set[str]:
    like = {**ROLES, **{own.name: own.like for own in home.roles}}
    found, waiting = set[str](), [role, "guest"]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += like.get(one, ())
    return found
