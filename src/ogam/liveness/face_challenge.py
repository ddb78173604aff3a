"""A challenge for a face: one to three things to do, drawn at random, so that no recording made before will do."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal

from ogam.liveness.spoken import Clock

FaceAction = Literal["turn_left", "turn_right", "look_up", "look_down", "blink_twice", "open_mouth"]
FACE_ACTIONS: tuple[FaceAction, ...] = (
    "turn_left", "turn_right", "look_up", "look_down", "blink_twice", "open_mouth",
)  # fmt: skip
"""Left and right are the person's own."""
SIDEWAYS: frozenset[FaceAction] = frozenset({"turn_left", "turn_right"})
"""What shows most that a face is no flat picture: one of them is always asked for."""
COUNT = 2
SECONDS = 6.0
"""For each action, from when it is asked for."""
Actions = tuple[FaceAction, ...]


@dataclass(frozen=True, slots=True)
class FaceChallenge:
    """actions: to be done one after the other, each asked for when the one before was done; seconds: allowed for each;
    issued: when the first was asked for, in seconds on the clock of the camera."""

    actions: Actions
    seconds: float
    issued: float

    @property
    def chance(self) -> float:
        """How likely it is that actions done without knowing the question are the right ones."""
        return 1 / len(sequences(len(self.actions)))


def draw_face_challenge(
    clock: Clock,
    *,
    count: int = COUNT,
    seconds: float = SECONDS,
    choose: Callable[[Sequence[Actions]], Actions] = secrets.choice,
) -> FaceChallenge:
    """count: 1 to 3 actions, no two alike in a row, and at least one turn to the side. choose: replaced in tests.

    Raises ValueError for another count.
    """
    return FaceChallenge(choose(sequences(count)), seconds, clock())


def sequences(count: int) -> list[Actions]:
    """All that may be drawn."""
    if not 1 <= count <= 3:
        raise ValueError(f"a challenge has 1 to 3 actions, not {count}")
    return [
        actions
        for actions in product(FACE_ACTIONS, repeat=count)
        if SIDEWAYS & set(actions) and all(one != next_one for one, next_one in pairwise(actions))
    ]
