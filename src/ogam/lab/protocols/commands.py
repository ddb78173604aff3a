"""Commands: is what was said understood exactly, intent and every slot that is labelled? By noise."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ogam.core import Observation
from ogam.lab.items import Dataset
from ogam.lab.measures.likelihood import reliability
from ogam.lab.outcomes import Assessment, Curve, Figure, Outcome
from ogam.lab.pipelines import same_value
from ogam.lab.protocols.cases import Case, cases_of, failures, recognizer_of
from ogam.lab.protocols.parts import Rows, Settings, judge, parts_of
from ogam.lab.protocols.scored import share_figure

EXACT = "exact accuracy"


@dataclass(frozen=True, slots=True)
class Commands:
    """Judges observations of kind "sentence" with details "intent", "slots" (name → value) and "accepted" (true where
    it is missing). What failed, what was refused and what was not understood is wrong."""

    name: ClassVar[str] = "commands"
    task: ClassVar[str] = "commands"
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        """Items without an intent are left to the protocol "rejection"."""
        cases = [case for case in cases_of(dataset, outcomes) if case.item.intent is not None]
        exact = np.array([accepted(case) and is_right(case) for case in cases], bool)
        intents = np.array(
            [accepted(case) and _details(case).get("intent") == case.item.intent for case in cases], bool
        )
        refused = np.array([not accepted(case) for case in cases], bool)
        parts = parts_of(cases)

        def measure(rows: Rows) -> list[Figure]:
            clusters, replicates = parts.clusters(rows), self.settings.replicates
            return [
                *share_figure(EXACT, exact[rows], clusters, replicates, seed, higher=True),
                *share_figure("intent accuracy", intents[rows], clusters, replicates, seed, higher=True),
                *share_figure("refused or failed", refused[rows], clusters, replicates, seed),
            ]

        figures, worst = judge(parts, measure, EXACT, self.settings)
        confusions = Counter((str(case.item.intent), _understood(case)) for case in cases)
        calibrated, curves = _calibration(cases)
        right = {case.key: float(ok) for case, ok in zip(cases, exact, strict=True)}
        return Assessment(
            recognizer_of(outcomes), (*figures, *calibrated, *failures(outcomes)),
            (*curves, *_by_snr(cases, exact)), right, dict(confusions), worst,
        )  # fmt: skip


def sentence(case: Case) -> Observation | None:
    """What was understood; None where nothing was, or where it failed."""
    if not case.answered:
        return None
    return next((one for one in case.outcome.observations if one.kind == "sentence"), None)


def accepted(case: Case) -> bool:
    found = sentence(case)
    return found is not None and bool(found.details.get("accepted", bool(found.value)))


def is_right(case: Case) -> bool:
    """The intent, exactly the labelled slots, and their values."""
    details = _details(case)
    slots: Mapping[str, Any] = details.get("slots") or {}
    wanted = case.item.slots
    return (
        details.get("intent") == case.item.intent
        and slots.keys() == wanted.keys()
        and all(same_value(slots[name], value) for name, value in wanted.items())
    )


def _details(case: Case) -> Mapping[str, Any]:
    found = sentence(case)
    return found.details if found else {}


def _understood(case: Case) -> str:
    return str(_details(case).get("intent", "")) if accepted(case) else ""


def _calibration(cases: Sequence[Case]) -> tuple[list[Figure], list[Curve]]:
    """Is the confidence of what was understood as often right as it says? None where it is no probability."""
    said = [(found.confidence, is_right(case)) for case in cases if (found := sentence(case)) and accepted(case)]
    confidences = np.array([confidence for confidence, _ in said], np.float64)
    if not len(said) or not np.all((confidences >= 0) & (confidences <= 1)):
        return [], []
    plot = reliability(confidences, np.array([right for _, right in said], bool))
    curve = Curve("calibration", "all", plot.said, plot.true, ("confidence said", "share that was right"))
    return [Figure("expected calibration error", plot.error, len(said))], [curve]


def _by_snr(cases: Sequence[Case], exact: NDArray[np.bool_]) -> list[Curve]:
    """One curve for each noise."""
    curves = []
    for noise in sorted({case.outcome.condition.noise for case in cases}):
        levels: dict[float, list[bool]] = {}
        for case, ok in zip(cases, exact, strict=True):
            condition = case.outcome.condition
            if condition.noise == noise and condition.snr_db is not None:
                levels.setdefault(condition.snr_db, []).append(bool(ok))
        if levels:
            x = sorted(levels)
            y = np.array([np.mean(levels[level]) for level in x])
            curves.append(Curve("accuracy by SNR", noise, np.array(x, np.float64), y, ("SNR in dB", EXACT)))
    return curves
