"""Wake words: how many are missed, and how often in an hour does something else wake it? By threshold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ogam.grammar import normalise
from ogam.lab.items import Dataset
from ogam.lab.measures.intervals import poisson
from ogam.lab.measures.spans import Met, meet
from ogam.lab.measures.thresholds import threshold_allowing
from ogam.lab.outcomes import Assessment, Curve, Figure, Outcome
from ogam.lab.protocols.cases import Case, cases_of, failures, recognizer_of
from ogam.lab.protocols.parts import Rows, Settings, judge, parts_of
from ogam.lab.protocols.scored import share_figure

MISSED, FALSE = "misses", "false accepts per hour"


@dataclass(frozen=True, slots=True)
class WakeWord:
    """Judges observations of kind "wake". tolerance: seconds after a word's end in which it may still be noticed;
    threshold: on their confidence; per_hour: false accepts an hour at which the misses are told too.

    Hours are those in which no wake word is; where the data set does not say how long recordings are, there is no rate.
    What failed has missed its words, and its hours are not counted.
    """

    name: ClassVar[str] = "wake word"
    task: ClassVar[str] = "wake word"
    tolerance: float = 1.0
    threshold: float = 0.0
    per_hour: Sequence[float] = (1.0, 0.1)
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        cases = cases_of(dataset, outcomes)
        met = [self._met(case) for case in cases]
        hours = np.array([_hours(case) for case in cases], np.float64)
        parts = parts_of(cases)

        def measure(rows: Rows) -> list[Figure]:
            owners = np.array([row for row in rows for _ in met[row].scores], np.intp)
            scores = np.array([-np.inf if s is None else s for row in rows for s in met[row].scores], np.float64)
            false = np.array([score for row in rows for score in met[row].false], np.float64)
            watched = float(hours[rows].sum())
            clusters, replicates = parts.clusters(owners), self.settings.replicates
            missed = ~(scores >= self.threshold)
            figures = share_figure(MISSED, missed, clusters, replicates, seed) if len(scores) else []
            if np.isfinite(watched) and watched > 0:
                count = int((false >= self.threshold).sum())
                figures.append(Figure(FALSE, count / watched, watched, "1/h", *poisson(count, watched)))
                for rate in self.per_hour:
                    if len(scores) and rate * watched >= 1:
                        late = ~(scores >= threshold_allowing(false, rate * watched))
                        name = f"misses at {rate:g} false accepts per hour"
                        figures += share_figure(name, late, clusters, replicates, seed)
            return figures

        figures, worst = judge(parts, measure, MISSED, self.settings)
        right = {case.key: float(case.answered and self._is_right(one)) for case, one in zip(cases, met, strict=True)}
        curves = _curves(met, float(hours.sum()))
        return Assessment(recognizer_of(outcomes), (*figures, *failures(outcomes)), curves, right, worst=worst)

    def _met(self, case: Case) -> Met:
        words = [(normalise(name), start, end) for name, start, end in case.item.words]
        seen = case.outcome.observations if case.answered else ()
        found = [(normalise(one.value), one.end, one.confidence) for one in seen if one.kind == "wake"]
        return meet(words, found, self.tolerance)

    def _is_right(self, met: Met) -> bool:
        heard = all(score is not None and score >= self.threshold for score in met.scores)
        return heard and not any(score >= self.threshold for score in met.false)


def _hours(case: Case) -> float:
    """In which it could wake for nothing; NaN where nobody says how long it is."""
    if not case.answered:
        return 0.0
    if case.item.seconds <= 0:
        return float("nan")
    return max(0.0, case.item.seconds - sum(end - start for _, start, end in case.item.words)) / 3_600


def _curves(met: Sequence[Met], hours: float) -> tuple[Curve, ...]:
    """Misses against false accepts, at all thresholds."""
    scores = np.array([-np.inf if score is None else score for one in met for score in one.scores], np.float64)
    false = np.sort([score for one in met for score in one.false])
    if not len(scores) or not (np.isfinite(hours) and hours > 0):
        return ()
    thresholds = np.unique(np.concatenate([scores[np.isfinite(scores)], false, [np.inf]]))
    rates = (len(false) - np.searchsorted(false, thresholds)) / hours
    missed = np.searchsorted(np.sort(scores), thresholds) / len(scores)
    return (Curve("misses by false accepts", "all", rates, missed, (FALSE, MISSED)),)
