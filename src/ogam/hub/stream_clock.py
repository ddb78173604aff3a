"""The times of a stream, on the clock of whoever receives it."""

import math

LATE = 1.0
"""Seconds that something may have been on its way; then the sender's clock is not believed any more."""
DRIFT = 1e-4
"""Seconds by which the sender's clock may fall behind in a second: a cheap crystal."""


class StreamClock:
    """The times that a sender says, on the receiver's clock: as if each had come as quickly as the quickest one.

    What a network delays does not look like a head that jumps; nor can a sender stretch the time by more than `LATE`.
    """

    def __init__(self) -> None:
        self._offset = math.inf
        self._last = math.nan

    def at(self, theirs: float, now: float) -> float:
        """When it was, by what the sender says, and when it came."""
        passed = 0.0 if math.isnan(self._last) else max(0.0, theirs - self._last)
        self._last = theirs
        self._offset = min(self._offset + DRIFT * passed, now - theirs)
        if now - self.shifted(theirs) > LATE:
            self._offset = now - theirs
        return self.shifted(theirs)

    def shifted(self, theirs: float) -> float:
        """When it was, of something that came with what came last."""
        return theirs + self._offset
