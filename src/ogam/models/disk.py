"""What the disk refuses, said so that people know what to do."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from ogam.core import ModelError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


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
