"""The household: everyone in the gallery, told apart by voice and face. It is what a hub asks who speaks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Self

from ogam.biometrics.candidates import consider
from ogam.biometrics.embeddings import Embedding, Modality
from ogam.biometrics.faces import FaceSetting
from ogam.biometrics.fusion import Evidence, decide
from ogam.biometrics.gallery import Gallery
from ogam.biometrics.opening import open_gallery
from ogam.biometrics.parts import Part, face_part, voice_part
from ogam.biometrics.sealing import Template
from ogam.biometrics.situation import Situation, priors
from ogam.biometrics.tracks import pooled
from ogam.core import Audio, Identity, Image, Signal
from ogam.home import Person, key
from ogam.vision import Face


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the gallery knew at a revision: everyone's name, and by modality what is enrolled of each."""

    revision: int
    names: tuple[str, ...]
    enrolled: Mapping[Modality, Mapping[str, Sequence[Embedding]]]


class Household:
    """Tells people apart whose voices or faces are in a gallery. Safe to use from several threads.

    It reads the gallery again whenever that has changed. Where the gallery is damaged, locked or gone, `observe` and
    `conclude` raise BiometricsError, and nobody is recognised until it is mended.

    open_: opens the gallery. parts: what makes each modality's part, which is loaded once somebody is enrolled with it.
    people: of the home file; they live here, and are called as they are there. false_accepts: the share of strangers
    who may be taken for anybody.
    """

    def __init__(
        self,
        open_: Callable[[], Gallery],
        parts: Mapping[Modality, Callable[[], Part]],
        people: Sequence[Person] = (),
        false_accepts: float = 0.01,
    ) -> None:
        self._open = open_
        self._makers = parts
        self._people = people
        self._false_accepts = false_accepts
        self._lock = Lock()
        self._gallery: Gallery | None = None
        self._known: Known | None = None
        self._parts: dict[Modality, Part] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Everyone of whom something is enrolled that can be recognised."""
        return self._snapshot().names

    def knows(self, modality: Modality) -> bool:
        """Whether anybody is enrolled by voice, or by face."""
        return bool(self._snapshot().enrolled.get(modality))

    def observe(self, signal: Signal) -> list[Evidence]:
        """What a voice says, or each face of a picture. Nothing where nobody is enrolled with such; what is not good
        enough to tell anybody by is evidence without ratios, with the reason in its details."""
        modality: Modality = "voice" if isinstance(signal, Audio) else "face"
        known = self._snapshot()
        if not known.enrolled.get(modality):
            return []
        part, time = self._parts[modality], signal.start if isinstance(signal, Audio) else signal.time
        return [
            Evidence(modality, time=time, source=signal.source, details={"refused": found})
            if isinstance(found, str)
            else part.evidence(found, known.enrolled[modality], time, signal.source)
            for found in part.embed(signal)
        ]

    def embed_face(self, image: Image, face: Face) -> Embedding:
        """The embedding of a face of a picture. Raises QualityError if it is not good enough, ValueError where nobody
        is enrolled by face (`knows`)."""
        embedder = self._part("face").embedder
        if embedder is None:
            raise ValueError("the part of faces has nothing to embed one with")
        return embedder.embed_face(image, face)

    def weigh(self, embedding: Embedding, time: float = 0.0, source: str = "") -> Evidence:
        """What an embedding says of each person; of several views it is their pool (`pool`). Raises ValueError where
        nobody is enrolled with such."""
        modality = embedding.contract.modality
        return self._part(modality).evidence(embedding, self._snapshot().enrolled[modality], time, source)

    def likeness(self, one: Embedding, other: Embedding) -> float:
        """Natural logarithm of how much likelier two embeddings are of one person than of two, whoever that is."""
        return self._part(one.contract.modality).likeness(one, other)

    def conclude(self, evidence: Sequence[Evidence], situation: Situation) -> Identity:
        """Who it is. All evidence is of one turn: several utterances, several pictures of a face count as one."""
        known = self._snapshot()
        if not known.names:
            return Identity(None, 1.0)
        told = [
            one
            for modality in known.enrolled
            for one in pooled(evidence, self._parts[modality], known.enrolled[modality])
        ]
        refused = [one for one in evidence if not one.ratios]
        residents = frozenset(person.name for person in self._people) if self._people else None
        return decide([*told, *refused], *priors(situation, known.names, residents), self._false_accepts)

    def hold(self, evidence: Sequence[Evidence], person: str, source: str) -> list[Template]:
        """Hold what a command was recognised by, for its person to keep or drop (`ogam people pending`).

        To be called only for a command that its person confirmed by another means, such as on a phone. What is held is
        recognised by nobody. person: as in the gallery; source: for people, such as "kitchen, 24 November". Nothing is
        held of several voices or faces (who of them was it?), or where `consider` finds that it does not fit.
        """
        gallery = self._snapshot_and_gallery()[1]
        held = []
        for modality in self._parts:
            own = [one.embedding for one in evidence if one.modality == modality and one.embedding is not None]
            if len(own) == 1:
                held.append(consider(gallery, person, own[0], confirmed=True, source=source))
        return [template for template in held if template is not None]

    def close(self) -> None:
        with self._lock:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _part(self, modality: Modality) -> Part:
        if not self._snapshot().enrolled.get(modality):
            raise ValueError(f"nobody is enrolled by {modality}")
        return self._parts[modality]

    def _snapshot(self) -> Known:
        return self._snapshot_and_gallery()[0]

    def _snapshot_and_gallery(self) -> tuple[Known, Gallery]:
        """Whom the gallery knows now."""
        with self._lock:
            try:
                gallery = self._gallery = self._gallery or self._open()
                revision = gallery.revision
                if self._known is None or self._known.revision != revision:
                    self._known = self._read(gallery, revision)
            except BaseException:
                self._drop()
                raise
            return self._known, gallery

    def _read(self, gallery: Gallery, revision: int) -> Known:
        for modality in {template.embedding.contract.modality for template in gallery.templates()}:
            if modality not in self._parts and modality in self._makers:
                self._parts[modality] = self._makers[modality]()
        enrolled: dict[Modality, dict[str, list[Embedding]]] = {}
        for modality, part in self._parts.items():
            if found := gallery.enrolled(part.contract):
                enrolled[modality] = {self._called(name): embeddings for name, embeddings in found.items()}
        names = {name for people in enrolled.values() for name in people}
        return Known(revision, tuple(sorted(names)), enrolled)

    def _called(self, name: str) -> str:
        """The name in the home file of somebody in the gallery; the same where it has none."""
        own = (one for one in self._people if key(name) in map(key, (one.name, *one.aliases)))
        return next((one.name for one in own), name)

    def _drop(self) -> None:
        if self._gallery is not None:
            self._gallery.close()
        self._gallery = self._known = None


def open_household(
    folder: Path | None = None, people: Sequence[Person] = (), threads: int = 1, faces: FaceSetting = "accurate"
) -> Household:
    """The household of a gallery, which is opened, with the weights that it needs, when first asked for.

    folder: of the gallery, the user's own if None. people: of the home file. What is wrong with the gallery
    (BiometricsError), or weights that cannot be had (ModelError), is raised by whatever is asked: first by `names`.
    """
    parts: dict[Modality, Callable[[], Part]] = {
        "voice": lambda: voice_part(threads),
        "face": lambda: face_part(faces, threads),
    }
    return Household(lambda: open_gallery(folder), parts, people)
