"""A thousand connections at once, of every kind: bounded, told why, and whoever was there before does not notice."""

import asyncio
import json
import re
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from ogam.server.api.running import MOST_LISTENERS
from ogam.server.connections import TOLD
from ogam.server.settings import Settings

from .test_serving import serving
from .test_streams import CHUNKS, messages

CROWD = 1000
MEGABYTES = 150
"""That server and clients may add together, all in one process: a few kilobytes for each of both, and some room."""


@pytest.fixture
def headers(people) -> dict[str, str]:
    return {"Authorization": people.token("listen", "log").headers["Authorization"]}


def resident() -> float:
    """Megabytes of this process."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


async def is_heard(one: ClientConnection) -> bool:
    """Whether somebody who has been there all along is still listened to."""
    for chunk in CHUNKS:
        await one.send(chunk)
    await one.send('{"type": "end"}')
    return [message["type"] for message in await messages(one)].count("turn") == 1


async def answers(client: httpx.AsyncClient, url: str) -> bool:
    """Whether it answers as ever, within half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            if (await client.get(f"{url}healthz")).json() == {"ok": True}:
                return True
        await asyncio.sleep(0.1)
    return False


def test_a_thousand_connections_that_say_nothing(server, headers):
    server = replace(server, settings=Settings(port=0))
    most = server.settings.most_connections

    async def crowd(url: str) -> tuple[int, bool, int, bool]:
        port = httpx.URL(url).port
        async with (
            httpx.AsyncClient() as client,
            connect(f"ws://localhost:{port}/api/listen?session=first", additional_headers=headers) as first,
        ):
            opened = await asyncio.gather(*(asyncio.open_connection("localhost", port) for _ in range(CROWD)))
            held = 0
            for reader, _ in opened:
                with suppress(TimeoutError, ConnectionError):
                    assert await asyncio.wait_for(reader.read(1), 0.001) == b""
                    continue
                held += not reader.at_eof() and reader.exception() is None
            heard = await is_heard(first)
            with suppress(httpx.TransportError):  # hung up on, where even those who are told are too many
                full = (await client.get(f"{url}healthz")).status_code
                assert full == 503
            for _, writer in opened:
                writer.close()
            return held, heard, await answers(client, url)

    before = resident()
    held, heard, again = serving(server, lambda ready: asyncio.run(crowd(ready.url)))
    assert held <= most + TOLD
    assert heard
    assert again
    assert resident() - before < MEGABYTES


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/api/listen", "/v1/realtime"])
def test_a_thousand_websockets(server, headers, path):
    """So many are listened to at once; the others are told that they are too many."""
    server = replace(server, settings=Settings(port=0))

    async def come(port: int, opened: list[ClientConnection]) -> str:
        try:
            one = await connect(f"ws://localhost:{port}{path}", additional_headers=headers, open_timeout=120)
        except (InvalidHandshake, OSError) as error:
            return f"refused {getattr(getattr(error, 'response', None), 'status_code', '')}".strip()
        opened.append(one)
        try:
            told = json.loads(await one.recv())
            if told["type"] == "error":
                await one.wait_closed()
                return f"{one.close_code} {one.close_reason}"
        except ConnectionClosed:
            return "hung up"
        return "taken"

    async def crowd(url: str) -> tuple[Counter[str], bool, bool]:
        port = httpx.URL(url).port
        async with (
            httpx.AsyncClient() as client,
            connect(f"ws://localhost:{port}/api/listen?session=first", additional_headers=headers) as first,
        ):
            opened: list[ClientConnection] = []
            found = Counter(await asyncio.gather(*(come(port, opened) for _ in range(CROWD))))
            heard = await is_heard(first)
            await asyncio.gather(*(one.close() for one in opened))
            return found, heard, await answers(client, url)

    before = resident()
    found, heard, again = serving(server, lambda ready: asyncio.run(crowd(ready.url)))
    assert found.total() == CROWD
    assert 0 < found["taken"] <= MOST_LISTENERS - 1, found
    told = {key for key in found if key != "taken"}
    assert told <= {"1013 too-many-listeners", "1013 too_many_listeners", "refused 503", "hung up", "refused"}, found
    assert heard
    assert again
    assert resident() - before < MEGABYTES
