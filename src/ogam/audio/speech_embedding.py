"""Speech embeddings: what was said in the last three quarters of a second, as 96 numbers, again and again.

Lin et al., "Training Keyword Spotters with Limited and Synthesized Speech Data", ICASSP 2020 (arXiv 2002.01322).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE, Audio, ModelCard

MODEL = "speech-embedding"
HOP = 640
"""Samples from one embedding to the next, 40 ms."""
WIDTH = 96
_FRAMES, _BANDS = 76, 32  # of 10 ms, that an embedding is made of
_CONTEXT = 480  # samples before a hop that its first frames need
_SILENT = 10.0
"""Root mean square of 16-bit samples below which nobody speaks: about -70 dB of full scale."""

Embedding = NDArray[np.float32]


class SpeechEmbedder:
    """Google's speech embedding through onnxruntime. Thread-safe; `open` gives a session for one stream.

    Raises ModelError if the weights cannot be had.
    """

    def __init__(self, threads: int = 1) -> None:
        from ogam import models

        folder = models.ensure(MODEL)
        self.card: ModelCard = models.model_card(MODEL)
        self._mel: Any = models.open_session(folder / "melspectrogram.onnx", threads)
        self._network: Any = models.open_session(folder / "embedding_model.onnx", threads)

    def open(self) -> "EmbeddingSession":
        return EmbeddingSession(self)

    def frames(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-mel frames of samples between -1 and 1: (samples / 160 - 3, 32)."""
        (mel,) = self._mel.run(None, {"input": samples[None] * np.float32(32768)})
        frames: NDArray[np.float32] = mel[0, 0] / 10 + 2
        return frames

    def embed(self, frames: NDArray[np.float32]) -> Embedding:
        """The embedding of 76 frames, shape (96,)."""
        (found,) = self._network.run(None, {"input_1": frames[None, :, :, None]})
        embedding: Embedding = found.reshape(WIDTH)
        return embedding


class EmbeddingSession:
    """One stream: an embedding every 40 ms, and none while there is nothing but silence."""

    def __init__(self, embedder: SpeechEmbedder) -> None:
        self._embedder = embedder
        self._samples = np.zeros(_CONTEXT, np.float32)
        self._frames = np.full((_FRAMES, _BANDS), -1.0, np.float32)
        self._quiet = _FRAMES  # frames since somebody made a sound
        self._time = 0.0

    def accept(self, chunk: Audio) -> Iterator[tuple[float, Embedding]]:
        """Embeddings that are complete with this chunk, each with the time of its end in seconds of the stream."""
        self._samples = np.concatenate([self._samples, np.nan_to_num(chunk.samples, nan=0.0, posinf=0.0, neginf=0.0)])
        self._time = chunk.end
        while len(self._samples) >= _CONTEXT + HOP:
            hop, self._samples = self._samples[: _CONTEXT + HOP], self._samples[HOP:]
            new = self._embedder.frames(hop)
            self._frames = np.concatenate([self._frames[len(new) :], new])
            loudness = float(np.sqrt(np.mean(np.square(hop[_CONTEXT:], dtype=np.float64)))) * 32768
            self._quiet = 0 if loudness > _SILENT else self._quiet + len(new)
            if self._quiet < _FRAMES:
                yield self._time - (len(self._samples) - _CONTEXT) / SAMPLE_RATE, self._embedder.embed(self._frames)
