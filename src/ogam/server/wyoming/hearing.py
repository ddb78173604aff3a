"""One utterance of a client: its sound comes in, who said what comes out."""

import asyncio

import numpy as np

from ogam.core import Audio, AudioError
from ogam.hub import House, Session, Turn


class Utterance:
    """The sound between audio-start and audio-stop. The client has decided where it ends; silence around is cut off.

    longest: seconds that are taken.
    """

    def __init__(self, house: House, session: Session, longest: float) -> None:
        self._session = session
        self._longest = longest
        self._cutter = house.segmenter.open()
        self._chunks: list[Audio] = []
        self._end = 0.0  # of the sound so far, in seconds
        self._parts: list[Audio] = []

    async def accept(self, samples: np.ndarray) -> None:
        """The next samples at 16 kHz. Raises AudioError when there are too many."""
        chunk = Audio(samples, self._end, self._session.name)
        if chunk.end > self._longest:
            raise AudioError(f"more than {self._longest:g} s of sound without an end.")
        self._chunks.append(chunk)
        self._end = chunk.end
        self._parts += await asyncio.to_thread(self._cutter.accept, chunk)

    async def finish(self) -> Turn | None:
        """Who said what, of which nothing is done yet; None where nobody spoke."""
        self._parts += await asyncio.to_thread(self._cutter.finish)
        if not self._parts:
            return None
        whole = Audio(np.concatenate([chunk.samples for chunk in self._chunks]), 0.0, self._session.name)
        return await self._session.perceive(whole.cut(self._parts[0].start, self._parts[-1].end))


def text_of(turn: Turn) -> str:
    """The sentence of the home where it is one, else what was heard freely."""
    sentence = turn.sentence
    if sentence is None:
        return ""
    heard = str(sentence.details.get("heard", ""))
    return sentence.value if sentence.value and sentence.details.get("accepted", True) else heard
