"""Listening after a wake word: what else is said is not carried out; a question may be answered."""

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest

from ogam.audio import EnergyVoiceActivity, FakeWakeWords
from ogam.core import Audio, Command, Observation, Slot
from ogam.devices import VirtualDriver
from ogam.home import parse_home
from ogam.hub import EventLog, House, Hub, Turn
from ogam.hub.fakes import FakeGrammar, FakeInterpretation, FakeRecognizer

HOME = parse_home("{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}]}")
GRAMMAR = FakeGrammar(
    {
        "lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")})),
        "light on": FakeInterpretation(Command("HassTurnOn", {"domain": Slot("domain", "light")}), needs=("area",)),
    }
)
TONE = (0.3 * np.sin(2 * np.pi * 1000 * np.arange(8_000) / 16_000)).astype(np.float32)
SPEECH = np.concatenate([np.zeros(4_000, np.float32), np.full(16_000, 0.5, np.float32), np.zeros(16_000, np.float32)])


def house_that_hears(sentence: str) -> House:
    hub = Hub(HOME, GRAMMAR, FakeRecognizer(sentence), {"virtual": VirtualDriver(HOME.devices)}, EventLog(None))
    return House(hub, EnergyVoiceActivity())


@pytest.fixture
def house() -> Iterator[House]:
    house = house_that_hears("lamp on")
    yield house
    house.close()


def listen(house: House, *sounds: np.ndarray) -> tuple[list[Turn], list[Observation]]:
    """What is carried out of sounds that come in their own time, and the wake words heard."""
    turns: list[Turn] = []
    words: list[Observation] = []

    async def scene() -> None:
        listener = house.wake_listener(house.session("tablet"), FakeWakeWords(), turns.append, on_wake=words.append)
        running, at = asyncio.create_task(listener.run()), 0
        for sound in sounds:
            done = len(turns)
            for first in range(0, len(sound), 1_600):
                chunk = sound[first : first + 1_600]
                assert listener.accept(Audio(chunk, at / 16_000, "tablet"))
                at += len(chunk)
            for _ in range(200):  # until it is carried out, or would have been
                await asyncio.sleep(0.002)
                if len(turns) > done:
                    break
        listener.finish()
        await running
        assert (listener.dropped_seconds, listener.dropped_utterances) == (0, 0)

    asyncio.run(scene())
    return turns, words


def test_only_what_follows_the_wake_word_is_carried_out(house):
    turns, words = listen(house, SPEECH, TONE, SPEECH, SPEECH)
    assert [turn.acts[0].result.ok for turn in turns] == [True]
    assert [word.value for word in words] == ["tone"]


def test_a_question_is_answered_without_the_wake_word():
    house = house_that_hears("light on")
    turns, words = listen(house, TONE, SPEECH, SPEECH, SPEECH)
    assert [turn.asks for turn in turns] == [True, True, True]
    assert len(words) == 1
    house.close()
