"""Voice activity: how long is speech missed, and how long is something else taken for speech?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ogam.lab.items import Dataset
from ogam.lab.measures.resampling import ratio_interval
from ogam.lab.measures.spans import length, overlap
from ogam.lab.outcomes import Assessment, Figure, Outcome
from ogam.lab.protocols.cases import Case, cases_of, failures, recognizer_of
from ogam.lab.protocols.parts import Rows, Settings, judge, parts_of

ERROR = "detection error rate"


@dataclass(frozen=True, slots=True)
class VoiceActivity:
    """Judges observations of kind "voice" by time, exactly. An item's `words` are where somebody speaks.

    The error rate is missed and false speech by the length of all speech, as pyannote.metrics has it; it may exceed 1.
    threshold: on their confidence. What failed has missed all. Items without speech count for false speech only.
    """

    name: ClassVar[str] = "voice activity"
    task: ClassVar[str] = "voice activity"
    threshold: float = 0.5
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        cases = cases_of(dataset, outcomes)
        times = np.array([self._times(case) for case in cases], np.float64).reshape(-1, 3)
        parts = parts_of(cases)

        def measure(rows: Rows) -> list[Figure]:
            speech, missed, false = times[rows].T
            if not speech.sum():
                return []
            figures = []
            for name, wrong in ((ERROR, missed + false), ("missed speech", missed), ("false speech", false)):
                low, high = ratio_interval(wrong, speech, parts.clusters(rows), self.settings.replicates, seed)
                figures.append(Figure(name, float(wrong.sum() / speech.sum()), len(rows), low=low, high=high))
            return figures

        figures, worst = judge(parts, measure, ERROR, self.settings)
        right = {case.key: -(row[1] + row[2]) for case, row in zip(cases, times.tolist(), strict=True)}
        return Assessment(recognizer_of(outcomes), (*figures, *failures(outcomes)), (), right, worst=worst)

    def _times(self, case: Case) -> tuple[float, float, float]:
        """Seconds of speech, missed, false."""
        spoken = [(start, end) for _, start, end in case.item.words]
        seen = case.outcome.observations if case.answered else ()
        found = [(one.start, one.end) for one in seen if one.kind == "voice" and one.confidence >= self.threshold]
        both = overlap(spoken, found)
        return length(spoken), length(spoken) - both, length(found) - both
