"""Whether an RTSP camera answers, and lets one in: asked before OpenCV is, which does not say why it fails.

One DESCRIBE (RFC 2326).
"""

import re
import socket
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from ogam.core import ImageError
from ogam.vision.cameras.addresses import login, without_login
from ogam.vision.cameras.live import WrongPassword
from ogam.vision.cameras.passwords import authorization

PORT = 554
LARGEST = 65536
"""Bytes of an answer that are read."""


def check_rtsp(address: str, name: str, timeout: float) -> None:
    """Raises ImageError, and WrongPassword of it, with the reason why nothing would be seen. timeout: in seconds."""
    parts = urlsplit(address)
    if parts.scheme != "rtsp":
        return
    try:
        with socket.create_connection((parts.hostname or "", parts.port or PORT), timeout) as connection:
            connection.settimeout(timeout)
            status = _describe(connection, parts)
    except TimeoutError:
        raise ImageError(f"{name}: nothing answers there. Is it switched on, and its address right?") from None
    except OSError as error:
        raise ImageError(f"{name}: it cannot be reached ({error.strerror or error}).") from None
    if status in (401, 403):
        raise WrongPassword(f"{name}: wrong user or password. Write them as rtsp://user:password@….")
    if status == 404:
        raise ImageError(f"{name}: there is a camera, but nothing at this path. Look it up in its manual.")
    if status is None:
        raise ImageError(f"{name}: what answers there is no RTSP camera.")
    if status >= 400:
        raise ImageError(f"{name}: the camera refuses (RTSP {status}).")


def _describe(connection: socket.socket, parts: SplitResult) -> int | None:
    """The status of the answer, with the password if it is asked for; None if it is no RTSP."""
    place, who = without_login(parts), login(parts)
    status, headers = _ask(connection, place, 1, "")
    if status != 401 or not who.user:
        return status
    said = authorization(headers.get("www-authenticate", []), who, "DESCRIBE", place)
    return _ask(connection, place, 2, f"Authorization: {said}\r\n")[0] if said else status


def _ask(connection: socket.socket, place: str, number: int, extra: str) -> tuple[int | None, dict[str, list[str]]]:
    request = f"DESCRIBE {place} RTSP/1.0\r\nCSeq: {number}\r\nAccept: application/sdp\r\n{extra}\r\n"
    connection.sendall(request.encode())
    answer = b""
    while b"\r\n\r\n" not in answer and len(answer) < LARGEST:
        more = connection.recv(4096)
        if not more:
            break
        answer += more
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    match = re.match(r"RTSP/1\.\d (\d{3})", first)
    headers: dict[str, list[str]] = {}
    for line in lines:
        key, _, value = line.partition(":")
        headers.setdefault(key.strip().lower(), []).append(value.strip())
    _skip(connection, headers, len(body))
    return (int(match.group(1)) if match else None), headers


def _skip(connection: socket.socket, headers: Mapping[str, list[str]], have: int) -> None:
    """The rest of the answer's body."""
    length = headers.get("content-length", ["0"])[0]
    left = min(int(length) if length.isascii() and length.isdigit() else 0, LARGEST) - have
    while left > 0 and (more := connection.recv(min(left, 4096))):
        left -= len(more)
