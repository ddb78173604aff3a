"""Commands one after another: LG shuts out accounts that send more than one every few seconds."""

import time
from collections.abc import Callable

from ogam.devices.thinq.errors import too_many


class Pace:
    """When the next commands of an account may be sent.

    spacing: seconds between two. patience: seconds that a command may wait for its turn; who would wait longer is told
    so at once. clock: seconds.
    """

    def __init__(
        self, spacing: float = 3.0, patience: float = 6.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._spacing, self._patience, self._clock = spacing, patience, clock
        self._next = float("-inf")

    def take(self, count: int) -> list[float]:
        """The times at which `count` commands may be sent, taken all or none.

        Raises DeviceError, and takes nothing, if the last of them would wait too long.
        """
        now = self._clock()
        first = max(now, self._next)
        times = [first + self._spacing * place for place in range(count)]
        if times and times[-1] - now > self._patience:
            raise too_many(times[-1] - now - self._patience)
        self._next = first + self._spacing * count
        return times

    def wait_for(self, moment: float) -> float:
        """Seconds until a time that was taken."""
        return max(0.0, moment - self._clock())

    def pause(self, seconds: float) -> None:
        """Send nothing for a while: LG asked for it."""
        self._next = max(self._next, self._clock() + seconds)
