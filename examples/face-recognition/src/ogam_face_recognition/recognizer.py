"""dlib's face network as face_recognition uses it: an embedding of the face nearest to the middle of a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from PIL import Image as Pictures

from ogam.core import Box, Image, ImageError, ModelCard, Observation, Signal
from ogam.plugins import card_beside

NAME = "examples/face-recognition"
LARGEST = 1200
"""Pixels of the longer side; larger pictures are scaled down first, for dlib looks everywhere."""
SMALLEST = 40
"""Pixels: no face can be found in less."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceRecognizer:
    """Gives an observation of kind "embedding" for each picture in which there is a face: 128 numbers.

    face_recognition does not say how sure it is, so the confidence is 1. dlib's detector must not be shared by threads:
    they wait for each other.
    """

    package: Any
    folder: Path
    card: ModelCard
    lock: Lock = field(default_factory=Lock)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._look(signal) for signal in signals]

    def weights(self) -> Mapping[str, Path]:
        return {name: self.folder / name for name in self.card.files}

    def _look(self, signal: Signal) -> list[Observation]:
        if not isinstance(signal, Image):
            raise ImageError(f"{NAME}: it takes pictures, no sound.")
        height, width = signal.pixels.shape[:2]
        if min(height, width) < SMALLEST:
            return []
        scale = min(1.0, LARGEST / max(height, width))
        size = (round(width * scale), round(height * scale))
        pixels = np.asarray(Pictures.fromarray(signal.pixels).resize(size)) if scale < 1 else signal.pixels
        with self.lock:
            places = self.package.face_locations(pixels)
            if not places:
                return []
            middle = min(places, key=lambda place: _from_middle(place, size))
            vector = self.package.face_encodings(pixels, [middle], model="small")[0]
        top, right, bottom, left = (float(side) / scale for side in middle)
        return [
            Observation(
                "embedding",
                "face",
                1.0,
                signal.time,
                signal.time,
                signal.source,
                NAME,
                self.card.label,
                Box(left, top, right - left, bottom - top),
                {"vector": [float(number) for number in vector]},
            )
        ]


def _from_middle(place: Sequence[int], size: tuple[int, int]) -> float:
    """How far a face (top, right, bottom, left) is from the middle of a picture (width, height), in pixels."""
    top, right, bottom, left = place
    return float(np.hypot((left + right - size[0]) / 2, (top + bottom - size[1]) / 2))


def open_recognizer() -> FaceRecognizer:
    """The recogniser; dlib decides itself how many threads it takes."""
    import face_recognition
    import face_recognition_models

    folder = Path(face_recognition_models.__file__).parent / "models"
    return FaceRecognizer(face_recognition, folder, card_beside(__file__, NAME))
