"""Passages: what was said, piece by piece, as the OpenAI-compatible endpoints write it down."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from ogam.core import Audio


@dataclass(frozen=True, slots=True)
class Passage:
    """One utterance, written down.

    start, end: seconds from the beginning of the recording; speaker: a name, or a letter for somebody unknown;
    log_prob: mean natural logarithm of the probability of the free transcription's tokens.
    """

    text: str
    start: float
    end: float
    language: str = "en"
    speaker: str = "A"
    log_prob: float = 0.0


class Writer(Protocol):
    """Writes down what is said in a recording, passage by passage as each is ready."""

    def passages(self, audio: Audio) -> AsyncIterator[Passage]: ...


@dataclass(frozen=True, slots=True)
class FakeWriter:
    """Writes down the same passages of every recording: for tests, without weights."""

    said: tuple[Passage, ...]

    async def passages(self, audio: Audio) -> AsyncIterator[Passage]:
        for passage in self.said:
            if passage.start < audio.duration:
                yield passage
