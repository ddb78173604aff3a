"""Liveness: are attacks found, and are living people let through? ISO/IEC 30107-3:2023."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ogam.lab.items import Dataset
from ogam.lab.measures.thresholds import equal_error_rate
from ogam.lab.outcomes import Assessment, Figure, Outcome
from ogam.lab.protocols.cases import Case, cases_of, failures, recognizer_of
from ogam.lab.protocols.parts import Rows, Settings, judge, parts_of
from ogam.lab.protocols.scored import curve_figures, det_and_roc, share_figure

BPCER, APCER, ACER = "BPCER", "APCER", "ACER"


@dataclass(frozen=True, slots=True)
class Liveness:
    """Judges observations of kind "liveness", value "live" or anything else for an attack, confidence that it is so.

    An item with `attack` is one, by kind. What gave no answer counts as wrong: an attack that was not found, a person
    who was turned away. APCER is the largest of all kinds of attack.
    """

    name: ClassVar[str] = "liveness"
    task: ClassVar[str] = "liveness"
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        cases = cases_of(dataset, outcomes)
        attacks = np.array([case.item.attack for case in cases], np.str_)
        live = np.array([_said_live(case) for case in cases], np.float64)
        wrong = np.where(attacks == "", ~(live >= 0.5), ~(live < 0.5))  # NaN, no answer, is wrong both ways
        parts = parts_of(cases)

        def shares(name: str, rows: Rows) -> list[Figure]:
            return share_figure(name, wrong[rows], parts.clusters(rows), self.settings.replicates, seed)

        def measure(rows: Rows) -> list[Figure]:
            kinds = sorted(set(attacks[rows].tolist()) - {""})
            by_kind = [figure for kind in kinds for figure in shares(f"{APCER} of {kind}", rows[attacks[rows] == kind])]
            found = shares(BPCER, rows[attacks[rows] == ""])
            if by_kind:
                worst = max(by_kind, key=lambda figure: figure.value)
                found.append(Figure(APCER, worst.value, worst.count, low=worst.low, high=worst.high))
            if len(found) == 2:
                mean = (found[0].value + found[1].value) / 2
                found.append(Figure(ACER, mean, found[0].count + found[1].count))
            some = rows[~np.isnan(live[rows])]
            rates = {"equal error rate": equal_error_rate}
            clusters = parts.clusters(some)
            return [
                *found,
                *by_kind,
                *curve_figures(live[some], attacks[some] == "", clusters, rates, self.settings.replicates, seed),
            ]

        figures, worst = judge(parts, measure, BPCER, self.settings)
        known = ~np.isnan(live)
        curves = tuple(det_and_roc(live[known], attacks[known] == "", "all"))
        right = {case.key: float(not error) for case, error in zip(cases, wrong, strict=True)}
        return Assessment(recognizer_of(outcomes), (*figures, *failures(outcomes)), curves, right, worst=worst)


def _said_live(case: Case) -> float:
    """The probability of being live; NaN where nothing was said."""
    found = next((one for one in case.outcome.observations if one.kind == "liveness"), None)
    if not case.answered or found is None:
        return float("nan")
    return found.confidence if found.value == "live" else 1 - found.confidence
