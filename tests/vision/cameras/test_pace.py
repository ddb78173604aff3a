"""How often is looked, how long is waited, and what time a picture is of."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.vision.cameras.pace import LONGEST, Attention, Backoff, Breath, Sampler, StreamClock


@pytest.mark.parametrize(("sent", "rate", "taken"), [(5, 5, 50), (25, 5, 50), (30, 5, 50), (7, 5, 50), (2, 5, 20)])
def test_of_all_frames_so_many_are_looked_at(sent: int, rate: float, taken: int) -> None:
    sampler = Sampler(rate)
    count = sum(sampler.wants(number / sent) for number in range(10 * sent))
    assert count == pytest.approx(taken, abs=4)


def test_a_camera_need_not_be_punctual() -> None:
    chance, sampler = random.Random(0), Sampler(5)
    assert sum(sampler.wants(number / 5 + chance.uniform(-0.04, 0.04)) for number in range(50)) >= 48


def test_after_a_gap_frames_are_not_made_up_for() -> None:
    sampler = Sampler(5)
    assert sampler.wants(0.0)
    assert sum(sampler.wants(100 + number / 100) for number in range(100)) <= 6


def test_a_still_picture_is_given_once_a_second_and_a_motion_at_once() -> None:
    attention = Attention(1.0)
    still = [attention.wants(number / 5, False) for number in range(11)]
    assert [number for number, given in enumerate(still) if given] == [0, 5, 10]
    assert attention.wants(2.2, True)
    assert all(attention.wants(2.2 + number / 5, False) for number in range(1, 11))
    assert not attention.wants(4.4, False)


def test_whoever_works_long_leaves_a_fifth_of_the_time() -> None:
    breath = Breath()
    for _ in range(20):
        wait = breath.wait(0.4)
    assert wait == pytest.approx(0.1, abs=0.01)
    assert Breath().wait(0.0) == 0
    assert Breath().wait(1e9) == 0


def test_it_waits_longer_each_time_and_never_twice_the_same() -> None:
    backoff = Backoff(random.Random(1))
    pauses = [backoff.next() for _ in range(12)]
    assert 0.25 <= pauses[0] <= 0.5
    assert all(LONGEST / 2 <= pause <= LONGEST for pause in pauses[7:])
    assert len(set(pauses)) == 12
    backoff.reset()
    assert backoff.next() <= 0.5


def test_a_delay_of_the_network_is_no_jump() -> None:
    clock = StreamClock()
    assert [clock.at(theirs, now) for theirs, now in ((7.0, 100.0), (7.2, 100.5), (7.4, 100.51))] == pytest.approx(
        [100.0, 100.2, 100.4]
    )


def test_a_stream_that_stood_still_is_now_again() -> None:
    clock = StreamClock()
    assert clock.at(0.0, 100.0) == 100.0
    assert clock.at(0.2, 110.0) == 110.0


@given(st.lists(st.tuples(st.none() | st.floats(-1e6, 1e6), st.floats(0, 2)), max_size=30))
def test_times_go_on_and_are_never_late_nor_ahead(steps: list[tuple[float | None, float]]) -> None:
    clock, now, last = StreamClock(), 1000.0, float("-inf")
    for number, (theirs, passed) in enumerate(steps):
        now += passed
        time = clock.at(theirs, now)
        assert time > last
        assert now - 1.001 <= time <= now + 1e-5 * (number + 1)
        last = time
