"""The bootstrap by speaker: intervals that know that one person's outcomes resemble each other.

People are drawn with replacement, with all that is theirs (cluster bootstrap: Field and Welsh, 2007). A trial of two
people counts as often as both were drawn: the product of the two (Snijders and Borgatti, 1999; for verification Bolle,
Ratha and Pankanti's subsets, 2004); a trial of one person with themselves as often as that person was. Intervals are
percentiles of what the draws give.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.lab.measures.intervals import LEVEL, wilson

Floats = NDArray[np.float64]
Interval = tuple[float, float] | tuple[None, None]
NO_INTERVAL: Interval = (None, None)
CHUNK = 4_000_000
"""Weights that are held at a time: 32 MB."""
FEWEST = 2
"""Of one person alone it is not known how people differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Whose each row is. first, second: numbers of people, 0 to count − 1, shape (rows,); the same twice where a row is
    of one person."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    count: int


def clusters_of(
    first: Sequence[str] | NDArray[np.str_], second: Sequence[str] | NDArray[np.str_] | None = None
) -> Clusters:
    """Clusters from names, shape (rows,) each."""
    names = np.asarray(first, dtype=np.str_)
    others = names if second is None else np.asarray(second, dtype=np.str_)
    people, places = np.unique(np.concatenate([names, others]), return_inverse=True)
    return Clusters(places[: len(names)], places[len(names) :], len(people))


def draws(count: int, replicates: int, seed: int) -> Floats:
    """How often each of `count` people is drawn, shape (replicates, count)."""
    random = np.random.default_rng(seed)
    return random.multinomial(count, np.full(count, 1 / count), size=replicates).astype(np.float64)


def weights(clusters: Clusters, replicates: int, seed: int) -> Iterator[Floats]:
    """How often each row counts, in pieces of shape (some replicates, rows)."""
    drawn = draws(clusters.count, replicates, seed)
    step = max(1, CHUNK // max(1, len(clusters.first)))
    own = clusters.first == clusters.second
    for start in range(0, replicates, step):
        part = drawn[start : start + step]
        yield np.where(own, part[:, clusters.first], part[:, clusters.first] * part[:, clusters.second])


def bootstrap(clusters: Clusters, statistic: Callable[[Floats], Floats], replicates: int, seed: int) -> Floats:
    """What a statistic of weights (some replicates, rows) gives for each draw; its first axis is that of the draws."""
    return np.concatenate([statistic(part) for part in weights(clusters, replicates, seed)])


def ratio_interval(
    numerators: Floats, denominators: Floats, clusters: Clusters, replicates: int, seed: int
) -> Interval:
    """For Σ numerators / Σ denominators, both of shape (rows,), each row of one person."""
    if clusters.count < FEWEST:
        return NO_INTERVAL
    above = np.bincount(clusters.first, numerators, clusters.count)
    below = np.bincount(clusters.first, denominators, clusters.count)
    drawn = draws(clusters.count, replicates, seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        return percentiles((drawn @ above) / (drawn @ below))


def share_interval(right: Floats, clusters: Clusters, replicates: int, seed: int) -> Interval:
    """For the share of rows that are 1 rather than 0.

    Wilson's where every row is of another person, and, with as many outcomes as there are people, where all are alike
    and drawing them again tells nothing.
    """
    if clusters.count == len(right):
        return wilson(float(right.sum()), len(right))
    if clusters.count < FEWEST:
        return NO_INTERVAL
    if right.min() == right.max():
        return wilson(clusters.count * float(right[0]), clusters.count)
    return ratio_interval(right, np.ones(len(right)), clusters, replicates, seed)


def percentiles(values: Floats) -> Interval:
    """The middle 95 % of values, shape (draws,). None where all are the same, or where fewer than half of the draws
    gave one: the draws then say nothing of how sure the figure is."""
    known = values[np.isfinite(values)]
    if len(known) * 2 < len(values) or not len(known) or known.min() == known.max():
        return NO_INTERVAL
    low, high = np.percentile(known, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return float(low), float(high)
