"""The camera, with a stand-in for OpenCV; and the pictures of a folder in its place."""

import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from ogam.core import ImageError
from ogam.vision import cameras
from ogam.vision.cameras import camera, open_camera, pictures

BLUE = np.zeros((4, 6, 3), np.uint8)
BLUE[:, :, 0] = 255
"""As OpenCV gives it: blue first."""


class FakeOpenCV(types.ModuleType):
    """A camera that takes so many pictures, then goes away."""

    def __init__(self, count: int) -> None:
        super().__init__("cv2")
        self.__spec__ = types.SimpleNamespace(name="cv2")  # type: ignore[assignment]
        self.left, self.released = count, 0

    def VideoCapture(self, device: Any) -> Any:  # noqa: N802
        fake = self

        class Capture:
            def isOpened(self) -> bool:  # noqa: N802
                return fake.left > 0

            def grab(self) -> bool:
                fake.left -= 1
                return fake.left >= 0

            def retrieve(self) -> tuple[bool, Any]:
                return True, BLUE

            def release(self) -> None:
                fake.released += 1

        return Capture()


@pytest.fixture
def plug_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    def plug(count: int) -> FakeOpenCV:
        fake = FakeOpenCV(count)
        monkeypatch.setitem(sys.modules, "cv2", fake)
        monkeypatch.setattr(cameras, "find_spec", lambda _: True)
        return fake

    return plug


def test_pictures_are_rgb_and_a_camera_that_goes_away_says_so(plug_in: Any) -> None:
    fake = plug_in(3)
    seen = []
    with pytest.raises(ImageError, match="camera 0: stopped"):
        seen.extend(one for one in camera(0, 0.0))
    fake = plug_in(3)
    stream = camera(0, 0.0)
    first = next(stream)
    assert (first.pixels[0, 0].tolist(), first.source) == ([0, 0, 255], "camera 0")
    stream.close()  # type: ignore[attr-defined]
    assert fake.released == 1


def test_only_some_of_the_pictures_are_looked_at(plug_in: Any) -> None:
    plug_in(50)
    stream = camera(0, 3600.0)
    next(stream)
    with pytest.raises(ImageError, match="stopped"):
        next(stream)


def test_a_film_ends_quietly(plug_in: Any) -> None:
    plug_in(3)
    assert len(list(camera("film.avi", 0.0))) == 3


def test_no_camera(plug_in: Any) -> None:
    plug_in(0)
    with pytest.raises(ImageError, match="camera 0: it cannot be opened"):
        open_camera(0)


def test_no_opencv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras, "find_spec", lambda _: None)
    with pytest.raises(ImageError, match=r"pip install 'ogam\[camera\]'"):
        next(camera())


def test_the_pictures_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.png", "a.png", "notes.txt"):
        Pillow.new("RGB", (4, 4)).save(tmp_path / name, "png")
    taken = list(pictures(tmp_path))
    assert [Path(one.source).name for one in taken] == ["a.png", "b.png"]
    assert [one.time for one in taken] == [0.0, 1.0]
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImageError, match="no picture"):
        list(pictures(tmp_path / "empty"))
