"""The echo: a plugin that gives back what it is told. The fixture of everything that works with plugins; it is a fake.

It does not listen: of a sound in which there is anything at all it "hears" what `heard` has for its source, or the
source's own name. It satisfies the whole contract, so the conformance kit must pass it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ogam.core import Audio, ModelCard, Observation, Signal
from ogam.plugins.cards import card_beside

NAME = "ogam/echo"
SILENCE = 0.01
"""Largest mean square root of what counts as nothing; a faint noise of a room is still nothing."""


@dataclass(frozen=True, slots=True)
class EchoRecognizer:
    """Gives for each sound that is not silent one observation of kind "transcript". heard: source → text."""

    heard: Mapping[str, str] = field(default_factory=dict)
    card: ModelCard = field(default_factory=lambda: card_beside(__file__, NAME))

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._hear(signal) if isinstance(signal, Audio) else [] for signal in signals]

    def open(self) -> "EchoSession":
        return EchoSession(self)

    def _hear(self, audio: Audio) -> list[Observation]:
        samples = np.nan_to_num(audio.samples, nan=0.0, posinf=0.0, neginf=0.0)
        if not len(samples) or float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) <= SILENCE:
            return []
        value = self.heard.get(audio.source, audio.source or "something")
        span = (audio.start, audio.end)
        return [Observation("transcript", value, 1.0, *span, audio.source, NAME, self.card.label)]


class EchoSession:
    """One stream: it says at its end what it heard."""

    def __init__(self, echo: EchoRecognizer) -> None:
        self._echo = echo
        self._chunks: list[Audio] = []

    def accept(self, chunk: Audio) -> list[Observation]:
        self._chunks.append(chunk)
        return []

    def finish(self) -> list[Observation]:
        if not self._chunks:
            return []
        first = self._chunks[0]
        samples = np.concatenate([chunk.samples for chunk in self._chunks])
        return self._echo.recognize([Audio(samples, first.start, first.source)])[0]


def open_echo(heard: Mapping[str, str] | None = None, threads: int = 1) -> EchoRecognizer:  # noqa: ARG001
    """The echo. heard: what it says, by the source of the signal."""
    return EchoRecognizer(heard or {})
