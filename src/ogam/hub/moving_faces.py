"""Moving faces: everybody before one camera, with all that is told of each: who, whether it is a flat picture, whether
the lips move with what is said."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Protocol, runtime_checkable

import numpy as np

from ogam.biometrics import Evidence, FaceKnowledge, FaceTrack, FaceTracks, Situation
from ogam.core import Audio, Image, Liveness
from ogam.hub.area_presence import Seen
from ogam.hub.glimpses import SECONDS
from ogam.liveness import ActiveSpeaker, FlatnessWatch
from ogam.vision import FaceFollower, mouth_openness

REMEMBERED = 20.0
"""Seconds of lips that are kept."""
AFTER = 1.0
"""Seconds after an utterance in which who is seen was there while it was said. Before, it is as long as for `Glimpses`:
who turns away to speak was there too."""


@runtime_checkable
class Eyes(Protocol):
    """A camera that looks at who speaks."""

    def beside(self, voice: Audio) -> Sequence[Evidence]:
        """The faces that were seen while this was said. voice: on the clock of the pictures. Blocking, thread-safe."""
        ...


class MovingFaces:
    """A session over the pictures of one camera. Safe to use from threads; pictures come in their order.

    detector, knowledge, situation: as `FaceTracks` takes them. speaker: tells by the lips who speaks, if given; from 8
    pictures a second on. area: where the camera looks, for the evidence.
    """

    def __init__(
        self,
        detector: FaceFollower,
        knowledge: FaceKnowledge | None = None,
        situation: Callable[[], Situation] = Situation,
        speaker: ActiveSpeaker | None = None,
        area: str | None = None,
    ) -> None:
        self._tracks = FaceTracks(detector, knowledge, situation)
        self._speaker = speaker
        self._area = area
        self._watched: dict[int, _Watched] = {}
        self._last = float("-inf")
        self._lock = Lock()

    def see(self, image: Image) -> tuple[FaceTrack, ...]:
        """The faces of a picture, the largest first; nobody in one that comes too late, after a newer one.

        Raises ModelError and BiometricsError where nothing can be recognised. Blocking.
        """
        with self._lock:
            if image.time < self._last:
                return ()
            self._last = image.time
            seen = tuple(self._watch(track) for track in self._tracks.accept(image))
            oldest = image.time - REMEMBERED
            self._watched = {number: one for number, one in self._watched.items() if one.track.last >= oldest}
            return seen

    def during(self, voice: Audio) -> tuple[FaceTrack, ...]:
        """Everybody who was seen while this was said, as they were seen last, with whether they spoke. voice: on the
        clock of the pictures."""
        with self._lock:
            since = min(voice.start, voice.end - SECONDS)
            there = [one for one in self._watched.values() if one.was_there(since, voice.end + AFTER)]
            return tuple(replace(one.track, speaking=one.speaking(voice, self._speaker)) for one in there)

    def beside(self, voice: Audio) -> tuple[Evidence, ...]:
        """The same as evidence of who speaks, for `Session.hear(…, beside=…)`."""
        return evidence_of(self.during(voice), self._area)

    def _watch(self, track: FaceTrack) -> FaceTrack:
        watched = self._watched.setdefault(track.id, _Watched(track))
        watched.see(track)
        return watched.track


class _Watched:
    """What is remembered of one track: how it was seen last, and its lips."""

    def __init__(self, track: FaceTrack) -> None:
        self.track = track
        self._flatness = FlatnessWatch()
        self._lips: deque[tuple[float, float]] = deque()

    def see(self, track: FaceTrack) -> None:
        liveness: Liveness = self._flatness.accept(track.face, track.last)
        self.track = replace(track, liveness=liveness)
        self._lips.append((track.last, mouth_openness(track.face.landmarks)))
        while self._lips[0][0] < track.last - REMEMBERED:
            self._lips.popleft()

    def was_there(self, start: float, end: float) -> bool:
        return any(start <= time <= end for time, _ in self._lips)

    def speaking(self, voice: Audio, speaker: ActiveSpeaker | None) -> float | None:
        lips = np.array([one for one in self._lips if voice.start <= one[0] <= voice.end], np.float64)
        if speaker is None or len(lips) < 2:
            return None
        return speaker.ratio(lips[:, 0], lips[:, 1], voice)


def seen_beside(eyes: Sequence[Eyes | None], voice: Audio, came: float, began: float | None) -> tuple[Evidence, ...]:
    """What all eyes saw while this was said. came: when it was handed over; began: when it was begun to be said, None
    if that is not known as exactly as lips need it. Both in seconds on the clock of the pictures."""
    start = came - voice.duration if began is None else began
    found = [one for eye in eyes if eye is not None for one in eye.beside(replace(voice, start=start))]
    return tuple(found if began is not None else (replace(one, speaking=None) for one in found))


def evidence_of(tracks: Sequence[FaceTrack], area: str | None = None) -> tuple[Evidence, ...]:
    """What face tracks say of who speaks. A flat picture says nothing, with the reason in its details; a face of which
    nothing is known yet counts as one that may be the speaker's."""
    return tuple(_evidence_of(track, area) for track in tracks)


def seen_of(tracks: Sequence[FaceTrack]) -> tuple[Seen, ...]:
    """Whom face tracks show, for `AreaPresence.update`. A flat picture is nobody."""
    return tuple(Seen(track.person, track.probability) for track in tracks if track.liveness != "attack")


def _evidence_of(track: FaceTrack, area: str | None) -> Evidence:
    if track.liveness == "attack":
        return Evidence("face", time=track.last, area=area, details={"track": track.id, "refused": "A flat picture."})
    told = track.evidence or Evidence("face", details={"refused": "No view of the face was good enough yet."})
    details = {**told.details, "track": track.id, "views": track.views}
    return replace(told, time=track.last, area=area, speaking=track.speaking, details=details)
