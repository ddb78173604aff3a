"""Files that are made once from a model's weights, and kept beside them."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from ogam.models.disk import disk_errors, flush, write_whole

_RECORD = "made.json"


def derived(folder: Path, stamp: str, make: Callable[[Path], None]) -> Path:
    """The folder `derived/<stamp>` in a model's folder, with what `make` writes into the folder it is given.

    stamp: names what it is made from and by which version of the code. It is made if it is not there, or not whole;
    nobody ever sees half of it, and of two processes that make it at once one wins. Raises ModelError if the disk
    refuses.
    """
    target = folder / "derived" / stamp
    if _is_whole(target):
        return target
    with disk_errors(folder):
        scratch = target.with_name(f".{stamp}.{os.getpid()}.new")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        try:
            make(scratch)
            _record(scratch)
            _put(scratch, target)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return target


def _put(scratch: Path, target: Path) -> None:
    if target.exists() and not _is_whole(target):
        shutil.rmtree(target)
    try:
        scratch.rename(target)
    except OSError:
        if not _is_whole(target):  # else another process was quicker
            raise


def _record(folder: Path) -> None:
    files = sorted(folder.iterdir())
    for file in files:
        flush(file)
    write_whole(folder / _RECORD, json.dumps({file.name: file.stat().st_size for file in files}))


def _is_whole(folder: Path) -> bool:
    try:
        sizes: dict[str, int] = json.loads((folder / _RECORD).read_text(encoding="ascii"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    return all((folder / name).is_file() and (folder / name).stat().st_size == size for name, size in sizes.items())
