"""One modality, whole: what makes embeddings of a signal, and what their scores against templates are worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ogam.biometrics.calibration import Calibration, shipped_calibration
from ogam.biometrics.embeddings import Embedder, Embedding, EmbeddingContract, centroid, similarity
from ogam.biometrics.faces import FaceEmbedder, FaceSetting, load_face_embedder
from ogam.biometrics.fusion import Evidence
from ogam.biometrics.identification import circumstances
from ogam.core import Image, QualityError, Signal

MOST_FACES = 3
"""That are looked at in a picture, the largest: each takes its time."""


@dataclass(frozen=True, slots=True)
class Part:
    """embed: the embeddings of everyone in a signal; the reason in place of one that is not good enough."""

    contract: EmbeddingContract
    embed: Callable[[Signal], Sequence[Embedding | str]]
    calibration: Calibration

    def evidence(
        self, probe: Embedding, people: Mapping[str, Sequence[Embedding]], time: float = 0.0, source: str = ""
    ) -> Evidence:
        """What an embedding says of each person. people: what is enrolled of each, of this contract."""
        scores = {name: similarity(probe, centroid(templates)) for name, templates in people.items()}
        hard = {name: circumstances(probe, templates) for name, templates in people.items()}
        return Evidence(
            self.contract.modality,
            {name: self.calibration.log_likelihood_ratio(score, hard[name]) for name, score in scores.items()},
            {name: self.calibration.false_accept_share(score, hard[name]) for name, score in scores.items()},
            probe,
            time,
            source,
            details={"model": self.contract.model, "scores": {name: round(s, 4) for name, s in scores.items()}},
        )


def one_voice(embedder: Embedder, calibration: Calibration) -> Part:
    """A part of recordings with one person each."""

    def embed(signal: Signal) -> list[Embedding | str]:
        try:
            return [embedder.embed(signal)]
        except QualityError as error:
            return [str(error)]

    return Part(embedder.contract, embed, calibration)


def several_faces(embedder: FaceEmbedder, calibration: Calibration) -> Part:
    """A part of pictures in which several people may be."""

    def embed(signal: Signal) -> list[Embedding | str]:
        if not isinstance(signal, Image):
            return ["A face is recognised in a picture, not in sound."]
        faces = sorted(embedder.detector.detect(signal), key=lambda face: -face.box.width)
        found: list[Embedding | str] = []
        for face in faces[:MOST_FACES]:
            try:
                found.append(embedder.embed_face(signal, face))
            except QualityError as error:
                found.append(str(error))
        return found

    return Part(embedder.contract, embed, calibration)


def voice_part(threads: int = 1) -> Part:
    """CAM++ with its shipped calibration. Raises ModelError if the weights cannot be had."""
    from ogam.biometrics.voice import SpeakerEmbedder

    embedder = SpeakerEmbedder(threads)
    return one_voice(embedder, shipped_calibration(embedder.card.name))


def face_part(setting: FaceSetting = "accurate", threads: int = 1) -> Part:
    """dlib's network with its shipped calibration. Raises ModelError if the weights cannot be had."""
    name = "dlib-face" if setting == "accurate" else "dlib-face-fast"
    return several_faces(load_face_embedder(setting, threads), shipped_calibration(name))
