"""Stop words: "stop", "halt", "freeze", 멈춰, 정지 …, heard while they are said and not after the pause that follows.

A small network over three speech embeddings (`speech_embedding`), 160 ms apart, fitted by `benchmarks/stop_words.py`.
It is meant to stop too much rather than too little: a robot that stands still without a reason does no harm.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio.speech_embedding import WIDTH, Embedding, EmbeddingSession, SpeechEmbedder
from ogam.audio.whole import recognize_whole
from ogam.core import Audio, ModelCard, Observation, Signal

AGAIN = 1.0
"""Seconds after which a word that was heard counts anew."""
LENGTH = 0.5
"""Seconds that a word is taken to last, for the start of its observation."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """weights: (outputs, inputs); bias: (outputs,)."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __call__(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        outputs: NDArray[np.float32] = inputs @ self.weights.T + self.bias
        return outputs


@dataclass(frozen=True, slots=True, eq=False)
class StopHead:
    """What tells stop words from other speech: a network of two small layers.

    words: those it knows, each with its language, in the order of its outputs after output 0, which is everything else.
    delays: steps of 40 ms that the embeddings lie back which it is given, side by side.
    threshold: sum of the probabilities of a language's words at which one of them was said.
    """

    words: tuple[tuple[str, str], ...]
    delays: tuple[int, ...]
    hidden: Layer
    output: Layer
    threshold: float

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of everything else and of each word, from embeddings side by side, shape (…, 96 × delays)."""
        logits = self.output(np.maximum(self.hidden(features), 0))
        powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
        shares: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
        return shares


@cache
def shipped_head() -> StopHead:
    """The one that Ogam ships."""
    file = resources.files("ogam.audio") / "calibrations" / "stop-words.json"
    data = json.loads(file.read_text("utf-8"))
    words = tuple((language, word) for language, word in data["words"])
    hidden, output = (_layer(layer) for layer in data["layers"])
    return StopHead(words, tuple(data["delays"]), hidden, output, float(data["threshold"]))


def _layer(data: Mapping[str, Any]) -> Layer:
    """A layer whose weights are whole numbers of one `scale`."""
    weights = np.asarray(data["rows"], np.float32) * np.float32(data["scale"])
    return Layer(weights, np.asarray(data["bias"], np.float32))


class StopWords:
    """Gives an observation of kind "stop" where a stop word ends, value the word, confidence its probability.

    languages: those whose words count. About 2 % of a CPU core for each stream while there is sound, and next to
    nothing in silence. Raises ModelError if the weights cannot be had.
    """

    def __init__(
        self, languages: Iterable[str], embedder: SpeechEmbedder | None = None, head: StopHead | None = None
    ) -> None:
        self._languages = frozenset(languages)
        self._embedder = embedder or SpeechEmbedder()
        self._head = head or shipped_head()

    @property
    def card(self) -> ModelCard:
        return self._embedder.card

    def open(self) -> "StopSession":
        return StopSession(self._embedder.open(), self._head, self._languages, self.card)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return recognize_whole(self, signals)


class StopSession:
    """Listens to one stream."""

    def __init__(self, stream: EmbeddingSession, head: StopHead, languages: frozenset[str], card: ModelCard) -> None:
        self._stream = stream
        self._head = head
        self._counts = [place for place, (language, _) in enumerate(head.words, 1) if language in languages]
        self._card = card
        self._before: list[Embedding] = [np.zeros(WIDTH, np.float32)] * (max(head.delays) + 1)
        self._last = -AGAIN

    def accept(self, chunk: Audio) -> list[Observation]:
        found = []
        for time, probability, word in self.judge(chunk):
            if probability < self._head.threshold:
                continue
            if time - self._last >= AGAIN:
                found.append(self._observe(word, probability, time, chunk.source))
            self._last = time
        return found

    def finish(self) -> list[Observation]:
        return []

    def judge(self, chunk: Audio) -> list[tuple[float, float, str]]:
        """For each step of 40 ms its end, the probability that a stop word ends there, and which is the likeliest."""
        judged = []
        for time, embedding in self._stream.accept(chunk):
            self._before = [*self._before[1:], embedding]
            features = np.concatenate([self._before[-1 - delay] for delay in self._head.delays])
            shares = self._head.probabilities(features)
            best = max(self._counts, key=lambda place: shares[place])
            judged.append((time, float(shares[self._counts].sum()), self._head.words[best - 1][1]))
        return judged

    def _observe(self, word: str, probability: float, time: float, source: str) -> Observation:
        start = max(0.0, time - LENGTH)
        return Observation("stop", word, probability, start, time, source, "stop-words", self._card.label)


@dataclass(frozen=True, slots=True)
class FakeStopWords:
    """Hears "stop" where a stream is as loud as nobody speaks: for tests and examples, without weights.

    level: the largest sample from which on a chunk is a stop word.
    """

    level: float = 0.9

    @property
    def card(self) -> ModelCard:
        return ModelCard(name="fake-stop-words", version="1", task="stop words", licence="Apache-2.0", inputs="Audio")

    def open(self) -> "FakeStopSession":
        return FakeStopSession(self.level)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self.open().accept(signal) if isinstance(signal, Audio) else [] for signal in signals]


class FakeStopSession:
    """One stream of `FakeStopWords`."""

    def __init__(self, level: float) -> None:
        self._level = level
        self._last = -AGAIN

    def accept(self, chunk: Audio) -> list[Observation]:
        if float(np.abs(chunk.samples).max(initial=0)) < self._level:
            return []
        again, self._last = chunk.end - self._last >= AGAIN, chunk.end
        return [Observation("stop", "stop", 1.0, chunk.start, chunk.end, chunk.source, "fake")] if again else []

    def finish(self) -> list[Observation]:
        return []
