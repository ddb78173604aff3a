"""Cases: each item under each condition, with what a recogniser made of it; checked before anything is counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ogam.core import LabError
from ogam.lab.items import Dataset, Item
from ogam.lab.outcomes import Figure, Outcome


@dataclass(frozen=True, slots=True)
class Case:
    """An item, and an outcome of it."""

    item: Item
    outcome: Outcome

    @property
    def condition(self) -> str:
        return str(self.outcome.condition)

    @property
    def speaker(self) -> str:
        """Whom it is of; an item of nobody known is taken for a person of its own."""
        return self.item.speaker or f"item {self.item.id}"

    @property
    def key(self) -> str:
        """What two recognisers are paired by."""
        return f"{self.item.id} · {self.condition}"

    @property
    def answered(self) -> bool:
        return self.outcome.status == "ok"


def cases_of(dataset: Dataset, outcomes: Sequence[Outcome]) -> list[Case]:
    """All that was tried, by condition and item; what was left out is not among them.

    Raises LabError for outcomes of several recognisers, of items that the data set has not, and for two of one case.
    """
    items = {item.id: item for item in dataset.items}
    names = sorted({outcome.recognizer for outcome in outcomes})
    if len(names) > 1:
        raise LabError(f"one recogniser is judged at a time, not {', '.join(names)}.")
    unknown = sorted({outcome.item for outcome in outcomes if outcome.item not in items})
    if unknown:
        raise LabError(f"{dataset.name} has no item {unknown[0]}; {len(unknown)} outcomes are of unknown items.")
    cases = [Case(items[outcome.item], outcome) for outcome in outcomes]
    cases.sort(key=lambda case: (case.condition, case.item.id))
    for first, second in pairwise(cases):
        if first.key == second.key:
            raise LabError(f"there are two outcomes of {first.key}.")
    return [case for case in cases if case.outcome.status != "left out"]


def recognizer_of(outcomes: Sequence[Outcome]) -> str:
    return outcomes[0].recognizer if outcomes else ""


def failures(outcomes: Iterable[Outcome]) -> list[Figure]:
    """What was not answered, as figures of its own: shares of what was tried, and how many were left out."""
    every = list(outcomes)
    tried = [outcome for outcome in every if outcome.status != "left out"]
    found = []
    for status, name in (("failed", "failed"), ("timed out", "timed out")):
        count = sum(outcome.status == status for outcome in tried)
        if tried:
            found.append(Figure(name, count / len(tried), len(tried)))
    if left_out := len(every) - len(tried):
        found.append(Figure("left out", left_out, len(every), "items"))
    return found
