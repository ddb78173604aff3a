"""Cameras over sockets on this machine: they stall, change their size, go away, and do not know the password."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import Event, Thread

import pytest

from ogam.core import Image, ImageError
from ogam.vision import Camera, WrongPassword, open_camera
from ogam.vision.simulator import MjpegServer, RtspServer, made_up_room

pytest.importorskip("cv2")
PASSWORD = "p@ss/wörd#1"
ROOM = made_up_room(4, width=320, height=240)
LARGE = made_up_room(4, width=640, height=480, seed=5)
CODECS = ["jpeg", pytest.param("h264", marks=pytest.mark.skipif(find_spec("av") is None, reason="needs PyAV"))]


def mjpeg(**options: object) -> MjpegServer:
    return MjpegServer(ROOM, 20, user="mina", password=PASSWORD, **options)  # type: ignore[arg-type]


def rtsp(**options: object) -> RtspServer:
    return RtspServer(ROOM, 20, user="mina", password=PASSWORD, **options)  # type: ignore[arg-type]


@pytest.fixture(params=["mjpeg", "rtsp"])
def server(request: pytest.FixtureRequest) -> Iterator[MjpegServer | RtspServer]:
    with mjpeg() if request.param == "mjpeg" else rtsp() as running:
        yield running


def watch(address: str, **options: float) -> Camera:
    return open_camera(address, rate=100, still=100, **{"stall": 1.0, "patience": 15.0, **options})  # type: ignore[arg-type]


def until(camera: Camera, true: Callable[[Image], bool]) -> Image:
    end = time.monotonic() + 20
    for image in camera:
        if true(image):
            return image
        assert time.monotonic() < end, (camera.state, camera.reason)
    raise AssertionError(camera.reason)


@pytest.mark.parametrize("lengths", [True, False])
@pytest.mark.parametrize("digest", [True, False])
def test_a_stream_of_jpegs(lengths: bool, digest: bool) -> None:
    with mjpeg(lengths=lengths, digest=digest) as server, watch(server.address) as camera:
        images = [next(camera) for _ in range(4)]
    looks_like_the_room(images)
    assert camera.name == f"http://127.0.0.1:{server.port}/…"


@pytest.mark.parametrize("digest", [True, False])
def test_a_picture_that_is_asked_for(digest: bool) -> None:
    with mjpeg(digest=digest) as server, open_camera(server.snapshot, rate=20, still=20) as camera:
        looks_like_the_room([next(camera) for _ in range(4)])


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("digest", [True, False])
def test_rtsp(codec: str, digest: bool) -> None:
    with rtsp(codec=codec, digest=digest) as server, watch(server.address) as camera:
        images = [next(camera) for _ in range(4)]
    looks_like_the_room(images)


def looks_like_the_room(images: list[Image]) -> None:
    times = [image.time for image in images]
    assert times == sorted(set(times))
    assert abs(times[-1] - time.monotonic()) < 5
    for image in images:
        assert image.pixels.shape == (240, 320, 3)
        assert abs(image.pixels.astype(int) - ROOM[0].pixels).mean() < 12


def test_it_goes_on_after_it_went_away(server: MjpegServer | RtspServer) -> None:
    with watch(server.address) as camera:
        first = next(camera)
        server.stage.disconnect()
        after = until(camera, lambda image: image.time > first.time + 0.4)
        assert (camera.state, after.pixels.shape) == ("watching", (240, 320, 3))


def test_it_goes_on_after_it_stalled(server: MjpegServer | RtspServer, caplog: pytest.LogCaptureFixture) -> None:
    with watch(server.address, stall=0.5) as camera, caplog.at_level(logging.DEBUG):
        next(camera)
        server.stage.stall(True)
        mended = Event()

        def mend() -> None:
            while camera.state != "reconnecting":
                time.sleep(0.01)
            server.stage.stall(False)
            mended.set()

        Thread(target=mend, daemon=True).start()
        until(camera, lambda _: mended.is_set())
        assert camera.state == "watching"
    assert PASSWORD not in caplog.text
    assert "mina" not in caplog.text


@pytest.mark.parametrize("make", [mjpeg, rtsp])
def test_it_goes_on_in_another_size(make: Callable[[], MjpegServer | RtspServer]) -> None:
    with make() as server, watch(server.address) as camera:
        next(camera)
        server.show(LARGE)
        image = until(camera, lambda image: image.pixels.shape == (480, 640, 3))
        assert abs(image.pixels.astype(int) - LARGE[0].pixels).mean() < 12


@pytest.mark.skipif(find_spec("av") is None, reason="needs PyAV")
def test_h264_of_another_size_goes_on_in_the_size_that_it_began_with() -> None:
    """OpenCV scales it."""
    with rtsp(codec="h264") as server, watch(server.address) as camera:
        next(camera)
        server.show(LARGE)
        image = until(camera, lambda image: abs(image.pixels.astype(int) - LARGE[0].pixels[::2, ::2]).mean() < 6)
        assert image.pixels.shape == (240, 320, 3)


def test_it_goes_on_after_nonsense(server: MjpegServer | RtspServer) -> None:
    with watch(server.address) as camera:
        next(camera)
        server.stage.garble(True)
        time.sleep(0.4)
        server.stage.garble(False)
        now = time.monotonic()
        until(camera, lambda image: image.time > now and abs(image.pixels.astype(int) - ROOM[0].pixels).mean() < 12)


def test_a_wrong_password_is_said_and_not_shown(
    server: MjpegServer | RtspServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    address = server.address.replace("p%40ss", "s3cr3t")
    with caplog.at_level(logging.DEBUG), pytest.raises(ImageError, match="wrong user or password") as raised:
        next(watch(address, patience=0))
    shown = f"{raised.value} {raised.value!r} {caplog.text} {''.join(capfd.readouterr())}"
    assert "s3cr3t" not in shown
    assert "mina" not in shown


def test_a_wrong_password_is_an_error_of_its_own() -> None:
    from ogam.vision.cameras.rtsp import check_rtsp

    with rtsp(digest=False) as server, pytest.raises(WrongPassword):
        check_rtsp(f"rtsp://127.0.0.1:{server.port}/stream", "door", 2)


def test_a_path_that_is_none(server: MjpegServer | RtspServer) -> None:
    address = server.address.rpartition("/")[0] + "/elsewhere"
    with pytest.raises(ImageError, match="nothing at this path"):
        next(watch(address, patience=0))


@contextmanager
def saying(answer: bytes) -> Iterator[int]:
    """A server that says the same to everybody, and then nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        held = []

        def serve() -> None:
            while True:
                try:
                    connection = listening.accept()[0]
                    connection.recv(65536)
                    connection.sendall(answer)
                except OSError:
                    return
                held.append(connection)

        Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        for connection in held:
            connection.close()


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"\0" * 70000,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nhome",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 4\r\n\r\nhome",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 4000\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=a\r\n\r\n" + b"x" * 20000,
        b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n--a\r\nContent-Length: 99\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\n\r\n",
        b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 7\r\n\r\nv=0\r\na=",
        b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Digest\r\n\r\n",
        b"RTSP/1.0 503 Busy\r\n\r\n",
    ],
)
def test_whatever_answers_there_is_an_error_of_ours(scheme: str, answer: bytes) -> None:
    with saying(answer) as port, pytest.raises(ImageError, match=rf"^{scheme}://127.0.0.1:{port}/…: "):
        next(watch(f"{scheme}://mina:s3cr3t@127.0.0.1:{port}/live", patience=0, stall=0.5))


@pytest.mark.parametrize("scheme", ["http", "https", "rtsp"])
def test_nobody_there(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(ImageError, match=r"cannot be reached \(Connection refused\)"):
        next(watch(f"{scheme}://127.0.0.1:{port}/live", patience=0))


def test_closing_wakes_whoever_waits(server: MjpegServer | RtspServer) -> None:
    with watch(server.address) as camera:
        next(camera)
        server.stage.stall(True)
        Thread(target=lambda: (time.sleep(0.3), camera.close()), daemon=True).start()
        assert [image.source for image in camera if image.time > time.monotonic() + 60] == []
    assert camera.state == "stopped"


def test_many_cameras_open_at_once_in_a_new_process() -> None:
    """OpenCV must not be imported by two threads at a time."""
    code = (
        "import sys; from threading import Thread; from ogam.vision import open_camera\n"
        "seen = []\n"
        "def look(address):\n"
        "    with open_camera(address, patience=15) as camera: seen.append(next(camera).pixels.shape)\n"
        "threads = [Thread(target=look, args=(sys.argv[1],)) for _ in range(6)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "print(seen)"
    )
    with rtsp() as server:
        run = subprocess.run([sys.executable, "-c", code, server.address], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == (f"{[(240, 320, 3)] * 6}\n", "")
