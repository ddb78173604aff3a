"""Glances: who and what is in a single picture, such as a phone's. Nothing of it is kept or told to the scene."""

from collections.abc import Sequence
from threading import Lock

from ogam.core import Image, Observation, Recognizer
from ogam.hub.hub import Hub
from ogam.hub.moving_faces import MovingFaces
from ogam.hub.sights import person_seen
from ogam.vision import LateFaceDetector


class Glance:
    """Looks at pictures that belong to no camera, one at a time. Safe to use from threads.

    Recognisers are loaded with the first picture. objects: what finds things; Ogam's own where it is not given.
    """

    def __init__(self, hub: Hub, objects: Recognizer | None = None) -> None:
        self._hub, self._objects = hub, objects
        self._detector = LateFaceDetector()
        self._lock = Lock()

    def look(self, image: Image) -> Sequence[Observation]:
        """The faces, with who they are as far as the house knows, and the things. Blocking.

        Raises ModelError where weights cannot be had, BiometricsError where the gallery cannot be used.
        """
        with self._hub.attention.seeing():
            faces = self._hub.moving_faces() or MovingFaces(self._detector)
            people = [person_seen(track, str(track.id), image) for track in faces.see(image)]
            return [*people, *self._things().recognize([image])[0]]

    def _things(self) -> Recognizer:
        from ogam.vision import load_objects

        with self._lock:
            self._objects = self._objects or load_objects()
            return self._objects
