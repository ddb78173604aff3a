"""Faces that do what they are told, for tests and examples: made-up landmarks, no camera and no person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ogam.core import Box
from ogam.liveness.face_challenge import FaceAction
from ogam.vision import Face, made_up_face

Frame = tuple[float, list[Face]]
"""A time in seconds, and the faces that are seen then."""
HEAD, PHOTOGRAPH = 1.2, 0.0
"""Relief of a face that is made up."""
TURN, NOD, OPEN = 30.0, 20.0, 0.6
"""How far the actor turns and nods, in degrees, and opens the mouth."""


@dataclass(frozen=True, slots=True)
class FakeActor:
    """Does actions one after the other, looking ahead in between.

    relief: `HEAD`, or `PHOTOGRAPH` for a picture that is turned before the camera; frames_per_second: of the camera;
    pause: seconds between actions; pace: seconds that an action takes, there and back; box: of the face.
    """

    relief: float = HEAD
    frames_per_second: float = 15.0
    pause: float = 0.8
    pace: float = 1.2
    box: Box = Box(200, 120, 160, 160)  # noqa: RUF009

    def perform(self, actions: Sequence[FaceAction], start: float = 0.0) -> Iterator[Frame]:
        """Frames from `start` on: a pause, an action, a pause …, and a last pause."""
        length = len(actions) * (self.pause + self.pace) + self.pause
        for number in range(round(length * self.frames_per_second)):
            since = number / self.frames_per_second
            place, within = divmod(since, self.pause + self.pace)
            acting = within >= self.pause and place < len(actions)
            share = (within - self.pause) / self.pace if acting else 0.0
            yield start + since, [self._face(actions[int(place)] if acting else None, share)]

    def _face(self, action: FaceAction | None, share: float) -> Face:
        """share: how far the action is, 0 to 1."""
        far = float(np.sin(np.pi * share))
        signs = {"turn_left": (1, 0), "turn_right": (-1, 0), "look_up": (0, 1), "look_down": (0, -1)}
        sideways, upward = signs.get(action or "", (0, 0))
        return made_up_face(
            self.box,
            yaw=sideways * TURN * far,
            pitch=upward * NOD * far,
            mouth=OPEN * far if action == "open_mouth" else 0.0,
            eyes=0.05 if action == "blink_twice" and (0.15 < share < 0.35 or 0.65 < share < 0.85) else 0.3,
            relief=self.relief,
        )
