"""Ogam's own embedders of voices and faces, as plugins: recognisers that give observations of kind "embedding"."""

from collections.abc import Sequence
from dataclasses import dataclass

from ogam.biometrics.embeddings import Embedder
from ogam.core import Audio, ModelCard, Observation, Signal


@dataclass(frozen=True, slots=True)
class EmbeddingRecognizer:
    """An embedder behind the Recognizer port: one observation for each signal with one person in it.

    value: the modality; confidence: the quality, 0 to 1; details: `vector`, floats of length 1, `seconds` of speech,
    and what it was made with, so that only like is compared with like. Raises QualityError, as embedders do.
    """

    embedder: Embedder
    card: ModelCard

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [[self._embed(signal)] for signal in signals]

    def _embed(self, signal: Signal) -> Observation:
        found = self.embedder.embed(signal)
        span = (signal.start, signal.end) if isinstance(signal, Audio) else (signal.time, signal.time)
        contract = found.contract
        details = {
            "vector": [float(number) for number in found.vector],
            "seconds": round(found.seconds, 3),
            "preprocessing": contract.preprocessing,
            "digest": contract.digest,
        }
        who = (self.card.name, self.card.label)
        return Observation("embedding", contract.modality, found.quality, *span, signal.source, *who, details=details)


def open_campplus(threads: int = 1) -> EmbeddingRecognizer:
    """Voices, by CAM++. Raises ModelError for missing weights."""
    from ogam.biometrics.voice import SpeakerEmbedder

    embedder = SpeakerEmbedder(threads)
    return EmbeddingRecognizer(embedder, embedder.card)


def open_dlib_face(threads: int = 1) -> EmbeddingRecognizer:
    """Faces, by dlib's network. Raises ModelError for missing weights."""
    from ogam.biometrics.faces import MODEL, load_face_embedder
    from ogam.models import model_card

    return EmbeddingRecognizer(load_face_embedder(threads=threads), model_card(MODEL))
