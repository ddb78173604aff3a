"""A face detector whose weights are loaded when the first picture comes: most homes never show one."""

from collections.abc import Callable, Sequence
from threading import Lock

from ogam.core import Image
from ogam.vision.faces import Face, FaceFollower, load_faces


class LateFaceDetector:
    """Thread-safe. load: gives the detector; what it raises (ModelError) is raised by `detect` and `follow`."""

    def __init__(self, load: Callable[[], FaceFollower] = load_faces) -> None:
        self._load = load
        self._lock = Lock()
        self._detector: FaceFollower | None = None

    def detect(self, image: Image) -> list[Face]:
        return self._loaded().detect(image)

    def follow(self, image: Image, faces: Sequence[Face]) -> list[Face | None]:
        return self._loaded().follow(image, faces)

    def _loaded(self) -> FaceFollower:
        with self._lock:
            self._detector = self._detector or self._load()
            return self._detector
