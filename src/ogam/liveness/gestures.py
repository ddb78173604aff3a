"""Which of the things that can be asked for a face does, compared with how it rested a moment before."""

from collections.abc import Sequence

import numpy as np

from ogam.liveness.face_challenge import FaceAction
from ogam.liveness.face_looks import FaceLook, Rest, rest_of

TURN, NOD = 20.0, 12.0
"""Degrees to the side, up or down, from rest, from which on a head is turned."""
ON_THE_WAY = 0.25, 0.9
"""Shares of that turn between which a head must be seen on its way: a picture that is exchanged never is."""
OPEN = 0.25
"""By how much more open than at rest a mouth is when it is opened, height ÷ width."""
HELD = 2
"""Looks in a row that must show the same."""
STRAIGHT_YAW, STRAIGHT_PITCH, SHUT_MOUTH = 15.0, 25.0, 0.2
"""Degrees up to which a face looks ahead, and openness up to which a mouth is shut. Cameras stand above and below."""
STILL = 6.0
"""Degrees that a head moves at most while it rests."""
SETTLE_LOOKS, SETTLE_SECONDS = 3, 0.25
"""How many looks, over how long a time, a rest is taken from."""
SHUT, OPENED = 0.6, 0.8
"""Openness of eyes that are shut, and open again, in that of the same eyes at rest."""
LONGEST_BLINK = 0.8
"""Seconds; who keeps the eyes shut for longer does not blink."""
BLINK_MOVES, BLINK_SHAPE = 8.0, 0.12
"""Degrees that a head may move from rest while it blinks, and share by which it may look longer or shorter: a picture
that is tilted seems to shut its eyes."""
BLINKS = 2


def gesture(look: FaceLook, rest: Rest) -> FaceAction | None:
    """What a head or a mouth does; None for nothing. Of a turn and a nod it is the one that goes farther."""
    turns = turns_of(look, rest)
    farthest = max(turns, key=lambda action: turns[action])
    if turns[farthest] >= 1:
        return farthest
    return "open_mouth" if look.mouth - rest.mouth >= OPEN else None


def turns_of(look: FaceLook, rest: Rest) -> dict[FaceAction, float]:
    """How far the head is turned each way: 0 at rest, 1 where it counts as turned."""
    sideways, upward = (look.yaw - rest.yaw) / TURN, (look.pitch - rest.pitch) / NOD
    return {"turn_left": sideways, "turn_right": -sideways, "look_up": upward, "look_down": -upward}


def squeeze(look: FaceLook, rest: Rest) -> float:
    """How much longer a face looks than a head would that is turned as far as it seems to be; 1 where it fits.

    The face mesh sees hardly any turn in a photograph that is turned, yet that gets as narrow as it is turned.
    """
    sideways, upward = np.radians(look.yaw - rest.yaw), np.radians(look.pitch - rest.pitch)
    return float(look.shape / max(rest.look.shape, 1e-9) * np.cos(sideways) / max(np.cos(upward), 1e-9))


class Settling:
    """Waits until a face looks ahead with its mouth shut and keeps still. `home`: where it rested before, if it did."""

    def __init__(self, home: Rest | None = None) -> None:
        self._home = home
        self._looks: list[FaceLook] = []

    def accept(self, look: FaceLook) -> Rest | None:
        """The rest, once there is one."""
        self._looks = [*self._looks, look] if self._is_ahead(look) else []
        while len(self._looks) > 1 and not _is_still(self._looks):
            self._looks = self._looks[1:]
        enough = len(self._looks) >= SETTLE_LOOKS and look.time - self._looks[0].time >= SETTLE_SECONDS
        return rest_of(self._looks) if enough else None

    def _is_ahead(self, look: FaceLook) -> bool:
        if self._home is not None and max(abs(look.yaw - self._home.yaw), abs(look.pitch - self._home.pitch)) > NOD:
            return False
        return abs(look.yaw) <= STRAIGHT_YAW and abs(look.pitch) <= STRAIGHT_PITCH and look.mouth <= SHUT_MOUTH


def _is_still(looks: Sequence[FaceLook]) -> bool:
    yaws, pitches = [look.yaw for look in looks], [look.pitch for look in looks]
    return max(max(yaws) - min(yaws), max(pitches) - min(pitches)) <= STILL


class BlinkCounter:
    """Counts eyes that shut and open again."""

    def __init__(self) -> None:
        self._count = 0
        self._shut_at: float | None = None

    def accept(self, look: FaceLook, rest: Rest) -> int:
        """How many there were so far. rest: with the eyes open."""
        if _moves(look, rest):
            self._shut_at = None
        elif look.eyes < SHUT * rest.eyes:
            self._shut_at = look.time if self._shut_at is None else self._shut_at
        elif look.eyes > OPENED * rest.eyes and self._shut_at is not None:
            self._count += look.time - self._shut_at <= LONGEST_BLINK
            self._shut_at = None
        return self._count


def _moves(look: FaceLook, rest: Rest) -> bool:
    """Whether more than the eyes moved."""
    turned = max(abs(look.yaw - rest.yaw), abs(look.pitch - rest.pitch)) > BLINK_MOVES
    return turned or abs(look.shape / rest.look.shape - 1) > BLINK_SHAPE
