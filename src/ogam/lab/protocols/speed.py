"""Speed: how long it takes, and what it takes. Of time, so not the same on every run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ogam.lab.items import Dataset
from ogam.lab.outcomes import Assessment, Figure, Outcome
from ogam.lab.protocols.cases import cases_of, failures, recognizer_of
from ogam.lab.protocols.parts import Settings


@dataclass(frozen=True, slots=True)
class Speed:
    """Judges recognisers of every task. memory_mb, joules: as the runner measured them (`ogam.lab.measures.energy`);
    None, and no figure, where the machine does not tell."""

    name: ClassVar[str] = "speed"
    task: ClassVar[str] = ""
    memory_mb: float | None = None
    joules: float | None = None
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:  # noqa: ARG002
        """Only what was answered is timed. The real-time factor needs recordings whose length is known."""
        cases = [case for case in cases_of(dataset, outcomes) if case.answered]
        seconds = np.array([case.outcome.seconds for case in cases], np.float64)
        figures = []
        if len(cases):
            values = np.percentile(seconds * 1_000, (50, 95, 99))
            names = ("median latency", "95th percentile of latency", "99th percentile of latency")
            figures += [Figure(name, float(value), len(cases), "ms") for name, value in zip(names, values, strict=True)]
        lengths = np.array([case.item.seconds for case in cases], np.float64)
        if len(cases) and (lengths > 0).all():
            figures.append(Figure("real-time factor", float(seconds.sum() / lengths.sum()), len(cases)))
        if self.memory_mb is not None:
            figures.append(Figure("peak memory", self.memory_mb, 1, "MB"))
        if self.joules is not None and len(cases):
            figures.append(Figure("energy per item", self.joules / len(cases), len(cases), "J"))
        right = {case.key: -case.outcome.seconds for case in cases}
        return Assessment(recognizer_of(outcomes), (*figures, *failures(outcomes)), (), right)
