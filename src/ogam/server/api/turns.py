"""`/api/turns`: what was heard, decided and done; why; and whether it would come out the same today."""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from ogam.core import Event
from ogam.hub import LoggedTurn, TurnQuery, explain, find_turn, find_turns, replay_turn, turn_summary
from ogam.server.api.shapes import ActShown, CommandShown, DecisionShown, IdentityShown, InPath
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import language_of

router = APIRouter(prefix="/api", tags=["log"])

Reader = Annotated[Caller, Depends(signed_in("log"))]
Text = Annotated[str | None, Query(max_length=200)]
Moment = Annotated[float | None, Query(ge=0, le=1e12, allow_inf_nan=False)]


class CorrectionNoted(BaseModel):
    """Who it was not, who said so, and how many samples of them were dropped."""

    person: str
    by: str
    withdrawn: int


class TurnLogged(BaseModel):
    """A turn in short. id: greater for later ones; heard: freely; sentence: of the home, empty where it is none."""

    id: int
    turn: str
    time: float
    session: str
    area: str | None
    medium: str
    sentence: str
    heard: str
    confidence: float | None
    who: IdentityShown | None
    command: CommandShown | None
    decision: DecisionShown | None
    actions: list[ActShown]
    reply: str
    timings_ms: dict[str, float]
    errors: list[dict[str, Any]]
    correction: CorrectionNoted | None = None


class TurnPage(BaseModel):
    """next: the `before` of the next page, null where there is none."""

    turns: list[TurnLogged]
    next: int | None


class EventShown(BaseModel):
    id: int
    time: float
    session: str
    turn: str
    kind: str
    data: dict[str, Any]


class TurnWhole(TurnLogged):
    events: list[EventShown]


class Explanation(BaseModel):
    text: str


class DifferenceShown(BaseModel):
    what: str
    then: str
    now: str


class Replayed(BaseModel):
    """same: whether today's code and rules decide the same on the same evidence."""

    same: bool
    differences: list[DifferenceShown]


@router.get("/turns")
async def read_turns(
    server: Context,
    _: Reader,
    before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    who: Text = None,
    session: Text = None,
    intent: Text = None,
    effect: Annotated[Literal["allow", "deny", "ask"] | None, Query()] = None,
    text: Text = None,
    since: Annotated[Moment, Query(alias="from")] = None,
    until: Annotated[Moment, Query(alias="to")] = None,
) -> TurnPage:
    """The turns that fit, newest first. who: a name, empty for nobody known; text: a part of what was heard."""
    query = TurnQuery(before, limit, who, session, intent, effect, text, since, until)
    found = await asyncio.to_thread(find_turns, server.house.hub.log, query)
    more = found[-1].id if len(found) == limit else None
    return TurnPage(turns=[TurnLogged.model_validate(turn_summary(turn)) for turn in found], next=more)


@router.get("/turns/{turn}")
async def read_turn(turn: InPath, server: Context, _: Reader) -> TurnWhole:
    """A turn with all its events: the evidence, the margins, the rule, the times."""
    found = await _turn(server, turn)
    return TurnWhole.model_validate({**turn_summary(found), "events": [_event(event) for event in found.events]})


@router.get("/turns/{turn}/explanation")
async def explanation(turn: InPath, request: Request, server: Context, _: Reader) -> Explanation:
    """Why it came out so, in plain sentences, in the language of the request."""
    return Explanation(text=explain(await _turn(server, turn), language_of(request)))


@router.post("/turns/{turn}/replay")
async def replay(turn: InPath, server: Context, _: Reader) -> Replayed:
    """Run its observations again through today's code and rules. Nothing is done, and nothing is logged."""
    found = await _turn(server, turn)
    differences = await replay_turn(found.events, server.house.hub.shadow())
    if differences is None:
        raise Refused(409, "nothing-to-replay", "This turn has nothing that could be run again: nothing was observed.")
    shown = [DifferenceShown(what=one.what, then=one.then, now=one.now) for one in differences]
    return Replayed(same=not shown, differences=shown)


async def _turn(server: Server, turn: str) -> LoggedTurn:
    found = await asyncio.to_thread(find_turn, server.house.hub.log, turn)
    if found is None:
        raise Refused(404, "no-such-turn", f"The log has no turn '{turn}'.")
    return found


def _event(event: Event) -> dict[str, Any]:
    return {**asdict(event), "data": dict(event.data)}
