"""Which of some go with which of others, so that all together cost least."""

import numpy as np
from numpy.typing import NDArray


def assign(costs: NDArray[np.floating]) -> list[tuple[int, int]]:
    """Pairs (row, column), min(rows, columns) of them, whose costs add up to the least. costs: finite, (rows, columns).

    The Hungarian method with shortest augmenting paths (Kuhn, 1955; Jonker and Volgenant, 1987), in rows² × columns.
    """
    if costs.shape[0] > costs.shape[1]:
        return sorted((row, column) for column, row in assign(costs.T))
    rows, columns = costs.shape
    row_prices, column_prices = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, np.int64)  # counted from 1; 0 is nobody's
    for row in range(1, rows + 1):
        _augment(costs, row, row_of, row_prices, column_prices)
    return sorted((int(row_of[column]) - 1, column - 1) for column in range(1, columns + 1) if row_of[column])


def _augment(
    costs: NDArray[np.floating],
    row: int,
    row_of: NDArray[np.int64],
    row_prices: NDArray[np.float64],
    column_prices: NDArray[np.float64],
) -> None:
    """Give one more row a column, moving others along the cheapest path."""
    columns = costs.shape[1]
    row_of[0] = row
    least, before = np.full(columns + 1, np.inf), np.zeros(columns + 1, np.int64)
    used = np.zeros(columns + 1, bool)
    column = 0
    while row_of[column]:
        used[column] = True
        here = row_of[column]
        reduced = costs[here - 1] - row_prices[here] - column_prices[1:]
        closer = ~used[1:] & (reduced < least[1:])
        least[1:][closer], before[1:][closer] = reduced[closer], column
        column = int(np.argmin(np.where(used, np.inf, least)))
        step = least[column]
        row_prices[row_of[used]] += step
        column_prices[used] -= step
        least[~used] -= step
    while column:
        row_of[column] = row_of[before[column]]
        column = int(before[column])
