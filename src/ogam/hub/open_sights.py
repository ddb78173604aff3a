"""Ogam's own eyes: cameras by their address; faces, things, text and openings, each loaded when first looked with."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from ogam.biometrics import Evidence, FaceTrack
from ogam.core import Audio, Image, Observation, Recognizer
from ogam.home import Camera, slug
from ogam.hub.addresses import address_of
from ogam.hub.hub import Hub
from ogam.hub.moving_faces import MovingFaces
from ogam.hub.sights import Kit
from ogam.vision import Camera as OpenCamera
from ogam.vision import (
    LateFaceDetector,
    load_objects,
    load_state,
    load_text_reader,
    open_camera,
    zone_features,
)

STATES = "states"
"""Folder, in Ogam's own, of what was learned of zones that open: `state_path`."""

Made = TypeVar("Made")


def open_pictures(camera: Camera) -> OpenCamera:
    """A camera of the home. Raises ImageError for what is no address, DeviceError for a secret that is not there."""
    return open_camera(address_of(camera), name=camera.name, rate=camera.rate)


def open_sights(hub: Hub, folder: Path | None = None, threads: int = 1) -> Kit:
    """What there is to see with: faces, who they are where the hub can tell, things, text, and what is open.

    folder: Ogam's own, in which is what was learned of zones that open; of others it is not known. threads: of
    inference.
    """
    return open_kit(hub.moving_faces, folder, threads)


def open_kit(
    moving_faces: Callable[[str | None], MovingFaces | None], folder: Path | None = None, threads: int = 1
) -> Kit:
    """The same without a hub. moving_faces: of an area, whoever knows whose faces they are; None where nobody does."""
    detector = LateFaceDetector()
    objects = _Once(lambda: load_objects(threads=threads))
    features = _Once(lambda: zone_features(threads))

    def opened(camera: Camera) -> "_Openings":
        return _Openings(
            {
                zone.name: load_state(path, features())
                for zone in camera.zones
                if folder is not None and (path := state_path(folder, camera, zone.name)).exists()
            }
        )

    def tracks(camera: Camera) -> "_Tracks":
        return _Tracks(moving_faces(camera.area) or MovingFaces(detector, area=camera.area))

    text = _Once(lambda: load_text_reader(threads=threads))
    return Kit(tracks=tracks, objects=objects, opened=opened, text=text)


def state_path(folder: Path, camera: Camera, zone: str) -> Path:
    """Where it is kept what was learned of a zone (`ogam.vision.save_state`)."""
    return folder / STATES / f"{slug(camera.name)}.{slug(zone)}.json"


class _Once(Generic[Made]):
    """Made once, by whichever thread comes first; made anew where that failed."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make, self._lock = make, Lock()
        self._made: Made | None = None

    def __call__(self) -> Made:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


class _Tracks:
    """The faces before one camera. A flat picture is nobody."""

    def __init__(self, faces: MovingFaces) -> None:
        self._faces = faces

    def accept(self, image: Image) -> tuple[FaceTrack, ...]:
        return tuple(track for track in self._faces.see(image) if track.liveness != "attack")

    def beside(self, voice: Audio) -> tuple[Evidence, ...]:
        return self._faces.beside(voice)


class _Openings:
    """What was learned of the zones of one camera, by the zone's name."""

    def __init__(self, learned: dict[str, Recognizer]) -> None:
        self._learned = learned

    def state(self, image: Image, zone: str) -> Observation | None:
        recognizer = self._learned.get(zone)
        if recognizer is None:
            return None
        found = recognizer.recognize([image])[0]
        return next((one for one in found if one.value in ("open", "closed")), None)
