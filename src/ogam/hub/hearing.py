"""What one utterance gives: what was said, and what it tells of who said it. Nothing is made of it yet."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from ogam.core import Audio, Observation, Recognizer
from ogam.hub.identifying import Look, look
from ogam.hub.log import to_json
from ogam.hub.ports import Identifier
from ogam.hub.turns import observation_data

Digits = Callable[[str], Recognizer]
"""A recogniser of digits by its language (`ogam.liveness.digit_recognizer`)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """observations: empty where `failure` says why; look: what it tells of who spoke; None for writing.

    audio: the utterance; None for writing. began: when it came in, by `time.perf_counter`; recognised: milliseconds.
    """

    observations: tuple[Observation, ...]
    look: Look | None = None
    audio: Audio | None = None
    failure: Exception | None = None
    began: float = 0.0
    recognised: float | None = None

    @property
    def medium(self) -> str:
        return "text" if self.audio is None else "audio"

    @property
    def words(self) -> str:
        """What was said, freely: in words that need not be a sentence of the home. Empty for silence."""
        sentence = next((one for one in self.observations if one.kind == "sentence"), None)
        return "" if sentence is None else str(sentence.details.get("heard") or sentence.value)


async def hear(recognizer: Recognizer, identifier: Identifier | None, utterance: Audio, area: str | None) -> Heard:
    """Recognise an utterance and look at its voice, both at once, in threads. Nothing is raised."""
    began = perf_counter()
    looking = asyncio.create_task(look(identifier, utterance, area)) if identifier is not None else None
    observed: tuple[Observation, ...] = ()
    failure: Exception | None = None
    try:
        observed = tuple((await asyncio.to_thread(recognizer.recognize, [utterance]))[0])
        for observation in observed:
            to_json(observation_data(observation))
    except Exception as error:  # noqa: BLE001 (a recogniser may be anyone's; it must not take the hub down)
        observed, failure = (), error
    recognised = round((perf_counter() - began) * 1000, 3)
    seen = Look() if looking is None else await looking
    return Heard(observed, seen, utterance, failure, began, recognised)


def written(text: str, source: str) -> Heard:
    """A written sentence, exactly as if it had been heard with certainty."""
    details = {"heard": text, "accepted": True}
    observation = Observation("sentence", text, 1.0, 0.0, 0.0, source, "typed", details=details)
    return Heard((observation,), began=perf_counter())


async def hear_digits(recognizer: Recognizer, heard: Heard) -> str:
    """The digits that an utterance is, by a recogniser that hears nothing else; empty where it is none, or that fails.

    A failure is no answer: it lets nobody pass.
    """
    if heard.audio is None:
        return heard.words
    try:
        [observation] = (await asyncio.to_thread(recognizer.recognize, [heard.audio]))[0]
    except Exception:  # noqa: BLE001 (as above; what was heard is then no digits)
        return ""
    return observation.value if observation.details.get("accepted") else ""
