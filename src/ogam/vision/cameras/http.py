"""Cameras that speak HTTP: a stream of JPEGs (MJPEG: multipart/x-mixed-replace), or one JPEG each time one asks."""

import re
import ssl
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse
from threading import Event
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit

from ogam.core import ImageError
from ogam.vision.cameras.addresses import login, without_login
from ogam.vision.cameras.frames import JpegFrame
from ogam.vision.cameras.live import WrongPassword
from ogam.vision.cameras.passwords import authorization

LARGEST = 16 << 20
"""Bytes of a picture."""
_HEADERS = 8192
"""Bytes of the headers of a part."""
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,9})\s*$", re.IGNORECASE | re.MULTILINE)
_TIME = re.compile(rb"^x-timestamp:\s*(\d{1,12}(?:\.\d{1,9})?)\s*$", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(r'boundary="?([^";\s]+)', re.IGNORECASE)


def http_frames(address: str, name: str, rate: float, stall: float, stop: Event) -> Iterator[JpegFrame]:
    """What the camera sends; a single picture is asked for `rate` times a second.

    stall: seconds without a whole picture after which it counts as gone.
    """
    opener = _opener()
    while not stop.is_set():
        asked = time.monotonic()
        with _answer(opener, address, name, stall) as answer:
            kind = answer.headers.get_content_type()
            if kind == "multipart/x-mixed-replace":
                yield from _parts(answer, name, stall, stop)
                return
            if kind != "image/jpeg":
                raise ImageError(f"{name}: it sends {kind[:40]}, no pictures. Look its address up in its manual.")
            yield JpegFrame(_picture(answer, name, stall))
        stop.wait(max(0.0, asked + 1 / rate - time.monotonic()))


class Part(NamedTuple):
    """A picture of a stream, and the time that the camera says of it, in seconds, if any."""

    data: bytes
    time: float | None


class PartReader:
    """Takes a multipart stream apart, in whatever pieces it comes. Holds one picture at most.

    boundary: as the headers say it, with or without the two dashes before it. Raises ImageError for what is no such
    stream.
    """

    def __init__(self, boundary: str, name: str) -> None:
        self._boundary = b"--" + boundary.removeprefix("--").encode("latin-1", "replace")
        self._name = name
        self._held = bytearray()
        self._searched = 0

    def feed(self, data: bytes) -> list[Part]:
        """The pictures that are whole now."""
        self._held += data
        found = []
        while part := self._next():
            found.append(part)
        if len(self._held) > LARGEST + _HEADERS:
            raise ImageError(f"{self._name}: a picture without an end. Check the camera's settings.")
        return found

    def _next(self) -> Part | None:
        end = self._held.find(b"\r\n\r\n", 0, _HEADERS + 4)
        if end < 0:
            if len(self._held) > _HEADERS:
                raise ImageError(f"{self._name}: it sends no stream of pictures. Check its address.")
            return None
        headers = bytes(self._held[:end]).replace(b"\r\n", b"\n")
        length = _LENGTH.search(headers)
        stops = self._by_length(end + 4, int(length.group(1))) if length else self._by_boundary(end + 4)
        if stops is None:
            return None
        said = _TIME.search(headers)
        part = Part(bytes(self._held[end + 4 : stops]), float(said.group(1)) if said else None)
        del self._held[:stops]
        self._searched = 0
        return part

    def _by_length(self, start: int, length: int) -> int | None:
        if length > LARGEST:
            raise ImageError(f"{self._name}: a picture without an end. Check the camera's settings.")
        return start + length if len(self._held) >= start + length else None

    def _by_boundary(self, start: int) -> int | None:
        """Where the next part begins; what was searched before is not searched again."""
        found = self._held.find(b"\r\n" + self._boundary, max(start, self._searched))
        self._searched = max(start, len(self._held) - len(self._boundary) - 2)
        return found if found >= 0 else None


def _parts(answer: HTTPResponse, name: str, stall: float, stop: Event) -> Iterator[JpegFrame]:
    boundary = _BOUNDARY.search(answer.headers.get("Content-Type", ""))
    reader = PartReader(boundary.group(1) if boundary else "", name)
    last = time.monotonic()
    while not stop.is_set():
        for part in reader.feed(_some(answer, name)):
            last = time.monotonic()
            yield JpegFrame(part.data, part.time)
        if time.monotonic() - last > stall:
            raise ImageError(_stalled(name, stall))


def _picture(answer: HTTPResponse, name: str, stall: float) -> bytes:
    data, until = bytearray(), time.monotonic() + stall
    while len(data) <= LARGEST and (more := _some(answer, name, ends=True)):
        data += more
        if time.monotonic() > until:
            raise ImageError(_stalled(name, stall))
    if len(data) > LARGEST:
        raise ImageError(f"{name}: a picture without an end. Check the camera's settings.")
    return bytes(data)


def _some(answer: HTTPResponse, name: str, ends: bool = False) -> bytes:
    """What has come, at least a byte. ends: whether there may be nothing more."""
    try:
        data = answer.read1(65536)
    except TimeoutError:
        raise ImageError(f"{name}: it sends nothing any more.") from None
    except (OSError, HTTPException, ValueError):
        data, ends = b"", False
    if not data and not ends:
        raise ImageError(f"{name}: the stream broke off.")
    return data


def _stalled(name: str, stall: float) -> str:
    return f"{name}: no whole picture for {stall:g} s."


def _opener() -> urllib.request.OpenerDirector:
    """No proxies: a camera is near. No other schemes: it sends nobody to a file."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPRedirectHandler(),
    ):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "Ogam")]
    return opener


def _answer(opener: urllib.request.OpenerDirector, address: str, name: str, timeout: float) -> HTTPResponse:
    try:
        answer = _asked(opener, urlsplit(address), timeout)
    except HTTPError as error:
        error.close()
        raise _refused(name, error.code) from None
    except URLError as error:
        raise ImageError(f"{name}: it cannot be reached ({_reason(error.reason)}).") from None
    except TimeoutError:
        raise ImageError(f"{name}: nothing answers there. Is it switched on, and its address right?") from None
    except (OSError, HTTPException, ValueError) as error:
        raise ImageError(f"{name}: what answers there is no web camera ({type(error).__name__}).") from None
    if not isinstance(answer, HTTPResponse):
        raise ImageError(f"{name}: what answers there is no web camera.")
    return answer


def _asked(opener: urllib.request.OpenerDirector, parts: SplitResult, timeout: float) -> object:
    """The answer; with the password if it is asked for, by this camera and not by whom it sends one to."""
    place, who = without_login(parts), login(parts)
    request = urllib.request.Request(place)
    try:
        return opener.open(request, timeout=timeout)
    except HTTPError as error:
        if error.code != 401 or not who.user or error.url != place:
            raise
        said = authorization(error.headers.get_all("WWW-Authenticate", []), who, "GET", request.selector)
        if said is None:
            raise
        error.close()
    request.add_unredirected_header("Authorization", said)
    return opener.open(request, timeout=timeout)


def _refused(name: str, status: int) -> ImageError:
    if status in (401, 403):
        return WrongPassword(f"{name}: wrong user or password. Write them as http://user:password@….")
    if status == 404:
        return ImageError(f"{name}: there is a camera, but nothing at this path. Look it up in its manual.")
    return ImageError(f"{name}: the camera refuses (HTTP {status}).")


def _reason(reason: object) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "its certificate is not one that this computer trusts"
    if isinstance(reason, TimeoutError):
        return "nothing answers"
    return str(reason.strerror or reason) if isinstance(reason, OSError) else "no answer"
