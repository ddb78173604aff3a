"""HTTP downloads that continue where they were cut."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from ogam.core import ModelError

_CHUNK = 1 << 18
_TIMEOUT_SECONDS = 20.0
_FRUITLESS_ATTEMPTS = 3


class SourceError(ModelError):
    """One source cannot give the file; the next may."""


class UnreachableError(SourceError):
    """The host of a source does not answer."""


class _Cut(Exception):
    """The connection ended before the file did."""


def download(url: str, part: Path, size: int | None, report: Callable[[int], None]) -> None:
    """Fetch `url` into `part`, after the bytes that are there already.

    size: bytes the whole must have, or None if unknown; report: called with the bytes that are there so far.
    A cut connection is taken up again as long as that brings bytes. The caller must still verify the whole.
    """
    fruitless = 0
    while True:
        before = _size_of(part)
        try:
            _continue(url, part, size, report)
            return
        except _Cut as cut:
            fruitless = 0 if _size_of(part) > before else fruitless + 1
            if fruitless == _FRUITLESS_ATTEMPTS:
                raise SourceError(f"the connection was cut again and again ({cut})") from cut
            time.sleep(0.2 * 2**fruitless)


def read_url(url: str, most: int | None = None) -> bytes:
    """The whole of a small answer, such as a registry's JSON. most: bytes that it may have; None: any number."""
    read = bytearray()
    try:
        with _open(url, 0) as response:
            for chunk in _chunks(response):
                read += chunk
                if most is not None and len(read) > most:
                    raise SourceError(f"it has more than {most} bytes")
        return bytes(read)
    except _Cut as cut:
        raise SourceError(f"the connection was cut ({cut})") from cut


def _continue(url: str, part: Path, size: int | None, report: Callable[[int], None]) -> None:
    done = _size_of(part)
    if size is not None and done > size:
        part.unlink()
        done = 0
    if size is not None and done == size > 0:
        return
    with _open(url, done) as response:
        if response.status != http.HTTPStatus.PARTIAL_CONTENT:
            done = 0
        rest = response.headers.get("Content-Length")
        total = done + int(rest) if rest and rest.isdigit() else None
        if size is not None and total is not None and total != size:
            raise SourceError(f"it has {total} bytes there, the catalogue says {size}")
        with part.open("ab" if done else "wb") as stream:
            for chunk in _chunks(response):
                stream.write(chunk)
                done += len(chunk)
                if size is not None and done > size:
                    raise SourceError(f"it has more than the {size} bytes that the catalogue says")
                report(done)
    if total is not None and done < total:
        raise _Cut(f"after {done} of {total} bytes")


def _open(url: str, start: int) -> http.client.HTTPResponse:
    request = urllib.request.Request(url, headers={"User-Agent": "ogam"})
    if start:
        request.add_header("Range", f"bytes={start}-")
    host = request.host or url
    try:
        response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code >= http.HTTPStatus.INTERNAL_SERVER_ERROR or error.code == http.HTTPStatus.TOO_MANY_REQUESTS:
            raise _Cut(f"{host} answers {error.code} {error.reason}") from error
        raise SourceError(f"{host} answers {error.code} {error.reason}") from error
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreachableError(f"{host} cannot be reached ({reason})") from error
    return response


def _chunks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while True:
        try:
            chunk = response.read(_CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise _Cut(str(error) or type(error).__name__) from error
        if not chunk:
            return
        yield chunk


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
