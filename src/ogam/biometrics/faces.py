"""Face embeddings: dlib's residual network on faces that the face mesh has turned upright.

The network was trained on cuttings made from five points (the corners of the eyes and the base of the nose); the same
points are taken from the face mesh. https://blog.dlib.net/2017/02/high-quality-face-recognition-with-deep.html
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ogam.biometrics.embeddings import Embedding, EmbeddingContract
from ogam.biometrics.face_quality import ENROLMENT, PROBE, FaceLimits, check_face, measure_face, quality
from ogam.core import Image, QualityError, Signal
from ogam.vision import Face, FaceDetector, cut_out

FaceSetting = Literal["accurate", "fast"]
MODEL = "dlib-face"
WEIGHTS = "dlib_face_recognition_resnet_model_v1.dat"
PREPROCESSING = "mesh-5-points/1"
"""To be raised with every change of how a face is found and cut out: embeddings from before are then never compared."""
SIZE = 150
PADDING = 0.25
"""What the cutting leaves around the five points, in sides of the square that they are given in."""
POINTS = (263, 362, 33, 133, 2)
"""Of the face mesh: the left eye's outer and inner corner, the right eye's, the base of the nose."""
PLACES = np.array(
    [[0.859567, 0.213498], [0.646060, 0.228967], [0.120575, 0.213727], [0.334085, 0.229064], [0.490112, 0.627798]]
)
"""Where dlib puts them (`get_face_chip_details`), in sides of the square."""
RIVAL = 0.5
"""A second face counts if it is this wide, in widths of the largest; a smaller one stands in the background."""
Network = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""From an upright face, uint8 (150, 150, 3), RGB, to numbers that are alike for the same person."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceEmbedder:
    """Pictures with one person in them → embeddings. Thread-safe.

    mirrored: whether the mirrored face is looked at too, and both are averaged; limits: the worst that is taken.
    """

    contract: EmbeddingContract
    detector: FaceDetector
    network: Network
    mirrored: bool = True
    limits: FaceLimits = PROBE

    def for_enrolment(self) -> "FaceEmbedder":
        """The same, but it takes only pictures that are good enough to be kept as somebody's."""
        return replace(self, limits=ENROLMENT)

    def embed(self, signal: Signal) -> Embedding:
        """Raises QualityError for a picture without a face, with several, or that is not good enough; it says why."""
        if not isinstance(signal, Image):
            raise QualityError(f"{signal.source or 'signal'}: sound, where a picture of a face is needed.")
        return self.embed_face(signal, only_face(self.detector.detect(signal), signal.source))

    def embed_face(self, image: Image, face: Face) -> Embedding:
        """The embedding of one of the faces of a picture. Raises QualityError if it is not good enough."""
        chip = upright(image, face)
        measures = measure_face(face, chip)
        check_face(measures, self.limits, image.source)
        vector = _unit(self.network(chip))
        if self.mirrored:
            vector = _unit(vector + _unit(self.network(np.ascontiguousarray(chip[:, ::-1]))))
        return Embedding(vector, self.contract, 0.0, quality(measures))


def load_face_embedder(setting: FaceSetting = "accurate", threads: int = 1) -> FaceEmbedder:
    """The embedder that ships. fast: without the mirrored face, in about half the time of the network.

    The first time the weights are fetched and converted. Raises ModelError if they cannot be had.
    """
    from ogam.models import model_card
    from ogam.models.converted import open_converted
    from ogam.vision import load_faces

    card = model_card(MODEL)
    mirrored = setting == "accurate"
    preprocessing = f"{PREPROCESSING}+mirror" if mirrored else PREPROCESSING
    contract = EmbeddingContract("face", card.label, card.files[WEIGHTS], preprocessing, 128)
    return FaceEmbedder(contract, load_faces(PROBE.width, threads), _network(open_converted(MODEL, threads)), mirrored)


def only_face(faces: Sequence[Face], source: str) -> Face:
    """The one face of a picture; small ones in the background do not count. Raises QualityError if it is not one."""
    where = source or "picture"
    if not faces:
        raise QualityError(f"{where}: no face in it. Look into the camera, with light on your face.")
    near = [face for face in faces if face.box.width >= RIVAL * max(other.box.width for other in faces)]
    if len(near) > 1:
        places = ", ".join(_place(face) for face in near)
        raise QualityError(f"{where}: {len(near)} faces in it, at {places}. Only one person may be in the picture.")
    return near[0]


def upright(image: Image, face: Face) -> NDArray[np.uint8]:
    """The face as the network was trained to see it: uint8, shape (150, 150, 3), RGB."""
    target = (PLACES + PADDING) / (1 + 2 * PADDING) * SIZE
    return cut_out(image, face.landmarks[list(POINTS), :2], target, SIZE)


def _network(session: Any) -> Network:
    def run(chip: NDArray[np.uint8]) -> NDArray[np.float32]:
        image = chip.transpose(2, 0, 1)[None].astype(np.float32)
        (embedding,) = session.run(["embedding"], {"image": image})
        numbers: NDArray[np.float32] = embedding[0]
        return numbers

    return run


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)


def _place(face: Face) -> str:
    """The middle of a face, in pixels."""
    box = face.box
    return f"({box.left + box.width / 2:.0f}, {box.top + box.height / 2:.0f})"
