"""Embeddings: what a voice or a face is reduced to, and the contract that says which of them may be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.core import BiometricsError, Signal

Modality = Literal["voice", "face"]


@dataclass(frozen=True, slots=True)
class EmbeddingContract:
    """What an embedding was made with. Embeddings of two contracts are never compared.

    model: label of the model card; digest: SHA-256 of the weights, hexadecimal; preprocessing: name and version of what
    is done to the signal before (features, alignment …); dimensions: length of the vector.
    """

    modality: Modality
    model: str
    digest: str
    preprocessing: str
    dimensions: int


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """One voice or face. vector: float32, shape (dimensions,), of length 1; seconds: of speech, 0 for a face;
    quality: 0 (useless) to 1 (as good as it gets), what calibration may lean on. variety: of one that was pooled, how
    much the views differ that it is the mean of (`ogam.biometrics.pool`): 0 for one view, or views that are all alike.
    """

    vector: NDArray[np.float32]
    contract: EmbeddingContract
    seconds: float = 0.0
    quality: float = 1.0
    variety: float = 0.0


class Embedder(Protocol):
    """Turns a signal with one person in it into an embedding. Thread-safe.

    Raises QualityError where there is no such person in it, or too little of one.
    """

    @property
    def contract(self) -> EmbeddingContract: ...

    def embed(self, signal: Signal) -> Embedding: ...


def similarity(probe: Embedding, template: Embedding) -> float:
    """Cosine of two embeddings, −1 to 1. Raises BiometricsError where their contracts differ."""
    if probe.contract != template.contract:
        raise BiometricsError(
            f"An embedding of {probe.contract.model} cannot be compared with one of {template.contract.model}: "
            "enrol again with the model that is in use."
        )
    return float(np.dot(probe.vector, template.vector))


def centroid(embeddings: Sequence[Embedding]) -> Embedding:
    """One embedding for several of the same person: their mean, scaled to length 1. Raises ValueError for none."""
    if not embeddings:
        raise ValueError("no embeddings to take the mean of")
    if len(embeddings) == 1:
        return embeddings[0]
    for embedding in embeddings[1:]:
        similarity(embedding, embeddings[0])
    mean = np.mean([embedding.vector for embedding in embeddings], axis=0)
    vector = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
    seconds = sum(embedding.seconds for embedding in embeddings)
    quality = float(np.mean([embedding.quality for embedding in embeddings]))
    return Embedding(vector, embeddings[0].contract, seconds, quality)
