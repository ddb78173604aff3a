"""What became of commands while what carries them out was cut off and brought back: each acted once, or was answered.

A command is `Told` with what should reach the device and how it was answered; what did reach it is `Reached`. Both have
times of one clock, in seconds. `judge` puts them together.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Literal

from ogam.hub import Turn

Answered = Literal["done", "failed", "unsure", "nothing"]
"""How a command was answered: that it was done, that it was not, that nobody knows; or not at all."""

VIOLATIONS = frozenset({"lost", "twice", "failed but acted", "unanswered"})
"""Fates that no command may have."""
_STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Told:
    """A command. payload: what reaches the device if it acts, unlike that of the commands before it."""

    payload: str
    began: float
    answered: Answered


@dataclass(frozen=True, slots=True)
class Reached:
    """Something that reached a device."""

    payload: str
    time: float


def judge(told: Sequence[Told], reached: Sequence[Reached]) -> Counter[str]:
    """How many commands had which fate; under "stray" what reached a device and belongs to no command."""
    acts, strays = acts_of(told, reached)
    fates = Counter({_STRAY: len(strays)} if strays else {})
    fates.update(fate(command.answered, len(own)) for command, own in zip(told, acts, strict=True))
    return fates


def acts_of(told: Sequence[Told], reached: Sequence[Reached]) -> tuple[list[list[Reached]], list[Reached]]:
    """What of each command reached a device, and what belongs to none.

    It belongs to a command with this payload that had begun by then: to one that is said to be done and has no act yet,
    else to one of which nobody knows, else to any; of several to the last. A late act is not counted for the next
    command of the same words, then; but it may hide that this one acted twice, so do not say again what may still act.
    """
    acts: list[list[Reached]] = [[] for _ in told]
    strays = []
    for one in sorted(reached, key=lambda one: one.time):
        meant = [place for place, command in enumerate(told) if _may_be(command, one)]
        if meant:
            acts[max(meant, key=lambda place: (_lacks(told[place], acts[place]), told[place].began))].append(one)
        else:
            strays.append(one)
    return acts, strays


def fate(answered: Answered, acts: int) -> str:
    """What became of a command that acted so many times."""
    if acts > 1:
        return "twice"
    match answered, acts:
        case "nothing", _:
            return "unanswered"
        case "done", 0:
            return "lost"
        case "failed", 1:
            return "failed but acted"
        case "unsure", _:
            return "unsure, acted" if acts else "unsure, not acted"
    return answered


def violations(fates: Mapping[str, int]) -> int:
    """How many of them no command may have."""
    return sum(count for name, count in fates.items() if name in VIOLATIONS or name == _STRAY)


def answer_of(turn: Turn) -> Answered:
    """What a turn of one action told whoever spoke."""
    if not turn.reply:
        return "nothing"
    if not turn.acts:
        return "failed"
    results = [act.result for act in turn.acts]
    if all(result.ok for result in results):
        return "done"
    return "failed" if all(result.sure for result in results) else "unsure"


@dataclass(frozen=True, slots=True)
class Hold:
    """What can be done to one simulator. late: whether its answers take long, None where it cannot do that."""

    cut: Callable[[], Awaitable[None]]
    restore: Callable[[], Awaitable[None]]
    late: Callable[[bool], None] | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds: how long all is well, how long it is not, and how soon after a command's beginning it starts."""

    well: tuple[float, float] = (2.0, 12.0)
    bad: tuple[float, float] = (1.0, 8.0)
    after: tuple[float, float] = (0.0, 0.3)


async def disturb(hold: Hold, begun: asyncio.Event, random: Random, rhythm: Rhythm, happened: Counter[str]) -> None:
    """Cut off and bring back, or be late, or both, again and again until cancelled; then all is well again.

    begun: set whenever a command begins: every other time it is waited for, so that it breaks in the midst of one.
    happened: counts what was done.
    """
    try:
        while True:
            await asyncio.sleep(random.uniform(*rhythm.well))
            if random.random() < 0.5:
                await _next_command(begun, rhythm.well[1])
                await asyncio.sleep(random.uniform(*rhythm.after))
            is_late = hold.late is not None and random.random() < 0.4
            if hold.late is not None and is_late:
                happened["late"] += 1
                hold.late(True)
                await asyncio.sleep(random.uniform(*rhythm.bad))
            if (
                not is_late or random.random() < 0.5
            ):  # cut off while late: what was told may be done, and never answered
                happened["cut"] += 1
                await hold.cut()
                await asyncio.sleep(random.uniform(*rhythm.bad))
            if hold.late is not None:
                hold.late(False)
            await hold.restore()
    finally:
        if hold.late is not None:
            hold.late(False)
        await hold.restore()


async def watch(
    sources: Callable[[], Mapping[str, Sequence[str]]], reached: list[Reached], every: float = 0.02
) -> None:
    """Note when something new is in what simulators record, until cancelled. sources: their records, each growing.

    every: seconds between two looks; times are late by that at most.
    """
    seen = {name: len(record) for name, record in sources().items()}
    clock = asyncio.get_running_loop().time
    while True:
        await asyncio.sleep(every)
        for name, record in sources().items():
            fresh = record[seen.get(name, 0) :]
            seen[name] = len(record)
            reached.extend(Reached(payload, clock()) for payload in fresh)


async def _next_command(begun: asyncio.Event, seconds: float) -> None:
    begun.clear()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await begun.wait()


def _may_be(command: Told, one: Reached) -> bool:
    return command.payload == one.payload and command.began <= one.time


def _lacks(command: Told, acts: Sequence[Reached]) -> int:
    """How much a command lacks an act."""
    return 0 if acts else {"done": 2, "unsure": 1}.get(command.answered, 0)
