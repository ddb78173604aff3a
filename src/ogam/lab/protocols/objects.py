"""Objects: are the things in pictures found, by name and place?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from ogam.lab.items import Dataset
from ogam.lab.measures.boxes import agreement, average_precisions
from ogam.lab.outcomes import Assessment, Figure, Outcome
from ogam.lab.protocols.cases import cases_of, failures, recognizer_of
from ogam.lab.protocols.parts import Rows, Settings, judge, parts_of


@dataclass(frozen=True, slots=True)
class Objects:
    """Judges observations of kind "object" with a box. What failed has found nothing. Figures have no intervals: COCO's
    are not made of outcomes that could be drawn again one by one."""

    name: ClassVar[str] = "objects"
    task: ClassVar[str] = "objects"
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:  # noqa: ARG002
        cases = cases_of(dataset, outcomes)
        seen = [[o for o in c.outcome.observations if o.kind == "object"] if c.answered else [] for c in cases]
        pictures = [(case.item.regions, found) for case, found in zip(cases, seen, strict=True)]

        def measure(rows: Rows) -> list[Figure]:
            found = average_precisions([pictures[row] for row in rows])
            return [Figure(name, value, len(rows), better="higher") for name, value in found.items()]

        figures, worst = judge(parts_of(cases), measure, "mean average precision", self.settings)
        right = {
            case.key: agreement(regions, found) if case.answered else 0.0
            for case, (regions, found) in zip(cases, pictures, strict=True)
        }
        return Assessment(recognizer_of(outcomes), (*figures, *failures(outcomes)), (), right, worst=worst)
