"""Faces: is it told who is the same person and who is not, in pairs of pictures, and how quickly?"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any, Protocol

import numpy as np

from ogam.biometrics import Embedding, FaceEmbedder, FaceSetting, decide, load_face_embedder, similarity
from ogam.biometrics.parts import Part, face_part
from ogam.core import Image, OgamError, QualityError
from ogam.lab.metrics import area_under_curve, equal_error_rate, spread, true_accept_at
from ogam.lab.trials import Track, silently
from ogam.vision import Face, read_image

FALSE_ACCEPT = 0.01
GALLERY = 100
"""People among whom each picture is looked for while it is timed."""
NEVER = -1e9
"""Score of a pair with a picture in which no face was found: it is always refused."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures, by name, and whether they are of the same person. row: of the table, from 0."""

    one: str
    other: str
    same: bool
    row: int


Seen = Any
"""What a system makes of a face, for itself alone."""


class FaceSystem(Protocol):
    """What is measured. embed: a picture of one person, in its middle: the face found, cut out upright and embedded;
    None if there is no face that can be used. match: which of a gallery it is, by number, None for nobody of them."""

    def embed(self, image: Image) -> Seen | None: ...

    def score(self, one: Seen, other: Seen) -> float: ...

    def match(self, probe: Seen, gallery: Sequence[Seen]) -> int | None: ...


@dataclass(frozen=True, slots=True)
class OgamFaces:
    """Ogam itself: a match is what a household concludes, with the probability of each and of nobody."""

    part: Part
    embedder: FaceEmbedder

    def embed(self, image: Image) -> Embedding | None:
        faces = self.embedder.detector.detect(image)
        try:
            return self.embedder.embed_face(image, central(image, faces)) if faces else None
        except QualityError:
            return None

    def score(self, one: Embedding, other: Embedding) -> float:
        return similarity(one, other)

    def match(self, probe: Embedding, gallery: Sequence[Embedding]) -> int | None:
        people = {str(number): [template] for number, template in enumerate(gallery)}
        even = dict.fromkeys(people, 0.5 / len(people))
        found = decide([self.part.evidence(probe, people)], even, 0.5).person
        return None if found is None else int(found)


def build_ogam_faces(setting: FaceSetting, threads: int) -> OgamFaces:
    """Ogam's own, as it ships."""
    part = face_part(setting, threads)
    return OgamFaces(part, part.embedder or load_face_embedder(setting, threads))


def central(image: Image, faces: Sequence[Face]) -> Face:
    """The face that is nearest to the middle of a picture: it is the person whom the picture is named for."""
    height, width = image.pixels.shape[:2]

    def distance(face: Face) -> float:
        x, y = face.box.left + face.box.width / 2, face.box.top + face.box.height / 2
        return float(np.hypot(x - width / 2, y - height / 2))

    return min(faces, key=distance)


def measure_faces(
    folder: Path, build: Callable[[], FaceSystem], limit: int | None = None, track: Track[str] = silently
) -> dict[str, Any]:
    """Figures of a folder with `pairs.tsv` and `images/`; the first `limit` pairs by name.

    A picture in which no face is found counts: its pairs are refused. ms: median wall time from a picture in memory to
    who of a gallery of `GALLERY` people it shows, if anybody: finding, aligning, embedding, matching; cpu_ms: the same
    on the processor's clock, for machines that are busy; match_ms: the matching alone. The gallery is the first picture
    of each of the first people by name. odd_rows: figures of every other pair of the table alone; what was chosen by
    looking at pairs, by the others.
    """
    pairs = read_pairs(folder, limit)
    system = build()
    names = sorted({name for pair in pairs for name in (pair.one, pair.other)})
    gallery = gallery_of(folder, names, system)
    embeddings: dict[str, Seen | None] = {}
    wall, cpu, matching = [], [], []
    for name in track(names, "looking"):
        image = read_image(folder / "images" / name)
        began, began_cpu = perf_counter(), thread_time()
        found = embeddings[name] = system.embed(image)
        embedded = perf_counter()
        if found is not None and gallery:
            system.match(found, gallery)
        cpu.append(thread_time() - began_cpu)
        wall.append(perf_counter() - began)
        matching.append(perf_counter() - embedded)
    scores = [score_of(pair, embeddings, system) for pair in pairs]
    return {
        "n": len(pairs),
        **figures_of(pairs, scores),
        "failures_to_enrol": sum(embedding is None for embedding in embeddings.values()),
        "ms": spread(wall)["median"],
        "ms_p95": spread(wall)["p95"],
        "cpu_ms": spread(cpu)["median"],
        "match_ms": round(float(np.median(matching)) * 1_000, 3),
        "gallery": len(gallery),
        "odd_rows": figures_of(pairs, scores, lambda pair: pair.row % 2 == 1),
    }


def gallery_of(folder: Path, names: Sequence[str], system: FaceSystem) -> list[Seen]:
    """One of each person; pictures are named PERSON_NUMBER."""
    firsts = {name.rsplit("_", 1)[0]: name for name in reversed(names)}
    chosen = sorted(firsts.values())[:GALLERY]
    seen = (system.embed(read_image(folder / "images" / name)) for name in chosen)
    return [one for one in seen if one is not None]


def times_faster(own: Mapping[str, Any], peer: Mapping[str, Any]) -> dict[str, float]:
    """How many times longer the peer takes for a picture, by the clock on the wall and by the processor's."""
    return {name: round(peer[name] / max(own[name], 1e-9), 2) for name in ("ms", "cpu_ms")}


def score_of(pair: Pair, embeddings: Mapping[str, Seen | None], system: FaceSystem) -> float:
    one, other = embeddings[pair.one], embeddings[pair.other]
    return NEVER if one is None or other is None else system.score(one, other)


def figures_of(
    pairs: Sequence[Pair], scores: Sequence[float], counts: Callable[[Pair], bool] = lambda _: True
) -> dict[str, float]:
    """How well scores tell pairs of one person from pairs of two, of those that count; empty if a kind is missing."""
    same = [score for pair, score in zip(pairs, scores, strict=True) if pair.same and counts(pair)]
    different = [score for pair, score in zip(pairs, scores, strict=True) if not pair.same and counts(pair)]
    if not same or not different:
        return {}
    return {
        "auc": round(area_under_curve(same, different), 4),
        "eer": round(equal_error_rate(same, different), 4),
        "tar_at_far_1pct": round(true_accept_at(FALSE_ACCEPT, same, different), 4),
    }


def read_pairs(folder: Path, limit: int | None = None) -> list[Pair]:
    """The pairs of `pairs.tsv` (columns a, b, same), by name. Raises OgamError if it is not such a table, or
    holds one kind of pairs only."""
    path = folder / "pairs.tsv"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t"))
        labels = {"1": True, "0": False}
        pairs = [Pair(row["a"], row["b"], labels[row["same"]], place) for place, row in enumerate(rows)]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise OgamError(
            f"{path}: cannot be read ({error}). It is a table of the columns a, b and same (1 or 0), with tabs."
        ) from error
    chosen = sorted(pairs, key=lambda pair: (pair.one, pair.other))[:limit]
    if len({pair.same for pair in chosen}) < 2:
        raise OgamError(f"{path}: pairs of the same person and pairs of two people are needed. Take more of them.")
    return chosen
