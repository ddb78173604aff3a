"""Verification: are two recordings or pictures of the same person? Trials from embeddings, by their cosine."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from ogam.lab.items import Dataset, Item, Pair
from ogam.lab.measures import likelihood
from ogam.lab.measures.resampling import Floats, bootstrap, percentiles
from ogam.lab.measures.thresholds import (
    detection_cost,
    equal_error_rate,
    false_accept_at,
    least_detection_cost,
    true_accept_at,
)
from ogam.lab.outcomes import Assessment, Curve, Figure, Outcome
from ogam.lab.protocols.cases import Case, cases_of, failures, recognizer_of
from ogam.lab.protocols.embeddings import embeddings_of
from ogam.lab.protocols.pairs import pairs_of
from ogam.lab.protocols.parts import Parts, Rows, Settings, judge
from ogam.lab.protocols.scored import Statistic, curve_figures, det_and_roc, share_figure

EQUAL = "equal error rate"


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """scores: cosines, −inf where one of both has no embedding; same; halves: see `cross_calibrated`."""

    keys: tuple[str, ...]
    scores: Floats
    same: NDArray[np.bool_]
    ratios: Floats
    parts: Parts


@dataclass(frozen=True, slots=True)
class Verification:
    """Judges embeddings of voices and faces.

    pairs: "published", "made" or "any"; most_pairs: that are made; within: groups that impostors share; priors: for
    minDCF; accepts: false accept rates at which true accepts are told; threshold: the recogniser's own, a cosine;
    without one the operating point is that of likelihood ratios, calibrated on the other half of people, at `prior`.
    """

    name: ClassVar[str] = "verification"
    task: ClassVar[str] = "voice embedding"
    pairs: str = "any"
    most_pairs: int = 100_000
    within: Sequence[str] = ()
    priors: Sequence[float] = (0.5, 0.05, 0.01, 0.001)
    accepts: Sequence[float] = (0.1, 0.01, 0.001, 0.0001)
    threshold: float | None = None
    prior: float = 0.01
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        """Both of a pair under the same condition. A person without an embedding is refused (ISO/IEC 19795-1)."""
        cases = cases_of(dataset, outcomes)
        trials = self._trials(dataset, cases, seed)
        accepted = self._decided(trials)
        figures, worst = judge(trials.parts, partial(self._figures, trials, accepted, seed), EQUAL, self.settings)
        right = {
            key: float(np.isfinite(score) and decided == same)
            for key, score, decided, same in zip(trials.keys, trials.scores, accepted, trials.same, strict=True)
            if not np.isnan(decided)
        }
        curves = (*det_and_roc(trials.scores, trials.same, "all"), *self._calibration(trials))
        return Assessment(
            recognizer_of(outcomes), (*figures, *_acquired(cases), *failures(outcomes)), curves, right,
            worst=worst,
        )  # fmt: skip

    def _figures(self, trials: Trials, accepted: Floats, seed: int, rows: Rows) -> list[Figure]:
        scores, same, ratios = trials.scores[rows], trials.same[rows], trials.ratios[rows]
        clusters, replicates = trials.parts.clusters(rows), self.settings.replicates
        statistics: dict[str, Statistic] = {EQUAL: equal_error_rate}
        for prior in self.priors:
            statistics[f"minDCF at {prior:g}"] = partial(least_detection_cost, prior=prior)
        statistics["false accepts at 1 % false rejects"] = partial(false_accept_at, false_reject=0.01)
        seen = [rate for rate in self.accepts if rate * (~same).sum() >= 1]  # rarer ones cannot be seen
        true_accepts = {f"true accepts at {rate:g} false accepts": rate for rate in seen}
        statistics |= {name: partial(true_accept_at, false_accept=rate) for name, rate in true_accepts.items()}
        higher = frozenset(true_accepts)
        figures = curve_figures(scores, same, clusters, statistics, replicates, seed, higher)
        heard = np.isfinite(scores)
        if 0 < same[heard].sum() < heard.sum():
            figures.append(
                Figure("minCllr", likelihood.least_cllr(scores[heard], same[heard]), int(heard.sum()), "bit")
            )
        known = np.isfinite(ratios)
        if 0 < same[known].sum() < known.sum():
            some = trials.parts.clusters(rows[known])
            drawn = bootstrap(some, partial(likelihood.cllr, ratios[known], same[known]), replicates, seed)
            value = float(likelihood.cllr(ratios[known], same[known]))
            figures.append(Figure("Cllr", value, int(known.sum()), "bit", *percentiles(drawn)))
            error = _reliability(ratios[known], same[known]).error
            figures.append(Figure("expected calibration error", error, int(known.sum())))
        return figures + self._at_operating_point(trials, accepted, rows, seed)

    def _at_operating_point(self, trials: Trials, accepted: Floats, rows: Rows, seed: int) -> list[Figure]:
        decided = accepted[rows]
        figures = []
        for name, kind, wrong in (("false reject rate", True, 0.0), ("false accept rate", False, 1.0)):
            some = rows[(trials.same[rows] == kind) & ~np.isnan(decided)]
            errors = accepted[some] == wrong
            figures += share_figure(name, errors, trials.parts.clusters(some), self.settings.replicates, seed)
        if len(figures) == 2 and self.threshold is None:
            rates = np.array([figure.value for figure in figures])
            cost = detection_cost(rates[0:1], rates[1:2], self.prior)[0]
            figures.append(Figure(f"DCF at {self.prior:g} as decided", float(cost), sum(f.count for f in figures)))
        return figures

    def _decided(self, trials: Trials) -> Floats:
        """1 accepted, 0 refused, NaN where it is not decided: between the halves of calibration."""
        if self.threshold is not None:
            return (trials.scores >= self.threshold).astype(np.float64)
        least = np.log((1 - self.prior) / self.prior)
        return np.where(np.isnan(trials.ratios), np.nan, trials.ratios >= least)

    def _calibration(self, trials: Trials) -> list[Curve]:
        known = np.isfinite(trials.ratios)
        if not 0 < trials.same[known].sum() < known.sum():
            return []
        plot = _reliability(trials.ratios[known], trials.same[known])
        return [Curve("calibration", "all", plot.said, plot.true, ("probability said", "share that was true"))]

    def _trials(self, dataset: Dataset, cases: Sequence[Case], seed: int) -> Trials:
        items = {item.id: item for item in dataset.items}
        pairs = pairs_of(dataset, self.pairs, self.most_pairs, self.within, seed)
        half = _halves([item.speaker or f"item {item.id}" for item in dataset.items], seed)
        keys: list[str] = []
        chosen: list[Pair] = []
        conditions: list[str] = []
        scores: list[float] = []
        for condition, group in groupby(cases, lambda case: case.condition):
            tried = list(group)
            vectors, asked = embeddings_of(tried), {case.item.id for case in tried}
            for pair in pairs:
                if pair.first in asked and pair.second in asked:
                    both = pair.first in vectors and pair.second in vectors
                    scores.append(float(vectors[pair.first] @ vectors[pair.second]) if both else -np.inf)
                    keys.append(f"{pair.first} / {pair.second} · {condition}")
                    chosen.append(pair)
                    conditions.append(condition)
        firsts, seconds = [items[pair.first] for pair in chosen], [items[pair.second] for pair in chosen]
        first, second = _people(firsts), _people(seconds)
        found, same = np.array(scores, np.float64), np.array([pair.same for pair in chosen], bool)
        sides = np.array([half[a] if half[a] == half[b] else -1 for a, b in zip(first, second, strict=True)], np.intp)
        heard = np.isfinite(found)
        ratios = np.where(heard, np.nan, -np.inf) if self.threshold is None else np.full(len(found), np.nan)
        if heard.any():
            ratios[heard] = likelihood.cross_calibrated(found[heard], same[heard], sides[heard])
        parts = Parts(np.array(conditions, np.str_), _shared_groups(firsts, seconds), first, second)
        return Trials(tuple(keys), found, same, ratios, parts)


@dataclass(frozen=True, slots=True)
class FaceVerification(Verification):
    """The same for faces."""

    name: ClassVar[str] = "face verification"
    task: ClassVar[str] = "face embedding"


def _acquired(cases: Sequence[Case]) -> list[Figure]:
    if not cases:
        return []
    got = sum(len(embeddings_of(list(group))) for _, group in groupby(cases, lambda case: case.condition))
    return [Figure("failure to acquire", 1 - got / len(cases), len(cases))]


def _people(items: Sequence[Item]) -> NDArray[np.str_]:
    return np.array([item.speaker or f"item {item.id}" for item in items], np.str_)


def _shared_groups(firsts: Sequence[Item], seconds: Sequence[Item]) -> dict[str, NDArray[np.str_]]:
    """A pair is of a group that both are of."""
    keys = sorted({key for item in firsts for key in item.groups})
    both = [(first.groups, second.groups) for first, second in zip(firsts, seconds, strict=True)]
    return {
        key: np.array([a.get(key, "") if a.get(key) == b.get(key) else "" for a, b in both], np.str_) for key in keys
    }


def _halves(speakers: Sequence[str], seed: int) -> dict[str, int]:
    """Speaker → 0 or 1, drawn."""
    people = sorted(set(speakers))
    order = np.random.default_rng(seed).permutation(len(people))
    return {people[place]: int(number % 2) for number, place in enumerate(order)}


def _reliability(ratios: Floats, same: NDArray[np.bool_]) -> likelihood.Reliability:
    """At even odds, both kinds counting the same."""
    return likelihood.reliability(likelihood.probabilities(ratios), same, likelihood.balanced(same))
