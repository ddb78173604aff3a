"""Events of the Wyoming protocol on the wire, read within limits.

An event is a line of JSON, then so many bytes of JSON, then so many bytes of anything, as the line says. The reader of
the package `wyoming` believes whatever lengths it is told; this one does not.
"""

import asyncio
import json
import logging
from typing import Any

from wyoming.event import Event

from ogam.core import OgamError
from ogam.server.wyoming.settings import Limits

LONGEST_TYPE = 100
LINGERING = 1.0
"""Seconds that a client which was sent away has to hear why."""

PATIENCE = 10.0
"""Seconds in which what is sent must be taken."""

log = logging.getLogger(__name__)


class FrameError(OgamError):
    """What came is no event, or a larger one than is taken. Nothing more can be read from that connection."""


async def read_event(reader: asyncio.StreamReader, limits: Limits) -> Event | None:
    """The next event; None where the other side has closed between two events.

    Made for readers with `limit=limits.header`. Raises FrameError for what is no event, or does not come in time.
    """
    try:
        async with asyncio.timeout(limits.idle):
            return await _read(reader, limits)
    except TimeoutError:
        raise FrameError(f"no whole event came for {limits.idle:g} s") from None
    except asyncio.IncompleteReadError as error:
        raise FrameError(f"the connection ended within an event: {len(error.partial)} bytes of it came") from None
    except asyncio.LimitOverrunError:
        raise FrameError(f"the first line of an event is longer than {limits.header} bytes") from None


async def write_event(writer: asyncio.StreamWriter, event: Event) -> None:
    """Send an event, in one piece, so that several tasks may write.

    Raises ConnectionError where the other side is gone, or takes nothing for so long that it might as well be.
    """
    writer.write(encode(event))
    try:
        async with asyncio.timeout(PATIENCE):
            await writer.drain()
    except TimeoutError:
        writer.transport.abort()
        raise ConnectionAbortedError(f"nothing was taken for {PATIENCE:g} s") from None


async def send_away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, reason: Event) -> None:
    """End a connection with a last event. What still comes is read and forgotten for a moment.

    Otherwise the system would reset the connection, and the client would never see the reason.
    """
    try:
        await write_event(writer, reason)
        if writer.can_write_eof():
            writer.write_eof()
        async with asyncio.timeout(LINGERING):
            while await reader.read(64 * 1024):
                pass
    except (ConnectionError, TimeoutError):
        log.debug("Wyoming: a client was gone before it was told: %s", reason.data.get("text"))


def encode(event: Event) -> bytes:
    """An event as it goes over the wire."""
    header: dict[str, Any] = {"type": event.type, "version": _version()}
    data = json.dumps(event.data, ensure_ascii=False).encode() if event.data else b""
    payload = event.payload or b""
    if data:
        header["data_length"] = len(data)
    if payload:
        header["payload_length"] = len(payload)
    return json.dumps(header, ensure_ascii=False).encode() + b"\n" + data + payload


async def _read(reader: asyncio.StreamReader, limits: Limits) -> Event | None:
    try:
        line = await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        if not error.partial.strip():
            return None
        raise
    header = _object(line, "the first line of an event")
    kind = header.get("type")
    if not isinstance(kind, str) or not 0 < len(kind) <= LONGEST_TYPE:
        raise FrameError("the first line of an event has no type")
    data = header.get("data")
    if data is not None and not isinstance(data, dict):
        raise FrameError(f"{kind}: its data is no JSON object")
    data_length = _length(header, "data_length", limits.data, kind)
    payload_length = _length(header, "payload_length", limits.payload, kind)
    more = _object(await reader.readexactly(data_length), f"the data of {kind}") if data_length else {}
    payload = await reader.readexactly(payload_length) if payload_length else None
    return Event(kind, {**(data or {}), **more}, payload)


def _object(text: bytes, what: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        raise FrameError(f"{what} is no JSON in UTF-8") from None
    if not isinstance(value, dict):
        raise FrameError(f"{what} is no JSON object")
    return value


def _length(header: dict[str, Any], name: str, most: int, kind: str) -> int:
    length = header.get(name)
    if length is None:
        return 0
    if isinstance(length, bool) or not isinstance(length, int) or length < 0:
        raise FrameError(f"{kind}: its {name} is no length")
    if length > most:
        raise FrameError(f"{kind}: its {name} is {length} bytes, and at most {most} are taken")
    return length


def _version() -> str:
    from wyoming import __version__

    return __version__
