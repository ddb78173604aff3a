"""Whether an RTSP camera answers, and lets one in: asked before OpenCV is, which does not say why it fails.

One DESCRIBE (RFC 2326), with Basic or Digest authentication (RFC 7617, RFC 7616 without its quality of protection
"auth-int").
"""

import base64
import hashlib
import re
import secrets
import socket
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from ogam.core import ImageError
from ogam.vision.cameras.addresses import Login, login, without_login
from ogam.vision.cameras.live import WrongPassword

PORT = 554
LARGEST = 65536
"""Bytes of an answer that are read."""
_PART = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_HASHES = {"": hashlib.md5, "MD5": hashlib.md5, "SHA-256": hashlib.sha256}


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


def authorization(challenges: list[str], who: Login, method: str, place: str) -> str | None:
    """The answer to a challenge, Digest before Basic; None if none of them is known."""
    digests = [one for one in challenges if one.lower().startswith("digest")]
    for challenge in digests:
        parts = {key.lower(): quoted or plain for key, quoted, plain in _PART.findall(challenge)}
        if parts.get("algorithm", "").upper() in _HASHES:
            return _digest(parts, who, method, place)
    if any(one.lower().startswith("basic") for one in challenges):
        return "Basic " + base64.b64encode(f"{who.user}:{who.password}".encode()).decode()
    return None


def _digest(parts: Mapping[str, str], who: Login, method: str, place: str) -> str:
    algorithm = parts.get("algorithm", "")
    realm, nonce = parts.get("realm", ""), parts.get("nonce", "")

    def hashed(text: str) -> str:
        return _HASHES[algorithm.upper()](text.encode()).hexdigest()

    secret, asked = hashed(f"{who.user}:{realm}:{who.password}"), hashed(f"{method}:{place}")
    said = f'Digest username="{who.user}", realm="{realm}", nonce="{nonce}", uri="{place}"'
    if "auth" in parts.get("qop", "").split(","):
        ours = secrets.token_hex(8)
        response = hashed(f"{secret}:{nonce}:00000001:{ours}:auth:{asked}")
        said += f', qop=auth, nc=00000001, cnonce="{ours}"'
    else:
        response = hashed(f"{secret}:{nonce}:{asked}")
    said += f', response="{response}"'
    said += f", algorithm={algorithm}" if algorithm else ""
    return said + (f', opaque="{parts["opaque"]}"' if "opaque" in parts else "")
