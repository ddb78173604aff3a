"""A peer for faces: the package face_recognition, as its own guide uses it."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import Image, OgamError
from ogam.lab.faces import FaceSystem

FACE_PEERS = ("face_recognition",)
_NEEDED = ("face_recognition", "face_recognition_models", "dlib")


@dataclass(frozen=True, slots=True)
class FaceRecognition:
    """face_recognition with its defaults: dlib's HOG detector, its five landmarks, one look at the face.

    https://github.com/ageitgey/face_recognition (MIT)
    """

    package: Any

    def embed(self, image: Image) -> NDArray[np.floating] | None:
        boxes = self.package.face_locations(image.pixels)
        if not boxes:
            return None
        height, width = image.pixels.shape[:2]
        middle = min(boxes, key=lambda box: np.hypot((box[1] + box[3] - width) / 2, (box[0] + box[2] - height) / 2))
        embedding: NDArray[np.floating] = self.package.face_encodings(image.pixels, [middle])[0]
        return embedding

    def match(self, probe: NDArray[np.floating], gallery: Sequence[NDArray[np.floating]]) -> int | None:
        """The nearest of those that it takes for the same person, as its guide shows it."""
        same = self.package.compare_faces(gallery, probe)
        nearest = int(np.argmin(self.package.face_distance(gallery, probe)))
        return nearest if same[nearest] else None

    def score(self, one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
        return -float(np.linalg.norm(one - other))


def check_face_peer(name: str) -> None:
    """OgamError if there is no such peer, or it is not installed."""
    if name not in FACE_PEERS:
        raise OgamError(f"peer '{name}' is not known. Peers: {', '.join(FACE_PEERS)}.")
    if any(find_spec(package) is None for package in _NEEDED):
        raise OgamError(
            "face_recognition is not installed. Install it with: "
            "pip install dlib-bin face_recognition_models 'setuptools<81' && pip install --no-deps face_recognition"
        )


def build_face_recognition() -> FaceRecognition:
    """The peer, for its own process."""
    import face_recognition

    return FaceRecognition(face_recognition)


def beside_faces(measure: Callable[[Callable[[], FaceSystem]], dict[str, Any]]) -> dict[str, Any]:
    """The peer's figures, measured in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
        return process.submit(measure, build_face_recognition).result()
