"""Identification: who of N is it, and is a stranger told from them? ISO/IEC 19795-1:2021, open set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ogam.lab.items import Dataset
from ogam.lab.measures.resampling import Floats
from ogam.lab.measures.thresholds import threshold_allowing
from ogam.lab.outcomes import Assessment, Curve, Figure, Outcome
from ogam.lab.protocols.cases import Case, cases_of, failures, recognizer_of
from ogam.lab.protocols.embeddings import embeddings_of
from ogam.lab.protocols.parts import Rows, Settings, judge, parts_of
from ogam.lab.protocols.scored import share_figure

RANK_ONE = "rank-1 identification rate"


@dataclass(frozen=True, slots=True)
class Identification:
    """Judges embeddings of voices and faces in a search. A share of the people, drawn, is left out of the gallery as
    strangers; of every other `enrolled` items, drawn, make the template, the rest are searches.

    false_positives: shares of strangers for whom somebody is named (FPIR) at which misses (FNIR) are told. A search
    without an embedding finds nobody; a person without one is not in the gallery, and is never found.
    """

    name: ClassVar[str] = "identification"
    task: ClassVar[str] = "voice embedding"
    strangers: float = 0.2
    enrolled: int = 1
    false_positives: Sequence[float] = (0.1, 0.01)
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        """Gallery and searches under the same condition; items of nobody known are left aside."""
        searches: list[Case] = []
        ranks: list[float] = []
        tops: list[float] = []
        known: list[bool] = []
        size = 0
        every = [case for case in cases_of(dataset, outcomes) if case.item.speaker]
        outside, enrolled = self._drawn(every, seed)
        for _, group in groupby(every, lambda case: case.condition):
            tried = list(group)
            vectors = embeddings_of(tried)
            gallery = _templates(tried, vectors, enrolled)
            size = max(size, len(gallery))
            for case in (case for case in tried if case.item.id not in enrolled):
                rank, top = _search(vectors.get(case.item.id), case.item.speaker, gallery)
                searches.append(case)
                ranks.append(rank)
                tops.append(top)
                known.append(case.item.speaker not in outside)
        rank_of, top_of, inside = np.array(ranks), np.array(tops), np.array(known, bool)
        parts = parts_of(searches)

        def measure(rows: Rows) -> list[Figure]:
            own, others = rows[inside[rows]], rows[~inside[rows]]
            found = share_figure(
                RANK_ONE, rank_of[own] == 1, parts.clusters(own), self.settings.replicates, seed, higher=True
            )
            for rate in self.false_positives:
                if len(own) and rate * len(others) >= 1:
                    missed = (rank_of[own] != 1) | (
                        top_of[own] < threshold_allowing(top_of[others], rate * len(others))
                    )
                    name = f"FNIR at {rate:g} FPIR"
                    found += share_figure(name, missed, parts.clusters(own), self.settings.replicates, seed)
            return found

        figures, worst = judge(parts, measure, RANK_ONE, self.settings)
        right = {case.key: float(rank == 1) for case, rank, own in zip(searches, ranks, known, strict=True) if own}
        about = [Figure("people in the gallery", size, size, "people", better="higher")] if size else []
        curves = _curves(rank_of[inside], top_of, inside, size) if inside.any() else ()
        every_figure = (*figures, *about, *failures(outcomes))
        return Assessment(recognizer_of(outcomes), every_figure, curves, right, worst=worst)

    def _drawn(self, cases: Sequence[Case], seed: int) -> tuple[set[str], set[str]]:
        """The strangers, and the items that enrol the others; those with no item left to search are strangers too."""
        random = np.random.default_rng(seed)
        items_of: dict[str, set[str]] = {}
        for case in cases:
            items_of.setdefault(case.item.speaker, set()).add(case.item.id)
        people = sorted(items_of)
        outside = set(random.permutation(people)[: round(self.strangers * len(people))].tolist())
        enrolled: set[str] = set()
        for person in people:
            items = sorted(items_of[person])
            if len(items) <= self.enrolled:
                outside.add(person)
            if person not in outside:
                enrolled.update(random.permutation(items)[: self.enrolled].tolist())
        return outside, enrolled


@dataclass(frozen=True, slots=True)
class FaceIdentification(Identification):
    """The same for faces."""

    name: ClassVar[str] = "face identification"
    task: ClassVar[str] = "face embedding"


def _templates(cases: Sequence[Case], vectors: Mapping[str, Floats], enrolled: set[str]) -> dict[str, Floats]:
    sums: dict[str, Floats] = {}
    for case in cases:
        if case.item.id in enrolled and case.item.id in vectors:
            vector = vectors[case.item.id]
            sums[case.item.speaker] = sums.get(case.item.speaker, np.zeros(len(vector))) + vector
    return {person: vector / (np.linalg.norm(vector) or 1.0) for person, vector in sums.items()}


def _search(vector: Floats | None, person: str, gallery: dict[str, Floats]) -> tuple[float, float]:
    """The rank of the person, infinite where they are not found, and the highest score. Equal ones: the worst."""
    if vector is None or not gallery:
        return np.inf, -np.inf
    scores = np.array([template @ vector for template in gallery.values()])
    if person not in gallery:
        return np.inf, float(scores.max())
    return float((scores >= gallery[person] @ vector).sum()), float(scores.max())


def _curves(ranks: Floats, tops: Floats, inside: NDArray[np.bool_], size: int) -> tuple[Curve, ...]:
    places = np.arange(1, size + 1, dtype=np.float64)
    found = np.array([np.mean(ranks <= place) for place in places])
    cmc = Curve("CMC", "all", places, found, ("rank", "share of people found up to it"))
    if inside.all():
        return (cmc,)
    thresholds = np.unique(tops[np.isfinite(tops)])
    positive = np.array([np.mean(tops[~inside] >= threshold) for threshold in thresholds])
    missed = np.array([np.mean((ranks != 1) | (tops[inside] < threshold)) for threshold in thresholds])
    return (cmc, Curve("FNIR by FPIR", "all", positive, missed, ("FPIR", "FNIR")))
