"""Faces in pictures: found by BlazeFace, measured by the face mesh, and cut out upright.

Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", 2019 (arXiv 1907.06724).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Image
from ogam.models.converted import open_converted
from ogam.vision.detection import BlazeFace, Detection
from ogam.vision.landmarks import COUNT, LEFT_EYE, RIGHT_EYE
from ogam.vision.warping import Matrix, Points, inverse, similarity_transform, transformed, warp

MESH_INPUT = 192
"""Pixels of a side of what the face mesh sees."""
MARGIN = 1.5
"""Its side, in sides of the box of the face."""
EYES = (RIGHT_EYE[0], LEFT_EYE[0])
"""The outer corners of the eyes, by which a face that is followed is turned upright."""
PRESENT = 0.5
"""How sure the face mesh must be that it sees a face."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A face in a picture. box: around its landmarks; score: how sure it is that it is a face, 0 to 1.

    landmarks: float32, shape (468, 3), as in `ogam.vision.landmarks`.
    """

    box: Box
    score: float
    landmarks: NDArray[np.float32]


class FaceDetector(Protocol):
    """Finds the faces of a picture, the largest first; none is an empty list. Thread-safe."""

    def detect(self, image: Image) -> list[Face]: ...


class FaceFollower(FaceDetector, Protocol):
    """Also finds faces again where they were a moment ago, in a fraction of the time; it looks for no others."""

    def follow(self, image: Image, faces: Sequence[Face]) -> list[Face | None]:
        """Each face of the picture before in this one, None for one that is not there any more."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class MeshFaceDetector:
    """BlazeFace, and the face mesh for each face that it finds. What is followed is measured by the mesh alone, around
    the landmarks of before, as MediaPipe does it."""

    finder: BlazeFace
    mesh: Any

    def detect(self, image: Image) -> list[Face]:
        faces = [self._measure(image, detection) for detection in self.finder.detect(image)]
        return sorted((face for face in faces if face.score >= PRESENT), key=lambda face: -face.box.width)

    def follow(self, image: Image, faces: Sequence[Face]) -> list[Face | None]:
        before = [Detection(face.box, 1.0, face.landmarks[list(EYES), :2].astype(np.float64)) for face in faces]
        found = [self._measure(image, detection) for detection in before]
        return [face if face.score >= PRESENT else None for face in found]

    def _measure(self, image: Image, detection: Detection) -> Face:
        matrix = _upright(detection)
        seen = warp(image.pixels, matrix, MESH_INPUT)
        points, present = self.mesh.run(["landmarks", "present"], {"input_1": (seen / np.float32(255))[None]})
        landmarks = points.reshape(COUNT, 3)
        back = inverse(matrix)
        flat = transformed(back, landmarks[:, :2])
        depth = landmarks[:, 2] * np.sqrt(np.linalg.det(back[:, :2]))
        (left, top), (right, bottom) = flat.min(axis=0), flat.max(axis=0)
        box = Box(float(left), float(top), float(right - left), float(bottom - top))
        return Face(box, float(present.item()) * detection.score, np.column_stack([flat, depth]).astype(np.float32))


def load_faces(smallest: float = 40.0, threads: int = 1) -> MeshFaceDetector:
    """The face detector. smallest: width in pixels of a face that must be found; the smaller, the slower.

    The first time the weights are fetched and converted. Raises ModelError if they cannot be had.
    """
    return MeshFaceDetector(
        BlazeFace(open_converted("blazeface", threads), smallest), open_converted("facemesh", threads)
    )


def cut_out(image: Image, points: NDArray[np.floating], target: Points, size: int) -> NDArray[np.uint8]:
    """A square of a picture in which points, shape (n, 2), come to lie nearest to `target`: uint8 (size, size, 3)."""
    return warp(image.pixels, similarity_transform(points.astype(np.float64), target), size)


def _upright(detection: Detection) -> Matrix:
    """From the picture to a square around the face, its eyes level."""
    box = detection.box
    middle = np.array([box.left + box.width / 2, box.top + box.height / 2])
    across = detection.points[1] - detection.points[0]
    across = across / max(float(np.hypot(*across)), 1e-9) * MARGIN * max(box.width, box.height) / 2
    down = np.array([-across[1], across[0]])
    source = np.stack([middle, middle + across, middle + down])
    target = np.array([[0.5, 0.5], [1.0, 0.5], [0.5, 1.0]]) * MESH_INPUT
    return similarity_transform(source, target)
