"""The wire: what is no event ends one connection with a reason, and troubles nobody else."""

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wyoming.event import Event, async_read_event

from ogam.server.wyoming import Limits, WyomingSettings
from ogam.server.wyoming.frames import FrameError, encode, read_event

sys.path.insert(0, str(Path(__file__).parent))
from wyoming_home import connected, described

SMALL = Limits(header=4096, data=1000, payload=1000, idle=0.3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


def read(wire: bytes, limits: Limits = SMALL) -> list[Event]:
    """All events of a connection that ends."""

    async def scene() -> list[Event]:
        reader = asyncio.StreamReader(limit=limits.header)
        reader.feed_data(wire)
        reader.feed_eof()
        found = []
        while (event := await read_event(reader, limits)) is not None:
            found.append(event)
        return found

    return asyncio.run(scene())


@given(st.text(min_size=1, max_size=40), st.dictionaries(st.text(), JSON, max_size=4), st.binary(max_size=600))
@settings(max_examples=100)
def test_what_is_written_is_read(kind, data, payload):
    event = Event(kind, data, payload or None)
    if len(json.dumps(data, ensure_ascii=False).encode()) <= SMALL.data:
        assert read(encode(event) * 2) == [event, event]


@given(st.text(min_size=1, max_size=40), st.dictionaries(st.text(), JSON, max_size=4), st.binary(max_size=600))
@settings(max_examples=50)
def test_the_package_reads_what_is_written(kind, data, payload):
    async def scene() -> Event | None:
        reader = asyncio.StreamReader()
        reader.feed_data(encode(Event(kind, data, payload or None)))
        reader.feed_eof()
        return await async_read_event(reader)

    assert asyncio.run(scene()) == Event(kind, data, payload or None)


@given(st.binary(max_size=3000))
@settings(max_examples=300)
def test_any_bytes_are_events_or_an_error(wire):
    with suppress(FrameError):
        assert all(isinstance(event.data, dict) for event in read(wire))


@given(
    st.dictionaries(
        st.sampled_from(["type", "data", "data_length", "payload_length", "version"]),
        JSON | st.integers(-10, 2000) | st.sampled_from([2**63, -1, 1e308, True, "12"]),
    ),
    st.binary(max_size=1200),
)
@settings(max_examples=300)
def test_any_header_is_an_event_or_an_error(header, rest):
    with suppress(FrameError):
        assert all(
            len(event.payload or b"") <= SMALL.payload for event in read(json.dumps(header).encode() + b"\n" + rest)
        )


@given(st.data())
@settings(max_examples=200)
def test_a_broken_event_is_an_event_or_an_error(data):
    """Bytes of a good event that are cut off, changed, doubled."""
    wire = bytearray(encode(Event("audio-chunk", {"rate": 16000, "width": 2, "channels": 1}, b"\0\1" * 200)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(wire) - 1))
        match data.draw(st.sampled_from(["cut", "change", "double"])):
            case "cut":
                del wire[at:][1:]
                wire = wire[: at + 1]
            case "change":
                wire[at] = data.draw(st.integers(0, 255))
            case "double":
                wire[at:at] = wire[max(0, at - 30) : at]
    with suppress(FrameError):
        read(bytes(wire))


BAD = {
    "half a line": (b'{"type": "desc', "ended within an event"),
    "half of its data": (b'{"type": "transcript", "data_length": 20}\n{"text":', "ended within an event"),
    "half a payload": (b'{"type": "audio-chunk", "payload_length": 100}\n1234', "ended within an event"),
    "a payload longer than said": (b'{"type": "x", "payload_length": 2}\n1234567\n', "no JSON"),
    "a negative length": (b'{"type": "x", "payload_length": -5}\n', "payload_length is no length"),
    "a length that is none": (b'{"type": "x", "data_length": "12"}\n', "data_length is no length"),
    "a huge payload": (b'{"type": "x", "payload_length": 99999999999}\n', "at most 1048576 are taken"),
    "huge data": (b'{"type": "x", "data_length": 99999999999}\n', "at most 1048576 are taken"),
    "a number of 5,000 digits": (b'{"type": "x", "data_length": ' + b"9" * 5000 + b"}\n", "no JSON"),
    "deep JSON": (b"[" * 60_000 + b"\n", "no JSON"),
    "a list": (b"[1]\n", "no JSON object"),
    "no type": (b"{}\n", "no type"),
    "not UTF-8": (b'{"type": "\xff\xfe"}\n', "no JSON in UTF-8"),
    "data that is not UTF-8": (b'{"type": "x", "data_length": 4}\n\xff\xfe\xfd\xfc', "no JSON in UTF-8"),
    "a line of 10 MB": (b'{"type": "' + b"x" * 10_000_000 + b'"}\n', "longer than 65536 bytes"),
    "HTTP": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "no JSON"),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", "no JSON"),
}


@pytest.mark.parametrize(("wire", "reason"), BAD.values(), ids=BAD.keys())
def test_the_session_ends_with_a_reason_and_others_do_not_notice(served, caplog, wire, reason):
    async def scene(service) -> dict:
        async with connected(service) as (reader, writer), connected(service) as (_, idle):
            sending = asyncio.create_task(_send(writer, wire))
            line = await asyncio.wait_for(reader.readline(), 10)
            await described(service)
            await sending
            idle.write(b"")
            length = json.loads(line)["data_length"]
            return {**json.loads(line), **json.loads(await reader.readexactly(length))}

    error = served(scene)
    assert error["type"] == "error"
    assert reason in error["text"]
    assert reason in caplog.text


async def _send(writer: asyncio.StreamWriter, wire: bytes) -> None:
    try:
        writer.write(wire)
        writer.write_eof()
        await writer.drain()
    except ConnectionError:
        pass  # the service has hung up before all of it was sent


def test_a_client_that_says_nothing_is_sent_away(served):
    async def scene(service) -> bytes:
        async with connected(service) as (reader, writer):
            writer.write(b'{"type": "desc')
            return await asyncio.wait_for(reader.read(), 10)

    assert b"no whole event came for 0.3 s" in served(scene, WyomingSettings(port=0, limits=Limits(idle=0.3)))


def test_a_client_that_never_stops_is_stopped(served, caplog):
    chunk = encode(Event("audio-chunk", {"rate": 16_000, "width": 2, "channels": 1}, b"\0\0" * 16_000))

    async def scene(service) -> bytes:
        async with connected(service) as (reader, writer):
            answer = asyncio.create_task(reader.read())
            sent = 0
            while not answer.done() and sent < 1000:
                await _send_some(writer, chunk)
                sent += 1
            assert sent < 1000
            await described(service)
            return await answer

    assert b"more than 30 s of sound without an end" in served(scene)
    assert "more than 30 s" in caplog.text


async def _send_some(writer: asyncio.StreamWriter, wire: bytes) -> None:
    try:
        writer.write(wire)
        await asyncio.wait_for(writer.drain(), 1)
    except (ConnectionError, TimeoutError):
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.002)


FORMATS = [
    ({"rate": 0, "width": 2, "channels": 1}, "0 samples a second"),
    ({"rate": -16_000, "width": 2, "channels": 1}, "-16000 samples a second"),
    ({"rate": 10**12, "width": 2, "channels": 1}, "samples a second"),
    ({"rate": "16000", "width": 2, "channels": 1}, "16000 samples a second is not taken"),
    ({"rate": 16_000, "width": 5, "channels": 1}, "samples of 5 bytes"),
    ({"rate": 16_000, "width": 2, "channels": 0}, "0 channels"),
    ({"rate": 16_000, "width": 2, "channels": 999}, "999 channels"),
    ({}, "None samples a second"),
]


@pytest.mark.parametrize(("form", "reason"), FORMATS)
@pytest.mark.parametrize("kind", ["audio-start", "audio-chunk"])
def test_sound_of_a_wrong_format(served, kind, form, reason):
    async def scene(service) -> bytes:
        async with connected(service) as (reader, writer):
            writer.write(encode(Event(kind, form, b"\0\0" if kind == "audio-chunk" else None)))
            return await asyncio.wait_for(reader.read(), 10)

    assert reason in served(scene).decode()


def test_half_a_sample_and_a_format_that_changes(served):
    form = {"rate": 16_000, "width": 2, "channels": 1}

    async def scene(service) -> list[str]:
        answers = []
        for second in (Event("audio-chunk", form, b"\0\0\0"), Event("audio-chunk", {**form, "rate": 8000}, b"\0\0")):
            async with connected(service) as (reader, writer):
                writer.write(encode(Event("audio-start", form)) + encode(second))
                answers.append((await asyncio.wait_for(reader.read(), 10)).decode())
        return answers

    half, change = served(scene)
    assert "no whole number of samples" in half
    assert "the sound changes" in change


@pytest.mark.parametrize("kind", ["transcript", "recognize"])
def test_a_text_that_is_none(served, kind):
    async def scene(service) -> bytes:
        async with connected(service) as (reader, writer):
            writer.write(encode(Event(kind, {"text": [1]})))
            return await asyncio.wait_for(reader.read(), 10)

    assert b"has no text" in served(scene, WyomingSettings(port=0, intents=True))


@pytest.mark.parametrize("names", [[["okay_nabu"]], [{}], "okay_nabu", 3])
def test_names_of_wake_words_that_are_none(served, names):
    async def scene(service) -> bytes:
        async with connected(service) as (reader, writer):
            writer.write(encode(Event("detect", {"names": names})))
            return await asyncio.wait_for(reader.read(), 10)

    assert b"no wake words are offered here" in served(scene)
