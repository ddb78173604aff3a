"""`/api/events`: what happens now, as server-sent events (HTML Living Standard, 9.2), none of them lost on the way."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.types import Message

from ogam.core import Event
from ogam.hub import EventLog, Watch
from ogam.server.addresses import client_address
from ogam.server.api.running import Kept, Running
from ogam.server.auth import Caller, signed_in
from ogam.server.auth.staying import signed_out, until_revoked
from ogam.server.context import Context, Server
from ogam.server.phones.finding import EVENT as PHONE

router = APIRouter(prefix="/api", tags=["events"])

EVERY = 15.0
"""Seconds between two signs of life."""
PATIENCE = 30.0
"""Seconds that a client may leave its stream unread while there is something to send; then it ends."""
MOST_MISSED = 5000
"""Events that are sent again to a client that was away; who missed more is told so, and reads the log."""
CAPACITY = 1000
"""Events that may wait for a client that reads slowly."""
PUBLIC = frozenset({"camera", "device", "ring", "speech", "level"})
"""Kinds of events that callers see who may not read the log: of cameras whether they watch, not what they see."""
_NUMBER = 2**63 - 1


class EventStream(StreamingResponse):
    """Ends, instead of waiting for ever, when the client does not read."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Callable[[Message], Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for chunk in self.body_iterator:
            data = chunk.encode() if isinstance(chunk, str) else bytes(chunk)
            async with asyncio.timeout(PATIENCE):
                await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@router.get(
    "/events",
    response_class=EventStream,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(
    request: Request,
    server: Context,
    kept: Kept,
    caller: Annotated[Caller, Depends(signed_in())],
    after: Annotated[int | None, Query(ge=0, le=_NUMBER, description="The last event that was seen.")] = None,
    last_event_id: Annotated[str | None, Header(description="The same, as browsers send it.", max_length=20)] = None,
) -> EventStream:
    """Every event of the log as it is written (`id:`), and what is too fleeting for it (no id): levels, speech.

    It goes on after the event that the client saw last. A caller without the scope `log` sees devices and speech only.
    Once the session or token is revoked, a last event "signed-out" comes, and it ends.
    """
    said = last_event_id or ""
    seen = min(int(said), _NUMBER) if said.isascii() and said.isdecimal() else after
    kept.watchers.check()
    return EventStream(_stream(server, kept, seen, caller, client_address(request)))


async def _stream(server: Server, kept: Running, seen: int | None, caller: Caller, address: str) -> AsyncIterator[str]:
    reads_log = "log" in caller.scopes
    gone = asyncio.ensure_future(until_revoked(server, caller, "log" if reads_log else None))
    here = kept.phones.connections.one(caller.id, address)
    with _cancelled(gone), kept.watchers.one(), here, server.house.live.watch(CAPACITY) as watch:
        log = server.house.hub.log
        last = await asyncio.to_thread(log.last_id) if seen is None else seen
        yield ": welcome\n\n"
        async for found in _in_order(log, watch, last, gone):
            shown = [event_text(one) for event in found if (one := shown_to(event, caller, reads_log))]
            if shown or not found:
                yield "".join(shown) or ": still here\n\n"
        if gone.done():
            yield event_text(Event(0, time.time(), "", "", "signed-out", {"detail": str(signed_out())}))


def shown_to(event: Event, caller: Caller, reads_log: bool) -> Event | None:
    """An event as a caller sees it; None for what is not for them. That a phone is to ring is told to that alone."""
    if event.kind == PHONE:
        mine = caller.id in event.data["for"]
        return replace(event, data={k: v for k, v in event.data.items() if k != "for"}) if mine else None
    return event if reads_log or event.kind in PUBLIC else None


@contextmanager
def _cancelled(task: asyncio.Future[None]) -> Iterator[None]:
    """A task that is needed no longer than this block."""
    try:
        yield
    finally:
        task.cancel()


def event_text(event: Event) -> str:
    """An event as the stream carries it; one that is not in the log leaves the client's last id as it is."""
    data = json.dumps(asdict(event), ensure_ascii=False)
    return f"id: {event.id}\ndata: {data}\n\n" if event.id else f"data: {data}\n\n"


async def _in_order(log: EventLog, watch: Watch, last: int, gone: asyncio.Future[None]) -> AsyncIterator[list[Event]]:
    """Every event after an id, each once and in order, as many at a time as there are; none as a sign of life.

    What a slow client's queue had no place for is read from the log, which has consecutive numbers. It ends with the
    watching, when the server stops; and once `gone` is done.
    """
    dropped, came = -1, list[Event]()
    coming = asyncio.ensure_future(watch.next())
    try:
        while True:
            numbers = [event.id for event in came if event.id > last]
            if dropped != watch.dropped or numbers != list(range(last + 1, last + 1 + len(numbers))):
                dropped = watch.dropped
                found = [*(event for event in came if event.id == 0), *await _missed(log, last)]
            else:
                found = [event for event in came if event.id == 0 or event.id > last]
            if found:
                yield found
                last = max(last, *(event.id for event in found))
            both: tuple[asyncio.Future[Any], ...] = (coming, gone)
            await asyncio.wait(both, timeout=EVERY, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                return
            if not coming.done():
                came = []
                yield came
                continue
            if (event := coming.result()) is None:
                return
            came = [event, *watch.waiting()]
            coming = asyncio.ensure_future(watch.next())
    finally:
        coming.cancel()


async def _missed(log: EventLog, last: int) -> list[Event]:
    """What is in the log after an id; a word about it where that is too much to send."""
    missed = await asyncio.to_thread(lambda: list(islice(log.events(after=last), MOST_MISSED + 1)))
    if len(missed) <= MOST_MISSED:
        return missed
    newest = await asyncio.to_thread(log.last_id)
    return [Event(newest, missed[0].time, "", "", "missed", {"after": last, "until": newest})]
