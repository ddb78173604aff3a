"""The service with the real recogniser, on recordings of commands by synthesised voices."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ogam.audio import MicroWakeWords, SileroVoiceActivity, read, wake_words
from ogam.core import Audio
from ogam.hub import EventLog, House, open_hub
from ogam.lab.vocabularies import read_vocabulary
from ogam.server.wyoming import WyomingSettings, serving

sys.path.insert(0, str(Path(__file__).parent))
from wyoming_home import client_of, handle, only, transcribe

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "speech-to-phrase-en"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recordings: {FOLDER.parent} is missing"),
]


@pytest.fixture(scope="module")
def log() -> EventLog:
    return EventLog(None)


@pytest.fixture(scope="module")
def house(log) -> Iterator[House]:
    house = House(open_hub(read_vocabulary(FOLDER).home, log), SileroVoiceActivity())
    yield house
    house.close()


def recording() -> Audio:
    return read(FOLDER / "close the Sliding Door.flac")


def test_a_recording_is_transcribed_and_carried_out(house, log):
    async def scene() -> tuple[str, str]:
        async with serving(house, WyomingSettings(port=0)) as service:
            async with client_of(service) as client:
                text = await transcribe(client, recording().samples)
            async with client_of(service) as client:
                return text, (await handle(client, text)).type

    assert asyncio.run(scene()) == ("close the sliding door", "handled")
    assert only(log, "action")["verb"] == "close"


def test_every_wake_word_of_the_catalogue_can_be_offered(house):
    from wyoming.audio import AudioChunk, AudioStop
    from wyoming.info import Describe, Info
    from wyoming.wake import Detect

    from ogam.server.wyoming.sound import to_pcm

    names = tuple(word.name for word in wake_words())

    async def scene() -> tuple[list[str], str, str]:
        offering = serving(house, WyomingSettings(port=0, wake_words=names))
        async with offering as service, client_of(service) as client:
            await client.write_event(Describe().event())
            info = Info.from_event(await client.read_event())
            await client.write_event(Detect(names=["okay_nabu"]).event())
            for first in range(0, len(recording().samples), 8000):
                chunk = to_pcm(recording().samples[first : first + 8000])
                await client.write_event(AudioChunk(16_000, 2, 1, chunk).event())
            await client.write_event(AudioStop().event())
            heard = await client.read_event()
            await client.write_event(Detect(names=["computer"]).event())
            unknown = await client.read_event()
            return [model.name for model in info.wake[0].models], heard.type, unknown.data["text"]

    offered, heard, unknown = asyncio.run(scene())
    assert offered == ["alexa", "hey_jarvis", "hey_mycroft", "okay_nabu"]
    assert heard == "not-detected"
    assert "those wake words are not all offered" in unknown


def test_a_wake_word_costs_little(house):
    """Not a measurement: only that nothing is loaded anew for each session."""
    words = MicroWakeWords(wake_words())
    sessions = [words.open() for _ in range(20)]
    assert all(session.accept(Audio(np.zeros(1600, np.float32))) == [] for session in sessions)
