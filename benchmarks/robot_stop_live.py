"""Stop words played in real time into a house with everything in it, until the simulated robot is told to stand still.

For `robot_stop.py`. The robot is a process of its own, as it is another computer in a home. It goes before the others
where that is allowed, since a real one has its own cores: what is measured is this computer's way to it.
"""

import asyncio
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from ogam.asr import SentenceRecognizer
from ogam.audio import SileroVoiceActivity
from ogam.audio.stop_words import StopWords
from ogam.core import SAMPLE_RATE, Audio
from ogam.devices import VirtualDriver
from ogam.devices.robot import RobotDriver, Settings
from ogam.devices.robot.protocol import Message
from ogam.devices.robot.simulator import RobotSimulator, made_up_robot
from ogam.devices.stopping import ProcessStopEars, StopEars, ThreadStopEars
from ogam.grammar import compile_home
from ogam.home import Home
from ogam.hub import EventLog, House, Hub
from stop_words import WORDS, Word

CHUNK = 320
"""Samples that a microphone sends at once: 20 ms."""
CONDITIONS = ("quiet", "threads", "processes", "server")
"""quiet: the computer as it is. threads: another utterance is recognised again and again, and two threads compute.
processes: twice as many others compute as there are cores. server: four other microphones are listened to, where
somebody speaks all the time, and twenty sentences a second are said by text."""
EARS = ("process", "ordinary", "thread")
"""Stop words are heard in a process of its own; in one that may not go before others; in a thread, as before."""
PATIENCE = 1.5
"""Seconds after the end of a word in which a stop is waited for."""

Scene = tuple[Word, "np.ndarray[Any, np.dtype[np.float32]]", bool, float]


async def live(scenes: Sequence[Scene], condition: str, ears: str) -> dict[str, Any]:
    """From the end of each word to the frame that stands the robot still, as the robot receives it, in seconds."""
    async with AsyncExitStack() as stack:
        url, stills = stack.enter_context(robot())
        home = Home(devices=(made_up_robot(),))
        grammar = compile_home(home)
        recognizer = SentenceRecognizer(grammar)
        driver = RobotDriver(Settings(url), home.devices)
        stack.push_async_callback(driver.close)
        await driver.discover()
        log = stack.enter_context(EventLog(None))
        hub = Hub(home, grammar, recognizer, {"robot": driver, "virtual": VirtualDriver(())}, log)
        house = House(hub, SileroVoiceActivity(), stop_ears(hub, ears))
        stack.callback(house.close)
        await asyncio.sleep(4)  # the process is there, and has called the robot
        stack.enter_context(busy(condition, recognizer, scenes[0][1]))
        if condition == "server":
            await stack.enter_async_context(_Guests(house, [sound for _, sound, _, _ in scenes[:8]]))
        before = os.getloadavg()[0]
        delays, missed = [], 0
        for number, (word, sound, _, end) in enumerate(scenes):
            _received(stills)
            ended = await play(house, f"microphone {number}", sound, end)
            began = ended - len(word.samples) / SAMPLE_RATE
            told = [moment for moment in _received(stills) if moment > began]
            missed += not told
            delays += [told[0] - ended] if told else []
        return {
            "words": len(scenes),
            "missed": missed,
            "later_than_100_ms": sum(delay > 0.1 for delay in delays),
            **milliseconds(delays),
            "load": [round(before, 1), round(os.getloadavg()[0], 1)],
        }


def stop_ears(hub: Hub, ears: str) -> StopEars:
    def instead() -> ThreadStopEars:
        return ThreadStopEars(StopWords(WORDS))

    if ears == "thread":
        return instead()
    command = (sys.executable, "-m", "ogam.devices.stopping.child")
    without = ("setpriv", "--bounding-set=-sys_nice") if ears == "ordinary" and not os.geteuid() else ()
    return ProcessStopEars(tuple(WORDS), hub.brakes, instead, (*without, *command))


async def play(house: House, name: str, sound: Any, end: float) -> float:
    """Feed a sound as a microphone does. When the word in it ended, on the clock of `perf_counter`."""
    listener = house.listener(house.session(name))
    running = asyncio.create_task(listener.run())
    began = time.perf_counter()
    for chunk in chunks(sound):
        await asyncio.sleep(max(0.0, began + chunk.end - time.perf_counter()))
        listener.accept(chunk)
    await asyncio.sleep(max(0.0, began + end + PATIENCE - time.perf_counter()))
    listener.finish()
    await running
    return began + end


def chunks(samples: Any) -> Iterator[Audio]:
    for at in range(0, len(samples), CHUNK):
        yield Audio(samples[at : at + CHUNK], at / SAMPLE_RATE, "microphone")


def milliseconds(delays: Sequence[float]) -> dict[str, float]:
    """p50, p95 and the most, of seconds."""
    found = [1000 * delay for delay in delays]
    shares = {f"p{share}_ms": round(float(np.percentile(found, share)), 1) for share in (50, 95)} if found else {}
    return {**shares, "most_ms": round(max(found, default=0.0), 1)}


@contextmanager
def robot() -> Iterator[tuple[str, Connection]]:
    """A simulated robot in a process of its own: its address, and what tells when it was told to stand still."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_be_robot, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv(), here
    finally:
        process.terminate()
        process.join()


def _be_robot(told: Connection) -> None:
    with suppress(OSError):
        os.nice(-15)

    def heard(message: Message) -> None:
        if is_still(message):
            told.send(time.perf_counter())

    async def run() -> None:
        simulator = RobotSimulator(on_message=heard)
        await simulator.start()
        told.send(simulator.url)
        await asyncio.Event().wait()

    asyncio.run(run())


def is_still(message: Message) -> bool:
    if message["op"] != "publish" or message["topic"] != "/cmd_vel":
        return False
    return bool(message["msg"]["linear"]["x"] == 0 == message["msg"]["angular"]["z"])


def _received(stills: Connection) -> list[float]:
    found = []
    while stills.poll():
        found.append(stills.recv())
    return found


@contextmanager
def busy(condition: str, recognizer: SentenceRecognizer, sound: Any) -> Iterator[None]:
    """What computes beside the house."""
    over = threading.Event()

    def recognise() -> None:
        while not over.is_set():
            recognizer.recognize([Audio(sound)])

    def compute() -> None:
        while not over.is_set():
            _compute_once()

    threads = [threading.Thread(target=work) for work in (recognise, compute, compute)] * (condition == "threads")
    spawn = multiprocessing.get_context("spawn")
    count = 2 * (os.cpu_count() or 1) * (condition == "processes")
    processes = [spawn.Process(target=_compute, daemon=True) for _ in range(count)]
    for one in (*threads, *processes):
        one.start()
    try:
        yield
    finally:
        over.set()
        for process in processes:
            process.terminate()
        for one in (*threads, *processes):
            one.join()


def _compute() -> None:
    while True:
        _compute_once()


def _compute_once() -> None:
    numbers = np.random.default_rng(0).standard_normal((300, 300))
    for _ in range(20):
        numbers = np.tanh(numbers @ numbers)


class _Guests:
    """Others who speak in the same house, and who write to it, until it is left. None of them says what stops."""

    def __init__(self, house: House, sounds: Sequence[Any]) -> None:
        self._house, self._sounds = house, sounds
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> None:
        self._tasks = [asyncio.create_task(self._speak(number)) for number in range(4)]
        self._tasks.append(asyncio.create_task(self._write()))

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _speak(self, number: int) -> None:
        """Played backwards, it is speech, and no stop word."""
        listener = self._house.listener(self._house.session(f"guest {number}"))
        running = asyncio.create_task(listener.run())
        try:
            began, passed = time.perf_counter(), 0.0
            while True:
                for sound in self._sounds[number % 2 :: 2]:
                    for chunk in chunks(sound[::-1].copy()):
                        passed += chunk.duration
                        await asyncio.sleep(max(0.0, began + passed - time.perf_counter()))
                        listener.accept(Audio(chunk.samples, passed - chunk.duration, f"guest {number}"))
        finally:
            running.cancel()

    async def _write(self) -> None:
        session = self._house.session("writer")
        while True:
            await session.say("where are you")
            await asyncio.sleep(0.05)
