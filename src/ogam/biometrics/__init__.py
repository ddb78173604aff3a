"""Who it is: embeddings of voices and faces, and what may be concluded from them."""

from ogam.biometrics.calibration import Calibration, Trials, fit_calibration, join_trials, shipped_calibration
from ogam.biometrics.embeddings import Embedder, Embedding, EmbeddingContract, Modality, centroid, similarity
from ogam.biometrics.identification import (
    Candidate,
    Identification,
    Verification,
    circumstances,
    identify,
    verify,
)

__all__ = [
    "Calibration",
    "Candidate",
    "Embedder",
    "Embedding",
    "EmbeddingContract",
    "Identification",
    "Modality",
    "Trials",
    "Verification",
    "centroid",
    "circumstances",
    "fit_calibration",
    "identify",
    "join_trials",
    "shipped_calibration",
    "similarity",
    "verify",
]
