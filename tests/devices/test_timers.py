from typing import Any

import pytest

from ogam.core import DeviceError
from ogam.devices import timers
from ogam.devices.timers import Timer


def started(**arguments: Any) -> list[Timer]:
    return timers.start([], arguments, now=100.0)


def test_a_timer_counts_down_and_ends() -> None:
    tea = started(seconds=300, name="tea")
    assert timers.tell(tea, 110.0) == "The tea timer has 4 minutes and 50 seconds left."
    assert timers.running(tea, 399.9) == tea
    assert timers.running(tea, 400.0) == []
    assert timers.tell([], 0) == "No timer is running."


def test_a_paused_timer_keeps_its_time() -> None:
    paused = timers.pause(started(seconds=300), {}, 160.0)
    assert timers.tell(paused, 10_000.0) == "The timer for 5 minutes has 4 minutes left and is paused."
    resumed = timers.resume(paused, {}, 1000.0)
    assert timers.seconds_left(resumed[0], 1000.0) == 240
    with pytest.raises(DeviceError, match="no such timer"):
        timers.resume(resumed, {}, 1000.0)


def test_time_is_added_and_taken_off_also_while_paused() -> None:
    longer = timers.increase(started(seconds=60), {"seconds": 30}, 100.0)
    assert timers.seconds_left(longer[0], 100.0) == 90
    paused = timers.pause(longer, {}, 100.0)
    assert timers.seconds_left(timers.decrease(paused, {"seconds": 80}, 500.0)[0], 500.0) == 10
    assert timers.decrease(longer, {"seconds": 200}, 100.0) == []


def test_the_timer_that_is_meant_is_found_by_name_length_or_area() -> None:
    both = timers.start(started(seconds=300, name="tea", area="kitchen"), {"seconds": 60}, 100.0)
    assert timers.cancel(both, {"name": "tea"}, 100.0) == [both[1]]
    assert timers.cancel(both, {"start_seconds": 60}, 100.0) == [both[0]]
    assert timers.cancel_all(both, {"area": "kitchen"}, 100.0) == [both[1]]
    assert timers.cancel_all(both, {}, 100.0) == []
    with pytest.raises(DeviceError, match=r"There are 2 timers: tea and 1 minute\. Say which one\."):
        timers.cancel(both, {}, 100.0)
    with pytest.raises(DeviceError, match="no such timer"):
        timers.cancel(both, {"name": "eggs"}, 100.0)


def test_a_timer_needs_a_length() -> None:
    with pytest.raises(DeviceError, match="for how long"):
        started(name="tea")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (60, "1 minute"),
        (90, "1 minute and 30 seconds"),
        (3700, "1 hour, 1 minute and 40 seconds"),
    ],
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert timers.say_duration(seconds) == words
