"""A server as a program, for test_serving: it hears "lamp on" once, and its lamp takes a while.

Arguments: a folder for its files; seconds that the lamp takes; "speak" to hear something, "still" not to.
"""

import asyncio
import sys
from pathlib import Path

import numpy as np

from ogam.audio import EnergyVoiceActivity
from ogam.core import Action, ActionResult, Audio, Command, Device, Slot
from ogam.devices import VirtualDriver
from ogam.home import Home, parse_home
from ogam.hub import EventLog, House, Hub
from ogam.hub.fakes import FakeGrammar, FakeInterpretation, FakeRecognizer
from ogam.server.running import run
from ogam.server.settings import Settings

FOLDER, SECONDS, WHAT = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
HOME = parse_home("{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}]}")
GRAMMAR = FakeGrammar({"lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")}))})
SPOKEN = np.concatenate([np.full(16_000, level, np.float32) for level in (0, 0.5, 0)])


def tell(*words: object) -> None:
    """A line for the test that waits for it."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class SlowDriver(VirtualDriver):
    """Says when it begins."""

    async def act(self, device: Device, action: Action) -> ActionResult:
        tell("acting")
        await asyncio.sleep(SECONDS)
        return await super().act(device, action)


def opening(home: Home, log: EventLog, threads: int) -> House:
    hub = Hub(home, GRAMMAR, FakeRecognizer("lamp on"), {"virtual": SlowDriver(home.devices)}, log)
    return House(hub, EnergyVoiceActivity())


async def listen(house: House) -> None:
    """What a microphone does whose stream goes on and on."""
    listener = house.listener(house.session("tablet", "kitchen"))
    for start in range(0, len(SPOKEN), 1_600):
        listener.accept(Audio(SPOKEN[start : start + 1_600], start / 16_000, "tablet"))
    await listener.run()
    tell("stream ended")


async def main() -> None:
    houses: list[House] = []
    streams: set[asyncio.Task[None]] = set()

    def open_and_keep(home: Home, log: EventLog, threads: int) -> House:
        houses.append(opening(home, log, threads))
        return houses[0]

    def on_ready(ready: object, first_run: bool) -> None:
        tell(ready.url)
        if WHAT == "speak":
            streams.add(asyncio.create_task(listen(houses[0])))

    def on_interrupted(count: int) -> None:
        tell("interrupted", count)

    settings = Settings(port=0, shutdown_seconds=5)
    await run(HOME, FOLDER / "log.sqlite", settings, on_ready, on_interrupted, open_and_keep)
    tell("closed")


asyncio.run(main())
