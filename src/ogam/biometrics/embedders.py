"""The embedder of a modality, where this Ogam has one; and the signal that it takes, from a file."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from ogam.biometrics.embeddings import Embedder, Modality
from ogam.core import BiometricsError, Signal


def find_embedder(modality: Modality) -> Embedder:
    """What Ogam knows voices or faces by. Raises BiometricsError where it has no such part."""
    embedder: Embedder
    if modality == "voice":
        embedder = _part("ogam.biometrics.voice", "voices").SpeakerEmbedder()
    else:
        embedder = _part("ogam.biometrics.faces", "faces").FaceEmbedder()
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
