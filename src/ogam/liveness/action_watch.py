"""One action that was asked for, watched until it is done or something else was."""

from typing import Literal

from ogam.liveness.face_challenge import SIDEWAYS, FaceAction
from ogam.liveness.face_looks import FaceLook, Rest
from ogam.liveness.gestures import BLINKS, HELD, ON_THE_WAY, BlinkCounter, Settling, gesture, squeeze, turns_of
from ogam.liveness.planarity import relief

Seen = Literal["nothing", "done", "wrong action", "jumped"]


class ActionWatch:
    """asked_at: when, in seconds; home: how the face rested before an action that went before. rest: how it rests since
    this one was asked for, None until it does: what it does before does not count."""

    def __init__(self, action: FaceAction, asked_at: float, home: Rest | None = None) -> None:
        self.action = action
        self.asked_at = asked_at
        self._home = home
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what was seen: the face must rest again first."""
        self.rest: Rest | None = None
        self._settling = Settling(self._home)
        self._blinks = BlinkCounter()
        self._acts: FaceAction | None = None
        self._held = 0
        self._on_the_way = False

    def accept(self, look: FaceLook) -> Seen:
        """What the face has done by this look."""
        if self.rest is None:
            self.rest = self._settling.accept(look)
            return "nothing"
        acts = gesture(look, self.rest)
        self._held = self._held + 1 if acts == self._acts else 1
        self._acts = acts
        turned = turns_of(look, self.rest).get(self.action)
        self._on_the_way |= turned is None or ON_THE_WAY[0] <= turned < ON_THE_WAY[1]
        if self.action == "blink_twice" and self._blinks.accept(look, self.rest) >= BLINKS:
            return "done"
        if acts is None or self._held < HELD:
            return "nothing"
        if acts != self.action:
            return "wrong action"
        return "done" if self._on_the_way else "jumped"

    def evidence(self, look: FaceLook) -> dict[str, str | float]:
        """For the log, by the look with which it was done. relief: of a head that is turned to the side; squeeze: of
        one that is turned any way."""
        found: dict[str, str | float] = {"action": self.action, "seconds": round(look.time - self.asked_at, 3)}
        if self.rest is not None and self.action in turns_of(look, self.rest):
            found |= {"yaw": round(look.yaw - self.rest.yaw, 1), "pitch": round(look.pitch - self.rest.pitch, 1)}
            found["squeeze"] = round(squeeze(look, self.rest), 3)
        if self.rest is not None and self.action in SIDEWAYS:
            found["relief"] = round(relief(self.rest.look.landmarks, look.landmarks, look.size), 4)
        return found
