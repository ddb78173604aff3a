"""Is a face that is only watched a flat picture? Nothing is asked of it; so nothing here ever says that it is live.

What tells is what tells in a challenge: a head that turns has relief, and does not get narrower than a head would. A
photograph that nobody turns tells nothing (docs/liveness.md).
"""

from ogam.core import Liveness
from ogam.liveness.face_looks import Rest, look_at
from ogam.liveness.face_session import FLAT, SQUEEZED
from ogam.liveness.gestures import SHUT_MOUTH, TURN, Settling, squeeze
from ogam.liveness.planarity import relief
from ogam.vision import Face

ENOUGH = 3
"""Looks by which it must seem flat, and more often than round: the face mesh errs now and then."""


class FlatnessWatch:
    """One face, look by look. liveness: "attack" for a flat picture, else "unknown"."""

    def __init__(self) -> None:
        self.liveness: Liveness = "unknown"
        self._settling = Settling()
        self._rest: Rest | None = None
        self._flat = self._round = 0

    def accept(self, face: Face, time: float) -> Liveness:
        """What it is by all that was seen so far, this look included. time: in seconds, rising."""
        look = look_at(face, time)
        if self._rest is None:
            self._rest = self._settling.accept(look)
            return self.liveness
        narrow = look.mouth <= SHUT_MOUTH and not 1 / SQUEEZED <= squeeze(look, self._rest) <= SQUEEZED
        turned = abs(look.yaw - self._rest.yaw) >= TURN
        if narrow or (turned and relief(self._rest.look.landmarks, look.landmarks, look.size) < FLAT):
            self._flat += 1
        elif turned:
            self._round += 1
        if self._flat >= ENOUGH and self._flat > self._round:
            self.liveness = "attack"
        return self.liveness
