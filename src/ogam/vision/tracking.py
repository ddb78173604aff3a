"""One track for each thing over the pictures of a camera: objects, faces, whatever has a box.

After SORT (Bewley et al., 2016): boxes are expected where they were going, and go to the tracks that they overlap, all
together as well as can be. As in ByteTrack (Zhang et al., 2021, arXiv 2110.06864) what is unsure may carry a track on
but begins none. What overlaps nothing, because pictures are far apart, goes to the nearest of its size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ogam.core import Box, Observation
from ogam.vision.assignment import assign
from ogam.vision.boxes import corners, overlaps
from ogam.vision.motion import Motion, later, seen, start

_NEVER = 1e6
"""The cost of what must not go together."""


@dataclass(frozen=True, slots=True)
class TrackingSettings:
    """How tracks begin, go on and end.

    sure: confidence from which an observation begins a track. hits: observations after which it is given out.
    patience: seconds after which a track that is not seen ends.
    same: overlap (intersection over union) that keeps a box in a track; other: the same where the value differs, as
    when a cup is taken for a bowl once. reach: how far, in its own size, a box may have moved away from where it was
    expected, more with every second.
    """

    sure: float = 0.5
    hits: int = 2
    patience: float = 2.0
    same: float = 0.2
    other: float = 0.5
    reach: float = 1.0


@dataclass(frozen=True, slots=True)
class Track:
    """One thing over time. id: never given twice by a tracker; kind: of its observations ("object", "face" …).

    value: what most observations say, weighed by their confidence. confidence: the mean over all of them, those that
    said something else counting 0. box: where it was last, smoothed, in pixels. first, last: when it was seen, in
    seconds. hits: how often. observation: the last one.
    """

    id: int
    kind: str
    value: str
    box: Box
    first: float
    last: float
    hits: int
    confidence: float
    observation: Observation


@dataclass(frozen=True, slots=True, eq=False)
class _Trail:
    """A track, where it goes, and the votes for its value so far."""

    track: Track
    motion: Motion
    votes: Mapping[str, float]


@dataclass(slots=True, eq=False)
class Tracker:
    """The tracks of one camera. It has state, so one thread at a time may use it, and each camera needs its own."""

    settings: TrackingSettings = field(default_factory=TrackingSettings)
    _trails: list[_Trail] = field(default_factory=list, init=False)
    _next: int = field(default=1, init=False)
    _time: float = field(default=-np.inf, init=False)

    def update(self, observations: Sequence[Observation], time: float) -> tuple[Track, ...]:
        """The tracks after a picture, the oldest first; those that are not in it stay until their patience ends.

        observations: all of that picture's; those without a box are left out. time: of the picture, in seconds, with
        any step. Raises ValueError if it goes back.
        """
        if time < self._time:
            raise ValueError(f"time goes back, from {self._time} to {time}: a tracker needs pictures in their order")
        self._time = time
        boxed = [observation for observation in observations if observation.box is not None]
        alive = [trail for trail in self._trails if time - trail.track.last <= self.settings.patience]
        pairs = match(alive, boxed, time, self.settings)
        trails = [
            _carried_on(trail, boxed[pairs[index]], time) if index in pairs else trail
            for index, trail in enumerate(alive)
        ]
        taken = set(pairs.values())
        for index, observation in enumerate(boxed):
            if index not in taken and observation.confidence >= self.settings.sure:
                trails.append(_begun(self._next, observation, time))
                self._next += 1
        self._trails = trails
        return tuple(trail.track for trail in trails if trail.track.hits >= self.settings.hits)


def match(
    trails: Sequence[_Trail], observations: Sequence[Observation], time: float, settings: TrackingSettings
) -> dict[int, int]:
    """Which observation goes to which trail: by overlap, then what is left by nearness."""
    expected = [later(trail.motion, time - trail.track.last).box for trail in trails]
    boxes = [observation.box for observation in observations if observation.box is not None]
    if not expected or not boxes:
        return {}
    kinds = np.array([[trail.track.kind == one.kind for one in observations] for trail in trails])
    values = np.array([[trail.track.value == one.value for one in observations] for trail in trails])
    shared = overlaps(corners(expected), corners(boxes))
    near = shared >= np.where(values, settings.same, settings.other)
    pairs = _pairs(np.where(kinds & near, 1 - shared, _NEVER))
    gaps = np.array([time - trail.track.last for trail in trails])
    far = _distances(expected, boxes)
    allowed = kinds & values & (far <= settings.reach * (1 + gaps)[:, None])
    allowed[list(pairs)] = False
    allowed[:, list(pairs.values())] = False
    return pairs | _pairs(np.where(allowed, far, _NEVER))


def _pairs(costs: NDArray[np.float64]) -> dict[int, int]:
    return {row: column for row, column in assign(costs) if costs[row, column] < _NEVER}


def _distances(expected: Sequence[Box], boxes: Sequence[Box]) -> NDArray[np.float64]:
    """Between the middles, in the size of the expected box; without end for one more than twice as large or small."""
    middles = [
        np.array([(box.left + box.width / 2, box.top + box.height / 2) for box in group]) for group in (expected, boxes)
    ]
    sizes = [np.sqrt([max(box.width * box.height, 1.0) for box in group]) for group in (expected, boxes)]
    ratio = sizes[1][None] / sizes[0][:, None]
    away = np.linalg.norm(middles[0][:, None] - middles[1][None], axis=2) / sizes[0][:, None]
    return np.where((ratio < 2) & (ratio > 0.5), away, np.inf)


def _begun(number: int, observation: Observation, time: float) -> _Trail:
    assert observation.box is not None
    track = Track(
        number, observation.kind, observation.value, observation.box, time, time, 1, observation.confidence, observation
    )
    return _Trail(track, start(observation.box), {observation.value: observation.confidence})


def _carried_on(trail: _Trail, observation: Observation, time: float) -> _Trail:
    assert observation.box is not None
    motion = seen(later(trail.motion, time - trail.track.last), observation.box)
    votes = dict(trail.votes)
    votes[observation.value] = votes.get(observation.value, 0.0) + observation.confidence
    value = max(votes, key=lambda name: votes[name])
    hits = trail.track.hits + 1
    track = replace(
        trail.track,
        value=value,
        box=motion.box,
        last=time,
        hits=hits,
        confidence=votes[value] / hits,
        observation=observation,
    )
    return _Trail(track, motion, votes)
