"""`/api/schedule`: what is to come and what rings: alarms, reminders, timers, commands that were put off."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ogam.core import DeviceError
from ogam.devices.schedule import Entry
from ogam.devices.schedule_telling import when
from ogam.devices.timers import Timer
from ogam.hub import ringing
from ogam.server.api.shapes import InPath
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import Language

router = APIRouter(prefix="/api", tags=["schedule"])

Reader = Annotated[Caller, Depends(signed_in("devices"))]


class EntryShown(BaseModel):
    """kind: "alarm", "reminder", "command" or "timer"; text: what it is about; person: whose it is, null for the
    household's; when: in words, in the language of the request; due: seconds since the epoch, null where it waits for
    somebody to come home; left: seconds, of a timer that is paused."""

    id: str
    kind: str
    text: str
    person: str | None
    area: str | None
    when: str
    due: float | None
    left: float | None = None
    repeats: bool = False


class ScheduleShown(BaseModel):
    """ringing: what rings now; entries: what is to come, in its order. Only the household's, and the caller's own."""

    ringing: list[EntryShown]
    entries: list[EntryShown]


class Snooze(BaseModel):
    """minutes: after which it rings again."""

    minutes: Annotated[int, Field(ge=1, le=180)] = 5


@router.get("/schedule")
async def read_schedule(server: Context, caller: Reader, language: Language) -> ScheduleShown:
    """Alarms, reminders, timers and what was put off: the household's, and the caller's own."""
    return _shown(server, caller, language)


@router.delete("/schedule/{entry_id}")
async def cancel(entry_id: InPath, server: Context, caller: Reader, language: Language) -> ScheduleShown:
    """Cancel what is to come."""
    try:
        await server.house.scheduler.cancel(entry_id, f"{caller.account}/touch", caller.person)
    except DeviceError as error:
        raise Refused(404, "no-such-entry", str(error)) from error
    return _shown(server, caller, language)


@router.post("/schedule/{entry_id}/stop")
async def stop(entry_id: InPath, server: Context, caller: Reader, language: Language) -> ScheduleShown:
    """Stop what rings. One that does not ring any more is stopped already."""
    await _silence(server, caller, entry_id)
    return _shown(server, caller, language)


@router.post("/schedule/{entry_id}/snooze")
async def snooze(entry_id: InPath, body: Snooze, server: Context, caller: Reader, language: Language) -> ScheduleShown:
    """Stop what rings, and let it ring again later."""
    await _silence(server, caller, entry_id, verb="snooze", seconds=body.minutes * 60)
    return _shown(server, caller, language)


async def _silence(server: Server, caller: Caller, entry: str, **how: Any) -> None:
    rings = server.house.scheduler.shown(caller.person)["ringing"]
    if any(one["id"] == entry for one in rings):
        await server.house.scheduler.stop(f"{caller.account}/touch", caller.person, id=entry, **how)


def _shown(server: Server, caller: Caller, language: str) -> ScheduleShown:
    found, now = server.house.scheduler.shown(caller.person), server.house.scheduler.now
    coming = [*(_entry(one, now, language) for one in found["entries"]), *(_timer(one) for one in found["timers"])]
    return ScheduleShown(
        ringing=[_entry(one, now, language) for one in found["ringing"]],
        entries=sorted(coming, key=lambda one: (one.due is None, one.due or 0.0)),
    )


def _entry(entry: Entry, now: float, language: str) -> EntryShown:
    return EntryShown(
        id=entry["id"],
        kind=entry["kind"],
        text=ringing.told(entry),
        person=entry["person"],
        area=entry["area"],
        when=when(entry, now, language),
        due=entry["due"],
        repeats=bool(entry["rule"] and entry["rule"]["days"]),
    )


def _timer(timer: Timer) -> EntryShown:
    command = str(timer.get("command") or "")
    return EntryShown(
        id=timer.get("id", ""),
        kind="command" if command else "timer",
        text=command or str(timer["name"]),
        person=timer.get("person"),
        area=timer.get("area") or None,
        when="",
        due=timer["ends"],
        left=timer["left"],
    )
