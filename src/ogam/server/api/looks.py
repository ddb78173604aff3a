"""Who looks through a camera is in the log: whoever lives in the house can see who looked at them."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from ogam.hub import EventLog
from ogam.server.auth import Caller

KIND = "look"
"""Of the log's events: their session is the camera's name. No picture is in them."""
AGAIN = 60.0
"""Seconds after which a look that goes on is told again: a page that shows a camera asks for a picture every second."""
_MOST = 1000


class Looks:
    """Tells the log of each look. clock: seconds, for tests."""

    def __init__(self, log: EventLog, clock: Callable[[], float] = monotonic) -> None:
        self._log, self._clock = log, clock
        self._told: dict[tuple[str, str, str], float] = {}
        self._lock = Lock()

    def note(self, camera: str, caller: Caller, what: str) -> None:
        """Somebody is given what a camera sees. what: "picture" or "seen". Raises LogError: who cannot be told of looks
        at nothing."""
        now, key = self._clock(), (camera, caller.account, what)
        with self._lock:
            if now - self._told.get(key, float("-inf")) < AGAIN:
                return
            data = {"camera": camera, "what": what, "account": caller.account, "person": caller.person}
            self._log.append(camera, "", KIND, {**data, "by": caller.means})
            self._told.pop(key, None)
            self._told[key] = now
            if len(self._told) > _MOST:
                del self._told[next(iter(self._told))]
