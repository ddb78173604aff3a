"""Whisper behind the Scorer port: a sequence-to-sequence recogniser of English, or of 99 languages.

Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022 (arXiv 2212.04356).
Its makers always give it 30 s. Here only the audio and one second are encoded; what the encoder makes of the
silence after that is known beforehand and stands in the graph (see docs/whisper.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.asr.intake import LONGEST, usable_samples
from ogam.asr.mel import HOP, log_mel
from ogam.asr.ports import Encoded, LogProbs
from ogam.asr.vocabulary import Vocabulary
from ogam.asr.whisper_tokens import WhisperTokens, read_tokens
from ogam.core import SAMPLE_RATE, Audio, ModelCard, ModelError
from ogam.models.graphs import Precision

MULTILINGUAL = "whisper-base"
"""The catalogue's model for languages other than English."""
BLOCK = 4 * 2 * HOP
"""Samples; the encoder takes whole blocks: it joins two frames, and the graph four of those, of silence."""
PADDING = SAMPLE_RATE
"""Samples of silence that are encoded after the audio."""
NEVER = -1e4
"""Log-probability, before it is normalised, of tokens that may not come."""
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class WhisperState:
    """Attention caches. heard: of the utterance, one for all hypotheses; said: one row a hypothesis, (rows, heads,
    length, 64); new: those of the tokens that were fed last, or nothing once `said` holds them.
    """

    heard: Arrays
    said: Arrays
    new: Arrays

    def select(self, rows: Sequence[int]) -> "WhisperState":
        """Rows are chosen and what is new is added in one pass: caches are large, and each copy of them costs."""
        if not self.said:
            return self
        said = {name: _joined(array, self.new.get(name, array[:, :, :0]), rows) for name, array in self.said.items()}
        return WhisperState(self.heard, said, {})


def _joined(said: NDArray[np.float32], new: NDArray[np.float32], rows: Sequence[int]) -> NDArray[np.float32]:
    """The chosen rows of both, one after the other along the axis of length."""
    _, heads, length, width = said.shape
    joined = np.empty((len(rows), heads, length + new.shape[2], width), np.float32)
    for to, row in zip(joined, rows, strict=True):
        to[:, :length], to[:, length:] = said[row], new[row]
    return joined


@dataclass(frozen=True, slots=True, eq=False)
class WhisperNetwork:
    """The two sessions, and the names of their caches."""

    encoder: Any
    decoder: Any
    said: tuple[str, ...]
    heard: tuple[str, ...]
    heads: int
    bands: int
    tokens: int

    @classmethod
    def of(cls, encoder: Any, decoder: Any) -> "WhisperNetwork":
        inputs = {value.name: value.shape for value in decoder.get_inputs()}
        said = tuple(name for name in inputs if name.startswith("said_"))
        heard = tuple(value.name for value in encoder.get_outputs())
        bands = encoder.get_inputs()[0].shape[1]
        return cls(encoder, decoder, said, heard, inputs[said[0]][1], bands, inputs["suppressed"][0])


@dataclass(frozen=True, slots=True, eq=False)
class WhisperScorer:
    """Whisper in one language. Thread-safe.

    encode: 16 kHz audio → keys and values of the decoder's cross-attention, 50 frames a second.
    whole: whether the silence up to 30 s is encoded too, as its makers do: as accurate, and slow.
    """

    card: ModelCard
    network: WhisperNetwork
    tokens: WhisperTokens
    language: str
    suppressed: NDArray[np.float32]
    suppressed_first: NDArray[np.float32]
    whole: bool = False

    @property
    def vocabulary(self) -> Vocabulary:
        return self.tokens.vocabulary

    @property
    def prompt(self) -> tuple[int, ...]:
        return self.tokens.prompt(self.language)

    def for_language(self, language: str) -> "WhisperScorer":
        """The same model for another language; it shares the weights. Raises ModelError if it does not know it."""
        return replace(self, language=known_language(language, self.tokens, self.card))

    def encode(self, audio: Audio) -> Encoded:
        samples = usable_samples(audio)
        longest = round(LONGEST * SAMPLE_RATE)
        wanted = longest if self.whole else min(longest, -(-(len(samples) + PADDING) // BLOCK) * BLOCK)
        mel = log_mel(np.pad(samples, (0, wanted - len(samples))), self.network.bands)
        heard = self.network.encoder.run(None, {"features": mel[None]})
        return Encoded(dict(zip(self.network.heard, heard, strict=True)), len(samples) / SAMPLE_RATE)

    def open(self, encoded: Encoded) -> WhisperState:
        return WhisperState(encoded.frames, {}, {})

    def step(self, state: WhisperState, tokens: NDArray[np.int64]) -> tuple[LogProbs, WhisperState]:
        return self._step(state, tokens, self.suppressed if state.said or state.new else self.suppressed_first)

    def detect_language(self, encoded: Encoded) -> dict[str, float]:
        """How probable each language is, the likeliest first; they sum to 1. Only "en" for a model of English alone."""
        if not self.tokens.languages:
            return {"en": 1.0}
        start = np.array([[self.tokens.start]], np.int64)
        log_probs, _ = self._step(self.open(encoded), start, np.zeros_like(self.suppressed))
        scores = {code: float(log_probs[0, token]) for code, token in self.tokens.languages.items()}
        total = np.logaddexp.reduce(list(scores.values()))
        ranked = sorted(scores, key=scores.__getitem__, reverse=True)
        return {code: float(np.exp(scores[code] - total)) for code in ranked}

    def _step(
        self, state: WhisperState, tokens: NDArray[np.int64], suppressed: NDArray[np.float32]
    ) -> tuple[LogProbs, WhisperState]:
        network = self.network
        state = self._ready(state, len(tokens))
        feeds = {"tokens": tokens, "suppressed": suppressed, **state.said, **state.heard}
        log_probs, *new = network.decoder.run(["log_probs", *(f"{name}_new" for name in network.said)], feeds)
        return log_probs, replace(state, new=dict(zip(network.said, new, strict=True)))

    def _ready(self, state: WhisperState, rows: int) -> WhisperState:
        """The state with all that was said in its caches."""
        if state.new:
            return state.select(range(rows))
        if state.said:
            return state
        nothing = np.empty((rows, self.network.heads, 0, 64), np.float32)
        return WhisperState(state.heard, dict.fromkeys(self.network.said, nothing), {})


def load_whisper(
    folder: Path,
    card: ModelCard,
    language: str = "en",
    threads: int = 1,
    *,
    precision: Precision = "int8",
    whole: bool = False,
) -> WhisperScorer:
    """Whisper from a folder with CTranslate2's `model.bin`, `tokenizer.json` and `config.json`.

    The first time its graphs are built beside them, which takes seconds. language: a code such as "ko" or "en-US";
    precision: of the decoder's weights; whole: see WhisperScorer. Raises ModelError for an unknown language or a folder
    that does not hold Whisper.
    """
    from ogam.models import open_session
    from ogam.models.derived import derived
    from ogam.models.whisper_graph import GRAPH_VERSION, build_whisper

    source = folder / "model.bin"
    stamp = f"{precision}-{GRAPH_VERSION}-{card.files.get(source.name, 'own')[:12]}"
    graphs = derived(folder, stamp, lambda scratch: build_whisper(source, scratch, precision))
    files = [graphs / name for name in ("encoder.onnx", "decoder.onnx")]
    network = WhisperNetwork.of(*(open_session(file, threads=threads, keep_memory=False) for file in files))
    tokens = read_tokens(folder, network.tokens)
    language = known_language(language, tokens, card)
    suppressed = _mask({*tokens.control, *tokens.unspoken}, network.tokens)
    suppressed_first = np.minimum(suppressed, _mask(set(tokens.unspoken_first), network.tokens))
    return WhisperScorer(card, network, tokens, language, suppressed, suppressed_first, whole)


def known_language(language: str, tokens: WhisperTokens, card: ModelCard) -> str:
    """The code by which the model knows a language: "KO", "ko-KR" and "ko" are all "ko"."""
    code = language.replace("_", "-").split("-")[0].lower()
    known = tokens.languages or {"en": 0}
    if code not in known:
        raise ModelError(f"{card.name}: it does not know the language {language!r}. It knows: {', '.join(known)}.")
    return code


def _mask(silent: set[int], count: int) -> NDArray[np.float32]:
    mask = np.zeros(count, np.float32)
    mask[list(silent)] = NEVER
    return mask
