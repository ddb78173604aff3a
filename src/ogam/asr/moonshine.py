"""Moonshine behind the Scorer port: a sequence-to-sequence English recogniser that reads the waveform itself.

Jeffries et al., "Moonshine: Speech Recognition for Live Transcription and Voice Commands", 2024 (arXiv 2410.15608).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.asr.intake import usable_samples
from ogam.asr.ports import Encoded, LogProbs
from ogam.asr.vocabulary import Vocabulary, surfaces_of_pieces
from ogam.core import Audio, ModelCard

MODEL = "moonshine-tiny-en"
LAYERS, HEADS, HEAD_WIDTH = 6, 8, 36
UNKNOWN, BEGIN, END = 0, 1, 2
SELF_CACHE = tuple(f"past_key_values.{layer}.decoder.{part}" for layer in range(LAYERS) for part in ("key", "value"))
CROSS_CACHE = tuple(f"past_key_values.{layer}.encoder.{part}" for layer in range(LAYERS) for part in ("key", "value"))
SELF_OUTPUTS = [name.replace("past_key_values", "present") for name in SELF_CACHE]
CROSS_OUTPUTS = [name.replace("past_key_values", "present") for name in CROSS_CACHE]
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class MoonshineState:
    """Attention caches. said: one row a hypothesis; heard: of the utterance, one row shared by all hypotheses."""

    encoded: Encoded
    said: Arrays
    heard: Arrays

    def select(self, rows: Sequence[int]) -> "MoonshineState":
        if not self.said or list(rows) == list(range(len(next(iter(self.said.values()))))):
            return self
        index = np.asarray(rows)
        return MoonshineState(self.encoded, {name: array[index] for name, array in self.said.items()}, self.heard)


class MoonshineScorer:
    """Moonshine tiny for English, 27 million parameters, 8-bit weights.

    encode: 16 kHz audio → frames, shape (1, about 41 a second, 288). Thread-safe.
    """

    prompt = (BEGIN,)

    def __init__(self, encoder: Any, decoder: Any, vocabulary: Vocabulary, card: ModelCard) -> None:
        self._encoder = encoder
        self._decoder = decoder
        self.vocabulary = vocabulary
        self.card = card

    def encode(self, audio: Audio) -> Encoded:
        samples = usable_samples(audio)[None]
        feeds = {"input_values": samples, "attention_mask": np.ones(samples.shape, np.int64)}
        return Encoded(self._encoder.run(None, feeds)[0], samples.size / 16_000)

    def open(self, encoded: Encoded) -> MoonshineState:
        return MoonshineState(encoded, {}, {})

    def step(self, state: MoonshineState, tokens: NDArray[np.int64]) -> tuple[LogProbs, MoonshineState]:
        first = not state.said
        nothing = np.zeros((len(tokens), HEADS, 0, HEAD_WIDTH), np.float32)
        feeds = {
            "input_ids": tokens,
            "encoder_hidden_states": state.encoded.frames,
            "encoder_attention_mask": np.ones((1, round(state.encoded.seconds * 16_000)), np.int64),
            "use_cache_branch": np.array([not first]),
            **(dict.fromkeys(SELF_CACHE + CROSS_CACHE, nothing) if first else {**state.said, **state.heard}),
        }
        outputs = ["logits", *SELF_OUTPUTS, *(CROSS_OUTPUTS if first else ())]
        logits, *caches = self._decoder.run(outputs, feeds)
        said = dict(zip(SELF_CACHE, caches, strict=False))
        heard = dict(zip(CROSS_CACHE, caches[len(SELF_CACHE) :], strict=True)) if first else state.heard
        return log_softmax(logits[:, -1]), MoonshineState(state.encoded, said, heard)


def log_softmax(logits: NDArray[np.float32]) -> LogProbs:
    """Log-probabilities from logits, over the last axis."""
    shifted: LogProbs = logits - logits.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted


def read_pieces(path: Path) -> list[bytes]:
    """The tokens of `tokenizer.bin`: each a length (one byte, or two from 128 up) and that many bytes."""
    data, at, pieces = path.read_bytes(), 0, []
    while at < len(data):
        length = data[at]
        at += 1
        if length >= 128:
            length += 128 * (data[at] - 1)
            at += 1
        pieces.append(data[at : at + length])
        at += length
    return pieces


def load_moonshine(folder: Path, card: ModelCard, threads: int = 1) -> MoonshineScorer:
    """Moonshine from a folder with `encoder_model.ort`, `decoder_model_merged.ort` and `tokenizer.bin`."""
    from ogam.models import open_session

    files = [folder / name for name in ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")]
    encoder, decoder = (open_session(file, threads=threads, keep_memory=False) for file in files[:2])
    pieces = read_pieces(files[2])
    control = [i for i, piece in enumerate(pieces) if i <= END or piece.startswith(b"<<")]
    return MoonshineScorer(encoder, decoder, Vocabulary(surfaces_of_pieces(pieces, control), END), card)
