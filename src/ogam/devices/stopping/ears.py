"""What listens for stop words in streams of sound, whatever else is going on."""

from collections.abc import Callable
from typing import Protocol

from ogam.core import Audio, Observation

Heard = Callable[[Observation | None], None]
"""Told each stop word of a stream, and None when the stream has ended. Called in any thread."""

CHUNKS = 500
"""That may wait to be listened to: for a few seconds. What comes then is not listened to."""


class StopEar(Protocol):
    """Listens to one stream. Neither method waits for anything."""

    def accept(self, chunk: Audio) -> None: ...

    def finish(self) -> None:
        """No more comes. More than once does nothing."""


class StopEars(Protocol):
    """Listens to any number of streams, until it is closed."""

    def open(self, heard: Heard) -> StopEar: ...

    def close(self) -> None: ...
