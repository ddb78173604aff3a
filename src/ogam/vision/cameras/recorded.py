"""Cameras that are none: a film, the pictures of a folder, one picture. For trials, and for what was recorded."""

from collections.abc import Callable, Generator
from pathlib import Path
from types import TracebackType
from typing import Self

from ogam.core import Image, ImageError
from ogam.vision.cameras.addresses import PICTURES
from ogam.vision.cameras.opencv import film_frames
from ogam.vision.cameras.pace import Attention, Sampler
from ogam.vision.cameras.ports import State
from ogam.vision.images import read_image
from ogam.vision.motion_gate import Motion, MotionGate

Played = Generator[tuple[Image, Motion | None], None, None]
"""Pictures, and what moved in each."""


class RecordedCamera:
    """Plays what `open_images` gives as fast as it is taken: an iterator of pictures, and what moved in each."""

    def __init__(self, open_images: Callable[[], Played], name: str) -> None:
        self._open_images, self._name = open_images, name
        self._images: Played | None = None
        self._motion: Motion | None = None
        self._state: State = "opening"

    @property
    def name(self) -> str:
        return self._name

    @property
    def state(self) -> State:
        return self._state

    @property
    def reason(self) -> str:
        return ""

    @property
    def motion(self) -> Motion | None:
        return self._motion

    @property
    def dropped(self) -> int:
        return 0

    def close(self) -> None:
        if self._state != "ended":
            self._state = "stopped"

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Image:
        if self._state in ("stopped", "ended"):
            raise StopIteration
        if self._images is None:
            self._images = self._open_images()
            self._state = "watching"
        for image, motion in self._images:
            self._motion = motion
            return image
        self._state = "ended"
        raise StopIteration

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()
        if self._images is not None:
            self._images.close()


def film(path: str, name: str, rate: float, still: float) -> Played:
    """The frames of a film at `rate` a second of it at most, where nothing moves at `still`; times are the film's.

    Raises ImageError for what is no film; what of it is damaged is left out.
    """
    sampler, attention, gate, empty = Sampler(rate), Attention(min(still, rate)), MotionGate(), True
    for number, grabbed in enumerate(film_frames(path)):
        when = grabbed.time
        if number and not when:
            raise ImageError(f"{name}: a film without times. Convert it to mp4.")
        if not sampler.wants(when):
            continue
        try:
            frame = grabbed.take()
        except ImageError:
            continue
        empty = False
        grey, width, height = frame.grey()
        motion = gate.moved_grey(grey, when, width, height)
        if attention.wants(when, motion is not None):
            yield frame.image(when, name), motion
    if empty:
        raise ImageError(f"{name}: a film without a picture.")


def folder(path: Path) -> Played:
    """The pictures of a folder by name, one each second. Raises ImageError if there is none, or one cannot be read."""
    paths = sorted(one for one in path.iterdir() if one.suffix.lower() in PICTURES)
    if not paths:
        raise ImageError(f"{path}: there is no picture in this folder.")
    gate = MotionGate()
    for number, one in enumerate(paths):
        image = Image(read_image(one).pixels, float(number), str(one))
        yield image, gate.moved(image)


def picture(path: str, name: str) -> Played:
    """One picture."""
    yield Image(read_image(path).pixels, 0.0, name), None
