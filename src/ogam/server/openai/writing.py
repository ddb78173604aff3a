"""Writing down a recording with the ears of the house: voice activity, its sentences, else a free transcription."""

import asyncio
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ogam.audio import Segmenter
from ogam.core import Audio, ModelError
from ogam.hub import House, Turn
from ogam.server.openai.passages import Passage
from ogam.server.openai.speakers import Speakers

SESSION = "transcription"


@dataclass(frozen=True, slots=True)
class HouseWriter:
    """Writes down with what the house hears by. Nothing that is said is carried out.

    A sentence of the home is written as the home has it; whatever else, as it was heard freely. segmenter: other
    settings of endpointing than the house's; speakers: names the voices, else nobody is told apart.
    """

    house: House
    segmenter: Segmenter | None = None
    speakers: Speakers | None = None

    async def passages(self, audio: Audio) -> AsyncIterator[Passage]:
        """Each passage as soon as it is written. Raises ModelError where the recogniser fails."""
        found = (self.segmenter or self.house.segmenter).open()
        for utterance in await asyncio.to_thread(lambda: [*found.accept(audio), *found.finish()]):
            turn = await self.house.hub.perceive(utterance, session=SESSION)
            if turn.error:
                raise ModelError(f"The recogniser failed: {turn.error}. The log says more.")
            passage = await self._passage(turn, utterance)
            if passage.text:
                yield passage

    async def _passage(self, turn: Turn, utterance: Audio) -> Passage:
        person = None if turn.who is None else turn.who.person
        speaker = person or "A"
        if self.speakers is not None:
            speaker = await asyncio.to_thread(self.speakers.name, utterance, person)
        text, language, log_prob = _written(turn, self.house.hub.home.language)
        return Passage(text, utterance.start, utterance.end, language, speaker, log_prob)


def _written(turn: Turn, language: str) -> tuple[str, str, float]:
    """Text, language and mean log-probability of a word of it; the home's own language where none was found."""
    sentence = turn.sentence
    if sentence is None:
        return "", language, 0.0
    details = sentence.details
    heard = str(details.get("heard", ""))
    text = sentence.value if details.get("accepted", True) else heard
    words = max(len(heard.split()), 1)
    log_prob = float(details.get("free_log_prob", 0.0)) / words
    return text.strip(), str(details.get("language", language)), log_prob if math.isfinite(log_prob) else 0.0
