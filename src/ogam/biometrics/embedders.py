"""The embedder that enrols a modality, where this Ogam has one; and the signal that it takes, from a file."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from ogam.biometrics.embeddings import Embedder, Modality
from ogam.core import BiometricsError, Signal


def find_embedder(modality: Modality) -> Embedder:
    """What voices or faces are enrolled with: strict about quality. Raises BiometricsError where Ogam has no such part.

    The first time, weights are fetched; ModelError if they cannot be had.
    """
    embedder: Embedder
    if modality == "voice":
        embedder = _part("ogam.biometrics.quality", "voices").enrolment_embedder()
    else:
        embedder = _part("ogam.biometrics.faces", "faces").load_face_embedder().for_enrolment()
    return embedder


def read_signal(modality: Modality, path: Path) -> Signal:
    """A recording or a picture. Raises an OgamError for a file that is none."""
    if modality == "voice":
        from ogam.audio import read

        return read(path)
    picture: Signal = _part("ogam.vision.images", "faces").read_image(path)
    return picture


def _part(module: str, what: str) -> ModuleType:
    if find_spec(module) is None:
        raise BiometricsError(f"This Ogam cannot tell {what} apart yet: it has no {module}. Update Ogam.")
    return import_module(module)
