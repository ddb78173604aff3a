"""Parts: every figure for all, for each condition and for each group, and the group that fares worst."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ogam.lab.measures.resampling import Clusters, clusters_of
from ogam.lab.outcomes import Figure
from ogam.lab.protocols.cases import Case

Rows = NDArray[np.intp]
TOO_SMALL = "group too small to judge"


@dataclass(frozen=True, slots=True)
class Settings:
    """How figures are made. smallest_group, fewest_people: smaller groups are listed, not judged, so that none is the
    worst by chance; replicates: draws of the bootstrap."""

    smallest_group: int = 30
    fewest_people: int = 3
    replicates: int = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Which rows belong where. groups: by key, "" where unknown; first, second: whose each row is. Shape (rows,)."""

    conditions: NDArray[np.str_]
    groups: Mapping[str, NDArray[np.str_]]
    first: NDArray[np.str_]
    second: NDArray[np.str_]

    def clusters(self, rows: Rows) -> Clusters:
        return clusters_of(self.first[rows], self.second[rows])


def parts_of(cases: Sequence[Case]) -> Parts:
    """One row a case."""
    keys = sorted({key for case in cases for key in case.item.groups})
    groups = {key: np.array([case.item.groups.get(key, "") for case in cases], np.str_) for key in keys}
    people = np.array([case.speaker for case in cases], np.str_)
    return Parts(np.array([case.condition for case in cases], np.str_), groups, people, people)


def judge(
    parts: Parts, measure: Callable[[Rows], list[Figure]], primary: str, settings: Settings
) -> tuple[list[Figure], Figure | None]:
    """The figures of all, each condition and each group, and `primary` of the group that fares worst."""
    everything = np.arange(len(parts.conditions))
    if not len(everything):
        return [], None
    figures = measure(everything)
    conditions = sorted(set(parts.conditions.tolist()))
    for condition in conditions if len(conditions) > 1 else []:
        figures += [replace(f, condition=condition) for f in measure(np.flatnonzero(parts.conditions == condition))]
    judged: list[Figure] = []
    for name, rows in _groups(parts):
        people = parts.clusters(rows).count
        if len(rows) < settings.smallest_group or people < settings.fewest_people:
            figures.append(Figure(TOO_SMALL, len(rows), people, "items", group=name))
        else:
            judged += [replace(figure, group=name) for figure in measure(rows)]
    return figures + judged, _worst([figure for figure in judged if figure.name == primary])


def _groups(parts: Parts) -> Iterator[tuple[str, Rows]]:
    for key, labels in parts.groups.items():
        for label in sorted(set(labels.tolist()) - {""}):
            yield f"{key}={label}", np.flatnonzero(labels == label)


def _worst(figures: Sequence[Figure]) -> Figure | None:
    if not figures:
        return None
    return max(figures, key=lambda figure: figure.value if figure.better == "lower" else -figure.value)
