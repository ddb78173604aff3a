"""Errors by threshold: how many of the same are refused and how many others accepted, and the figures made of it.

A score at the threshold is accepted. Rates may have an axis of bootstrap draws before that of the thresholds, so that
each figure is made of all draws at once. Sources: ISO/IEC 19795-1:2021 (rates, DET); NIST SRE evaluation plans
(detection cost); sources by figure in docs/metrics.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import LabError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ErrorCurve:
    """thresholds: shape (points,), the lowest first, the last one infinite: it refuses everything.

    false_reject, false_accept: shape (points,), or (draws, points); NaN for a draw that has none of one kind.
    """

    thresholds: Floats
    false_reject: Floats
    false_accept: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Trials in the order of their scores. order: of rows; starts: at which place each distinct score begins."""

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    thresholds: Floats
    same: Floats

    def curve(self, weights: Floats | None = None) -> ErrorCurve:
        """weights: how often each row counts, shape (draws, rows) or (rows,); once if None."""
        counts = np.ones(len(self.order)) if weights is None else weights[..., self.order]
        inside, outside = counts * self.same, counts * (1 - self.same)
        with np.errstate(invalid="ignore", divide="ignore"):
            below, of = self._below(outside)
            return ErrorCurve(self.thresholds, np.divide(*self._below(inside)), (of - below) / of)

    def _below(self, counts: Floats) -> tuple[Floats, Floats]:
        """Counts below each threshold, and of all. Shares are made of counts, so that 1 of 100 is just 0.01."""
        sums = np.cumsum(counts, axis=-1)
        padded = np.concatenate([np.zeros_like(sums[..., :1]), sums], axis=-1)
        return padded[..., self.starts], sums[..., -1:]


def rank(scores: Floats, same: NDArray[np.bool_]) -> Ranked:
    """Trials ranked. scores: shape (rows,), −inf for what gave none; same: whether each is what was asked for.

    Raises LabError for a score that is no number, and where there are only trials of one kind.
    """
    if np.isnan(scores).any():
        raise LabError(f"{int(np.isnan(scores).sum())} of {len(scores)} scores are no numbers (NaN).")
    if not 0 < same.sum() < len(same):
        raise LabError("error rates need scores of both kinds: of the same and of others.")
    order = np.argsort(scores, kind="stable")
    ordered = scores[order]
    starts = np.concatenate([[0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1])
    ends = np.concatenate([starts, [len(ordered)]])
    return Ranked(order, ends, np.concatenate([ordered[starts], [np.inf]]), same[order].astype(np.float64))


def error_curve(scores: Floats, same: NDArray[np.bool_]) -> ErrorCurve:
    """The curve of all trials."""
    return rank(scores, same).curve()


def equal_error_rate(curve: ErrorCurve) -> Floats:
    """Where both rates are the same on the ROC, drawn as straight lines from threshold to threshold. Shape: (draws)."""
    rejected, accepted = np.atleast_2d(curve.false_reject), np.atleast_2d(curve.false_accept)
    difference = rejected - accepted  # rises from −1 to 1
    before = np.maximum((difference <= 0).sum(axis=-1) - 1, 0)
    rows = np.arange(len(difference))
    after = np.minimum(before + 1, difference.shape[1] - 1)
    low, high = difference[rows, before], difference[rows, after]
    with np.errstate(invalid="ignore", divide="ignore"):
        way = np.where(low == 0, 0.0, -low / (high - low))
    rate = rejected[rows, before] + way * (rejected[rows, after] - rejected[rows, before])
    return _as_given(rate, curve)


def least_detection_cost(curve: ErrorCurve, prior: float) -> Floats:
    """The least cost that any threshold gives (NIST's minDCF), both errors equally dear. 1: refusing or accepting all.

    prior: how likely it is beforehand that a trial is of the same.
    """
    return np.asarray(detection_cost(curve.false_reject, curve.false_accept, prior).min(axis=-1))


def detection_cost(false_reject: Floats | float, false_accept: Floats | float, prior: float) -> Floats:
    """The cost of two rates, as a share of what it costs to decide without looking."""
    return np.asarray((prior * false_reject + (1 - prior) * false_accept) / min(prior, 1 - prior))


def true_accept_at(curve: ErrorCurve, false_accept: float) -> Floats:
    """The largest share of the same accepted by a threshold that accepts at most this share of others."""
    allowed = np.where(curve.false_accept <= false_accept, 1 - curve.false_reject, -np.inf)
    return np.where(np.isnan(curve.false_accept).any(axis=-1), np.nan, allowed.max(axis=-1))


def false_accept_at(curve: ErrorCurve, false_reject: float) -> Floats:
    """The least share of others accepted by a threshold that refuses at most this share of the same."""
    allowed = np.where(curve.false_reject <= false_reject, curve.false_accept, np.inf)
    return np.where(np.isnan(curve.false_reject).any(axis=-1), np.nan, allowed.min(axis=-1))


def threshold_allowing(others: Floats, allowed: float) -> float:
    """The least score that at most `allowed` of these scores reach; below every finite score where all of them may."""
    ordered = np.sort(others)[::-1]
    return -np.finfo(np.float64).max if len(ordered) <= allowed else float(np.nextafter(ordered[int(allowed)], np.inf))


def thinned(curve: ErrorCurve, points: int = 1_000) -> ErrorCurve:
    """At most about so many points, spread evenly over both rates: for drawing."""
    if len(curve.thresholds) <= points:
        return curve
    steps = np.abs(np.diff(curve.false_reject)) + np.abs(np.diff(curve.false_accept))
    way = np.concatenate([[0.0], np.cumsum(steps)])
    kept = np.unique(np.searchsorted(way, np.linspace(0, way[-1], points)).clip(0, len(way) - 1))
    return ErrorCurve(curve.thresholds[kept], curve.false_reject[kept], curve.false_accept[kept])


def _as_given(values: Floats, curve: ErrorCurve) -> Floats:
    return values if curve.false_reject.ndim == 2 else np.asarray(values[0])
