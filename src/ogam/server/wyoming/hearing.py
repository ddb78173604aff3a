"""One utterance of a client: its sound comes in, who said what comes out."""

import asyncio

import numpy as np

from ogam.core import Audio, AudioError
from ogam.hub import House, Session, Turn

AT_A_TIME = 0.5
"""Seconds of sound that are looked through for speech at a time: few visits to a thread, and little left to do at the
end."""


class Utterance:
    """The sound between audio-start and audio-stop. The client has decided where it ends; silence around is cut off.

    longest: seconds that are taken.
    """

    def __init__(self, house: House, session: Session, longest: float) -> None:
        self._session = session
        self._longest = longest
        self._cutter = house.segmenter.open()
        self._chunks: list[Audio] = []
        self._looked_through = 0  # of the chunks
        self._end = 0.0  # of the sound so far, in seconds
        self._parts: list[Audio] = []  # in which somebody speaks

    async def accept(self, samples: np.ndarray) -> None:
        """The next samples at 16 kHz. Raises AudioError when there are too many."""
        chunk = Audio(samples, self._end, self._session.name)
        if chunk.end > self._longest:
            raise AudioError(f"more than {self._longest:g} s of sound without an end.")
        self._chunks.append(chunk)
        self._end = chunk.end
        if self._end - self._chunks[self._looked_through].start >= AT_A_TIME:
            await asyncio.to_thread(self._look_through)

    async def finish(self) -> Turn | None:
        """Who said what, of which nothing is done yet; None where nobody spoke."""
        await asyncio.to_thread(self._look_through, True)
        if not self._parts:
            return None
        whole = _joined(self._chunks)
        return await self._session.perceive(whole.cut(self._parts[0].start, self._parts[-1].end))

    def _look_through(self, to_the_end: bool = False) -> None:
        """Look for speech in what has come since the last time."""
        new = self._chunks[self._looked_through :]
        self._looked_through = len(self._chunks)
        self._parts += self._cutter.accept(_joined(new)) if new else []
        self._parts += self._cutter.finish() if to_the_end else []


def text_of(turn: Turn) -> str:
    """The sentence of the home where it is one, else what was heard freely."""
    sentence = turn.sentence
    if sentence is None:
        return ""
    heard = str(sentence.details.get("heard", ""))
    return sentence.value if sentence.value and sentence.details.get("accepted", True) else heard


def _joined(chunks: list[Audio]) -> Audio:
    samples = np.concatenate([chunk.samples for chunk in chunks])
    return Audio(samples, chunks[0].start, chunks[0].source)
