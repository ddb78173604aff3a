"""Films, folders and pictures as cameras; and the fake one."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from ogam.core import Image, ImageError
from ogam.vision import FakeCamera, open_camera
from ogam.vision.cameras import opencv
from ogam.vision.simulator import made_up_room


def film_of(path: Path, images: list[Image], rate: float) -> Path:
    cv2 = pytest.importorskip("cv2")
    height, width = images[0].pixels.shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, (width, height))
    for image in images:
        writer.write(np.ascontiguousarray(image.pixels[:, :, ::-1]))
    writer.release()
    return path


def test_a_film_is_seen_where_something_moves(tmp_path: Path) -> None:
    still = made_up_room(40, width=320, height=240, rate=10)
    walk = made_up_room(20, moving=True, width=320, height=240, rate=10)
    path = film_of(tmp_path / "a.avi", [*still, *walk], 10)
    camera = open_camera(path)
    seen = [(image.time, camera.motion is not None) for image in camera]
    assert [time for time, _ in seen if time < 4] == pytest.approx([0, 1, 2, 3], abs=0.21)
    assert len([time for time, moved in seen if time >= 4 and moved]) >= 9
    assert (camera.state, list(camera)) == ("ended", [])


def test_all_of_a_film(tmp_path: Path) -> None:
    path = film_of(tmp_path / "a.avi", made_up_room(10, width=64, height=48), 5)
    with open_camera(path, still=5, name="party") as camera:
        images = list(camera)
    assert [image.time for image in images] == pytest.approx([number / 5 for number in range(10)])
    assert {image.source for image in images} == {"party"}
    assert (
        np.abs(images[0].pixels[20, 5].astype(int) - made_up_room(1, width=64, height=48)[0].pixels[20, 5]).max() < 40
    )


def test_a_film_can_be_left(tmp_path: Path) -> None:
    path = film_of(tmp_path / "a.avi", made_up_room(10, width=64, height=48), 5)
    with open_camera(path, still=5) as camera:
        next(camera)
        camera.close()
        assert list(camera) == []
    assert camera.state == "stopped"


@pytest.mark.parametrize("data", [b"", b"no film", b"RIFF\xff\xff\xff\xffAVI LIST"])
def test_what_is_no_film(tmp_path: Path, data: bytes) -> None:
    pytest.importorskip("cv2")
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(ImageError, match=r"a\.mp4: not a film"):
        next(open_camera(tmp_path / "a.mp4"))


def test_the_pictures_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.png", "a.png", "notes.txt"):
        Pillow.new("RGB", (4, 4)).save(tmp_path / name, "png")
    taken = list(open_camera(tmp_path))
    assert [Path(one.source).name for one in taken] == ["a.png", "b.png"]
    assert [one.time for one in taken] == [0.0, 1.0]
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImageError, match="no picture"):
        list(open_camera(tmp_path / "empty"))


def test_one_picture(tmp_path: Path) -> None:
    Pillow.new("RGB", (4, 2)).save(tmp_path / "a.png")
    assert [image.pixels.shape for image in open_camera(tmp_path / "a.png", name="door")] == [(2, 4, 3)]


def test_without_opencv_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(opencv, "find_spec", lambda _: None)
    (tmp_path / "a.mp4").touch()
    for address in (0, "rtsp://door.lan", tmp_path / "a.mp4"):
        with pytest.raises(ImageError, match=r"pip install 'ogam\[camera\]'"):
            open_camera(address)
    open_camera("http://door.lan")


def test_a_camera_that_is_not_there() -> None:
    pytest.importorskip("cv2")
    with pytest.raises(ImageError, match="camera 997: it cannot be opened"):
        next(open_camera(997, patience=0))


@pytest.mark.parametrize("rates", [{"rate": 0.0}, {"rate": -1.0}, {"still": 0.0}, {"stall": 0.0}, {"rate": 1e9}])
def test_rates_that_are_none(rates: dict[str, float]) -> None:
    with pytest.raises(ImageError, match="numbers above 0"):
        open_camera(0, **rates)  # type: ignore[arg-type]


def test_the_fake_camera_does_as_its_script_says() -> None:
    walk = made_up_room(3, moving=True, width=160, height=120)
    camera = FakeCamera([walk[0], ImageError("door: gone."), walk[1], walk[2]], name="door")
    assert camera.state == "opening"
    times = []
    for image in camera:
        times.append((image.time, image.source, camera.motion is not None))
    assert times == [(0.0, "door", False), (0.2, "door", True), (0.4, "door", True)]
    assert camera.state == "ended"
    with pytest.raises(ImageError, match="gone"):
        list(FakeCamera([walk[0], ImageError("door: gone.")]))
    closed = FakeCamera(walk)
    closed.close()
    assert (list(closed), closed.state) == ([], "stopped")
