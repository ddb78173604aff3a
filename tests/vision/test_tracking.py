"""Tracks: one for each thing, however it moves, whatever is missed, at any rate of pictures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import Box, Observation
from ogam.vision.tracking import Tracker, TrackingSettings


def thing(x: float, y: float = 0.0, value: str = "cup", confidence: float = 0.9, kind: str = "object") -> Observation:
    return Observation(kind, value, confidence, 0.0, 0.0, box=Box(x, y, 40, 40))


def ids(tracks) -> list[int]:
    return [track.id for track in tracks]


def test_what_is_seen_twice_becomes_a_track() -> None:
    tracker = Tracker()
    assert tracker.update([thing(0)], 0.0) == ()
    (track,) = tracker.update([thing(4)], 0.2)
    assert (track.id, track.kind, track.value, track.hits, track.first, track.last) == (1, "object", "cup", 2, 0.0, 0.2)
    assert track.confidence == pytest.approx(0.9)
    assert track.box.left == pytest.approx(4, abs=2)
    assert track.observation == thing(4)


def test_what_is_hidden_for_a_moment_is_the_same_and_what_is_gone_ends() -> None:
    tracker = Tracker(TrackingSettings(patience=1.0))
    tracker.update([thing(0)], 0.0)
    tracker.update([thing(0)], 0.2)
    assert ids(tracker.update([], 0.9)) == [1]
    assert ids(tracker.update([thing(2)], 1.1)) == [1]
    assert tracker.update([], 2.2) == ()
    tracker.update([thing(0)], 2.4)
    assert ids(tracker.update([thing(0)], 2.6)) == [2]


def test_two_that_pass_each_other_keep_their_tracks() -> None:
    tracker = Tracker()
    for step in range(40):
        tracks = tracker.update([thing(10 * step, 0), thing(390 - 10 * step, 25)], step / 10)
    first, second = tracks
    assert (first.id, second.id) == (1, 2)
    assert first.observation.box == Box(390, 0, 40, 40)
    assert second.observation.box == Box(0, 25, 40, 40)


@pytest.mark.parametrize("rate", [1, 2, 5, 30])
def test_a_walk_is_one_track_at_any_rate(rate: int) -> None:
    """40 pixels a second, a box of 40: at one picture a second the boxes do not touch."""
    tracker = Tracker()
    for step in range(6 * rate):
        time = step / rate
        tracks = tracker.update([thing(44 * time, kind="face", value="")], time)
    assert ids(tracks) == [1]
    assert tracks[0].hits == 6 * rate


def test_what_it_is_is_voted() -> None:
    tracker = Tracker()
    for step, (value, confidence) in enumerate([("bowl", 0.6), ("cup", 0.9), ("cup", 0.8)]):
        tracks = tracker.update([thing(0, value=value, confidence=confidence)], step / 5)
    (track,) = tracks
    assert track.value == "cup"
    assert track.confidence == pytest.approx((0.9 + 0.8) / 3)


def test_the_unsure_carries_on_but_does_not_begin() -> None:
    tracker = Tracker()
    for step in range(3):
        assert tracker.update([thing(0, confidence=0.3)], step / 5) == ()
    tracker.update([thing(0)], 1.0)
    assert ids(tracker.update([thing(0, confidence=0.3)], 1.2)) == [1]


def test_kinds_are_apart_and_what_has_no_box_is_left_out() -> None:
    tracker = Tracker()
    for step in range(2):
        voice = Observation("voice", "", 1.0, 0.0, 0.0)
        tracks = tracker.update([thing(0, value="person"), thing(0, kind="face", value=""), voice], step / 5)
    assert [track.kind for track in tracks] == ["object", "face"]


def test_something_far_or_of_another_size_is_another() -> None:
    tracker = Tracker()
    for step, x in enumerate((0, 0, 300, 300)):
        tracks = tracker.update([thing(x)], step / 5)
    assert ids(tracks) == [1, 2]
    large = Observation("object", "cup", 0.9, 0, 0, box=Box(0, 0, 200, 200))
    tracker.update([large], 1.0)
    assert ids(tracker.update([large], 1.2))[-1] == 3


def test_time_does_not_go_back() -> None:
    tracker = Tracker()
    tracker.update([], 1.0)
    tracker.update([], 1.0)
    with pytest.raises(ValueError, match="goes back"):
        tracker.update([], 0.9)


@given(st.integers(0, 10_000))
def test_no_observation_is_in_two_tracks_and_no_id_comes_twice(seed: int) -> None:
    random = np.random.default_rng(seed)
    tracker, ever = Tracker(TrackingSettings(hits=1, patience=0.5)), set()
    alive: set[int] = set()
    for step in range(12):
        count = int(random.integers(0, 6))
        time = step * float(random.choice([0.05, 0.3]))
        seen = [thing(*(random.random(2) * 200), value=str(random.choice(["cup", "bowl"]))) for _ in range(count)]
        tracks = tracker.update(seen, max(time, tracker._time))
        now = {track.id for track in tracks}
        assert len(now) == len(tracks)
        assert not ((now - alive) & ever)
        last = [id(track.observation) for track in tracks if track.last == tracker._time]
        assert len(set(last)) == len(last)
        ever |= now
        alive = now
