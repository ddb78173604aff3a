"""`/api/log`: deleting a span of the log, and saying that a turn was somebody else's."""

import asyncio
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, model_validator

from ogam.core import Action, Device, LogError
from ogam.hub import Span, correct, find_turn
from ogam.hub.correcting import mistaken_for
from ogam.server.api.running import Kept
from ogam.server.api.shapes import InPath, Name
from ogam.server.auth import Caller, in_person, signed_in
from ogam.server.context import Context
from ogam.server.errors import Refused

router = APIRouter(prefix="/api", tags=["log"])

Reader = Annotated[Caller, Depends(signed_in("log"))]
Deleter = Annotated[Caller, Depends(in_person("log"))]
Moment = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
_MOST = 200


class SpanGiven(BaseModel):
    """Either a turn, by its id; or all that began in [from, to), in seconds since the epoch."""

    turn: Name | None = None
    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        times = (self.since, self.until)
        if (self.turn is None) == (times == (None, None)) or (self.turn is None and None in times):
            raise ValueError("give 'turn', or 'from' and 'to'")
        return self

    @property
    def span(self) -> Span:
        """Raises Refused (422) for a span that ends before it begins."""
        try:
            return Span(self.since or 0.0, self.until or 0.0, self.turn or "")
        except LogError as error:
            raise Refused(422, "span", str(error)) from error


class ExtentShown(BaseModel):
    events: int
    turns: int


class DeletionShown(BaseModel):
    """What the log says of a deletion: of how much, when it had been, when that was deleted, and by whom."""

    id: int
    time: float
    by: str
    since: float = Field(serialization_alias="from")
    until: float = Field(serialization_alias="to")
    events: int
    turns: int


class DeletionDone(BaseModel):
    """left: events of the span that are there still, counted afterwards; swept: whether the file is clean of it."""

    events: int
    turns: int
    left: int
    swept: bool


class UndoShown(BaseModel):
    """One thing to do (`/api/devices/{device}/act`) so that a device is as it was."""

    device: str
    name: str
    verb: str
    arguments: dict[str, Any]


class CorrectionShown(BaseModel):
    """person: who it was not. withdrawn: samples learned from the turn in passing that are gone; kept: those that its
    person had confirmed already. undo: what would put the devices back, in order."""

    person: str
    withdrawn: int
    kept: int
    undo: list[UndoShown]


@router.get("/log/span")
async def measure_span(
    server: Context,
    _: Reader,
    since: Annotated[Moment, Query(alias="from")],
    until: Annotated[Moment, Query(alias="to")],
) -> ExtentShown:
    """How much would be deleted between two times. Turns of a dialogue go together, so it may reach out of them."""
    span = SpanGiven.model_validate({"from": since, "to": until}).span
    found = await asyncio.to_thread(server.house.hub.log.measure, span)
    return ExtentShown(events=found.events, turns=len(found.turns))


@router.get("/log/deletions")
async def read_deletions(server: Context, _: Reader) -> list[DeletionShown]:
    """What was deleted, the newest first."""
    query = f"""SELECT id, time, json_extract(data, '$.by'), json_extract(data, '$.from'), json_extract(data, '$.to'),
        json_extract(data, '$.events'), json_extract(data, '$.turns')
        FROM events WHERE kind = 'deleted' ORDER BY id DESC LIMIT {_MOST}"""
    rows = await asyncio.to_thread(server.house.hub.log.read, query)
    names = DeletionShown.model_fields
    return [DeletionShown(**dict(zip(names, row, strict=True))) for row in rows]


@router.post("/log/deletions")
async def delete_span(body: SpanGiven, server: Context, caller: Deleter) -> DeletionDone:
    """Delete a span, or a turn with its dialogue, for ever. The log says by whom. Not by tokens."""
    if body.turn is not None and await asyncio.to_thread(find_turn, server.house.hub.log, body.turn) is None:
        raise _no_turn(body.turn)
    done = await server.house.delete(body.span, caller.person or caller.account)
    if body.turn is not None and not done.events:
        raise Refused(409, "still-going", "This is still being carried out. Delete it when that has ended.")
    return DeletionDone(events=done.events, turns=len(done.turns), left=done.left, swept=done.swept)


@router.post("/turns/{turn}/correction")
async def correct_turn(
    turn: InPath, server: Context, kept: Kept, caller: Annotated[Caller, Depends(signed_in("say"))]
) -> CorrectionShown:
    """Say that it was not whom it was taken for: they themselves, or who may read the log. Nothing is undone yet."""
    hub = server.house.hub
    found = await asyncio.to_thread(find_turn, hub.log, turn)
    person = None if found is None else mistaken_for(found)
    if "log" not in caller.scopes and (person is None or person != caller.person):
        raise Refused(403, "not-allowed", "Only whoever it was taken for, or an adult, can say that.")
    if found is None:
        raise _no_turn(turn)
    if person is None:
        text = "Nobody was recognised by voice or face in this turn, so there is nothing to correct."
        raise Refused(409, "nobody-recognised", text)
    gallery = await asyncio.to_thread(kept.gallery)
    discard = None if gallery is None else gallery.discard
    done = await asyncio.to_thread(correct, found, caller.person or caller.account, hub.log, hub.home, discard)
    hub.mistaken(person)
    undo = [_undo(one.device, one.action) for one in done.undo]
    return CorrectionShown(person=done.person, withdrawn=done.withdrawn, kept=done.kept, undo=undo)


def _undo(device: Device, action: Action) -> UndoShown:
    return UndoShown(device=device.id, name=device.name, verb=action.verb, arguments=dict(action.arguments))


def _no_turn(turn: str) -> Refused:
    return Refused(404, "no-such-turn", f"The log has no turn '{turn}'.")
