"""Falls, from poses over time: a body that was upright goes down faster than one lets oneself down, and stays down.

What is measured follows Chen et al., "Fall Detection Based on Key Points of Human-Skeleton Using OpenPose" (Symmetry
12(5), 2020): how fast the trunk descends, how it leans, and whether the person gets up again; the speed that tells
falls from daily life is that of Bourke et al., "The identification of vertical velocity profiles using an inertial
sensor to investigate pre-impact detection of falls" (Medical Engineering & Physics 30(7), 2008): 1.3 m/s. A picture
has no metres: an upright trunk, from the shoulders to the hips, is taken for half a metre.

It is no medical device: who falls slowly, out of the picture or behind a table is not seen.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Observation
from ogam.vision.poses import LEFT_ANKLE, LEFT_HIP, LEFT_SHOULDER, RIGHT_ANKLE, RIGHT_HIP, RIGHT_SHOULDER, SEEN, Pose

TRUNK = 0.5
"""Metres from the middle of the shoulders to that of the hips of a grown person: 0.29 of the height (Drillis and
Contini)."""

CONFIDENCE = (7.72, -0.62, -9.24)
"""Of the shoulders' speed, of how much lower they are, and what is added: `benchmarks/falls.py --fit`."""


@dataclass(frozen=True, slots=True)
class FallSettings:
    """fast: metres a second at which the shoulders go down; over: seconds, over which that is measured; upright,
    low: how upright the trunk is, 1 to -1, in one who stands or sits, and in one who lies; drop: metres by which
    the shoulders are then lower; stays: seconds for which nobody gets up; back: seconds before, in which the body
    was upright; gap: longest time without a pose; trunk: pixels that an upright trunk must have; floor: metres
    above the feet, where these were seen, within which the shoulders must lie: a sofa is higher, and so is who
    kneels."""

    fast: float = 1.3
    over: float = 0.4
    upright: float = 0.75
    low: float = 0.55
    drop: float = 0.5
    stays: float = 3.0
    back: float = 2.0
    gap: float = 1.5
    trunk: float = 20.0
    floor: float = 0.3


@dataclass(frozen=True, slots=True)
class TrunkLook:
    """A trunk in one picture, in pixels: height of the shoulders and of the hips above the picture's bottom edge (less
    than 0 where lower), the trunk's length, and the height of the lower foot, where one is seen."""

    time: float
    shoulders: float
    hips: float
    length: float
    box: Box
    feet: float | None = None

    @property
    def rise(self) -> float:
        """How much higher the shoulders are than the hips."""
        return self.shoulders - self.hips


@dataclass(frozen=True, slots=True)
class _Fall:
    start: TrunkLook
    low_at: float
    speed: float


def trunk_look(pose: Pose, time: float) -> TrunkLook | None:
    """From the shoulders and hips that are seen: one of each at least."""
    middles = []
    for left, right in ((LEFT_SHOULDER, RIGHT_SHOULDER), (LEFT_HIP, RIGHT_HIP)):
        seen = [point for point in (left, right) if pose.scores[point] >= SEEN]
        if not seen:
            return None
        middles.append(pose.points[seen].mean(axis=0).astype(np.float64))
    shoulders, hips = middles
    length = float(np.hypot(*(shoulders - hips)))
    feet = [-float(pose.points[ankle, 1]) for ankle in (LEFT_ANKLE, RIGHT_ANKLE) if pose.scores[ankle] >= SEEN]
    return TrunkLook(time, -float(shoulders[1]), -float(hips[1]), length, pose.box, min(feet, default=None))


class FallWatch:
    """The falls of one person before one camera. It is the state of one track: not thread-safe."""

    def __init__(self, settings: FallSettings | None = None) -> None:
        self._settings = settings or FallSettings()
        self._looks: deque[TrunkLook] = deque()
        self._fall: _Fall | None = None
        self._lies = False

    def accept(self, pose: Pose | None, time: float, source: str = "") -> list[Observation]:
        """An observation of kind "fall" once somebody has fallen and not got up. None: no pose in this frame."""
        look = None if pose is None else trunk_look(pose, time)
        if look is None:
            return []
        if self._looks and time - self._looks[-1].time > self._settings.gap:
            self._looks.clear()
            self._fall, self._lies = None, False
        self._looks.append(look)
        keep = self._settings.back + self._settings.over + self._settings.gap
        while time - self._looks[0].time > keep:
            self._looks.popleft()
        return self._judge(look, source)

    def _judge(self, look: TrunkLook, source: str) -> list[Observation]:
        settings = self._settings
        if self._fall is None:
            self._fall = self._falling(look)
            return []
        unit = self._fall.start.length
        lower = (self._fall.start.shoulders - look.shoulders) / unit * TRUNK
        if look.rise / unit > settings.upright or lower < settings.drop / 2:
            self._fall, self._lies = None, False
            return []
        if self._lies or look.time - self._fall.low_at < settings.stays:
            return []
        self._lies = True
        return [_observation(self._fall, look, lower, source)]

    def _falling(self, look: TrunkLook) -> _Fall | None:
        """Whether the body lies now, was upright before, and came down fast."""
        settings = self._settings
        unit = float(np.percentile([one.length for one in self._looks], 80))
        upright = [one for one in self._looks if one.rise > settings.upright * unit]
        if not upright or unit < settings.trunk:
            return None
        start = max(upright, key=lambda one: one.time)
        lower = (start.shoulders - look.shoulders) / unit * TRUNK
        if look.rise / unit > settings.low or lower < settings.drop:
            return None
        feet = [one.feet for one in upright if one.feet is not None]
        if feet and (look.shoulders - float(np.median(feet))) / unit * TRUNK > settings.floor:
            return None
        speed = fastest_descent(self._looks, settings.over) / unit * TRUNK
        if speed < settings.fast or look.time - start.time > settings.back:
            return None
        return _Fall(TrunkLook(start.time, start.shoulders, start.hips, unit, start.box), look.time, speed)


def _observation(fall: _Fall, look: TrunkLook, lower: float, source: str) -> Observation:
    return Observation(
        kind="fall",
        value="fall",
        confidence=confidence(fall.speed, lower),
        start=fall.start.time,
        end=look.time,
        source=source,
        recognizer="falls",
        box=look.box,
        details={"metres_a_second": round(fall.speed, 2), "metres_lower": round(lower, 2)},
    )


def fastest_descent(looks: "deque[TrunkLook]", over: float) -> float:
    """Pixels a second at which the shoulders came down, the fastest mean over this many seconds or a little more."""
    times = np.array([look.time for look in looks])
    heights: NDArray[np.float64] = np.array([look.shoulders for look in looks])
    fastest = 0.0
    for i in range(len(times)):
        later = np.flatnonzero(times >= times[i] + over - 1e-6)
        if len(later):
            fastest = max(fastest, float((heights[i] - heights[later[0]]) / (times[later[0]] - times[i])))
    return fastest


def confidence(speed: float, lower: float) -> float:
    """How likely it is a fall, by how fast and how far the shoulders came down, in metres a second and metres: logistic
    regression on simulated bodies (`benchmarks/falls.py`), among which as many lay down as fell."""
    return float(1 / (1 + np.exp(-(CONFIDENCE[0] * speed + CONFIDENCE[1] * lower + CONFIDENCE[2]))))
