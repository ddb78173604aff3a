"""Driving satellites: one of the tests' own at a real socket, with the package's own events."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from wyoming.audio import AudioChunk
from wyoming.event import Event, async_read_event, async_write_event
from wyoming.info import Attribution, Info
from wyoming.info import Satellite as SatelliteInfo
from wyoming.ping import Ping
from wyoming.pipeline import PipelineStage, RunPipeline

from ogam.audio import FakeWakeWords
from ogam.core import OgamError
from ogam.server.wyoming import Satellite
from ogam.server.wyoming.satellites import drive
from ogam.server.wyoming.sound import to_pcm
from ogam.synthesis import ToneSynthesizer

sys.path.insert(0, str(Path(__file__).parent))
from wyoming_home import only, someone, speech

TONE = (0.3 * np.sin(2 * np.pi * 1000 * np.arange(8_000) / 16_000)).astype(np.float32)
QUIET = np.zeros(16_000, np.float32)


class Room:
    """A satellite: what it was sent, and how it sends."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sent: list[Event] = []
        self._reader = reader
        self._writer = writer

    async def send(self, *events: Event) -> None:
        for event in events:
            await async_write_event(event, self._writer)

    async def say(self, samples: np.ndarray) -> None:
        for first in range(0, len(samples), 1600):
            await self.send(AudioChunk(16_000, 2, 1, to_pcm(samples[first : first + 1600])).event())

    async def until(self, kind: str) -> Event:
        while (event := await async_read_event(self._reader)) is not None:
            self.sent.append(event)
            if event.type == kind:
                return event
        raise AssertionError(f"no {kind} came, but {[event.type for event in self.sent]}")

    def hang_up(self) -> None:
        self._writer.close()


@asynccontextmanager
async def satellite(play: Callable[[Room], Awaitable[None]]) -> AsyncIterator[tuple[str, asyncio.Queue]]:
    """A satellite that plays a scene with whoever connects; its address, and what became of each scene."""
    outcomes: asyncio.Queue = asyncio.Queue()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        room = Room(reader, writer)
        try:
            await play(room)
            await outcomes.put(room.sent)
        except Exception as error:  # noqa: BLE001 (the test gets it)
            await outcomes.put(error)
        room.hang_up()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", outcomes


def driven(house, play, words=None, speaker=None, area=None, scenes: int = 1) -> list[list[str]]:
    """The kinds of events that the satellite was sent, in each of so many connections."""

    async def scene() -> list[list[str]]:
        async with satellite(play) as (uri, outcomes):
            driving = asyncio.create_task(
                drive(house, Satellite("kitchen", uri, area), words, speaker, first_pause=0.01)
            )
            found = []
            for _ in range(scenes):
                outcome = await asyncio.wait_for(outcomes.get(), 20)
                if isinstance(outcome, Exception):
                    raise outcome
                found.append([event.type for event in outcome])
            driving.cancel()
            await asyncio.gather(driving, return_exceptions=True)
            return found

    return asyncio.run(scene())


async def woken(room: Room) -> None:
    """A satellite that has heard its own wake word."""
    await room.until("run-satellite")
    await room.send(RunPipeline(PipelineStage.ASR, PipelineStage.TTS).event())


def test_what_is_said_after_the_satellites_own_wake_word(house, voices, log):
    voices.who = someone("Mina")

    async def play(room: Room) -> None:
        await woken(room)
        await room.say(np.concatenate([speech(), QUIET]))
        transcript = await room.until("transcript")
        assert transcript.data["text"] == "lamp on"

    (sent,) = driven(house, play, area="kitchen")
    assert sent == ["describe", "run-satellite", "voice-started", "voice-stopped", "transcript"]
    assert only(log, "action")["ok"]
    assert only(log, "turn")["area"] == "kitchen"
    assert only(log, "identity")["person"] == "Mina"


def test_the_reply_is_played(house):
    async def play(room: Room) -> None:
        await woken(room)
        await room.say(np.concatenate([speech(), QUIET]))
        await room.until("audio-stop")

    (sent,) = driven(house, play, speaker=ToneSynthesizer())
    assert sent[sent.index("transcript") + 1] == "audio-start"
    assert sent.count("audio-chunk") > 3


def test_a_satellite_does_not_listen_to_its_own_replies(house, log):
    async def play(room: Room) -> None:
        await woken(room)
        await room.say(np.concatenate([speech(), QUIET]))
        await room.until("audio-start")
        await room.say(np.concatenate([speech(), QUIET]))  # what its microphone hears of the reply
        await room.until("audio-stop")
        await room.send(Ping("over").event())
        await room.until("pong")

    driven(house, play, speaker=ToneSynthesizer())
    only(log, "turn")


def test_the_wake_word_is_listened_for_where_sound_comes_always(house, log):
    async def play(room: Room) -> None:
        await room.until("run-satellite")
        await room.send(RunPipeline(PipelineStage.WAKE, PipelineStage.TTS).event())
        await room.until("detect")
        await room.say(np.concatenate([speech(), QUIET, QUIET]))  # to somebody else
        await room.say(np.concatenate([TONE, speech(), QUIET]))
        await room.until("transcript")

    (sent,) = driven(house, play, FakeWakeWords())
    assert sent[3:] == ["detection", "voice-started", "voice-stopped", "transcript"]
    only(log, "turn")


def test_the_area_that_the_satellite_names(house, log):
    async def play(room: Room) -> None:
        await room.until("describe")
        about = SatelliteInfo("kitchen", Attribution("", ""), True, "", "1", area="Kitchen")
        await room.send(Info(satellite=about).event(), Ping().event())
        await woken(room)
        await room.say(np.concatenate([speech(), QUIET]))
        await room.until("transcript")

    driven(house, play)
    assert only(log, "turn")["area"] == "kitchen"


def test_a_satellite_that_goes_away_is_looked_for_again(house):
    async def play(room: Room) -> None:
        await room.until("run-satellite")

    assert driven(house, play, scenes=3) == [["describe", "run-satellite"]] * 3


def test_a_satellite_that_sends_nonsense_is_left_and_tried_again(house, caplog):
    async def play(room: Room) -> None:
        await room.until("run-satellite")
        await room.send(AudioChunk(7, 2, 1, b"").event())
        room._writer.write(b"nonsense\n")
        await room._reader.read()

    assert len(driven(house, play, scenes=2)) == 2
    assert "7 samples a second" in caplog.text


@pytest.mark.parametrize("uri", ["kitchen", "tcp://kitchen", "http://10.0.0.1:80", "tcp://10.0.0.1:99999999"])
def test_what_is_no_address(uri):
    with pytest.raises(OgamError, match="is no address"):
        Satellite("kitchen", uri)
