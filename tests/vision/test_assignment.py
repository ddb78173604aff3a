"""The least costs together, against trying all ways."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.vision.assignment import assign


def cheapest(costs: np.ndarray) -> float:
    rows, columns = costs.shape
    if rows > columns:
        return cheapest(costs.T)
    return min(sum(costs[row, column] for row, column in enumerate(way)) for way in permutations(range(columns), rows))


@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 10_000))
def test_no_other_way_is_cheaper(rows: int, columns: int, seed: int) -> None:
    costs = np.random.default_rng(seed).integers(0, 6, (rows, columns)).astype(float)
    pairs = assign(costs)
    assert len(pairs) == min(rows, columns)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert sum(costs[pair] for pair in pairs) == pytest.approx(cheapest(costs))


def test_the_best_of_each_may_have_to_step_back() -> None:
    assert assign(np.array([[1.0, 2.0], [1.0, 9.0]])) == [(0, 1), (1, 0)]
