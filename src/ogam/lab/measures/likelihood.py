"""How good likelihood ratios and probabilities are: Cllr, minimal Cllr, calibration plots, expected calibration error.

Brümmer and du Preez, "Application-independent evaluation of speaker detection" (2006); Niculescu-Mizil and Caruana,
"Predicting good probabilities with supervised learning" (2005). Likelihood ratios are natural logarithms.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.biometrics.calibration import fit_logistic
from ogam.core import LabError
from ogam.lab.measures.resampling import Floats

BINS = 10
"""Of a calibration plot, each as wide as the others."""


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Of the bins that hold anything. said: mean probability; true: share that was right; weight: share of all."""

    said: Floats
    true: Floats
    weight: Floats

    @property
    def error(self) -> float:
        """The expected calibration error: how far what was said is from what was true, on average."""
        return float(np.sum(self.weight * np.abs(self.said - self.true)))


def cllr(ratios: Floats, same: NDArray[np.bool_], weights: Floats | None = None) -> Floats:
    """The cost of log-likelihood ratios in bits: 0 is perfect, 1 is as good as saying nothing.

    weights: how often each row counts, shape (draws, rows), for the bootstrap. Raises LabError for NaN, one kind only.
    """
    _both_kinds(ratios, same)
    costs = np.where(same, np.logaddexp(0, -ratios), np.logaddexp(0, ratios)) / np.log(2)
    counts = np.ones(len(ratios)) if weights is None else weights
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [counts[..., kind] @ costs[kind] / counts[..., kind].sum(axis=-1) for kind in (same, ~same)]
    return np.asarray(sum(means) / 2, np.float64)


def least_cllr(scores: Floats, same: NDArray[np.bool_]) -> float:
    """The Cllr that these scores would have if they were as well calibrated as their order allows (PAV)."""
    _both_kinds(scores, same)
    return float(cllr(optimal_ratios(scores, same), same))


def optimal_ratios(scores: Floats, same: NDArray[np.bool_]) -> Floats:
    """The log-likelihood ratios that pool-adjacent-violators gives, −inf and inf where one kind alone is left."""
    from scipy.optimize import isotonic_regression

    values, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    shares = np.bincount(places, same.astype(np.float64), len(values)) / counts
    chance = np.clip(isotonic_regression(shares, weights=counts).x, 0, 1)[places]
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(chance) - np.log1p(-chance) - np.log(same.sum() / (~same).sum()), np.float64)


def cross_calibrated(scores: Floats, same: NDArray[np.bool_], halves: NDArray[np.intp]) -> Floats:
    """Log-likelihood ratios of scores, by a logistic regression that is fitted on the other half. Shape (rows,).

    halves: 0 or 1 for trials among the people of one half; −1 for trials between them, which get NaN. All are NaN where
    a half has not both kinds.
    """
    ratios = np.full(len(scores), np.nan)
    for half in (0, 1):
        fitted, wanted = halves == 1 - half, halves == half
        if not 0 < same[fitted].sum() < fitted.sum():
            return np.full(len(scores), np.nan)
        middle, spread = scores[fitted].mean(), scores[fitted].std() or 1.0
        inputs = np.column_stack([np.ones(len(scores)), (scores - middle) / spread])
        offset_and_slope = fit_logistic(inputs[fitted], same[fitted].astype(np.float64))
        ratios[wanted] = inputs[wanted] @ offset_and_slope
    return ratios


def probabilities(ratios: Floats, prior: float = 0.5) -> Floats:
    """What log-likelihood ratios make of a prior probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(ratios + np.log(prior / (1 - prior)), -700, 700))), np.float64)


def reliability(said: Floats, true: NDArray[np.bool_], weights: Floats | None = None, bins: int = BINS) -> Reliability:
    """The points of a calibration plot. said: probabilities, shape (rows,). Raises LabError outside 0 to 1."""
    if not len(said) or not np.all((said >= 0) & (said <= 1)):
        raise LabError("a calibration plot needs probabilities, numbers from 0 to 1.")
    counts = np.ones(len(said)) if weights is None else weights
    places = np.minimum((said * bins).astype(np.intp), bins - 1)
    sums = np.bincount(places, counts, bins)
    kept = sums > 0
    means = [
        np.bincount(places, counts * values, bins)[kept] / sums[kept] for values in (said, true.astype(np.float64))
    ]
    return Reliability(means[0], means[1], sums[kept] / sums.sum())


def balanced(same: NDArray[np.bool_]) -> Floats:
    """Weights by which both kinds count the same."""
    return np.asarray(np.where(same, 0.5 / same.sum(), 0.5 / (~same).sum()), np.float64)


def _both_kinds(scores: Floats, same: NDArray[np.bool_]) -> None:
    if np.isnan(scores).any():
        raise LabError("likelihood ratios must be numbers, and some are not (NaN).")
    if not 0 < same.sum() < len(same):
        raise LabError("Cllr needs trials of both kinds: of the same and of others.")
