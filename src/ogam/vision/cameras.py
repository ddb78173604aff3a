"""The camera, by OpenCV (the extra `camera`)."""

import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from ogam.core import Image, ImageError
from ogam.vision.images import read_image

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"})


def camera(device: int | str = 0, seconds_per_picture: float = 0.2) -> Iterator[Image]:
    """What a camera sees, picture by picture, until the caller stops. Times are seconds since it was opened.

    device: the camera's number, 0 for the first; or the path of a film, which is played as fast as it is taken.
    seconds_per_picture: at least so much lies between two; what the camera sees meanwhile is left out.
    Raises ImageError if OpenCV or the camera is missing, or the camera goes away.
    """
    film = open_camera(device)
    name, started, next_at = f"camera {device}", time.monotonic(), 0.0
    try:
        while film.grab():
            now = time.monotonic() - started
            if now < next_at and isinstance(device, int):
                continue
            next_at = now + seconds_per_picture
            taken, pixels = film.retrieve()
            if taken:
                yield Image(np.ascontiguousarray(pixels[:, :, ::-1]), now, name)
    finally:
        film.release()
    if isinstance(device, int):
        raise ImageError(f"{name}: stopped. Plug it in again and start anew.")


def open_camera(device: int | str) -> Any:
    """OpenCV's own camera. Raises ImageError, with what to do, if it cannot be had."""
    if find_spec("cv2") is None:
        raise ImageError("cameras need OpenCV. Install it: pip install 'ogam[camera]'.")
    import cv2

    film = cv2.VideoCapture(device)
    if not film.isOpened():
        film.release()
        raise ImageError(f"camera {device}: it cannot be opened. Is it plugged in, free, and allowed?")
    return film


def pictures(folder: Path) -> Iterator[Image]:
    """A camera that is none: the pictures of a folder by name, one each second. For tests and trials.

    Raises ImageError for a folder without pictures, and for files that cannot be read.
    """
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _PICTURES)
    if not paths:
        raise ImageError(f"{folder}: there is no picture in this folder.")
    for number, path in enumerate(paths):
        yield Image(read_image(path).pixels, float(number), str(path))
