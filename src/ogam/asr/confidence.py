"""How sure: from what the search saw to the probability that its sentence is the one that was said.

A logistic regression on a handful of figures of one decoding; its coefficients come with the acoustic model and can
be fitted again on a user's own recordings (`fit`).
"""

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.asr.decodings import Decoding, Sentence
from ogam.core import ModelError

Meaning = Callable[[str], Hashable]
"""What a sentence means: sentences of equal meaning ("20", "twenty") are no rivals of each other."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against the best sentence. All in nats, natural logarithms of probability.

    loss: free transcription's log-probability minus the sentence's, a token; total_loss: the same, whole;
    regret: mean over the sentence's tokens of what each loses against the model's favourite there;
    worst_regret: the largest of them; surprise: mean negative log-probability of its tokens;
    rivalry: log-odds of all sentences of other meaning against those of this one;
    support: by how much the utterance makes the sentence likelier than near silence does, a token of words that a
    template spells out (pointwise mutual information); total_support: the same, whole. What the grammar alone would
    have put there has none. Both are as high as they count where a look without the prior was enough.
    """

    loss: float
    total_loss: float
    regret: float
    worst_regret: float
    surprise: float
    rivalry: float
    support: float
    total_support: float


PLAIN, WHOLLY_PLAIN = 5.0, 25.0
"""Support and total support of what was heard plainly, and the most that is told apart."""

_SIGNS = np.array([-1, -1, -1, -1, -1, -1, 1, 1])
"""Whether more of each figure of Evidence speaks for the sentence or against it."""

NO_RIVAL = -15.0
"""Rivalry where the search met no other meaning, and the least that is told apart."""


def evidence(decoding: Decoding, meaning: Meaning | None = None) -> Evidence:
    """The evidence of a decoding that found at least one sentence."""
    best = decoding.sentences[0]
    count = len(best.tokens)
    total_loss = decoding.free.log_prob - best.log_prob
    return Evidence(
        loss=total_loss / count,
        total_loss=total_loss,
        regret=best.regret / count,
        worst_regret=best.worst_regret,
        surprise=-best.log_prob / count,
        rivalry=_rivalry(decoding.sentences, meaning or (lambda text: text)),
        support=PLAIN if best.support is None else best.support / max(1, best.spelled),
        total_support=WHOLLY_PLAIN if best.support is None else best.support,
    )


def _rivalry(sentences: Sequence[Sentence], meaning: Meaning) -> float:
    said = meaning(sentences[0].text)
    ours = [s.score for s in sentences if meaning(s.text) == said]
    theirs = [s.score for s in sentences if meaning(s.text) != said]
    if not theirs:
        return NO_RIVAL
    return max(NO_RIVAL, float(np.logaddexp.reduce(theirs) - np.logaddexp.reduce(ours)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of the logistic regression, in the order of Evidence's fields, and when a sentence is accepted.

    threshold: the least confidence of an accepted sentence; fitted_on: what the coefficients come from.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    fitted_on: str = ""

    def confidence(self, found: Evidence) -> float:
        """Probability that the sentence is the one that was said, 0 to 1."""
        logit = self.bias + float(np.dot(self.weights, bounded(found)))
        return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "weights": dict(zip(feature_names(), self.weights, strict=True))}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Calibration":
        weights = tuple(float(data["weights"][name]) for name in feature_names())
        return cls(weights, float(data["bias"]), float(data["threshold"]), data.get("fitted_on", ""))


def feature_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Evidence))


def bounded(found: Evidence) -> NDArray[np.float64]:
    """The figures as the regression takes them: bounded, so that no single one decides beyond all measure."""
    lowest = (-1.0, -5.0, 0.0, 0.0, 0.0, NO_RIVAL, -2.0, -10.0)
    highest = (8.0, 80.0, 8.0, 15.0, 8.0, 0.0, PLAIN, WHOLLY_PLAIN)
    clipped: NDArray[np.float64] = np.clip(np.array(astuple(found)), lowest, highest)
    return clipped


def shipped_calibration(model: str) -> Calibration:
    """The calibration that comes with an acoustic model, by the name on its card."""
    file = files("ogam.asr") / "calibrations" / f"{model}.json"
    if not file.is_file():
        raise ModelError(f"no calibration ships for {model}; fit one on recordings (ogam.asr.fit_calibration)")
    return Calibration.from_json(json.loads(file.read_text(encoding="utf-8")))


def fit_calibration(
    found: Sequence[Evidence | None],
    right: Sequence[bool],
    outside: Sequence[bool],
    false_accepts: float = 0.01,
    fitted_on: str = "",
    ridge: float = 1.0,
) -> Calibration:
    """Fit on decodings of which it is known whether the best sentence was the one said.

    found: None where nothing of the grammar fitted; right[i] is False for wrong sentences and for speech that is none
    of the grammar's; outside[i] is True for that.
    The threshold lies midway, in log-odds, between what the share `false_accepts` of the speech outside the grammar
    exceeds and what that share of the right sentences stays below; it is never under the former.
    ridge: pull of the weights towards zero. No evidence counts the wrong way: a weight that would is zero.
    """
    figures = np.array([bounded(f) for f in found if f])
    labels = np.array([r for f, r in zip(found, right, strict=True) if f], float)
    if not 0 < labels.sum() < len(labels):
        raise ValueError("to fit a calibration, give decodings that are right and decodings that are wrong")
    mean, spread = figures.mean(0), figures.std(0) + 1e-6
    beta, bias = _fit_with_signs((figures - mean) / spread, labels, ridge)
    weights = beta / spread
    calibration = Calibration(tuple(weights.tolist()), float(bias - weights @ mean), 0.5, fitted_on)
    confidence = np.array([calibration.confidence(f) if f else 0.0 for f in found])
    threshold = _threshold(confidence[np.array(outside, bool)], confidence[np.array(right, bool)], false_accepts)
    return replace(calibration, threshold=threshold)


def _fit_with_signs(
    figures: NDArray[np.float64], labels: NDArray[np.float64], ridge: float
) -> tuple[NDArray[np.float64], float]:
    """Weights and bias; as long as a weight has the wrong sign, the figure whose weight is most so is left out."""
    kept = np.ones(figures.shape[1], bool)
    while True:
        weights = np.zeros(len(kept))
        weights[kept], bias = _fit(figures[:, kept], labels, ridge)
        wrong = weights * _SIGNS < 0
        if not wrong.any():
            return weights, bias
        kept[np.argmin(weights * _SIGNS)] = False


def _fit(figures: NDArray[np.float64], labels: NDArray[np.float64], ridge: float) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a logistic regression, by Newton's method on the penalised likelihood."""
    inputs = np.hstack([figures, np.ones((len(figures), 1))])
    penalty = np.diag([ridge] * figures.shape[1] + [0.0])
    beta = np.zeros(inputs.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ beta, -30, 30)))
        gradient = inputs.T @ (labels - chance) - penalty @ beta
        hessian = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + penalty
        change = np.linalg.solve(hessian, gradient)
        beta += change
        if np.abs(change).max() < 1e-8:
            break
    return beta[:-1], float(beta[-1])


def _threshold(outside: NDArray[np.float64], right: NDArray[np.float64], share: float) -> float:
    """Where to accept, from the confidence of speech outside the grammar and of right sentences."""
    if not len(outside):
        return 0.5
    passing = max(1e-6, float(np.quantile(outside, 1 - share, method="higher")))
    failing = float(np.quantile(right, share, method="lower"))
    midway = 1 / (1 + np.sqrt((1 / passing - 1) * (1 / failing - 1)))
    return max(passing, float(midway))
