"""Cameras: what they see now, by an address, whatever they are."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

from ogam.core import ImageError
from ogam.vision.cameras.addresses import Address, read_address
from ogam.vision.cameras.fakes import FakeCamera
from ogam.vision.cameras.frames import Arrival, Source
from ogam.vision.cameras.http import http_frames
from ogam.vision.cameras.live import STALL, LiveCamera, WrongPassword
from ogam.vision.cameras.opencv import load_opencv, stream_frames, usb_frames
from ogam.vision.cameras.ports import Camera, State
from ogam.vision.cameras.recorded import RecordedCamera, film, folder, picture
from ogam.vision.cameras.rtsp import check_rtsp

__all__ = ["Camera", "FakeCamera", "State", "WrongPassword", "open_camera"]


def open_camera(
    address: int | str | Path,
    *,
    name: str | None = None,
    rate: float = 5.0,
    still: float = 1.0,
    patience: float | None = None,
    stall: float = STALL,
) -> Camera:
    """A camera, which opens when the first picture is asked for and reconnects by itself.

    address: its number or `usb:0`; the path of a film, a picture or a folder of pictures; `rtsp://user:password@…`;
    `http(s)://…` of an MJPEG stream or of a single JPEG.
    name: what it is called, and the `source` of its pictures; by default its address, without the password.
    rate: pictures a second at most; still: where nothing moves. The same for both to get all of them.
    patience: seconds without a picture after which it is given up (0: at the first failure), None for never.
    stall: seconds without a picture after which the camera counts as gone and is opened again.
    Raises ImageError for what is no address, for a file that is not there, and where OpenCV is missing.
    """
    if not 0 < rate <= 1000 or still <= 0 or stall <= 0:
        raise ImageError("A camera's rates and times are numbers above 0, its rate 1000 at most.")
    read = read_address(address)
    called = name or read.shown
    if read.kind in ("usb", "rtsp", "film"):
        load_opencv()
    if read.kind == "film":
        return RecordedCamera(partial(film, read.where, called, rate, still), called)
    if read.kind == "folder":
        return RecordedCamera(partial(folder, Path(read.where)), called)
    if read.kind == "picture":
        return RecordedCamera(partial(picture, read.where, called), called)
    return LiveCamera(_source(read, called, rate, stall), called, rate, still, patience, stall)


def _source(address: Address, name: str, rate: float, stall: float) -> Source:
    if address.kind == "usb":
        return partial(usb_frames, int(address.where), name)
    if address.kind == "http":
        return partial(http_frames, address.where, name, rate, stall)
    return partial(_rtsp, address.where, name, stall)


def _rtsp(address: str, name: str, stall: float, stop: Event) -> Iterator[Arrival]:
    check_rtsp(address, name, stall)
    yield from stream_frames(address, name, stall, stop)
