"""A camera that goes on, by a source that is made up."""

import itertools
import time
from collections.abc import Callable, Iterator
from threading import Event, Thread

import numpy as np
import pytest

from ogam.core import Box, Image, ImageError
from ogam.vision.cameras import WrongPassword
from ogam.vision.cameras.frames import Arrival, Frame, JpegFrame, PixelFrame
from ogam.vision.cameras.live import LiveCamera

SECONDS = 10.0
"""After which a test is stuck."""


def frame(level: int, when: float | None = None, size: int = 32) -> PixelFrame:
    """A blue of this level, as OpenCV gives it; and in a corner, a square that is as green."""
    pixels = np.full((size, size, 3), (level, 0, 0), np.uint8)
    pixels[: size // 2, size // 2 :, 1] = level
    return PixelFrame(pixels, when)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def camera_of(*connections: list[Arrival | ImageError | Event], **options: float) -> LiveCamera:
    """Each connection gives its frames, waits where it has an event, fails with its error, or ends."""
    left = iter(connections)

    def source(stop: Event) -> Iterator[Arrival]:
        for step in next(left, [ImageError("door: no more connections")]):
            if isinstance(step, ImageError):
                raise step
            if isinstance(step, Event):
                while not (step.wait(0.005) or stop.is_set()):
                    pass
            else:
                yield step

    return LiveCamera(source, "door", **{"rate": 1e9, "still": 1e9, **options})  # type: ignore[arg-type]


def test_pictures_are_rgb_and_it_ends_with_its_stream() -> None:
    go = Event()
    camera = camera_of([frame(10), go, frame(20)])
    assert (camera.name, camera.state) == ("door", "opening")
    first = next(camera)
    assert (first.pixels[0, 0].tolist(), first.source, camera.state) == ([0, 0, 10], "door", "watching")
    assert first.time == pytest.approx(time.monotonic(), abs=SECONDS)
    go.set()
    assert [image.pixels[0, 0, 2] for image in camera] == [20]
    assert (camera.state, camera.reason) == ("ended", "")


def test_a_slow_watcher_sees_now_and_not_the_past() -> None:
    camera = camera_of([frame(level) for level in range(100)])
    with camera:
        until(lambda: camera.state == "ended")
        assert next(camera).pixels[0, 0, 2] == 99
    assert camera.dropped == 99


def test_what_moved_meanwhile_is_not_forgotten() -> None:
    go = Event()
    camera = camera_of([frame(0), go, frame(200), frame(0), frame(0), frame(0)])
    next(camera)
    assert camera.motion is None
    go.set()
    until(lambda: camera.state == "ended")
    next(camera)
    assert camera.motion is not None
    assert (camera.motion.share, camera.motion.box) == (0.25, Box(16, 0, 16, 16))
    assert camera.dropped == 3


def test_it_connects_again_and_says_why() -> None:
    forever = Event()
    camera = camera_of([frame(1), ImageError("door: broke off.")], [frame(2), forever])
    assert next(camera).pixels[0, 0, 2] == 1
    until(lambda: camera.state == "reconnecting")
    assert camera.reason == "door: broke off."
    assert next(camera).pixels[0, 0, 2] == 2
    assert (camera.state, camera.reason) == ("watching", "")
    camera.close()


def test_times_go_on_over_a_reconnection() -> None:
    forever = Event()
    camera = camera_of([frame(1, 500.0), ImageError("broke off")], [frame(2, 0.0), forever])
    first, second = next(camera), next(camera)
    assert first.time < second.time <= time.monotonic()
    camera.close()


def test_without_patience_the_first_failure_is_raised() -> None:
    camera = camera_of([ImageError("door: it cannot be opened.")], patience=0)
    with pytest.raises(ImageError, match="cannot be opened"):
        next(camera)
    assert (camera.state, camera.reason) == ("ended", "door: it cannot be opened.")
    with pytest.raises(ImageError, match="cannot be opened"):
        next(camera)


def test_a_camera_that_is_gone_for_long_is_given_up() -> None:
    failures = [[ImageError("door: gone.")] for _ in range(50)]
    camera = camera_of([frame(1), ImageError("door: gone.")], *failures, patience=1.0)
    with pytest.raises(ImageError, match="gone"):
        for _ in camera:
            pass


def test_a_wrong_password_is_not_tried_again_soon() -> None:
    camera = camera_of([WrongPassword("door: wrong user or password.")], [frame(1)])
    with camera:
        until(lambda: camera.state == "reconnecting")
        time.sleep(0.6)
        assert camera.state == "reconnecting"


def test_closing_wakes_whoever_waits() -> None:
    for connection in ([Event()], [ImageError("gone")]):
        camera, ended = camera_of(connection), Event()
        waiting = Thread(target=lambda camera=camera, ended=ended: (list(camera), ended.set()))
        waiting.start()
        until(lambda camera=camera: camera._thread.ident is not None)
        camera.close()
        assert ended.wait(SECONDS)
        assert camera.state == "stopped"
        assert list(camera) == []
        camera._thread.join(SECONDS)
        assert not camera._thread.is_alive()


def test_a_camera_that_was_never_opened_closes() -> None:
    camera = camera_of([frame(1)])
    camera.close()
    assert list(camera) == []


def test_a_damaged_frame_is_left_out() -> None:
    camera = camera_of([JpegFrame(b"nonsense"), frame(3)])
    assert [image.pixels[0, 0, 2] for image in camera] == [3]


def test_where_all_is_damaged_the_camera_counts_as_gone() -> None:
    def source(stop: Event) -> Iterator[Arrival]:
        while not stop.wait(0.01):
            yield JpegFrame(b"nonsense")

    camera = LiveCamera(source, "door", stall=0.1, patience=0)
    with pytest.raises(ImageError, match="sends nothing that is a picture"):
        next(camera)


def test_a_new_size_goes_on() -> None:
    steps = itertools.chain.from_iterable((frame(9, size=size), Event()) for size in (32, 64, 16))
    connection = list(steps)
    camera = camera_of(connection)
    sizes = []
    for go in [step for step in connection if isinstance(step, Event)]:
        sizes.append(next(camera).pixels.shape[0])
        go.set()
    assert sizes == [32, 64, 16]


def test_still_pictures_are_rare_and_never_unpacked() -> None:
    unpacked = []

    class Counted:
        time = None

        def take(self) -> Frame:
            return self

        def grey(self) -> tuple[np.ndarray, int, int]:
            return np.full((8, 8), 100, np.float32), 64, 64

        def image(self, time: float, source: str) -> Image:
            unpacked.append(time)
            return Image(np.zeros((64, 64, 3), np.uint8), time, source)

    camera = camera_of([Counted() for _ in range(50)], still=0.001)
    assert len(list(camera)) == 1
    assert len(unpacked) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_that_nobody_foresaw_leaves_nobody_waiting() -> None:
    def source(_: Event) -> Iterator[Arrival]:
        raise RuntimeError("a bug")
        yield frame(0)

    camera = LiveCamera(source, "door")
    with pytest.raises(ImageError, match="RuntimeError"):
        next(camera)
    camera._thread.join(SECONDS)
