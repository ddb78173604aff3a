"""An acoustic model for tests, without weights: what it hears is written in a table."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.asr.ports import Encoded, LogProbs
from ogam.asr.vocabulary import Vocabulary
from ogam.core import Audio, ModelCard

FAKE_CARD = ModelCard("fake-scorer", "1", "speech-recognition", ("en",), "Apache-2.0")
BEGIN, END = 0, 1


@dataclass(frozen=True, slots=True)
class FakeState:
    """What each hypothesis has said so far."""

    heard: bytes
    said: tuple[bytes, ...]

    def select(self, rows: Sequence[int]) -> "FakeState":
        return FakeState(self.heard, tuple(self.said[row] for row in rows))


class FakeScorer:
    """Hears, in audio from source S, the text `heard[S]`, nothing where there is none.

    Tokens that continue the text are likely, all others are not.

    Tokens are the single bytes, and the given words. Of tokens that continue the text the longer is the likelier.
    Others get a low and fixed score of their own, so that rankings are the same in every run.
    """

    prompt = (BEGIN,)
    card = FAKE_CARD

    def __init__(self, heard: Mapping[str, str], words: Sequence[str] = (), certainty: float = 0.9) -> None:
        singles = [bytes((byte,)) for byte in range(256)]
        self.vocabulary = Vocabulary((b"", b"", *singles, *(word.encode() for word in words)), END)
        self._heard = {source: text.encode() for source, text in heard.items()}
        self._certainty = certainty
        self._unlikely = np.array([_noise(i) for i in range(len(self.vocabulary))], np.float32)

    def encode(self, audio: Audio) -> Encoded:
        return Encoded(self._heard.get(audio.source, b""), audio.duration)

    def open(self, encoded: Encoded) -> FakeState:
        return FakeState(encoded.frames, (b"",))

    def step(self, state: FakeState, tokens: NDArray[np.int64]) -> tuple[LogProbs, FakeState]:
        surfaces = self.vocabulary.surfaces
        said = tuple(
            before + b"".join(surfaces[token] for token in row)
            for before, row in zip(state.said, tokens.tolist(), strict=True)
        )
        return np.stack([self._log_probs(state.heard, so_far) for so_far in said]), FakeState(state.heard, said)

    def _log_probs(self, heard: bytes, said: bytes) -> NDArray[np.float32]:
        weights = np.exp(self._unlikely)
        weights *= (1 - self._certainty) / weights.sum()
        rest = heard[len(said) :]
        going_on = {
            token: float(len(surface) ** 2)
            for token, surface in enumerate(self.vocabulary.surfaces)
            if surface and said == heard[: len(said)] and rest.startswith(surface)
        } or {END: 1.0}
        for token, weight in going_on.items():
            weights[token] += self._certainty * weight / sum(going_on.values())
        log_probs: NDArray[np.float32] = np.log(weights / weights.sum()).astype(np.float32)
        return log_probs


def _noise(token: int) -> float:
    """A number between 0 and 2 that is always the same for a token."""
    return hashlib.sha256(token.to_bytes(4, "big")).digest()[0] / 128


class FakeCtcScorer:
    """The same for models that score frames: each token of `heard[S]` takes two frames, with a blank after it.

    noise: standard deviation of what is added to the scores, the same in every run for a text. The longest tokens are
    taken that write the text.
    """

    card = FAKE_CARD
    blank = 0

    def __init__(
        self, heard: Mapping[str, str], words: Sequence[str] = (), certainty: float = 8.0, noise: float = 1.0
    ) -> None:
        singles = [bytes((byte,)) for byte in range(256)]
        self.vocabulary = Vocabulary((b"", *singles, *(word.encode() for word in words)), self.blank)
        self._heard = {source: text.encode() for source, text in heard.items()}
        self._certainty = certainty
        self._noise = noise

    def score(self, audio: Audio) -> LogProbs:
        text = self._heard.get(audio.source, b"")
        said = [self.blank]
        for token in self._tokens(text):
            said += [token, token, self.blank]
        seed = int.from_bytes(hashlib.sha256(text).digest()[:4], "big")
        scores = np.random.default_rng(seed).normal(0.0, self._noise, (len(said), len(self.vocabulary)))
        scores[np.arange(len(said)), said] += self._certainty
        log_probs: LogProbs = (scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)).astype(np.float32)
        return log_probs

    def _tokens(self, text: bytes) -> list[int]:
        surfaces = self.vocabulary.surfaces
        tokens: list[int] = []
        while text:
            fitting = [i for i, surface in enumerate(surfaces) if surface and text.startswith(surface)]
            tokens.append(max(fitting, key=lambda token: len(surfaces[token])))
            text = text[len(surfaces[tokens[-1]]) :]
        return tokens
