"""Load: many microphones at once, in real time, with a spoken command a minute each. What is dropped, what is slow?"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio import Segmenter, read
from ogam.core import SAMPLE_RATE, Audio
from ogam.hub import EventLog, House, Listener, Turn
from ogam.lab.metrics import peak_rss_mb, share, spread

CHUNK = 0.064
"""Seconds of sound that a satellite gives at a time: 1,024 samples."""
HUSH = 1e-4
"""Level of the noise of a quiet room, of full scale."""


@dataclass(frozen=True, slots=True)
class Script:
    """What one microphone hears: quiet, with recordings in it. times: where each begins, in seconds."""

    sound: NDArray[np.float32]
    times: tuple[float, ...]


@dataclass(slots=True)
class Microphone:
    """One session under load. began: when its stream began, on the clock of `time.perf_counter`."""

    name: str
    script: Script
    began: float = 0.0
    turns: list[tuple[float, Turn]] = field(default_factory=list)
    listener: Listener | None = None

    def took(self, turn: Turn) -> None:
        self.turns.append((time.perf_counter(), turn))

    def waits(self, tail: float) -> list[float]:
        """Seconds from the last word of each utterance to its deed. tail: kept behind the last word."""
        heard = [(at, turn.observations[0].end - tail) for at, turn in self.turns if turn.observations]
        return [at - self.began - last_word for at, last_word in heard]


def open_load_house(folder: Path, threads: int = 1, log: EventLog | None = None) -> House:
    """A house that knows what may be said in a folder of recordings; loads the models. log: one in memory if None."""
    from ogam.audio import SileroVoiceActivity
    from ogam.hub import open_hub
    from ogam.lab.pipelines import grammar_of
    from ogam.lab.vocabularies import read_vocabulary

    vocabulary = read_vocabulary(folder)
    hub = open_hub(vocabulary.home, log, threads=threads, grammar=grammar_of(vocabulary))
    return House(hub, SileroVoiceActivity())


def measure_load(
    house: House, recordings: Sequence[Path], sessions: int, minutes: float, seed: int = 0
) -> dict[str, Any]:
    """Figures of `sessions` microphones at once, for `minutes` of real time, each hearing a recording a minute.

    `latency_ms` is from the last word of an utterance to its deed, with the silence by which its end was noticed;
    `processing_ms` is what recognising and acting took of that.
    """
    spoken = [read(path) for path in recordings]
    random = np.random.default_rng(seed)
    microphones = [
        Microphone(f"microphone {number}", write_script(spoken, minutes, random)) for number in range(sessions)
    ]
    asyncio.run(play_all(house, microphones, random))
    return figures(microphones, house.segmenter)


def write_script(spoken: Sequence[Audio], minutes: float, random: np.random.Generator) -> Script:
    """A quiet room with one recording a minute, each at a time drawn within its minute."""
    sound = random.normal(0.0, HUSH, round(minutes * 60 * SAMPLE_RATE)).astype(np.float32)
    times = []
    for minute in range(max(1, round(minutes))):
        audio = spoken[int(random.integers(len(spoken)))]
        length = min(60.0, minutes * 60.0)
        latest = max(length - audio.duration - 2.0, 0.0)  # with quiet behind it, so that it is heard to end
        begin = minute * 60.0 + float(random.uniform(0.0, latest))
        first = round(begin * SAMPLE_RATE)
        part = sound[first : first + len(audio.samples)]
        part += audio.samples[: len(part)]
        times.append(begin)
    return Script(sound, tuple(times))


async def play_all(house: House, microphones: Sequence[Microphone], random: np.random.Generator) -> None:
    """All microphones at once, each beginning at its own moment within a chunk's length."""
    async with asyncio.TaskGroup() as tasks:
        for microphone in microphones:
            tasks.create_task(play(house, microphone, float(random.uniform(0, CHUNK))))


async def play(house: House, microphone: Microphone, wait: float) -> None:
    """One microphone's sound, in real time."""
    await asyncio.sleep(wait)
    listener = microphone.listener = house.listener(house.session(microphone.name), microphone.took)
    running = asyncio.create_task(listener.run())
    microphone.began = time.perf_counter()
    size = round(CHUNK * SAMPLE_RATE)
    for first in range(0, len(microphone.script.sound), size):
        chunk = Audio(microphone.script.sound[first : first + size], first / SAMPLE_RATE, microphone.name)
        await asyncio.sleep(max(0.0, microphone.began + chunk.end - time.perf_counter()))
        listener.accept(chunk)
    listener.finish()
    await running


def figures(microphones: Sequence[Microphone], segmenter: Segmenter) -> dict[str, Any]:
    """What came of it."""
    waits = [wait for microphone in microphones for wait in microphone.waits(segmenter.tail)]
    listeners = [microphone.listener for microphone in microphones if microphone.listener is not None]
    turns = [turn for microphone in microphones for _, turn in microphone.turns]
    spoken = sum(len(microphone.script.times) for microphone in microphones)
    return {
        "n": spoken,
        "sessions": len(microphones),
        "heard": len(turns),
        "understood": round(share([turn.command is not None for turn in turns]), 4),
        "drops": round(sum(listener.dropped_seconds for listener in listeners), 3)
        + sum(listener.dropped_utterances for listener in listeners),
        "latency_ms": spread(waits),
        "processing_ms": spread([turn.timings["total"] / 1000 for turn in turns if "total" in turn.timings]),
        "peak_rss_mb": peak_rss_mb(),
    }
