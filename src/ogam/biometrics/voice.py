"""Voices as embeddings: CAM++ behind the Embedder port."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio.fbank import FilterBank, filter_bank
from ogam.biometrics.embeddings import Embedding, EmbeddingContract
from ogam.biometrics.speech import Speech, find_speech
from ogam.core import SAMPLE_RATE, Audio, ModelCard, QualityError, Signal
from ogam.models.graphs import Precision

MODEL = "campplus"
WEIGHTS = "campplus_cn_en_common.pt"
PREPROCESSING = "speech/1 fbank-80/1"
"""Name and version of what is done to the audio; to be changed with it, for then no old embedding fits."""
DIMENSIONS = 192
SHORTEST, LONGEST = 0.5, 6.0
"""Seconds of speech: less tells nobody from anybody; what is longer is not looked at, since it costs time and adds
little."""
FULL_QUALITY = 30.0
"""Decibels of signal-to-noise ratio above which noise does not matter."""
_FEATURES = FilterBank(high=8000.0, whole_frames=True)


class SpeakerEmbedder:
    """CAM++ on one CPU core, without PyTorch. Thread-safe.

    Wang et al., 2023 (arXiv 2303.00332). Pauses are taken out first (speech.py); of the rest the first six seconds
    count. The first time its weights are fetched and its graph is built, which takes seconds. precision: of the
    weights of its matrices; embeddings of the two are of two contracts. Raises ModelError if the weights cannot be
    had.
    """

    def __init__(self, threads: int = 1, precision: Precision = "int8") -> None:
        from ogam import models

        self.card: ModelCard = models.model_card(MODEL)
        self.contract = EmbeddingContract(
            "voice", self.card.label, self.card.files[WEIGHTS], f"{PREPROCESSING} {precision}", DIMENSIONS
        )
        self._network: Any = models.open_session(_graph(models.ensure(MODEL), self.card, precision), threads)

    def embed(self, signal: Signal) -> Embedding:
        """The voice in a recording. Raises QualityError where there is less than half a second of speech in it."""
        return self.embed_speech(enough_speech(signal))

    def embed_speech(self, speech: Speech) -> Embedding:
        """The same from what `enough_speech` gave."""
        samples = speech.samples[: round(LONGEST * SAMPLE_RATE)]
        (vector,) = self._network.run(None, {"features": features(samples)})
        quality = min(1.0, max(0.0, speech.snr_db / FULL_QUALITY))
        unit = (vector / np.linalg.norm(vector)).astype(np.float32)
        return Embedding(unit, self.contract, len(samples) / SAMPLE_RATE, quality)


def enough_speech(signal: Signal, shortest: float = SHORTEST) -> Speech:
    """The speech in a recording, at least so many seconds of it. Raises QualityError that says what is missing."""
    if not isinstance(signal, Audio):
        raise QualityError("A voice is recognised in sound, not in a picture.")
    name = signal.source or "audio"
    samples = np.asarray(signal.samples, np.float32)
    if samples.ndim != 1:
        raise QualityError(f"{name}: expected one channel, got an array of shape {samples.shape}.")
    if not np.isfinite(samples).all():
        raise QualityError(f"{name}: holds samples that are not numbers; record it again.")
    speech = find_speech(samples)
    if len(speech.samples) == 0:
        raise QualityError(f"{name}: nothing is to be heard. Is the microphone on?")
    if speech.seconds < shortest:
        raise QualityError(
            f"{name}: only {speech.seconds:.1f} s of speech; {shortest:.1f} s are needed. Say a longer sentence."
        )
    return speech


def features(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Filter banks, shape (frames, 80), 100 a second, with the mean of each band taken away."""
    banks = filter_bank(samples, _FEATURES)
    centred: NDArray[np.float32] = banks - banks.mean(axis=0)
    return centred


def _graph(folder: Path, card: ModelCard, precision: Precision) -> Path:
    from ogam.models.campplus_graph import GRAPH_VERSION, build_campplus
    from ogam.models.derived import derived

    source = folder / WEIGHTS
    stamp = f"{precision}-{GRAPH_VERSION}-{card.files[WEIGHTS][:12]}"
    built = derived(folder, stamp, lambda scratch: build_campplus(source, scratch / "campplus.onnx", precision))
    return built / "campplus.onnx"
