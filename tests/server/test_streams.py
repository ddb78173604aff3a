"""Events and sound over real connections: resumed, bounded, and nobody held up by who does not read."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from ogam.server.api import events as event_routes
from ogam.server.api import listen as listen_routes

from .conftest import Live

SPEECH = np.concatenate([np.full(8_000, level * 32_000, "<i2") for level in (0, 0.5, 0, 0)])
CHUNKS = [SPEECH[at : at + 1_600].tobytes() for at in range(0, len(SPEECH), 1_600)]


async def events_of(live: Live, client: httpx.AsyncClient, query: str = "", **headers: str) -> AsyncIterator[dict]:
    """The events of a stream, each with its SSE id; the first is {} once the stream is there."""
    async with client.stream("GET", f"{live.url}/api/events{query}", headers={**live.headers, **headers}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        number = ""
        async for line in answer.aiter_lines():
            if line.startswith(": welcome"):
                yield {}
            elif line.startswith("id: "):
                number = line[4:]
            elif line.startswith("data: "):
                yield {**json.loads(line[6:]), "sse": number}
                number = ""


async def say(live: Live, client: httpx.AsyncClient, text: str = "lamp on") -> dict:
    answer = await client.post(f"{live.url}/api/say", json={"text": text}, headers=live.headers)
    return answer.json()


async def messages(socket: ClientConnection) -> list[dict]:
    """Everything until the server closes."""
    return [json.loads(message) async for message in socket]


def test_events_come_as_they_happen_and_go_on_after_the_last_one_seen(live):
    async def watch() -> None:
        async with httpx.AsyncClient(timeout=20) as client:
            stream = events_of(live, client)
            assert await anext(stream) == {}
            turn = await say(live, client)
            first = [await anext(stream) for _ in range(7)]
            assert [event["kind"] for event in first][-1] == "reply"
            assert {event["turn"] for event in first} == {turn["turn"]}
            assert [int(event["sse"]) for event in first] == [event["id"] for event in first]
            await stream.aclose()
            await say(live, client, "nonsense")
            again = events_of(live, client, **{"Last-Event-ID": first[3]["sse"]})
            assert await anext(again) == {}
            rest = [await anext(again) for _ in range(3)]
            assert rest == first[4:]
            missed = await anext(again)
            assert (missed["kind"], missed["id"]) == ("turn", first[-1]["id"] + 1)

    asyncio.run(watch())


def test_what_is_too_much_to_send_again_is_said(live, monkeypatch):
    monkeypatch.setattr(event_routes, "MOST_MISSED", 3)

    async def watch() -> None:
        async with httpx.AsyncClient(timeout=20) as client:
            await say(live, client)
            stream = events_of(live, client, "?after=0")
            assert await anext(stream) == {}
            missed = await anext(stream)
            assert (missed["kind"], missed["data"]) == ("missed", {"after": 0, "until": 7})

    asyncio.run(watch())


def test_a_slow_watcher_gets_what_its_queue_had_no_place_for_from_the_log(live, server, monkeypatch):
    monkeypatch.setattr(event_routes, "CAPACITY", 2)
    log = server.house.hub.log

    async def watch() -> None:
        async with httpx.AsyncClient(timeout=20) as client:
            stream = events_of(live, client)
            assert await anext(stream) == {}
            for number in range(200):
                log.append("s", "t", "note", {"number": number})
            assert [(await anext(stream))["data"]["number"] for _ in range(200)] == list(range(200))

    asyncio.run(watch())


def test_somebody_without_the_log_sees_devices_only(live, people, server):
    guest = people.token("say", account="guest", person=None)

    async def watch() -> None:
        async with httpx.AsyncClient(timeout=20) as client:
            stream = events_of(live, client, Authorization=guest.headers["Authorization"])
            assert await anext(stream) == {}
            await say(live, client)
            server.house.hub.log.append("devices", "", "device", {"device": "light.lamp", "state": {}})
            assert (await anext(stream))["kind"] == "device"

    asyncio.run(watch())


def test_sound_is_heard_and_told_of(live):
    async def listen() -> list[dict]:
        async with live.socket("session=phone&area=kitchen") as socket:
            for chunk in CHUNKS:
                await socket.send(chunk)
            await socket.send('{"type": "later"}')
            await socket.send('{"type": "end"}')
            return await messages(socket)

    told = asyncio.run(listen())
    assert told[0] == {"type": "ready", "sample_rate": 16_000, "session": "program/phone"}
    assert [one["speaking"] for one in told if one["type"] == "speech"] == [True, False]
    assert [one["turn"]["area"] for one in told if one["type"] == "turn"] == ["kitchen"]
    levels = [one["db"] for one in told if one["type"] == "level"]
    assert min(levels) == -96.0
    assert max(levels) == pytest.approx(-6.2, abs=0.1)


@pytest.mark.parametrize(
    ("query", "sent", "code", "reason"),
    [
        ("rate=48000", None, 1007, "rate"),
        ("area=moon", None, 1007, "home"),
        ("", b"odd", 1007, "sound"),
        ("", bytes(listen_routes.LONGEST + 2), 1007, "sound"),
        ("", "nonsense", 1007, "message"),
    ],
)
def test_what_cannot_be_used_ends_with_a_reason(live, query, sent, code, reason):
    async def listen() -> tuple[list[dict], int | None, str | None]:
        async with live.socket(query) as socket:
            if sent is not None:
                await socket.send(sent)
            with suppress(ConnectionClosed):
                told = []
                while True:
                    told.append(json.loads(await socket.recv()))
            return told, socket.close_code, socket.close_reason

    told, *end = asyncio.run(listen())
    assert (told[-1]["type"], told[-1]["code"], end) == ("error", reason, [code, reason])
    assert told[-1]["detail"]


def test_sound_that_comes_too_quickly_is_dropped_and_told_of(live):
    async def listen() -> list[dict]:
        async with live.socket() as socket:
            for _ in range(8):
                await socket.send(bytes(9 * 32_000))
            await socket.send('{"type": "end"}')
            return await messages(socket)

    dropped = [one for one in asyncio.run(listen()) if one["type"] == "dropped"]
    assert dropped[-1]["seconds"] > 0


def test_connections_beyond_the_limit_are_refused_with_a_reason(live):
    live.app.state.running.watchers.most = 1
    live.app.state.running.listening.most = 1

    async def come() -> None:
        async with httpx.AsyncClient(timeout=20) as client, live.socket() as first:
            await first.recv()
            stream = events_of(live, client)
            assert await anext(stream) == {}
            refused = await client.get(f"{live.url}/api/events", headers=live.headers)
            assert (refused.status_code, refused.json()["code"]) == (503, "too-many-watchers")
            assert refused.headers["retry-after"] == "10"
            async with live.socket() as second:
                assert json.loads(await second.recv())["code"] == "too-many-listeners"
                await second.wait_closed()
                assert (second.close_code, second.close_reason) == (1013, "too-many-listeners")

    asyncio.run(come())


def test_fifty_watchers_and_fifty_listeners_and_some_that_never_read(live, server):
    """Those who read get everything, and every place is given back."""

    async def watcher(ready: asyncio.Semaphore) -> set[str]:
        """By hand, line by line: what is measured is the server, not a client that is easy to use."""
        reader, writer = await ask()
        turns: set[str] = set()
        async for line in reader:
            if line.startswith(b": welcome"):
                ready.release()
            elif b'"kind": "reply"' in line:
                turns.add(json.loads(line.removeprefix(b"data: "))["turn"])
            if len(turns) == 50:
                break
        writer.close()
        return turns

    async def listener(number: int) -> str:
        async with live.socket(f"session=room{number}") as socket:
            for chunk in CHUNKS:
                await socket.send(chunk)
            await socket.send('{"type": "end"}')
            [turn] = [one["turn"] for one in await messages(socket) if one["type"] == "turn"]
            assert turn["actions"][0]["ok"]
            return str(turn["turn"])

    async def ask() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("localhost", live.port)
        head = f"GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: {live.headers['Authorization']}\r\n\r\n"
        writer.write(head.encode())
        await writer.drain()
        return reader, writer

    async def all_at_once() -> None:
        ready = asyncio.Semaphore(0)
        never = [await ask() for _ in range(5)]
        watching = [asyncio.create_task(watcher(ready)) for _ in range(50)]
        for _ in range(50):
            await ready.acquire()
        heard = await asyncio.gather(*(listener(number) for number in range(50)))
        seen = await asyncio.gather(*watching)
        assert all(turns == set(heard) for turns in seen)
        for _, writer in never:
            writer.close()

    asyncio.run(all_at_once())
    deadline = time.monotonic() + 30
    running = live.app.state.running
    while (running.listening.taken or running.watchers.taken) and time.monotonic() < deadline:
        server.house.hub.log.append("s", "t", "note", {})
        time.sleep(0.05)
    assert (running.listening.taken, running.watchers.taken, running.listeners) == (0, 0, {})
    assert server.house.sessions == ()
    assert (running.drops.seconds, running.drops.utterances) == (0, 0)
