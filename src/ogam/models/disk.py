"""Files on the disk: their hashes, writing them whole or not at all, and what the disk refuses, said to people."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ogam.core import ModelError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_CHUNK = 1 << 20


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into a ModelError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            advice = "the disk is full. Free some space, or set OGAM_HOME to a folder on another disk"
        elif error.errno in _FORBIDDEN:
            advice = "Ogam may not write there. Change its permissions, or set OGAM_HOME to a folder of yours"
        else:
            advice = f"{error.strerror or error}. Set OGAM_HOME to another folder if this one cannot be used"
        raise ModelError(f"{error.filename or folder}: {advice}.") from error


def sha256_of(path: Path, tell: Callable[[int], None] = lambda _: None) -> str:
    """SHA-256 of a file, in hexadecimal. tell: hears how many bytes were read so far. Raises OSError."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            tell(done)
    return digest.hexdigest()


def flush(path: Path) -> None:
    """Make sure the bytes are on the disk, not only on their way."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a small file so that nobody ever sees half of it. Text is UTF-8."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_bytes(data.encode() if isinstance(data, str) else data)
    temporary.replace(path)
