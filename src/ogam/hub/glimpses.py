"""Glimpses: the faces that were seen just now, which belong to what is said."""

from collections import deque
from collections.abc import Callable, Sequence

from ogam.biometrics.fusion import Evidence

SECONDS = 5.0
"""For which a face that was seen belongs to what is said."""
MOST = 32
"""Pictures that are remembered."""


class Glimpses:
    """Those of one session. clock: seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen = deque[tuple[float, tuple[Evidence, ...]]](maxlen=MOST)

    def note(self, evidence: Sequence[Evidence]) -> bool:
        """What a picture told; whether it is news: what was told before is none."""
        before = self.lately
        news = tuple(one for one in evidence if one not in before)
        if news:
            self._seen.append((self._clock(), news))
        return bool(news)

    @property
    def lately(self) -> tuple[Evidence, ...]:
        since = self._clock() - SECONDS
        return tuple(one for when, evidence in self._seen if when >= since for one in evidence)

    def forget(self) -> None:
        self._seen.clear()

    def __len__(self) -> int:
        return len(self._seen)
