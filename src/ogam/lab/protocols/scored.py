"""Figures of scores by threshold, which several protocols share: each with its interval by speaker."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from ogam.lab.measures.resampling import FEWEST, NO_INTERVAL, Clusters, Floats, bootstrap, percentiles, share_interval
from ogam.lab.measures.thresholds import ErrorCurve, rank, thinned
from ogam.lab.outcomes import Curve, Figure

Statistic = Callable[[ErrorCurve], Floats]
RATES = ("false accept rate", "false reject rate")


def curve_figures(
    scores: Floats,
    same: NDArray[np.bool_],
    clusters: Clusters,
    statistics: Mapping[str, Statistic],
    replicates: int,
    seed: int,
    higher: frozenset[str] = frozenset(),
) -> list[Figure]:
    """One figure for each statistic of the error curve; none where there are trials of one kind only.

    higher: names of those for which more is better.
    """
    if not len(scores) or not 0 < same.sum() < len(same):
        return []
    ranked = rank(scores, same)
    curve = ranked.curve()
    intervals = [NO_INTERVAL] * len(statistics)
    if clusters.count >= FEWEST:

        def all_of(weights: Floats) -> Floats:
            drawn = ranked.curve(weights)
            return np.column_stack([statistic(drawn) for statistic in statistics.values()])

        values = bootstrap(clusters, all_of, replicates, seed)
        intervals = [percentiles(values[:, place]) for place in range(len(statistics))]
    return [
        Figure(
            name,
            float(statistic(curve)),
            len(scores),
            low=low,
            high=high,
            better="higher" if name in higher else "lower",
        )
        for (name, statistic), (low, high) in zip(statistics.items(), intervals, strict=True)
    ]


def share_figure(
    name: str, right: NDArray[np.bool_], clusters: Clusters, replicates: int, seed: int, *, higher: bool = False
) -> list[Figure]:
    """The share that is true, with its interval; no figure of nothing."""
    if not len(right):
        return []
    low, high = share_interval(right.astype(np.float64), clusters, replicates, seed)
    return [Figure(name, float(right.mean()), len(right), low=low, high=high, better="higher" if higher else "lower")]


def det_and_roc(scores: Floats, same: NDArray[np.bool_], name: str) -> list[Curve]:
    """Both curves, thinned for drawing."""
    if not 0 < same.sum() < len(same):
        return []
    curve = thinned(rank(scores, same).curve())
    return [
        Curve("DET", name, curve.false_accept, curve.false_reject, RATES),
        Curve("ROC", name, curve.false_accept, 1 - curve.false_reject, ("false accept rate", "true accept rate")),
    ]
