"""Checksums of many files, which go on where they were broken off."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from ogam.core import DatasetError
from ogam.lab.data.readings import is_there
from ogam.models import Progress
from ogam.models.disk import sha256_of


@dataclass(frozen=True, slots=True)
class Sum:
    """What a file was when it was read: its SHA-256, size in bytes and time of change in nanoseconds."""

    path: str
    sha256: str
    size: int
    changed: int


def after(done: int, progress: Progress) -> Callable[[int], None]:
    """Tells a progress how far it is, by how far the file is that begins after so many bytes."""
    return lambda count: progress.update(done + count)


def hash_files(paths: Iterable[Path], journal: Path, progress: Progress, what: str) -> dict[Path, str]:
    """SHA-256 of each file; those that cannot be read are missing in the answer.

    journal: where each sum is written as soon as it is known; a run that was broken off goes on from there. A file of
    another size or time of change than it had then is read again. what: name of it all for the progress. Raises
    DatasetError if the journal cannot be written.
    """
    sizes = {path: path.stat() for path in dict.fromkeys(paths) if is_there(path)}
    known = {one.path: one for one in _read_journal(journal)}
    found, done = dict[Path, str](), 0
    progress.begin(what, sum(stat.st_size for stat in sizes.values()))
    try:
        with _appending(journal) as file:
            for path, stat in sizes.items():
                one = known.get(str(path))
                if one is None or (one.size, one.changed) != (stat.st_size, stat.st_mtime_ns):
                    one = _sum_of(path, stat, after(done, progress))
                    _write(file, one)
                if one is not None:
                    found[path] = one.sha256
                done += stat.st_size
                progress.update(done)
    except OSError as error:
        raise DatasetError([f"{journal}: cannot be written ({error.strerror}). May you write there?"]) from error
    finally:
        progress.end()
    return found


def _sum_of(path: Path, stat: os.stat_result, tell: Callable[[int], None]) -> Sum | None:
    """None for a file that cannot be read: whoever asked says so."""
    try:
        return Sum(str(path), sha256_of(path, tell), stat.st_size, stat.st_mtime_ns)
    except OSError:
        return None


def _appending(journal: Path) -> TextIO:
    """The journal, at the beginning of a line: the last one may have been broken off."""
    journal.parent.mkdir(parents=True, exist_ok=True)
    file = journal.open("a", encoding="utf-8")
    file.write("\n")
    return file


def _write(file: TextIO, one: Sum | None) -> None:
    if one is not None:
        file.write(json.dumps(asdict(one)) + "\n")
        file.flush()


def _read_journal(journal: Path) -> list[Sum]:
    """The sums so far; a line that was broken off is left out."""
    try:
        lines = journal.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    sums = []
    for line in lines:
        try:
            sums.append(Sum(**json.loads(line)))
        except (ValueError, TypeError):  # broken off: the file is read again
            continue
    return sums
