"""A camera beside a microphone."""

import threading
from collections.abc import Iterator

import numpy as np

from ogam.biometrics import Evidence
from ogam.core import Image, ImageError
from ogam.hub.looking import Looking

PICTURE = Image(np.zeros((8, 8, 3), np.uint8), source="camera 0")


def faces(image: Image) -> list[Evidence]:
    return [Evidence("face", {"Mina": 3.0}, {"Mina": 0.001}, source=image.source)]


def test_what_was_seen_lately_is_kept_and_not_every_picture_is_looked_at() -> None:
    shown, go = threading.Event(), threading.Event()

    def pictures() -> Iterator[Image]:
        yield PICTURE
        yield PICTURE
        shown.set()
        go.wait(10)

    with Looking(pictures(), faces) as eye:
        assert shown.wait(10)
        [seen] = eye.lately(60)
        assert (seen.source, eye.error) == ("camera 0", None)
        assert eye.lately(0) == ()
        go.set()


def test_nothing_is_seen_any_more_where_the_camera_fails() -> None:
    def pictures() -> Iterator[Image]:
        raise ImageError("camera 0: stopped.")
        yield

    eye = Looking(pictures(), faces)
    with eye:
        eye._thread.join(10)
    assert str(eye.error) == "camera 0: stopped."
    assert eye.lately(60) == ()


def test_it_stops_when_it_is_told_to() -> None:
    def pictures() -> Iterator[Image]:
        while True:
            yield PICTURE

    with Looking(pictures(), faces) as eye:
        pass
    assert not eye._thread.is_alive()
