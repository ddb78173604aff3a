"""Two recognisers on the same items: by how much do they differ, and could it be chance?

Every item under every condition that both were judged on is a pair. The difference of the means has an interval by
bootstrap over the pairs (Efron and Tibshirani, 1993; 95 %, percentiles); where a pair is only right or wrong, McNemar's
exact test says how likely it is that recognisers that are equally good differ so much (1947; binomial).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ogam.lab.outcomes import Figure
from ogam.lab.studies.results import Judged, Results, main_figure
from ogam.lab.studies.study import StudyError

RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Paired:
    """What pairs say. difference: of the means, second less first; low, high: its 95 % interval. only_first,
    only_second: how many pairs only one of them got right; p: of McNemar's test, None where pairs are no right or
    wrong."""

    count: int
    difference: float
    low: float
    high: float
    only_first: int
    only_second: int
    p: float | None

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out that there is no difference."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Compared:
    """One protocol on one data set. first, second: the recognisers' main figures; paired: None without pairs."""

    protocol: str
    dataset: str
    first: tuple[str, Figure | None]
    second: tuple[str, Figure | None]
    paired: Paired | None


def compare(first: Results, second: Results, names: tuple[str, str] | None = None) -> list[Compared]:
    """Two recognisers where both were judged. names: which of the first results, and which of the second; where None,
    each that has the same name in both.

    Raises StudyError where there is nothing to compare, and where the data or conditions are not the same.
    """
    found = [
        Compared(one.protocol, one.dataset, _told(one), _told(other), paired(one, other, first.seed))
        for one in first.judged
        for other in second.judged
        if (one.protocol, one.dataset) == (other.protocol, other.dataset)
        and ((one.recognizer, other.recognizer) == names if names else one.recognizer == other.recognizer)
    ]
    if not found:
        raise StudyError([f"nothing to compare: {_there(first)}; {_there(second)}. Name a recogniser: FOLDER#NAME."])
    for one in found:
        _check_same(first, second, one.dataset)
    return found


def paired(first: Judged, second: Judged, seed: int) -> Paired | None:
    """Over the items that both were judged on; None where there are none."""
    left, right = first.assessment.right, second.assessment.right
    keys = sorted(left.keys() & right.keys())
    if not keys:
        return None
    one, other = (np.array([side[key] for key in keys], dtype=np.float64) for side in (left, right))
    low, high = bootstrap(other - one, seed)
    binary = bool(np.isin(one, (0, 1)).all() and np.isin(other, (0, 1)).all())
    only_first, only_second = int(np.sum(one > other)), int(np.sum(other > one))
    p = mcnemar(only_first, only_second) if binary else None
    return Paired(len(keys), float(np.mean(other - one)), low, high, only_first, only_second, p)


def bootstrap(differences: np.ndarray[tuple[int], np.dtype[np.float64]], seed: int) -> tuple[float, float]:
    """95 % interval of their mean."""
    random = np.random.default_rng(seed)
    means = [
        float(np.mean(differences[random.integers(len(differences), size=len(differences))])) for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact two-sided p."""
    from scipy.stats import binomtest

    return float(binomtest(only_first, only_first + only_second).pvalue) if only_first + only_second else 1.0


def _told(judged: Judged) -> tuple[str, Figure | None]:
    return judged.recognizer, main_figure(judged)


def _there(results: Results) -> str:
    return f"{results.folder} has {', '.join(results.recognizers) or 'no recogniser that was judged'}"


def _check_same(first: Results, second: Results, dataset: str) -> None:
    data: list[Mapping[str, str]] = [one.environment["datasets"][dataset] for one in (first, second)]
    if data[0]["sha256"] != data[1]["sha256"]:
        raise StudyError([f"{dataset}: the items are not the same in both. Run both on the same data."])
    if set(first.conditions) != set(second.conditions):
        raise StudyError([f"{dataset}: the conditions are not the same in both. Run both under the same conditions."])
