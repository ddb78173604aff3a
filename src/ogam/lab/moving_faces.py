"""Moving faces: what following, recognising and watching people before a camera takes of a processor's core.

The films are put together: photographs of people move about slowly on a grey wall.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from ogam.biometrics import Embedding, Evidence, FaceSetting, FaceTrack, Modality, Situation, decide
from ogam.biometrics.parts import Part, face_part
from ogam.biometrics.situation import priors
from ogam.core import BiometricsError, Identity, Image, OgamError, QualityError
from ogam.hub import MovingFaces
from ogam.lab.faces import GALLERY, central
from ogam.liveness import load_active_speaker
from ogam.vision import Face, load_faces, read_image

SIZE = (640, 480)
SIDE = 200
"""Pixels of a photograph in the film; its face is about 85 wide."""
SWAY = 25.0
"""Pixels by which a photograph moves either way, in `PERIOD` seconds."""
PERIOD = 4.0


@dataclass(frozen=True, slots=True)
class KnownFaces:
    """Everybody of a gallery, without a file: what `FaceTracks` asks. people: what is enrolled of each."""

    part: Part
    people: Mapping[str, Sequence[Embedding]]

    def knows(self, modality: Modality) -> bool:
        return modality == "face" and bool(self.people)

    def embed_face(self, image: Image, face: Face) -> Embedding:
        if self.part.embedder is None:
            raise BiometricsError("this part has nothing to embed faces with")
        return self.part.embedder.embed_face(image, face)

    def weigh(self, embedding: Embedding, time: float = 0.0, source: str = "") -> Evidence:
        return self.part.evidence(embedding, self.people, time, source)

    def likeness(self, one: Embedding, other: Embedding) -> float:
        return self.part.likeness(one, other)

    def conclude(self, evidence: Sequence[Evidence], situation: Situation) -> Identity:
        return decide(evidence, *priors(situation, tuple(self.people)))


def measure_moving_faces(
    folder: Path, people: int = 1, rate: float = 5.0, seconds: float = 20.0, setting: FaceSetting = "fast"
) -> dict[str, Any]:
    """What a film of so many people takes: at 640 × 480, `rate` pictures a second, in a gallery of 100.

    folder: with `images/PERSON_NUMBER.jpg`. core_share: of one core, in real time, taking the pictures not included;
    ms_a_picture: median; slowest_ms: of the picture that took longest, the first (which warms up) left out; anew_ms:
    what finding and recognising everybody anew takes in each picture. tracks: how many were seen in all; named: how
    many are named right at the end.
    Raises OgamError for a folder with too few people.
    """
    known, actors = _cast(folder, people, setting)
    faces = MovingFaces(load_faces(), known, speaker=load_active_speaker())
    spent, ids = list[float](), set[int]()
    last: tuple[FaceTrack, ...] = ()
    for image in film(list(actors.values()), rate, seconds):
        began = process_time()
        last = faces.see(image)
        spent.append(process_time() - began)
        ids |= {track.id for track in last}
    named = {track.person for track in last} & actors.keys()
    return {
        "people": people,
        "pictures_a_second": rate,
        "core_share": round(float(np.sum(spent[1:])) / (len(spent) - 1) * rate, 4),
        "ms_a_picture": round(float(np.median(spent[1:])) * 1_000, 2),
        "slowest_ms": round(max(spent[1:]) * 1_000, 1),
        "anew_ms": round(_anew(known.part, film(list(actors.values()), rate, 2.0)) * 1_000, 2),
        "tracks": len(ids),
        "named": len(named),
    }


def _anew(part: Part, pictures: Iterator[Image]) -> float:
    """Seconds, median."""
    spent = []
    for image in pictures:
        began = process_time()
        part.embed(image)
        spent.append(process_time() - began)
    return float(np.median(spent))


def film(actors: Sequence[NDArray[np.uint8]], rate: float, seconds: float) -> Iterator[Image]:
    """Square photographs that move about side by side. Three are as many as there is room for."""
    wall = np.random.default_rng(0).integers(105, 120, (SIZE[1], SIZE[0], 3)).astype(np.uint8)
    for number in range(round(seconds * rate)):
        time, pixels = number / rate, wall.copy()
        for place, actor in enumerate(actors):
            phase = 2 * np.pi * time / PERIOD + place
            left = round((place + 0.5) * SIZE[0] / len(actors) - SIDE / 2 + SWAY / 2 * np.sin(phase))
            top = round((SIZE[1] - SIDE) / 2 + SWAY * np.cos(phase))
            left = min(max(left, 0), SIZE[0] - SIDE)
            pixels[top : top + SIDE, left : left + SIDE] = actor
        yield Image(pixels, time, "film")


def _cast(folder: Path, people: int, setting: FaceSetting) -> tuple[KnownFaces, dict[str, NDArray[np.uint8]]]:
    """A gallery, and who of it plays: another photograph of each than the one that is enrolled."""
    by_person: dict[str, list[Path]] = {}
    for path in sorted((folder / "images").glob("*.jpg")):
        by_person.setdefault(path.name.rsplit("_", 1)[0], []).append(path)
    several = [person for person, paths in by_person.items() if len(paths) > 1]
    if len(several) < people:
        raise OgamError(f"{folder}: {people} people with two pictures each are needed, as images/PERSON_NUMBER.jpg.")
    part = face_part(setting)
    others = [person for person in by_person if person not in several[:people]]
    enrolled = {}
    for person in [*several[:people], *others][:GALLERY]:
        if (found := _enrolled(part, read_image(by_person[person][0]))) is not None:
            enrolled[person] = [found]
    actors = {person: _square(read_image(by_person[person][1])) for person in several[:people]}
    return KnownFaces(part, enrolled), actors


def _enrolled(part: Part, image: Image) -> Embedding | None:
    if part.embedder is None:
        return None
    faces = part.embedder.detector.detect(image)
    try:
        return part.embedder.embed_face(image, central(image, faces)) if faces else None
    except QualityError:
        return None


def _square(image: Image) -> NDArray[np.uint8]:
    return np.asarray(Pillow.fromarray(image.pixels).resize((SIDE, SIDE), Pillow.Resampling.LANCZOS))
