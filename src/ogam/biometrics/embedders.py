"""The embedder of a modality, where this Ogam has one; and the signal that it takes, from a file."""

from importlib.util import find_spec
from pathlib import Path

from ogam.biometrics.embeddings import Embedder, Modality
from ogam.core import BiometricsError, Signal


def find_embedder(modality: Modality) -> Embedder:
    """What Ogam knows voices or faces by. Raises BiometricsError where it has no such part."""
    if modality == "voice":
        _require("ogam.biometrics.voice", "voices")
        from ogam.biometrics.voice import SpeakerEmbedder

        return SpeakerEmbedder()
    _require("ogam.biometrics.faces", "faces")
    from ogam.biometrics.faces import FaceEmbedder

    return FaceEmbedder()


def read_signal(modality: Modality, path: Path) -> Signal:
    """A recording or a picture. Raises AudioError or BiometricsError for a file that is none."""
    if modality == "voice":
        from ogam.audio import read

        return read(path)
    _require("ogam.vision.images", "pictures")
    from ogam.vision.images import read_image

    return read_image(path)


def _require(module: str, what: str) -> None:
    if find_spec(module) is None:
        raise BiometricsError(f"This Ogam cannot tell {what} apart: it lacks {module}. Update Ogam.")
