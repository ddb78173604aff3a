"""The times of a stream, on the clock of whoever receives it."""

import pytest

from ogam.hub import StreamClock
from ogam.hub.stream_clock import LATE


def test_what_came_quickest_says_how_late_the_others_are() -> None:
    clock = StreamClock()
    late = [0.2, 0.05, 0.3, 0.01, 0.2]
    times = [clock.at(number / 10, 100 + number / 10 + delay) for number, delay in enumerate(late)]
    assert times[-1] == pytest.approx(100.41, abs=1e-3)
    assert clock.shifted(0.15) == pytest.approx(100.16, abs=1e-3)


def test_a_clock_that_runs_slow_is_followed_for_hours() -> None:
    """By 50 parts in a million: 0.7 s in four hours, which would be lips that move long after the voice."""
    clock = StreamClock()
    for second in range(4 * 3600):
        true = float(second)
        told = clock.at(true * (1 - 50e-6), 100 + true)
    assert told == pytest.approx(100 + true, abs=0.02)


def test_a_sender_that_paused_is_believed_anew() -> None:
    clock = StreamClock()
    clock.at(1.0, 101.0)
    assert clock.at(1.1, 160.0) == pytest.approx(160.0)
    assert clock.at(1.2, 160.1 + LATE / 2) == pytest.approx(160.1, abs=1e-3)
