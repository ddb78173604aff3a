"""Two recognisers on the same items: by how much do they differ, and could it be chance?"""

from collections.abc import Mapping
from dataclasses import dataclass

from ogam.core import LabError
from ogam.lab.measures.significance import Difference, McNemar, mcnemar, paired_bootstrap
from ogam.lab.outcomes import Figure
from ogam.lab.studies.results import Judged, Results, main_figure
from ogam.lab.studies.study import StudyError


@dataclass(frozen=True, slots=True)
class Compared:
    """One protocol on one data set. first, second: the recognisers and their main figures; difference: over what both
    were judged on, None where that is nothing; mcnemar: None where it is no matter of right and wrong."""

    protocol: str
    dataset: str
    first: tuple[str, Figure | None]
    second: tuple[str, Figure | None]
    difference: Difference | None
    mcnemar: McNemar | None

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out that there is no difference."""
        found = self.difference
        return (
            found is not None and found.low is not None and found.high is not None and (found.low > 0 or found.high < 0)
        )


def compare(first: Results, second: Results, names: tuple[str, str] | None = None) -> list[Compared]:
    """Two recognisers where both were judged. names: which of the first results, and which of the second; where None,
    each that has the same name in both.

    Raises StudyError where there is nothing to compare, and where the data or conditions are not the same.
    """
    pairs = [
        (one, other)
        for one in first.judged
        for other in second.judged
        if (one.protocol, one.dataset) == (other.protocol, other.dataset)
        and ((one.recognizer, other.recognizer) == names if names else one.recognizer == other.recognizer)
    ]
    if not pairs:
        raise StudyError([f"nothing to compare: {_there(first)}; {_there(second)}. Name a recogniser: FOLDER#NAME."])
    for one, _ in pairs:
        _check_same(first, second, one.dataset)
    return [_compared(one, other, first.seed) for one, other in pairs]


def _compared(one: Judged, other: Judged, seed: int) -> Compared:
    first, second = one.assessment, other.assessment
    difference, test = None, None
    if first.right.keys() & second.right.keys():
        difference = paired_bootstrap(first, second, {**other.people, **one.people}, seed)
        try:
            test = mcnemar(first, second)
        except LabError:
            test = None  # degrees, such as error rates, are neither right nor wrong
    figures = ((one.recognizer, main_figure(one)), (other.recognizer, main_figure(other)))
    return Compared(one.protocol, one.dataset, *figures, difference, test)


def _there(results: Results) -> str:
    return f"{results.folder} has {', '.join(results.recognizers) or 'no recogniser that was judged'}"


def _check_same(first: Results, second: Results, dataset: str) -> None:
    data: list[Mapping[str, str]] = [one.environment["datasets"][dataset] for one in (first, second)]
    if data[0]["sha256"] != data[1]["sha256"]:
        raise StudyError([f"{dataset}: the items are not the same in both. Run both on the same data."])
    if set(first.conditions) != set(second.conditions):
        raise StudyError([f"{dataset}: the conditions are not the same in both. Run both under the same conditions."])
