"""Sights: the eyes of a camera, made of what recognises people, things, hands and text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Protocol

from ogam.biometrics import Evidence
from ogam.core import Audio, Box, Identity, Image, Observation, Recognizer
from ogam.home import Camera
from ogam.home.seeing import Polygon
from ogam.home.things import PERSON
from ogam.hub.eyes import Eye, Seen
from ogam.hub.moving_faces import Eyes
from ogam.hub.scene import LINGER
from ogam.hub.turns import identity_data
from ogam.vision import Tracker, TrackingSettings

EVERY_OBJECT, EVERY_STATE, EVERY_HAND = 1.0, 2.0, 0.1
"""Seconds from one look for things, for what is open, for hands, to the next."""
AGAIN = 60.0
"""Seconds until what could not be loaded is tried again."""
SETTLED = 1.0
"""Seconds within which a thing must be seen twice to be counted."""
SAME_PLACE = 0.2
"""Overlap of two boxes from which on a thing is the same, whatever it is taken for. It, and `LINGER` as the patience,
were chosen by benchmarks/counting.py."""
_REACH = 6.0
"""Widths of a face within which a hand belongs to it."""


class Track(Protocol):
    """Somebody's face before a camera: `ogam.biometrics.face_tracks.FaceTrack` is one."""

    @property
    def id(self) -> int: ...

    @property
    def box(self) -> Box: ...

    @property
    def identity(self) -> Identity: ...


class Tracks(Protocol):
    """A session over the pictures of one camera: the faces of each. One that is of `Eyes` too (`beside`) also says who
    was there while something was said."""

    def accept(self, image: Image) -> Sequence[Track]: ...


class Hands(Protocol):
    """A session over the pictures of one camera: observations of the kinds "gesture", "pointing" and "fall", as they
    happen."""

    def accept(self, image: Image) -> Sequence[Observation]: ...


class Opened(Protocol):
    """Whether a part of a picture is open: an observation "open" or "closed", None where that cannot be told."""

    def state(self, image: Image, zone: str) -> Observation | None: ...


@dataclass(frozen=True, slots=True)
class Kit:
    """What there is to see with; None for what cannot be seen. Sessions are made anew for each camera.

    Each is made when it is first looked with, in the camera's thread; what cannot be made is tried again every minute.

    objects gives observations of the kind "object" (value: a class of COCO), text of the kind "text".
    """

    tracks: Callable[[Camera], Tracks] | None = None
    objects: Callable[[], Recognizer] | None = None
    hands: Callable[[Camera], Hands] | None = None
    opened: Callable[[Camera], Opened] | None = None
    text: Callable[[], Recognizer] | None = None

    def eyes(self, camera: Camera) -> Sequence[Eye]:
        """The eyes of one camera, for what it is to see."""
        people, sees, found = _People(), set(camera.sees), list[Eye]()
        if (tracks := self.tracks) is not None and "people" in sees:
            faces = _Late(lambda: _Faces(tracks(camera), people))
            found.append(Eye("faces", "motion", 0.0, faces.look, faces.beside))
        if (objects := self.objects) is not None and sees & {"objects", "people"}:
            found.append(Eye("objects", "motion", EVERY_OBJECT, _Late(lambda: _Objects(objects(), camera)).look))
        if (hands := self.hands) is not None and sees & {"gestures", "falls"}:
            found.append(Eye("hands", "person", EVERY_HAND, _Late(lambda: _Hands(hands(camera), camera, people)).look))
        if (opened := self.opened) is not None and any(zone.opens for zone in camera.zones):
            found.append(Eye("openings", "motion", EVERY_STATE, _Late(lambda: _Openings(opened(camera), camera)).look))
        if (text := self.text) is not None and "text" in sees:
            found.append(Eye("text", "asked", 0.0, _Late(lambda: _Text(text())).look))
        return found


class _Looks(Protocol):
    def look(self, image: Image) -> Seen: ...


class _Late:
    """Made with the first picture. What could not be made fails again for a minute, and is then tried again."""

    def __init__(self, make: Callable[[], _Looks], clock: Callable[[], float] = monotonic) -> None:
        self._make, self._clock = make, clock
        self._made: _Looks | None = None
        self._failed: tuple[float, Exception] | None = None

    def look(self, image: Image) -> Seen:
        if self._made is None:
            if self._failed is not None and self._clock() - self._failed[0] < AGAIN:
                raise self._failed[1]
            try:
                self._made = self._make()
            except Exception as error:
                self._failed = self._clock(), error
                raise
        return self._made.look(image)

    def beside(self, voice: Audio) -> Sequence[Evidence]:
        """The faces that were seen while this was said; none before the first picture, and of what sees no faces."""
        return self._made.beside(voice) if isinstance(self._made, _Faces) else ()


@dataclass(slots=True)
class _People:
    """Whose faces were before the camera last."""

    tracks: Sequence[Track] = ()


@dataclass(slots=True)
class _Faces:
    """begun: tells its tracks from those of other sessions of the camera."""

    tracks: Tracks
    people: _People
    begun: float = field(default_factory=monotonic)

    def look(self, image: Image) -> Seen:
        self.people.tracks = self.tracks.accept(image)
        return {"person": [person_seen(track, f"{self.begun}/{track.id}", image) for track in self.people.tracks]}

    def beside(self, voice: Audio) -> Sequence[Evidence]:
        return self.tracks.beside(voice) if isinstance(self.tracks, Eyes) else ()


def person_seen(track: Track, number: str, image: Image) -> Observation:
    """A face as an observation of who it is. number: of its track, for its details."""
    who = track.identity
    details = {"track": number, "identity": identity_data(who)}
    value = who.person or ""
    return Observation(
        "person", value, who.probability, image.time, image.time, image.source, "face tracks", "", track.box, details
    )


class _Objects:
    """Bodies as they are found, and things as they are followed: what is found twice, missed once or taken for
    something else for a moment changes no count."""

    def __init__(self, recognizer: Recognizer, camera: Camera) -> None:
        self._recognizer, self._camera = recognizer, camera
        # A camera that gives few pictures shows a thing only once before all is still again.
        hits = 2 if camera.rate * SETTLED >= 2 else 1
        self._tracker = Tracker(TrackingSettings(hits=hits, patience=LINGER, other=SAME_PLACE))
        self._begun = monotonic()

    def look(self, image: Image) -> Seen:
        height, width = image.pixels.shape[:2]
        found = self._recognizer.recognize([image])[0]
        seen = [one for one in found if one.value == PERSON]
        if "objects" in self._camera.sees:
            seen += self._followed([one for one in found if one.value != PERSON], image.time)
        return {"object": [self._placed(one, width, height) for one in seen]}

    def _followed(self, found: Sequence[Observation], time: float) -> Sequence[Observation]:
        """Those of the tracks that are seen now, each with its number and with what it is by all that was seen.

        What has no place cannot be followed, and stays as it is.
        """
        now = [track for track in self._tracker.update(found, time) if track.last == time]
        placeless = [one for one in found if one.box is None]
        return placeless + [
            replace(
                track.observation,
                value=track.value,
                details={**track.observation.details, "track": f"{self._begun}/{track.id}"},
            )
            for track in now
        ]

    def _placed(self, seen: Observation, width: int, height: int) -> Observation:
        """With the zone that it stands in: the middle of its lower edge."""
        zone = None if seen.box is None else zone_at(self._camera, *_foot(seen.box, width, height))
        return replace(seen, details={**seen.details, "zone": zone})


def _foot(box: Box, width: int, height: int) -> tuple[float, float]:
    return (box.left + box.width / 2) / width, (box.top + box.height) / height


def zone_at(camera: Camera, x: float, y: float) -> str | None:
    """The first zone of a camera that a point of its picture lies in, each from 0 to 1; None outside all."""
    return next((zone.name for zone in camera.zones if not zone.opens and inside(zone.polygon, x, y)), None)


def inside(polygon: Polygon, x: float, y: float) -> bool:
    """Whether a point lies in a polygon: an odd number of its edges are to the right of it."""
    odd = False
    for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


@dataclass(frozen=True, slots=True)
class _Hands:
    hands: Hands
    camera: Camera
    people: _People

    def look(self, image: Image) -> Seen:
        found: dict[str, list[Observation]] = {}
        wanted = {"gesture": "gestures", "pointing": "gestures", "looking": "gestures", "fall": "falls"}
        for one in self.hands.accept(image):
            if wanted.get(one.kind) in self.camera.sees:
                found.setdefault(one.kind, []).append(self._whose(one))
        return found

    def _whose(self, seen: Observation) -> Observation:
        """With the person whose face is next to it; with nobody, where two are as near or none is."""
        track = nearest(self.people.tracks, seen.box)
        if track is None:
            return seen
        who = {"person": track.identity.person, "identity": identity_data(track.identity), "track": track.id}
        return replace(seen, details={**seen.details, **who})


def nearest(tracks: Sequence[Track], box: Box | None) -> Track | None:
    """The face that a hand belongs to, by its box: the nearest within reach, where no other is nearly as near."""
    if box is None:
        return None
    x, y = box.left + box.width / 2, box.top + box.height / 2
    by_distance = sorted((_reach(track.box, x, y), number) for number, track in enumerate(tracks))
    if not by_distance or by_distance[0][0] > _REACH:
        return None
    if len(by_distance) > 1 and by_distance[1][0] < 1.5 * by_distance[0][0]:
        return None
    return tracks[by_distance[0][1]]


def _reach(face: Box, x: float, y: float) -> float:
    """From a face's middle to a point, in widths of the face."""
    across, down = face.left + face.width / 2 - x, face.top + face.height / 2 - y
    return float((across**2 + down**2) ** 0.5) / max(face.width, 1.0)


@dataclass(frozen=True, slots=True)
class _Openings:
    opened: Opened
    camera: Camera

    def look(self, image: Image) -> Seen:
        states = [(zone.name, self.opened.state(image, zone.name)) for zone in self.camera.zones if zone.opens]
        return {"state": [_of_zone(seen, name) for name, seen in states if seen is not None]}


def _of_zone(seen: Observation, zone: str) -> Observation:
    return replace(seen, kind="state", details={**seen.details, "zone": zone})


@dataclass(frozen=True, slots=True)
class _Text:
    recognizer: Recognizer

    def look(self, image: Image) -> Seen:
        return {"text": list(self.recognizer.recognize([image])[0])}
