"""The ports of speech recognition: an acoustic model that scores tokens, and a grammar that says what may be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ogam.asr.vocabulary import Vocabulary
from ogam.core import Audio, ModelCard

LogProbs = NDArray[np.float32]
"""Natural logarithms of token probabilities, shape (hypotheses or frames, tokens of the vocabulary)."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """An utterance as the acoustic model sees it.

    frames: what the encoder gives, in the scorer's own form; seconds: length of the audio.
    """

    frames: Any
    seconds: float


class ScorerState(Protocol):
    """What a scorer keeps between steps: one row for each hypothesis."""

    def select(self, rows: Sequence[int]) -> "ScorerState":
        """The state of these hypotheses, in this order; one may be taken several times."""
        ...


class Scorer(Protocol):
    """An acoustic model that, given an utterance and the tokens so far, scores every next token.

    prompt: tokens to feed before the first one is scored. Thread-safe: all state is in what is passed.
    """

    @property
    def card(self) -> ModelCard: ...

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def prompt(self) -> tuple[int, ...]: ...

    def encode(self, audio: Audio) -> Encoded: ...

    def open(self, encoded: Encoded) -> ScorerState:
        """The state of one hypothesis that has said nothing yet."""
        ...

    def step(self, state: Any, tokens: NDArray[np.int64]) -> tuple[LogProbs, ScorerState]:
        """Feed tokens, shape (hypotheses, count), and score the token after the last: (hypotheses, vocabulary)."""
        ...


@runtime_checkable
class CtcScorer(Protocol):
    """An acoustic model that scores every token in every frame: connectionist temporal classification.

    blank: the token that says nothing; the vocabulary's `end` is the same. Thread-safe.
    """

    @property
    def card(self) -> ModelCard: ...

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def blank(self) -> int: ...

    def score(self, audio: Audio) -> LogProbs:
        """What every frame says, shape (frames, vocabulary); each frame's probabilities sum to 1."""
        ...


class Acceptor(Protocol):
    """A deterministic automaton over the UTF-8 bytes of normalised sentences. States are numbers; -1 is dead.

    It may have a second beginning, `everyday`: from there only what is said every day is accepted.
    """

    @property
    def start(self) -> int: ...

    def step(self, state: int, byte: int) -> int: ...

    def branches(self, state: int, byte: int) -> tuple[int, ...]:
        """What `step` gives, the speaker's own words (a wildcard's) apart from those that are spelled out."""
        ...

    def accepts(self, state: int) -> bool: ...

    def live_bytes(self, state: int) -> bytes:
        """Every byte that leads to a state that is not dead; all 256 inside a wildcard."""
        ...

    def said_freely(self, state: int) -> bool:
        """Whether all that may lead here are the speaker's own words."""
        ...
