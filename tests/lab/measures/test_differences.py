"""Is the second better, or is it luck? Against statsmodels, and against what is known beforehand."""

import numpy as np
import pytest

from ogam.core import LabError
from ogam.lab.measures.significance import mcnemar, paired_bootstrap
from ogam.lab.outcomes import Assessment

tables = pytest.importorskip("statsmodels.stats.contingency_tables")


def assessed(name: str, right: list[float]) -> Assessment:
    return Assessment(name, (), right={f"case {place}": value for place, value in enumerate(right)})


@pytest.mark.parametrize(("first_only", "second_only"), [(0, 0), (1, 0), (3, 10), (10, 3), (7, 7), (40, 61)])
def test_mcnemar_is_statsmodels_exact_test(first_only: int, second_only: int) -> None:
    first = assessed("a", [1.0] * 20 + [1.0] * first_only + [0.0] * second_only)
    second = assessed("b", [1.0] * 20 + [0.0] * first_only + [1.0] * second_only)
    expected = tables.mcnemar([[20, first_only], [second_only, 0]], exact=True).pvalue
    found = mcnemar(first, second)
    assert (found.first_only, found.second_only) == (first_only, second_only)
    assert found.p == pytest.approx(min(1.0, expected), abs=1e-9)


def test_degrees_are_not_for_mcnemar() -> None:
    with pytest.raises(LabError, match="paired bootstrap"):
        mcnemar(assessed("a", [0.5]), assessed("b", [1.0]))


def test_what_shares_no_case_is_not_compared() -> None:
    with pytest.raises(LabError, match="same cases"):
        paired_bootstrap(assessed("a", [1.0]), Assessment("b", (), right={"other": 1.0}), {}, 0)


def test_people_are_drawn_not_cases() -> None:
    """A hundred cases of two people tell less than a hundred cases of a hundred people."""
    random = np.random.default_rng(5)
    first = assessed("a", (random.random(100) < 0.5).astype(float).tolist())
    second = assessed("b", [1.0 if place < 50 else first.right[f"case {place}"] for place in range(100)])
    halves = {f"case {place}": "her" if place < 50 else "him" for place in range(100)}
    few, many = paired_bootstrap(first, second, halves, 0), paired_bootstrap(first, second, {}, 0)
    assert (few.people, many.people, few.count) == (2, 100, 100)
    assert few.p > 0.05 > many.p
    assert few.value == many.value > 0


def test_the_interval_is_that_of_the_normal_approximation_where_cases_stand_for_themselves() -> None:
    random = np.random.default_rng(1)
    first = assessed("a", random.normal(size=2_000).tolist())
    noise = random.normal(size=2_000) + 0.1
    second = assessed("b", (np.array(list(first.right.values())) + noise).tolist())
    found = paired_bootstrap(first, second, {}, 0)
    differences = np.array(list(second.right.values())) - np.array(list(first.right.values()))
    reach = 1.96 * differences.std() / 2_000**0.5
    assert found.low == pytest.approx(found.value - reach, abs=0.005)
    assert found.high == pytest.approx(found.value + reach, abs=0.005)
