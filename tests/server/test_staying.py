"""What is open for long ends when its session, token or account does, or when nothing can be logged: with a reason."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from ogam.core import LogError
from ogam.server.api.events import EVERY
from ogam.server.auth import staying
from ogam.server.auth.guards import COOKIE

from .test_streams import CHUNKS, events_of


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    """The product looks once a second."""
    assert staying.EVERY <= 1.0 < EVERY
    monkeypatch.setattr(staying, "EVERY", 0.05)


@pytest.fixture
def phone(server) -> dict[str, str]:
    """Headers of Sora's browser."""
    server.auth.accounts.add("sora", "Sora")
    _, secret = server.auth.sessions.begin("sora")
    return {"Cookie": f"{COOKIE}={secret}"}


def revoke_session(server) -> None:
    server.auth.sessions.end_all("sora")


def let_it_idle(server) -> None:
    server.auth.store.rows("UPDATE sessions SET used = used - ?", 31 * 86_400)


def remove_account(server) -> None:
    server.auth.accounts.remove("sora")


def take_the_role(server) -> None:
    server.auth.store.rows("UPDATE accounts SET person = 'Joon'")


def revoke_token(server) -> None:
    for token in server.auth.tokens.of("program"):
        server.auth.tokens.remove(token.id, "program")


def expire_token(server) -> None:
    server.auth.store.rows("UPDATE tokens SET expires = 1")


ENDS = [revoke_session, let_it_idle, remove_account]


async def to_the_end(socket: ClientConnection) -> list[dict]:
    told = []
    with suppress(ConnectionClosed):
        while True:
            told.append(json.loads(await asyncio.wait_for(socket.recv(), 20)))
    return told


@pytest.mark.parametrize("end", ENDS)
def test_an_open_microphone_ends_with_its_session(live, server, phone, end: Callable):
    async def listen() -> ClientConnection:
        address = f"ws://localhost:{live.port}/api/listen"
        async with connect(address, additional_headers=phone) as socket:
            assert json.loads(await socket.recv())["type"] == "ready"
            end(server)
            told = await to_the_end(socket)
            assert (told[-1]["type"], told[-1]["code"]) == ("error", "signed-out")
            assert "Sign in again" in told[-1]["detail"]
            return socket

    socket = asyncio.run(listen())
    assert (socket.close_code, socket.close_reason) == (1008, "signed-out")


@pytest.mark.parametrize("end", [revoke_token, expire_token])
def test_it_ends_with_its_token_too(live, server, end: Callable):
    async def listen() -> ClientConnection:
        async with live.socket() as socket:
            await socket.recv()
            end(server)
            await to_the_end(socket)
            return socket

    assert asyncio.run(listen()).close_reason == "signed-out"


def test_what_was_being_said_then_is_not_carried_out(live, server):
    async def listen() -> None:
        async with live.socket() as socket:
            await socket.recv()
            revoke_token(server)
            for chunk in CHUNKS[:10]:
                await socket.send(chunk)
            await to_the_end(socket)

    asyncio.run(listen())
    deadline = time.monotonic() + 20
    while live.app.state.running.listeners and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [event for event in server.house.hub.log.events() if event.kind == "action"] == []
    assert server.house.sessions == ()


@pytest.mark.parametrize("end", [*ENDS, take_the_role])
def test_a_stream_of_events_ends_with_its_session_or_its_right(live, server, phone, end: Callable):
    async def watch() -> list[dict]:
        async with httpx.AsyncClient(timeout=20) as client:
            stream = events_of(live, client, Authorization="", **phone)
            assert await anext(stream) == {}
            end(server)
            return [event async for event in stream]

    last = asyncio.run(watch())[-1]
    assert (last["kind"], last["id"]) == ("signed-out", 0)
    assert "Sign in again" in last["data"]["detail"]
    assert live.app.state.running.watchers.taken == 0


def test_realtime_ends_with_its_token(live, server):
    async def talk() -> tuple[dict, ClientConnection]:
        address = f"ws://localhost:{live.port}/v1/realtime"
        async with connect(address, additional_headers=live.headers) as socket:
            assert json.loads(await socket.recv())["type"] == "session.created"
            revoke_token(server)
            return (await to_the_end(socket))[-1], socket

    told, socket = asyncio.run(talk())
    assert (told["type"], told["error"]["code"]) == ("error", "signed_out")
    assert (socket.close_code, socket.close_reason) == (1008, "signed_out")


def test_those_who_may_stay_do(live, server, phone):
    """Another's session ends; this one is heard as before."""

    async def listen() -> list[dict]:
        async with live.socket() as socket:
            await socket.recv()
            revoke_session(server)
            await asyncio.sleep(0.3)
            for chunk in CHUNKS:
                await socket.send(chunk)
            await socket.send('{"type": "end"}')
            return await to_the_end(socket)

    assert [one["type"] for one in asyncio.run(listen())].count("turn") == 1


@pytest.fixture
def full_disk(server, monkeypatch):
    """A log that cannot be written for whoever speaks in "full"."""
    log = server.house.hub.log
    append = log.append

    def fail(session: str, *event, **more):
        if session.endswith("/full"):
            raise LogError("/secret/log.sqlite: the disk is full. Make room and try again.")
        return append(session, *event, **more)

    monkeypatch.setattr(log, "append", fail)


def test_a_full_disk_ends_a_microphone_with_a_reason_and_no_other(live, server, full_disk):
    async def listen(session: str) -> tuple[list[dict], ClientConnection]:
        async with live.socket(f"session={session}") as socket:
            for chunk in CHUNKS:
                await socket.send(chunk)
            if session != "full":
                await socket.send('{"type": "end"}')
            return await to_the_end(socket), socket

    async def both() -> list[tuple[list[dict], ClientConnection]]:
        return await asyncio.gather(listen("full"), listen("other"))

    (told, socket), (others, other) = asyncio.run(both())
    assert (told[-1]["type"], told[-1]["code"]) == ("error", "log")
    assert "Is the disk full?" in told[-1]["detail"]
    assert "/secret" not in json.dumps(told)
    assert (socket.close_code, socket.close_reason) == (1011, "log")
    assert (other.close_code, [one["type"] for one in others].count("turn")) == (1000, 1)
    assert live.app.state.running.listeners == {}
