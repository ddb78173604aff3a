"""Is one recogniser better than another, or was it luck? Both are asked about the same cases.

Paired bootstrap: Bisani and Ney, "Bootstrap estimates for confidence intervals in ASR performance evaluation" (2004),
drawing whole speakers. McNemar (1947), exact for every number of cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ogam.core import LabError
from ogam.lab.measures.resampling import clusters_of, draws, percentiles
from ogam.lab.outcomes import Assessment


@dataclass(frozen=True, slots=True)
class Difference:
    """Of the means of `right`: second minus first, above 0 where the second is better.

    low, high: 95 % interval, None with fewer than two people or where nothing differs; p: how often luck alone would
    give as large a difference, both ways; count: of shared cases; people: that were drawn.
    """

    value: float
    low: float | None
    high: float | None
    p: float
    count: int
    people: int


@dataclass(frozen=True, slots=True)
class McNemar:
    """first_only, second_only: cases that only one of them had right; p: of the exact two-sided test."""

    first_only: int
    second_only: int
    p: float


def paired_bootstrap(
    first: Assessment, second: Assessment, clusters: Mapping[str, str], seed: int, replicates: int = 10_000
) -> Difference:
    """clusters: case → speaker; a case of nobody known is one of its own. Only cases that both were asked count.

    Raises LabError where they share none.
    """
    keys = _shared(first, second)
    differences = np.array([second.right[key] - first.right[key] for key in keys])
    people = clusters_of([clusters.get(key, f"case {key}") for key in keys])
    value = float(differences.mean())
    if people.count < 2:
        return Difference(value, None, None, 1.0, len(keys), people.count)
    drawn = draws(people.count, replicates, seed)
    means = (drawn @ np.bincount(people.first, differences, people.count)) / (drawn @ np.bincount(people.first))
    low, high = percentiles(means)
    tail = min(int((means <= 0).sum()), int((means >= 0).sum()))
    return Difference(value, low, high, min(1.0, 2 * (tail + 1) / (replicates + 1)), len(keys), people.count)


def mcnemar(first: Assessment, second: Assessment) -> McNemar:
    """Cases as independent ones, right where `right` is 1 (or 0 for error rates given as negative numbers' best).

    Raises LabError where they share no case, or where `right` is not only 1 and 0.
    """
    from scipy.special import bdtr

    keys = _shared(first, second)
    if any(one.right[key] not in (0, 1) for one in (first, second) for key in keys):
        raise LabError("McNemar's test is for what is right or wrong; take the paired bootstrap for degrees.")
    first_only = sum(first.right[key] > second.right[key] for key in keys)
    second_only = sum(first.right[key] < second.right[key] for key in keys)
    differing = first_only + second_only
    p = min(1.0, 2 * float(bdtr(min(first_only, second_only), differing, 0.5))) if differing else 1.0
    return McNemar(first_only, second_only, p)


def _shared(first: Assessment, second: Assessment) -> list[str]:
    keys = sorted(first.right.keys() & second.right.keys())
    if not keys:
        raise LabError(f"{first.recognizer} and {second.recognizer} were not asked about the same cases.")
    return keys
