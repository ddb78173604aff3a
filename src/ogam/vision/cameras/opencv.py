"""USB cameras, RTSP and films, by OpenCV (the extra `camera`; its FFmpeg is the LGPL build).

PyAV would tell more of what goes wrong, but its wheels contain x264 and x265, which are under the GPL.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Event, Lock
from typing import Any

import numpy as np

from ogam.core import ImageError
from ogam.vision.cameras.frames import PixelFrame

OPENS = 2.0
"""Stalls that a stream may take to open: it is watched for a while first."""
SETTINGS = {
    "OPENCV_LOG_LEVEL": "ERROR",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "rtsp_transport;tcp|fpsprobesize;0|analyzeduration;2000000",
}
"""What OpenCV takes from the environment only, where its user set nothing else: it is not to write of each damaged
frame to the terminal (`Camera.reason` tells what counts), nor to watch a stream for four seconds before it shows it."""

_LOADING = Lock()
"""Held while OpenCV is imported: for a moment it takes itself out of `sys.modules`, and four cameras open at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Grabbed:
    """A frame that OpenCV holds, and its place in the stream or the film, in seconds."""

    capture: Any
    name: str
    time: float

    def take(self) -> PixelFrame:
        import cv2

        try:
            taken, pixels = self.capture.retrieve()
        except cv2.error:
            taken, pixels = False, None
        if not taken or pixels is None or pixels.ndim != 3:
            raise ImageError(f"{self.name}: a picture that cannot be read.")
        return PixelFrame(np.asarray(pixels, np.uint8), self.time)


def usb_frames(number: int, name: str, stop: Event) -> Iterator[Grabbed]:
    """What a camera at this computer sees; its clock is ours."""
    capture = open_capture(number, name)
    try:
        while not stop.is_set() and _grab(capture):
            yield Grabbed(capture, name, time.monotonic())
    finally:
        capture.release()
    if not stop.is_set():
        raise ImageError(f"{name}: stopped. Plug it in again and start anew.")


def stream_frames(address: str, name: str, stall: float, stop: Event) -> Iterator[Grabbed]:
    """What a stream sends. stall: seconds without a frame after which it counts as gone."""
    capture = open_capture(address, name, stall)
    try:
        while not stop.is_set() and _grab(capture):
            yield Grabbed(capture, name, _position(capture))
    finally:
        capture.release()
    if not stop.is_set():
        raise ImageError(f"{name}: the stream broke off.")


def film_frames(path: str) -> Iterator[Grabbed]:
    """The frames of a film, one after the other. Raises ImageError if it is none."""
    capture = open_capture(path, path)
    try:
        while _grab(capture):
            yield Grabbed(capture, path, _position(capture))
    finally:
        capture.release()


def open_capture(device: int | str, name: str, stall: float | None = None) -> Any:
    """OpenCV's own camera: by number, address or path. Raises ImageError, with what to do, if it cannot be had."""
    cv2 = load_opencv()
    if isinstance(device, int):
        capture = cv2.VideoCapture(device)
    else:
        options = [cv2.CAP_PROP_N_THREADS, 1]
        if stall is not None:
            options += [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, int(OPENS * stall * 1000), cv2.CAP_PROP_READ_TIMEOUT_MSEC]
            options.append(int(stall * 1000))
        capture = cv2.VideoCapture(device, cv2.CAP_FFMPEG, options)
    if not capture.isOpened():
        capture.release()
        raise ImageError(_not_opened(device, name, stall is not None))
    return capture


def load_opencv() -> Any:
    """OpenCV itself, with its settings. Raises ImageError, with what to install, if it is not there."""
    with _LOADING:
        if find_spec("cv2") is None:
            raise ImageError("cameras need OpenCV. Install it: pip install 'ogam[camera]'.")
        for key, value in SETTINGS.items():
            os.environ.setdefault(key, value)
        import cv2

        return cv2


def _not_opened(device: int | str, name: str, stream: bool) -> str:
    if isinstance(device, int):
        return f"{name}: it cannot be opened. Is it plugged in, free, and allowed?"
    if stream:
        return f"{name}: it answers, but sends no film that can be read. Check its address and settings."
    return f"{name}: not a film that can be read. Give mp4, mkv, webm, mov or avi."


def _grab(capture: Any) -> bool:
    import cv2

    try:
        return bool(capture.grab())
    except cv2.error:
        return False


def _position(capture: Any) -> float:
    import cv2

    return float(capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000
