"""Looking: a camera beside a microphone, whose pictures tell who speaks."""

from collections import deque
from collections.abc import Callable, Iterator
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from ogam.biometrics.fusion import Evidence
from ogam.core import Image

SECONDS = 10.0
"""For which what was seen is kept."""
PAUSE = 0.5
"""Seconds from one picture that is looked at to the next: faces take a tenth of a second each."""


class Looking:
    """Looks at pictures in a thread of its own while others listen; a context that ends it.

    pictures: of a camera, as they come; observe: an identifier's. What fails ends the looking: `error` then says why.
    """

    def __init__(self, pictures: Iterator[Image], observe: Callable[[Image], list[Evidence]]) -> None:
        self.error: Exception | None = None
        self._pictures = pictures
        self._observe = observe
        self._seen: deque[tuple[float, list[Evidence]]] = deque(maxlen=round(SECONDS / PAUSE))
        self._stop = Event()
        self._thread = Thread(target=self._look, name="camera", daemon=True)

    def lately(self, seconds: float) -> tuple[Evidence, ...]:
        """What was seen in the last so many seconds."""
        oldest = monotonic() - min(seconds, SECONDS)
        return tuple(one for when, evidence in list(self._seen) if when >= oldest for one in evidence)

    def _look(self) -> None:
        last = float("-inf")
        try:
            for picture in self._pictures:
                if self._stop.is_set():
                    return
                now = monotonic()
                if now - last >= PAUSE:
                    self._seen.append((now, self._observe(picture)))
                    last = now
        except Exception as error:  # noqa: BLE001 (told by `error`; those who listen go on without a camera)
            self.error = error

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join(timeout=2.0)
