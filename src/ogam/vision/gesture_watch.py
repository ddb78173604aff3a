"""Gestures over time: one counts if it is held still for a moment by a hand that is near, once a showing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Image, Observation
from ogam.vision.detection import overlap
from ogam.vision.gestures import Gesture, GestureReading, read_gesture
from ogam.vision.hand_features import palm_size
from ogam.vision.hands import Hand

SAME_HAND = 0.2
"""Share of the smaller of two boxes, of one frame and the next, from which on they are one hand."""


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """When a gesture counts. held: seconds; frames: at least so many of it; sure: mean confidence; each: confidence of
    every frame; still: how far the palm's middle may move meanwhile, and its knuckles turn about it, in sizes of the
    palm; smallest: pixels of the palm; released: seconds without it before the same gesture counts again; gap: longest
    time between two frames of one showing."""

    held: float = 0.8
    frames: int = 4
    sure: float = 0.9
    each: float = 0.7
    still: float = 0.15
    smallest: float = 24.0
    released: float = 0.5
    gap: float = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    time: float
    hand: Hand
    reading: GestureReading


@dataclass(slots=True, eq=False)
class _Track:
    """One hand: its moments of the gesture that it shows now, what already counted, and when that was last seen."""

    hand: Hand
    time: float
    showing: list[_Moment] = field(default_factory=list)
    counted: Gesture | None = None
    last_seen: float = -np.inf


class GestureWatch:
    """The gestures of one camera's hands. It is the state of one camera: not thread-safe."""

    def __init__(
        self, settings: WatchSettings | None = None, read: Callable[[Hand], GestureReading] = read_gesture
    ) -> None:
        self._settings = settings or WatchSettings()
        self._read = read
        self._tracks: list[_Track] = []

    def accept(self, image: Image, hands: Sequence[Hand]) -> list[Observation]:
        """What counts from this frame on: an observation of kind "gesture" each. Frames come in order of time."""
        return self.accept_at(image.time, hands, image.source)

    def accept_at(self, time: float, hands: Sequence[Hand], source: str = "") -> list[Observation]:
        """The same, without the picture."""
        self._tracks = [track for track in self._tracks if time - track.time <= self._settings.gap]
        free = list(self._tracks)
        found = []
        for hand in hands:
            track = max(free, key=lambda one: overlap(one.hand.box, hand.box), default=None)
            if track is None or overlap(track.hand.box, hand.box) < SAME_HAND:
                track = _Track(hand, time)
                self._tracks.append(track)
            else:
                free.remove(track)
            track.hand, track.time = hand, time
            moment = self._counts(track, _Moment(time, hand, self._read(hand)))
            if moment:
                found.append(_observation(track.showing, source))
        return found

    def _counts(self, track: _Track, moment: _Moment) -> bool:
        """Whether with this moment a gesture of the track begins to count."""
        gesture, settings = moment.reading.gesture, self._settings
        if track.counted is not None and moment.time - track.last_seen > settings.released:
            track.counted = None
        if gesture == track.counted:
            track.last_seen = moment.time
        large = palm_size(moment.hand.landmarks[:, :2]) >= settings.smallest
        if gesture == "none" or moment.reading.confidence < settings.each or not large:
            track.showing = []
            return False
        if track.showing and track.showing[-1].reading.gesture != gesture:
            track.showing = []
        track.showing.append(moment)
        while len(track.showing) > 1 and _moved(track.showing[0].hand, moment.hand) > settings.still:
            del track.showing[0]  # it moved: what is held begins later
        if gesture == track.counted or not self._is_held(track.showing):
            return False
        track.counted, track.last_seen = gesture, moment.time
        return True

    def _is_held(self, showing: Sequence[_Moment]) -> bool:
        settings = self._settings
        sure = float(np.mean([moment.reading.confidence for moment in showing]))
        long = showing[-1].time - showing[0].time >= settings.held
        return long and len(showing) >= settings.frames and sure >= settings.sure


def _moved(one: Hand, other: Hand) -> float:
    """How far the farthest of the palm's joints went, in sizes of the palm."""
    palm = [0, 5, 9, 13, 17]
    away: NDArray[np.floating] = (other.landmarks - one.landmarks)[palm, :2]
    return float(np.hypot(away[:, 0], away[:, 1]).max()) / palm_size(other.landmarks)


def _observation(showing: Sequence[_Moment], source: str) -> Observation:
    last = showing[-1]
    box: Box = last.hand.box
    return Observation(
        kind="gesture",
        value=last.reading.gesture,
        confidence=float(np.mean([moment.reading.confidence for moment in showing])),
        start=showing[0].time,
        end=last.time,
        source=source,
        recognizer="gestures",
        box=box,
        details={"frames": len(showing), "side": last.hand.side},
    )
