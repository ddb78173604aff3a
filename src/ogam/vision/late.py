"""A face detector whose weights are loaded when the first picture comes: most homes never show one."""

from collections.abc import Callable
from threading import Lock

from ogam.core import Image
from ogam.vision.faces import Face, FaceDetector, load_faces


class LateFaceDetector:
    """Thread-safe. load: gives the detector; what it raises (ModelError) is raised by `detect`."""

    def __init__(self, load: Callable[[], FaceDetector] = load_faces) -> None:
        self._load = load
        self._lock = Lock()
        self._detector: FaceDetector | None = None

    def detect(self, image: Image) -> list[Face]:
        with self._lock:
            self._detector = self._detector or self._load()
        return self._detector.detect(image)
