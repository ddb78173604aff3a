"""Tries: whoever fails too often is asked nothing more that can be guessed, forged or tried out."""

from collections import deque
from collections.abc import Callable, Sequence

from ogam.hub.followups import refusal
from ogam.hub.turns import Turn

MOST, SECONDS = 3, 600.0
"""Step-ups that may fail in one session, within so many seconds."""
APPROVAL = "approval"
"""What may be asked for after that: it is given by somebody else, who is signed in."""


class Tries:
    """Those of one session. clock: seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failed = deque[float](maxlen=MOST)

    def note(self, turn: Turn) -> None:
        """A turn that carried on with an answer: it failed if the answer was wrong, or no."""
        if refusal(turn.observations) is not None:
            self._failed.append(self._clock())

    def left(self, step_ups: Sequence[str]) -> tuple[str, ...]:
        """What of it may still be asked for."""
        spent = len(self._failed) == MOST and self._clock() - self._failed[0] < SECONDS
        return tuple(step for step in step_ups if step == APPROVAL or not spent)
