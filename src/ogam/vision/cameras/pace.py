"""When: how often is looked, how long is waited, and what time a picture is of."""

import random

SOONEST, LONGEST = 0.5, 30.0
"""Seconds until a camera is tried again: at first, and at most."""
LINGERS = 2.0
"""Seconds at the full rate after the last motion: who stands still to be looked at is looked at."""
EARLY = 0.25
"""Share of the interval by which a frame may come too early and still count: no camera is punctual."""
BREATH = 1.25
"""Interval between pictures, in what the work on one takes: a fifth of the time is left for others."""
LATE = 1.0
"""Seconds that a frame may have been on its way; then its clock is believed no more, and is set anew."""
TICK = 1e-6
"""Seconds between two pictures, at least."""


class Sampler:
    """Picks of all frames those to be looked at, `rate` a second at most."""

    def __init__(self, rate: float) -> None:
        self._interval = 1 / rate
        self._due = float("-inf")

    def wants(self, now: float) -> bool:
        """Whether a frame that comes now is one; it counts as looked at if so."""
        if now < self._due - EARLY * self._interval:
            return False
        self._due = max(self._due, now - EARLY * self._interval) + self._interval
        return True


class Attention:
    """Whether a picture that was looked at is given away: all where something moves, else `still` a second."""

    def __init__(self, still: float) -> None:
        self._interval = 1 / still
        self._active_until = self._due = float("-inf")

    def wants(self, now: float, moved: bool) -> bool:
        if moved:
            self._active_until = now + LINGERS
        if now > self._active_until and now < self._due - TICK:
            return False
        self._due = now + self._interval
        return True


class Breath:
    """How long to wait before the next picture, so that whoever works on them does not work without a pause."""

    def __init__(self) -> None:
        self._worked = 0.0

    def wait(self, worked: float) -> float:
        """worked: seconds since the last picture was given. Seconds that are left to wait."""
        self._worked += (worked - self._worked) / 2
        return max(0.0, min(self._worked * BREATH, LONGEST) - worked)


class StreamClock:
    """The times of a stream on our clock: as if each frame had come as quickly as the quickest one.

    What a network delays does not look like a jump; nor can a stream go back, or run away from now.
    """

    def __init__(self, last: float = float("-inf")) -> None:
        self._offset = float("inf")
        self._last = last

    def at(self, theirs: float | None, now: float) -> float:
        """theirs: what the stream says, None if it says nothing; now: when the frame came."""
        time = now if theirs is None else self._mapped(theirs, now)
        self._last = max(time, self._last + TICK)
        return self._last

    def _mapped(self, theirs: float, now: float) -> float:
        self._offset = min(self._offset, now - theirs)
        if now - (theirs + self._offset) > LATE:
            self._offset = now - theirs
        return theirs + self._offset


class Backoff:
    """Seconds to wait before each new try: doubled each time, up to `LONGEST`, and never two cameras the same.

    The "equal jitter" of Brooker, "Exponential Backoff and Jitter", 2015 (AWS Architecture Blog).
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._most = SOONEST

    def next(self) -> float:
        wait = self._most * self._chance.uniform(0.5, 1)
        self._most = min(2 * self._most, LONGEST)
        return wait

    def reset(self) -> None:
        """It was there again: a new count."""
        self._most = SOONEST
