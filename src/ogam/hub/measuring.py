"""How it goes: figures over the last turns, for whoever looks after the house."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from ogam.core import Event
from ogam.hub.log import EventLog

WINDOW = 500
"""Turns that the figures are about: the last ones."""


@dataclass(frozen=True, slots=True)
class Measures:
    """latency_ms_median, latency_ms_p95: from the end of an utterance to the end of its turn, in milliseconds; None
    without turns. turns: how many the two are of, at most `WINDOW`. real_time_factor: seconds of recognition a second
    of speech, over the same turns; None without spoken ones. errors: since the start."""

    turns: int
    latency_ms_median: float | None
    latency_ms_p95: float | None
    real_time_factor: float | None
    errors: int


class Meter:
    """Listens to an event log and keeps the figures of the last spoken turns. Safe to use from several threads."""

    def __init__(self, log: EventLog, window: int = WINDOW) -> None:
        self._lock = threading.Lock()
        self._latencies = deque[float](maxlen=window)
        self._recognition = deque[tuple[float, float]](maxlen=window)
        self._spoken: dict[str, float] = {}
        self._errors = 0
        self._leave: Callable[[], None] = log.subscribe(self._take)

    def measures(self) -> Measures:
        """The figures now."""
        with self._lock:
            latencies, recognition, errors = sorted(self._latencies), list(self._recognition), self._errors
        spoken = sum(seconds for seconds, _ in recognition)
        factor = sum(taken for _, taken in recognition) / spoken if spoken else None
        return Measures(len(latencies), quantile(latencies, 0.5), quantile(latencies, 0.95), factor, errors)

    def close(self) -> None:
        """Stop listening to the log."""
        self._leave()

    def _take(self, event: Event) -> None:
        with self._lock:
            if event.kind == "error":
                self._errors += 1
            elif event.kind == "observation" and event.data["kind"] == "sentence":
                self._begin(event.turn, float(event.data["end"]) - float(event.data["start"]))
            elif event.kind == "reply":
                self._end(event.turn, event.data.get("timings_ms", {}))

    def _begin(self, turn: str, seconds: float) -> None:
        self._spoken[turn] = seconds
        while len(self._spoken) > WINDOW:  # turns that never ended
            del self._spoken[next(iter(self._spoken))]

    def _end(self, turn: str, timings: Any) -> None:
        seconds = self._spoken.pop(turn, 0.0)
        if "recognise" not in timings or "total" not in timings:
            return
        self._latencies.append(float(timings["total"]))
        if seconds > 0:
            self._recognition.append((seconds, float(timings["recognise"]) / 1000))


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The value below which a share of them lies (nearest rank); None of none. ordered: the smallest first."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None
