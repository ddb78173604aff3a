"""Face tracks: the faces before one camera, each followed from picture to picture, and who each of them is.

Looking for faces takes several looks at a picture; one that is known to be there is followed by its landmarks in a
fraction of that. A few views of each are embedded, the best there are, and pooled, so that a person is judged once by
all of them: frames of one face are not independent, and a hundred that are alike say no more than one (`pool`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from ogam.biometrics.embeddings import Embedding, Modality
from ogam.biometrics.face_matching import matched, name_each, told_apart
from ogam.biometrics.fusion import Evidence
from ogam.biometrics.situation import Situation
from ogam.biometrics.track_views import Views
from ogam.core import Box, Identity, Image, Liveness
from ogam.vision import Face, FaceFollower, head_pose

SEARCH = 1.0
"""Seconds from one search for faces that are new to the next, while others are followed."""
SEARCH_EMPTY = 0.2
"""The same while nobody is seen, or somebody was just lost from sight."""
KEPT = 1.0
"""Seconds for which a face that is out of sight is still taken to be where it was."""
REMEMBERED = 20.0
"""Seconds for which somebody who is out of sight is known again by the face, and keeps the number."""
EMBEDDED = 2
"""Faces that are embedded of one picture, at most: each takes its time."""
AGAINST = -4.0
"""Natural logarithm of a ratio below which a view is of somebody else than the track: another face took its place."""
LOOKING, NOT_LOOKING = 20.0, 30.0
"""Degrees of a turn of the head within which somebody looks towards the camera, and beyond which no more."""


@runtime_checkable
class FaceKnowledge(Protocol):
    """What is known of faces: `ogam.biometrics.Household`. It may raise BiometricsError, see there."""

    def knows(self, modality: Modality) -> bool: ...

    def embed_face(self, image: Image, face: Face) -> Embedding: ...

    def weigh(self, embedding: Embedding, time: float = 0.0, source: str = "") -> Evidence: ...

    def likeness(self, one: Embedding, other: Embedding) -> float: ...

    def conclude(self, evidence: Sequence[Evidence], situation: Situation) -> Identity: ...


@dataclass(frozen=True, slots=True, eq=False)
class FaceTrack:
    """One person's face before one camera.

    id: of the track, the same for as long as it is that person. face: as it was seen last; box: around it. identity:
    who it is by all that was seen of it. evidence: the same for fusion; None until a view was good enough. first, last:
    when it was seen, in seconds on the camera's clock; quality: of the best view, 0 to 1; views: how many are pooled.
    looking: whether the face is turned towards the camera. liveness: "attack" where it is a flat picture, else
    "unknown". speaking: natural logarithm of how much likelier the face is of who speaks than of somebody else; None
    where that was not looked at.
    """

    id: int
    face: Face
    identity: Identity
    evidence: Evidence | None
    first: float
    last: float
    quality: float
    views: int
    looking: bool
    liveness: Liveness = "unknown"
    speaking: float | None = None

    @property
    def box(self) -> Box:
        return self.face.box

    @property
    def person(self) -> str | None:
        """Who it is, None for nobody who is known, or not yet."""
        return self.identity.person

    @property
    def probability(self) -> float:
        """That it is this person; for None, that it is nobody known."""
        return self.identity.probability


class FaceTracks:
    """A session over the pictures of one camera, in their order. Not thread-safe.

    detector: finds and follows faces. knowledge: tells whose they are; without it they are only followed. situation:
    what else is known of who may be there.
    """

    def __init__(
        self,
        detector: FaceFollower,
        knowledge: FaceKnowledge | None = None,
        situation: Callable[[], Situation] = Situation,
    ) -> None:
        self._detector = detector
        self._knowledge = knowledge
        self._situation = situation
        self._followed: list[_Followed] = []
        self._searched = float("-inf")
        self._count = 0
        self._named = frozenset[int]()

    def accept(self, image: Image) -> tuple[FaceTrack, ...]:
        """The faces of this picture, the largest first. Raises ValueError for one that is older than the one before,
        ModelError and BiometricsError where nothing can be recognised."""
        if any(image.time < one.last for one in self._followed):
            raise ValueError(f"pictures come in the order of time, and {image.time} is before the last")
        self._place(image)
        if self._knowledge is not None and self._knowledge.knows("face"):
            self._recognise(image, self._knowledge)
        self._followed = [one for one in self._followed if image.time - one.last <= REMEMBERED]
        seen = [one for one in self._followed if one.last == image.time]
        return tuple(one.track() for one in sorted(seen, key=lambda one: -one.face.box.width))

    def _place(self, image: Image) -> None:
        """Where each face is now, and which are new."""
        near = [one for one in self._followed if one.in_place and image.time - one.last <= KEPT]
        searched = image.time - self._searched
        if near and searched < SEARCH:
            before = [one.face for one in near]
            now = told_apart(before, self._detector.follow(image, before))
            for one, face in zip(near, now, strict=True):
                if face is not None:
                    one.see(face, image.time)
            if None not in now:
                return
        if searched >= SEARCH_EMPTY:
            self._searched = image.time
            self._search(image, near)

    def _search(self, image: Image, near: Sequence["_Followed"]) -> None:
        found = self._detector.detect(image)
        pairs = matched([one.face.box for one in near], [face.box for face in found])
        for place, number in pairs.items():
            near[place].see(found[number], image.time)
        for number, face in enumerate(found):
            if number not in pairs.values():
                self._begin(face, image.time)

    def _begin(self, face: Face, time: float) -> "_Followed":
        self._count += 1
        one = _Followed(self._count, face, time)
        self._followed.append(one)
        return one

    def _recognise(self, image: Image, knowledge: FaceKnowledge) -> None:
        """Look closer at those of whom too little is known, and say anew who each is where there is news."""
        due = [one for one in self._followed if one.last == image.time and one.views.due(image.time)]
        news = False
        for one in sorted(due, key=lambda one: len(one.views))[:EMBEDDED]:
            view = one.views.look(image, one.face, knowledge)
            if view is not None:
                self._take(one, view, image, knowledge)
                news = True
        seen = [one for one in self._followed if one.last == image.time]
        there = frozenset(one.number for one in seen)
        if not news and there == self._named:
            return
        self._named, situation = there, self._situation()
        names = name_each([one.evidence for one in seen], lambda told: knowledge.conclude([told], situation))
        for one, identity in zip(seen, names, strict=True):
            one.identity = identity
            one.views.judged(identity)

    def _take(self, one: "_Followed", view: Embedding, image: Image, knowledge: FaceKnowledge) -> None:
        """A view of a face: of the person of the track, of one who was out of sight, or of somebody new."""
        pooled = one.views.pooled
        if pooled is not None and knowledge.likeness(view, pooled) < AGAINST:
            one.replaced()
            one, pooled = self._begin(one.face, image.time), None
        if pooled is None:
            self._know_again(one, view, image.time, knowledge)
        one.evidence = knowledge.weigh(one.views.keep(view), image.time, image.source)

    def _know_again(self, one: "_Followed", view: Embedding, time: float, knowledge: FaceKnowledge) -> None:
        """Go on with the track of somebody who was out of sight, if it is that face."""
        away = [
            (knowledge.likeness(view, other.views.pooled), other)
            for other in self._followed
            if other.last < time and other.views.pooled is not None
        ]
        likeness, before = max(away, key=lambda one: one[0], default=(0.0, one))
        if likeness > 0:
            self._followed.remove(before)
            one.go_on(before)


class _Followed:
    """A face that is followed. in_place: False once another face was found where it is."""

    def __init__(self, number: int, face: Face, time: float) -> None:
        self.number = number
        self.face = face
        self.first = self.last = time
        self.views = Views()
        self.identity = Identity()
        self.evidence: Evidence | None = None
        self.in_place = True
        self._before = time
        self._looking = _looks(face, False)

    def see(self, face: Face, time: float) -> None:
        if time > self.last:  # it may be followed and found in one picture
            self._before = self.last
        self.face, self.last = face, time
        self._looking = _looks(face, self._looking)

    def replaced(self) -> None:
        """It was another's face that was seen last."""
        self.in_place, self.last = False, self._before

    def go_on(self, before: "_Followed") -> None:
        """It is the person of another track, who is back."""
        self.number, self.first, self.views = before.number, before.first, before.views
        self.identity, self.evidence = before.identity, before.evidence

    def track(self) -> FaceTrack:
        return FaceTrack(
            self.number,
            self.face,
            self.identity,
            self.evidence,
            self.first,
            self.last,
            self.views.best,
            len(self.views),
            self._looking,
        )


def _looks(face: Face, before: bool) -> bool:
    pose = head_pose(face.landmarks)
    return max(abs(pose.yaw), abs(pose.pitch)) <= (NOT_LOOKING if before else LOOKING)
