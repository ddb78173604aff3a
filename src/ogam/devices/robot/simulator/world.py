"""The simulated robot's world: a flat drawn in letters, and ways through it."""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CELL = 0.25
"""Metres of a cell."""
Cell = tuple[int, int]
Point = tuple[float, float]

FLAT = """
################################
#..............#...............#
#..............#...............#
#...tttt.......................#
#...tttt.......................#
#..............#.......oo......#
#..............#.......oo......#
#..............#...............#
######....########....##########
#..............................#
#..............................#
#..............................#
#..............................#
######....########....##########
#..............#...............#
#.oooo.........#...........bbbb#
#.oooo.........#...........bbbb#
#..............#...............#
#..................oo..........#
#..................oo..........#
#..............#...............#
################################
"""
"""Eight by five and a half metres: two rooms, a hall, and two rooms more. What is no dot is in the way."""

PLACES = {
    "kitchen": (6.5, 4.8, 90.0),
    "living room": (2.5, 4.0, 180.0),
    "hall": (4.0, 2.75, 0.0),
    "study": (2.6, 0.8, 0.0),
    "bedroom": (6.0, 1.4, 0.0),
}
"""Where a home file may say that its places are: x and y in metres, heading in degrees."""
DOCK = (0.6, 2.75, 0.0)

_STRAIGHT = ((1, 0), (-1, 0), (0, 1), (0, -1))
_SLANTED = ((1, 1), (1, -1), (-1, 1), (-1, -1))


@dataclass(frozen=True, slots=True)
class World:
    """Cells that are in the way. (0, 0) is the corner at the bottom left. margin: metres that a robot keeps clear."""

    width: int
    height: int
    blocked: frozenset[Cell]
    margin: float = 0.2
    _near: frozenset[Cell] = field(default=frozenset(), repr=False)

    @classmethod
    def drawn(cls, text: str = FLAT, margin: float = 0.2) -> "World":
        """The world that a text draws, a letter a cell."""
        lines = text.strip("\n").splitlines()[::-1]
        blocked = frozenset((x, y) for y, line in enumerate(lines) for x, letter in enumerate(line) if letter != ".")
        width, height = max(map(len, lines)), len(lines)
        near = frozenset((x, y) for x in range(width) for y in range(height) if _gap((x, y), blocked) < margin)
        return cls(width, height, blocked, margin, near)

    def is_free(self, point: Point) -> bool:
        """Whether a robot can stand there."""
        x, y = point
        reach = math.ceil(self.margin / CELL)
        at = cell_of(point)
        around = ((at[0] + i, at[1] + j) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1))
        inside = 0 <= x <= self.width * CELL and 0 <= y <= self.height * CELL
        return inside and all(_distance(point, cell) >= self.margin / 2 for cell in around if cell in self.blocked)

    def way(self, start: Point, goal: Point) -> list[Point]:
        """The corners of a way that keeps clear of everything, the goal last; empty where there is none.

        A* on the cells (Hart, Nilsson and Raphael 1968), and then every corner left out that is not needed.
        """
        first, last = cell_of(start), cell_of(goal)
        if not self._can_pass(last):
            return []
        before: dict[Cell, Cell] = {}
        costs = {first: 0.0}
        waiting = [(math.dist(first, last), first)]
        while waiting:
            _, cell = heapq.heappop(waiting)
            if cell == last:
                return self._straightened([start, *map(middle, _walked(before, last)), goal])
            for beyond, cost in self._steps(cell):
                total = costs[cell] + cost
                if total < costs.get(beyond, math.inf):
                    costs[beyond], before[beyond] = total, cell
                    heapq.heappush(waiting, (total + math.dist(beyond, last), beyond))
        return []

    def _can_pass(self, cell: Cell) -> bool:
        return 0 <= cell[0] < self.width and 0 <= cell[1] < self.height and cell not in self._near

    def _steps(self, cell: Cell) -> Iterator[tuple[Cell, float]]:
        x, y = cell
        for i, j in _STRAIGHT:
            if self._can_pass((x + i, y + j)):
                yield (x + i, y + j), 1.0
        for i, j in _SLANTED:
            if all(map(self._can_pass, ((x + i, y + j), (x + i, y), (x, y + j)))):
                yield (x + i, y + j), math.sqrt(2)

    def _straightened(self, points: Sequence[Point]) -> list[Point]:
        kept, at = list[Point](), 0
        while at < len(points) - 1:
            at = next(
                far for far in range(len(points) - 1, at, -1) if far == at + 1 or self._sees(points[at], points[far])
            )
            kept.append(points[at])
        return kept

    def _sees(self, one: Point, other: Point) -> bool:
        steps = max(1, math.ceil(math.dist(one, other) / (CELL / 4)))
        return all(self._can_pass(cell_of(_between(one, other, step / steps))) for step in range(steps + 1))


def cell_of(point: Point) -> Cell:
    return int(point[0] // CELL), int(point[1] // CELL)


def middle(cell: Cell) -> Point:
    return (cell[0] + 0.5) * CELL, (cell[1] + 0.5) * CELL


def _gap(cell: Cell, blocked: frozenset[Cell]) -> float:
    """Metres from the middle of a cell to the nearest thing that is in the way, as far as its neighbours."""
    around = ((cell[0] + i, cell[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
    return min((_distance(middle(cell), near) for near in around if near in blocked), default=math.inf)


def _distance(point: Point, cell: Cell) -> float:
    x, y = (max(0.0, abs(at - (place + 0.5) * CELL) - CELL / 2) for at, place in zip(point, cell, strict=True))
    return math.hypot(x, y)


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _walked(before: dict[Cell, Cell], last: Cell) -> list[Cell]:
    cells = [last]
    while cells[-1] in before:
        cells.append(before[cells[-1]])
    return cells[-2:0:-1]
