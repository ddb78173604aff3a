"""The simulated robot's body: two wheels, a battery, a dock; velocities hold only for a moment."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ogam.devices.robot.messages import Pose
from ogam.devices.robot.simulator.world import DOCK, Point, World

DEAD_MAN = 0.5
"""Seconds after the last velocity at which the wheels stop by themselves."""
FASTEST, QUICKEST = 0.5, 1.8
"""Metres and radians a second at most."""
_ARRIVED, _STRAIGHT = 0.05, math.radians(8)
_EMPTYING, _CHARGING = 1 / 7200, 1 / 1800
"""Shares of the battery a second: two hours of driving, half an hour in the dock."""


@dataclass(slots=True)
class Body:
    """Where it is and how fast. battery: 0 to 1; corners: of the way that it follows; heading: degrees, at its end.

    trail: where it has been, for pictures; bumped: how often something was in its way.
    """

    world: World
    pose: Pose = DOCK
    battery: float = 0.8
    forward: float = 0.0
    left: float = 0.0
    corners: list[Point] = field(default_factory=list)
    heading: float | None = None
    trail: list[Point] = field(default_factory=list)
    bumped: int = 0
    _until: float = 0.0

    @property
    def is_moving(self) -> bool:
        return self.forward != 0 or self.left != 0

    @property
    def is_docked(self) -> bool:
        return not self.is_moving and math.dist(self.pose[:2], DOCK[:2]) < 3 * _ARRIVED

    @property
    def is_following(self) -> bool:
        return bool(self.corners) or self.heading is not None

    def drive(self, forward: float, left: float, now: float) -> None:
        """A velocity, in metres and radians a second: it holds for `DEAD_MAN` seconds."""
        self.forward = max(-FASTEST, min(FASTEST, forward))
        self.left = max(-QUICKEST, min(QUICKEST, left))
        self._until = now + DEAD_MAN

    def follow(self, corners: Sequence[Point], heading: float | None) -> None:
        """Go along these corners, and turn to a heading at the end."""
        self.corners, self.heading = list(corners), heading

    def stand(self) -> None:
        self.corners, self.heading = [], None
        self.forward = self.left = 0.0

    def step(self, seconds: float, now: float) -> None:
        """What happens in a moment."""
        if self.is_following:
            self._steer(seconds)
        elif now >= self._until:
            self.forward = self.left = 0.0
        self._roll(seconds)
        change = _CHARGING if self.is_docked else -_EMPTYING * (1 if self.is_moving else 0.1)
        self.battery = max(0.0, min(1.0, self.battery + change * seconds))
        if self.battery == 0:
            self.stand()

    def _steer(self, seconds: float) -> None:
        x, y, heading = self.pose
        while self.corners and math.dist((x, y), self.corners[0]) < _ARRIVED:
            self.corners.pop(0)
        if self.corners:
            ahead = self.corners[0]
            off = _turn(math.atan2(ahead[1] - y, ahead[0] - x) - math.radians(heading))
            distance = math.dist((x, y), ahead)
            self.forward = min(FASTEST, distance / seconds) if abs(off) < _STRAIGHT else 0.0
        else:
            off, self.forward = _turn(math.radians((self.heading or 0.0) - heading)), 0.0
            if abs(off) < _STRAIGHT / 4:
                self.heading, off = None, 0.0
        self.left = max(-QUICKEST, min(QUICKEST, off / seconds))

    def _roll(self, seconds: float) -> None:
        x, y, heading = self.pose
        heading = math.degrees(_turn(math.radians(heading) + self.left * seconds))
        way = self.forward * seconds
        there = x + way * math.cos(math.radians(heading)), y + way * math.sin(math.radians(heading))
        if way and not self.world.is_free(there):
            self.bumped += 1
            self.forward, there = 0.0, (x, y)
        if not self.trail or math.dist(self.trail[-1], there) >= 0.1:
            self.trail.append(there)
        self.pose = (*there, heading)


def _turn(angle: float) -> float:
    """The same angle between -π and π."""
    return math.remainder(angle, 2 * math.pi)
