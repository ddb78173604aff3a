"""Attention: hearing goes first. Whoever sees waits while an utterance is being recognised."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

LONGEST = 3.0
"""Seconds that seeing waits at most: a camera is not blind for as long as somebody speaks."""


class Attention:
    """Shared by all that hear and see in a house. Safe to use from threads."""

    def __init__(self) -> None:
        self._hearing = 0
        self._seeing = False
        self._changed = Condition()

    @contextmanager
    def hearing(self) -> Iterator[None]:
        """Something is being recognised by ear; never waits."""
        with self._changed:
            self._hearing += 1
        try:
            yield
        finally:
            with self._changed:
                self._hearing -= 1
                self._changed.notify_all()

    @contextmanager
    def seeing(self, longest: float = LONGEST) -> Iterator[None]:
        """A picture is being looked at: one at a time, in the whole house, and after what is heard.

        longest: seconds that hearing goes before at most.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._hearing, longest)
            self._changed.wait_for(lambda: not self._seeing)
            self._seeing = True
        try:
            yield
        finally:
            with self._changed:
                self._seeing = False
                self._changed.notify_all()
