"""`/api/policy`: who may do what; the owner's own rules; and what would be decided if."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from ogam.core import Liveness, Modality
from ogam.home import ROLES, Home
from ogam.hub import permissions_of
from ogam.policy import GROUPS, Rule, permissions_are_on, put_rule, read_rules, remove_rule
from ogam.policy.cases import identity, time_of_day
from ogam.server.api.running import Kept, Running
from ogam.server.api.shapes import InPath, Name, TurnShown, area_of, turn_shown
from ogam.server.auth import Caller, Owner, signed_in
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import language_of

router = APIRouter(prefix="/api", tags=["permissions"])

Reader = Annotated[Caller, Depends(signed_in("people"))]


class RuleShown(BaseModel):
    """sentence: what it says, in the language of the request; text: in Cedar; where: its file and line."""

    id: str
    effect: Literal["permit", "forbid"]
    sentence: str
    source: Literal["built-in", "own"]
    text: str
    where: str


class PolicyShown(BaseModel):
    """on: whether permissions count. editable: whether there is a home file to change rules in.

    roles: each with those that it is at the same time; groups: the actions of each.
    """

    on: bool
    editable: bool
    rules: list[RuleShown]
    roles: dict[str, list[str]]
    groups: dict[str, list[str]]


class RuleText(BaseModel):
    """One rule in Cedar."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]


class WhatIf(BaseModel):
    """who: by name, empty for somebody unknown; seen: by what; liveness: of a live person
    where a face was seen and nothing else is said; at: a time of day such as 22:00, else now."""

    say: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    who: Annotated[str, Field(max_length=64)] = ""
    seen: list[Modality] = ["voice"]
    liveness: Liveness | None = None
    challenge: bool = False
    approved_by: Annotated[str, Field(max_length=64)] = ""
    area: Name | None = None
    at: Annotated[str, Field(max_length=8)] = ""


@router.get("/policy")
async def read_policy(request: Request, server: Context, kept: Kept, _: Reader) -> PolicyShown:
    """Every rule, as a sentence."""
    return await asyncio.to_thread(_shown, server, kept, language_of(request))


@router.put("/policy/{rule}")
async def write_rule(
    rule: InPath, body: RuleText, request: Request, server: Context, kept: Kept, _: Owner
) -> PolicyShown:
    """Write a rule of the owner's own into the home file; one with the name of a built-in one takes its place."""
    return await _change(server, kept, request, lambda path: put_rule(path, rule, body.text))


@router.delete("/policy/{rule}")
async def delete_rule(rule: InPath, request: Request, server: Context, kept: Kept, _: Owner) -> PolicyShown:
    """Take a rule of the owner's own out of the home file."""
    own = [one.id for one in read_rules(server.house.hub.home) if not one.built_in]
    if rule not in own:
        raise Refused(404, "no-such-rule", f"There is no rule of your own called '{rule}'.")
    return await _change(server, kept, request, lambda path: remove_rule(path, rule))


@router.post("/policy/what-if")
async def what_if(body: WhatIf, server: Context, _: Reader) -> TurnShown:
    """What would be decided, with permissions on. Nothing is done, and nothing is logged."""
    home = server.house.hub.home
    who = identity(home, body.who, tuple(body.seen), body.liveness or "", body.challenge, body.approved_by)
    at = time_of_day(body.at) if body.at else None
    shadow = server.house.hub.shadow(permissions_of(replace(home, permissions=True)))
    return turn_shown(shadow.consider(body.say, area_of(home, body.area), who, at))


async def _change(server: Server, kept: Running, request: Request, change: Callable[[Path], Home]) -> PolicyShown:
    path = server.home_path
    if path is None:
        text = "There is no home file to write rules in. Make one with: ogam home init; then start the server again."
        raise Refused(409, "no-home-file", text)
    async with kept.editing:
        changed = await asyncio.to_thread(change, path)
        home = replace(server.house.hub.home, policies=changed.policies)
        enrolled = await asyncio.to_thread(lambda: kept.anyone_enrolled)
        server.house.hub.adopt(home, permissions_of(home, enrolled))
    return await asyncio.to_thread(_shown, server, kept, language_of(request))


def _shown(server: Server, kept: Running, language: str) -> PolicyShown:
    home = server.house.hub.home
    return PolicyShown(
        on=permissions_are_on(home, kept.anyone_enrolled),
        editable=server.home_path is not None,
        rules=[_rule(rule, language) for rule in read_rules(home)],
        roles={name: list(like) for name, like in _roles(home).items()},
        groups={name: list(actions) for name, actions in GROUPS.items()},
    )


def _roles(home: Home) -> dict[str, tuple[str, ...]]:
    return {**ROLES, **{role.name: role.like for role in home.roles}}


def _rule(rule: Rule, language: str) -> RuleShown:
    return RuleShown(
        id=rule.id,
        effect=rule.effect,
        sentence=rule.sentence(language),
        source="built-in" if rule.built_in else "own",
        text=rule.text,
        where=rule.where.rpartition("/")[2],
    )
