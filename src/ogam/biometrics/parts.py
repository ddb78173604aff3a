"""One modality, whole: what makes embeddings of a signal, and what their scores against templates are worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ogam.biometrics.calibration import Calibration, Scale, shipped_calibration
from ogam.biometrics.embeddings import Embedder, Embedding, EmbeddingContract, centroid, similarity
from ogam.biometrics.faces import FaceEmbedder, FaceSetting, load_face_embedder
from ogam.biometrics.fusion import Evidence
from ogam.biometrics.identification import OTHERS, circumstances
from ogam.core import Image, QualityError, Signal

MOST_FACES = 3
"""That are looked at in a picture, the largest: each takes its time."""


@dataclass(frozen=True, slots=True)
class Part:
    """embed: the embeddings of everyone in a signal; the reason in place of one that is not good enough.

    calibration: of one against one; among: of one against several, if there is such, which also looks at how alike the
    probe is to the others. It knows better how likely it is that person, but not which strangers sound like one: whom
    either of the two would refuse is refused. pooled: of several views of one probe, if there is such; `calibration`
    was fitted on single ones. embedder: of faces, what makes the embedding of one that was found.
    """

    contract: EmbeddingContract
    embed: Callable[[Signal], Sequence[Embedding | str]]
    calibration: Calibration
    among: Calibration | None = None
    pooled: Calibration | None = None
    embedder: FaceEmbedder | None = None

    def evidence(
        self, probe: Embedding, people: Mapping[str, Sequence[Embedding]], time: float = 0.0, source: str = ""
    ) -> Evidence:
        """What an embedding says of each person. people: what is enrolled of each, of this contract."""
        scores = {name: similarity(probe, centroid(templates)) for name, templates in people.items()}
        calibration, scales = self.calibration_of(probe), dict[int, Scale]()
        ratios, shares = {}, {}
        for name, score in scores.items():
            count = len(people[name])  # of all that makes a comparison hard, people differ in nothing else
            if count not in scales:
                scales[count] = calibration.under(circumstances(probe, people[name]))
            ratios[name] = scales[count].log_likelihood_ratio(score)
            shares[name] = scales[count].false_accept_share(score)
            if self.among is not None and len(scores) > 1:
                alike = (sum(scores.values()) - score) / (len(scores) - 1)
                conditions = {**circumstances(probe, people[name]), OTHERS: alike}
                ratios[name] = self.among.log_likelihood_ratio(score, conditions)
                shares[name] = max(shares[name], self.among.false_accept_share(score, conditions))
        details = {"model": self.contract.model, "scores": {name: round(value, 4) for name, value in scores.items()}}
        return Evidence(self.contract.modality, ratios, shares, probe, time, source, details=details)

    def likeness(self, probe: Embedding, other: Embedding) -> float:
        """Natural logarithm of how much likelier two embeddings are of one person than of two."""
        conditions = circumstances(probe, [other])
        return self.calibration_of(probe).log_likelihood_ratio(similarity(probe, other), conditions)

    def calibration_of(self, probe: Embedding) -> Calibration:
        """What the scores of a probe are judged by: of several views by what was fitted on such."""
        return self.pooled if self.pooled is not None and probe.variety > 0 else self.calibration


def one_voice(embedder: Embedder, calibration: Calibration, among: Calibration | None = None) -> Part:
    """A part of recordings with one person each."""

    def embed(signal: Signal) -> list[Embedding | str]:
        try:
            return [embedder.embed(signal)]
        except QualityError as error:
            return [str(error)]

    return Part(embedder.contract, embed, calibration, among)


def several_faces(embedder: FaceEmbedder, calibration: Calibration, pooled: Calibration | None = None) -> Part:
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

    return Part(embedder.contract, embed, calibration, pooled=pooled, embedder=embedder)


def voice_part(threads: int = 1) -> Part:
    """CAM++ with its shipped calibrations. Raises ModelError if the weights cannot be had."""
    from ogam.biometrics.voice import SpeakerEmbedder

    embedder = SpeakerEmbedder(threads)
    name = embedder.card.name
    return one_voice(embedder, shipped_calibration(name), shipped_calibration(f"{name}-household"))


def face_part(setting: FaceSetting = "accurate", threads: int = 1) -> Part:
    """dlib's network with its shipped calibrations. Raises ModelError if the weights cannot be had."""
    name = "dlib-face" if setting == "accurate" else "dlib-face-fast"
    embedder = load_face_embedder(setting, threads)
    return several_faces(embedder, shipped_calibration(name), shipped_calibration(f"{name}-track"))
