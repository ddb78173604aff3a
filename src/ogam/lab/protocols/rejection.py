"""Rejection: is speech that is no command left alone, and are commands not refused?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

import numpy as np

from ogam.lab.items import Dataset
from ogam.lab.measures.thresholds import equal_error_rate, false_accept_at
from ogam.lab.outcomes import Assessment, Figure, Outcome
from ogam.lab.protocols.cases import Case, cases_of, failures, recognizer_of
from ogam.lab.protocols.commands import accepted, sentence
from ogam.lab.protocols.parts import Rows, Settings, judge, parts_of
from ogam.lab.protocols.scored import Statistic, curve_figures, det_and_roc, share_figure

FALSE_ACCEPT = "false accepts at 1 % false rejects"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Items with an intent are commands, those without are not. Scores are confidences of "sentence"; what failed or
    said nothing has the lowest score: it was refused, and is wrong in `right` in either case."""

    name: ClassVar[str] = "rejection"
    task: ClassVar[str] = "commands"
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        cases = cases_of(dataset, outcomes)
        scores = np.array([_score(case) for case in cases], np.float64)
        inside = np.array([case.item.intent is not None for case in cases], bool)
        taken = np.array([accepted(case) for case in cases], bool)
        parts = parts_of(cases)
        statistics: dict[str, Statistic] = {
            "equal error rate": equal_error_rate,
            FALSE_ACCEPT: partial(false_accept_at, false_reject=0.01),
        }

        def measure(rows: Rows) -> list[Figure]:
            replicates = self.settings.replicates
            clusters = parts.clusters(rows)
            figures = curve_figures(scores[rows], inside[rows], clusters, statistics, replicates, seed)
            for name, some, wrong in (
                ("false reject rate", rows[inside[rows]], ~taken),
                ("false accept rate", rows[~inside[rows]], taken),
            ):
                figures += share_figure(name, wrong[some], parts.clusters(some), replicates, seed)
            return figures

        figures, worst = judge(parts, measure, "equal error rate", self.settings)
        right = {
            case.key: float(case.answered and took == own) for case, took, own in zip(cases, taken, inside, strict=True)
        }
        curves = tuple(det_and_roc(scores, inside, "all"))
        return Assessment(recognizer_of(outcomes), (*figures, *failures(outcomes)), curves, right, worst=worst)


def _score(case: Case) -> float:
    found = sentence(case)
    return found.confidence if found is not None and found.value else -np.inf
