"""Hearing: a recogniser asked in such a way that whatever it raises is told, and takes nothing down."""

import asyncio
from dataclasses import dataclass
from time import perf_counter

from ogam.core import Audio, Observation, Recognizer
from ogam.core.observations import observation_data
from ogam.hub.log import to_json


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard, or why nothing was, and how long that took."""

    observations: tuple[Observation, ...] = ()
    error: Exception | None = None
    milliseconds: float = 0.0


async def hear(recognizer: Recognizer, utterance: Audio) -> Heard:
    """Ask a recogniser for what is said, in a thread."""
    started = perf_counter()
    try:
        observed = (await asyncio.to_thread(recognizer.recognize, [utterance]))[0]
        for observation in observed:
            to_json(observation_data(observation))
    except Exception as error:  # noqa: BLE001 (a recogniser may be anyone's)
        return Heard((), error)
    return Heard(tuple(observed), None, round((perf_counter() - started) * 1000, 3))
