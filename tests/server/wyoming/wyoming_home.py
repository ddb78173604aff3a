"""A home without models, and how to talk to its Wyoming service: what several tests need."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncClient, AsyncTcpClient
from wyoming.event import Event
from wyoming.info import Describe

from ogam.core import Audio, Command, Identity, ModelCard, Observation, Signal, Slot
from ogam.home import parse_home
from ogam.hub import EventLog
from ogam.hub.fakes import FakeGrammar, FakeInterpretation
from ogam.server.wyoming import Service
from ogam.server.wyoming.sound import to_pcm

HOME = parse_home(
    """
areas: [kitchen]
devices:
  - {name: lamp, domain: light, area: kitchen}
  - {name: front door, domain: lock, area: kitchen}
people:
  - {name: Mina, role: owner}
  - {name: Junho, role: owner}
permissions: on
"""
)
GRAMMAR = FakeGrammar(
    {
        "lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")})),
        "unlock the door": FakeInterpretation(
            Command("HassTurnOff", {"name": Slot("name", "front door", "front door"), "domain": Slot("domain", "lock")})
        ),
    }
)


@dataclass
class Ears:
    """A recogniser that hears what it is told to; `lengths` of the sounds it was given, in seconds."""

    sentence: str = "lamp on"
    accepted: bool = True
    lengths: list[float] = field(default_factory=list)
    fails: bool = False

    card = ModelCard("fake", "1", "tests")

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        if self.fails:
            raise RuntimeError("broken")
        self.lengths += [signal.duration for signal in signals if isinstance(signal, Audio)]
        details = {"heard": self.sentence, "accepted": self.accepted}
        return [[Observation("sentence", self.sentence, 0.9, 0.0, 1.0, recognizer="fake", details=details)]]


def someone(name: str) -> Identity:
    """A person who is known by voice and face, so that no more is asked for."""
    return Identity(name, 0.999, ("voice", "face"), "live")


def speech(seconds: float = 1.0, rate: int = 16_000) -> np.ndarray:
    """Noise between two half seconds of silence."""
    noise = np.random.default_rng(0).normal(0, 0.1, round(seconds * rate)).astype(np.float32)
    return np.concatenate([np.zeros(rate // 2, np.float32), noise, np.zeros(rate // 2, np.float32)])


def client_of(service) -> AsyncTcpClient:
    return AsyncTcpClient("127.0.0.1", service.port, read_timeout=10)


async def transcribe(client: AsyncClient, samples: np.ndarray, rate: int = 16_000, channels: int = 1, size: int = 1600):
    """As Home Assistant does: all of it, then wait for the transcript."""
    await client.write_event(Transcribe(language="en").event())
    await client.write_event(AudioStart(rate, 2, channels).event())
    sound = np.repeat(samples, channels)
    for first in range(0, len(sound), size):
        chunk = AudioChunk(rate, 2, channels, to_pcm(sound[first : first + size]))
        await client.write_event(chunk.event())
    await client.write_event(AudioStop().event())
    return await transcript_of(client)


async def transcript_of(client: AsyncClient) -> str:
    while event := await client.read_event():
        if Transcript.is_type(event.type):
            return Transcript.from_event(event).text
        assert event.type != "error", event.data
    raise AssertionError("the service hung up")


async def handle(client: AsyncClient, text: str) -> Event:
    await client.write_event(Transcript(text, context={"conversation_id": "1"}).event())
    return await client.read_event()


async def heard_and_handled(service, text: str) -> Event:
    """Both steps, each on a connection of its own."""
    async with client_of(service) as client:
        assert await transcribe(client, speech()) == text
    async with client_of(service) as client:
        return await handle(client, text)


async def described(service) -> None:
    async with client_of(service) as client:
        await client.write_event(Describe().event())
        assert (await asyncio.wait_for(client.read_event(), 1)).type == "info"


@asynccontextmanager
async def connected(service: Service) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A bare connection, for what no client of the package would send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    try:
        yield reader, writer
    finally:
        writer.close()


def only(log: EventLog, kind: str) -> dict:
    """The data of the one event of a kind."""
    found = [event.data for event in log.events() if event.kind == kind]
    assert len(found) == 1, found
    return found[0]
