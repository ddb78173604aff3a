"""Calibration: from a score to what it is worth, under the circumstances in which it was made.

Two things are fitted on scores of people with themselves and with others. The logarithm of the likelihood ratio, by
logistic regression (Brümmer and du Preez, "Application-independent evaluation of speaker detection", 2006): how much
likelier the score is if it is the same person. And how strangers' scores are spread, so that a threshold can be chosen
from the share of strangers who may pass. Both depend on circumstances such as the length of the probe: a short one
makes strangers more alike. It knows only numbers: voices and faces use it in the same way.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import BiometricsError

Circumstances = Mapping[str, float]
"""Figures by name that tell how hard the comparison was, such as {"shortness": 0.7}."""
Floats = NDArray[np.float64]

SHARES = (0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001)
"""Shares of strangers for which the calibration knows what their scores exceed."""
RIDGE = 1e-3
"""Pull of the weights towards zero."""


@dataclass(frozen=True, slots=True)
class Trials:
    """Scores of which it is known whether they are of the same person. All of shape (trials,)."""

    scores: Floats
    same: NDArray[np.bool_]
    circumstances: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Scale:
    """A calibration under circumstances that many scores share.

    offset, slope: of the logarithm of the likelihood ratio; mean, spread: of strangers' scores; tail: see Calibration.
    """

    offset: float
    slope: float
    mean: float
    spread: float
    tail: tuple[tuple[float, float], ...]

    def log_likelihood_ratio(self, score: float) -> float:
        """Natural logarithm of how much likelier the score is for the same person than for another."""
        return self.offset + self.slope * score

    def false_accept_share(self, score: float) -> float:
        """The share of strangers who would score as high: `score` is the threshold for that share.

        1 where it is more than the largest share that is known (0.1): nobody is accepted there anyway.
        """
        deviation = (score - self.mean) / self.spread
        if deviation < self.tail[0][1]:
            return 1.0
        logs = -np.log([share for share, _ in self.tail])
        deviations = np.array([value for _, value in self.tail])
        if deviation <= deviations[-1]:
            return float(np.exp(-np.interp(deviation, deviations, logs)))
        rise = (logs[-1] - logs[-2]) / (deviations[-1] - deviations[-2])
        return float(np.exp(-logs[-1] - rise * (deviation - deviations[-1])))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted. Weights belong to a constant and to each of `names`, in that order.

    Strangers' scores have the mean `strangers_mean` and the standard deviation exp(`strangers_spread`); `tail` says for
    a share of strangers by how many deviations the mean is exceeded. The logarithm of the likelihood ratio is `offset`
    + `slope` × score, each a weighted sum. ranges: of the circumstances that were seen; others are taken as the nearest
    that was.
    """

    names: tuple[str, ...]
    ranges: tuple[tuple[float, float], ...]
    strangers_mean: tuple[float, ...]
    strangers_spread: tuple[float, ...]
    tail: tuple[tuple[float, float], ...]
    offset: tuple[float, ...]
    slope: tuple[float, ...]
    false_accepts: float = 0.01
    fitted_on: str = field(default="")

    def log_likelihood_ratio(self, score: float, circumstances: Circumstances) -> float:
        """Natural logarithm of how much likelier the score is for the same person than for another."""
        return self.under(circumstances).log_likelihood_ratio(score)

    def under(self, circumstances: Circumstances) -> Scale:
        """What scores are worth under these circumstances: for many, that is quicker than one by one."""
        x = self._inputs(circumstances)
        slope, spread = max(float(x @ self.slope), 0.0), float(np.exp(x @ self.strangers_spread))
        return Scale(float(x @ self.offset), slope, float(x @ self.strangers_mean), spread, self.tail)

    def threshold(self, circumstances: Circumstances, false_accepts: float | None = None) -> float:
        """The least score to accept, so that the wanted share of strangers passes.

        false_accepts: that share, above 0 and up to 0.1; `self.false_accepts` if None. Below the least share that was
        seen, the threshold goes on rising as it did last.
        """
        share = self.false_accepts if false_accepts is None else false_accepts
        if not 0 < share <= SHARES[0]:
            raise ValueError(f"the wanted share of false accepts must be above 0 and at most {SHARES[0]}, not {share}")
        x = self._inputs(circumstances)
        return float(x @ self.strangers_mean + np.exp(x @ self.strangers_spread) * self._deviations(share))

    def false_accept_share(self, score: float, circumstances: Circumstances) -> float:
        """The share of strangers who would score as high, see `Scale`."""
        return self.under(circumstances).false_accept_share(score)

    def _deviations(self, share: float) -> float:
        logs = -np.log([known for known, _ in self.tail])
        deviations = np.array([value for _, value in self.tail])
        wanted = -np.log(share)
        if wanted <= logs[-1]:
            return float(np.interp(wanted, logs, deviations))
        rise = (deviations[-1] - deviations[-2]) / (logs[-1] - logs[-2])
        return float(deviations[-1] + rise * (wanted - logs[-1]))

    def _inputs(self, circumstances: Circumstances) -> Floats:
        try:
            known = [circumstances[name] for name in self.names]
        except KeyError as error:
            raise ValueError(f"the calibration needs the circumstance {error}") from None
        bounded = [min(max(value, low), high) for value, (low, high) in zip(known, self.ranges, strict=True)]
        return np.array([1.0, *bounded])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Calibration":
        """Raises KeyError, TypeError or ValueError for what is no calibration."""
        names = tuple(str(name) for name in data["names"])
        weights = {
            name: tuple(float(value) for value in data[name])
            for name in ("strangers_mean", "strangers_spread", "offset", "slope")
        }
        if any(len(values) != len(names) + 1 for values in weights.values()):
            raise ValueError("as many weights are needed as there are names, and one")
        ranges = tuple((float(low), float(high)) for low, high in data["ranges"])
        tail = tuple((float(share), float(value)) for share, value in data["tail"])
        return cls(
            names=names,
            ranges=ranges,
            tail=tail,
            false_accepts=float(data["false_accepts"]),
            fitted_on=str(data["fitted_on"]),
            **weights,
        )


def shipped_calibration(model: str) -> Calibration:
    """The calibration that comes with a model, by the name on its card. Raises BiometricsError if there is none."""
    file = files("ogam.biometrics") / "calibrations" / f"{model}.json"
    if not file.is_file():
        raise BiometricsError(f"no calibration ships for {model}; fit one on recordings of people that you know.")
    return Calibration.from_json(json.loads(file.read_text(encoding="utf-8")))


def fit_calibration(trials: Trials, false_accepts: float = 0.01, fitted_on: str = "") -> Calibration:
    """Fit on trials of both kinds. Both kinds count the same, however many there are of each.

    false_accepts: the share of strangers who may pass where nothing else is asked for. Raises ValueError where there
    are too few strangers to know that share: ten must exceed it.
    """
    strangers = ~trials.same
    if not trials.same.any() or strangers.sum() * false_accepts < 10:
        raise ValueError(f"to fit a calibration, give scores of the same person and {10 / false_accepts:.0f} of others")
    names = tuple(trials.circumstances)
    columns = [np.asarray(trials.circumstances[name], np.float64) for name in names]
    inputs = np.column_stack([np.ones(len(trials.scores)), *columns])
    mean, spread = _fit_normal(inputs[strangers], trials.scores[strangers])
    deviations = (trials.scores - inputs @ mean)[strangers] / np.exp(inputs[strangers] @ spread)
    both = np.hstack([inputs, inputs * trials.scores[:, None]])
    weights = fit_logistic(both, trials.same.astype(np.float64))
    return Calibration(
        names=names,
        ranges=tuple((float(column.min()), float(column.max())) for column in columns),
        strangers_mean=tuple(mean.tolist()),
        strangers_spread=tuple(spread.tolist()),
        tail=tuple((share, float(np.quantile(deviations, 1 - share))) for share in SHARES),
        offset=tuple(weights[: len(mean)].tolist()),
        slope=tuple(weights[len(mean) :].tolist()),
        false_accepts=false_accepts,
        fitted_on=fitted_on,
    )


def join_trials(several: Sequence[Trials]) -> Trials:
    """Trials of several kinds in one; all must know the same circumstances."""
    names = list(several[0].circumstances)
    return Trials(
        np.concatenate([trials.scores for trials in several]),
        np.concatenate([trials.same for trials in several]),
        {name: np.concatenate([trials.circumstances[name] for trials in several]) for name in names},
    )


def _fit_normal(inputs: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """Mean, and logarithm of the standard deviation, as weighted sums of the inputs, by least squares.

    The logarithm of a normal deviation's square is on average −1.27 below that of the variance (Harvey, 1976).
    """
    mean = _least_squares(inputs, scores)
    squares = np.log(np.square(scores - inputs @ mean) + 1e-12)
    spread = _least_squares(inputs, (squares + 1.2704) / 2)
    return mean, spread


def _least_squares(inputs: Floats, wanted: Floats) -> Floats:
    pull = RIDGE * np.eye(inputs.shape[1])
    return np.asarray(np.linalg.solve(inputs.T @ inputs + pull, inputs.T @ wanted), np.float64)


def fit_logistic(inputs: Floats, labels: Floats) -> Floats:
    """Weights of a logistic regression in which both classes weigh the same, by Newton's method."""
    importance = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    weights: Floats = np.zeros(inputs.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        gradient = inputs.T @ (importance * (labels - chance)) - RIDGE * weights
        curvature = (inputs * (importance * chance * (1 - chance))[:, None]).T @ inputs
        change = np.linalg.solve(curvature + RIDGE * np.eye(len(weights)), gradient)
        weights = weights + change
        if np.abs(change).max() < 1e-8:
            break
    return weights
