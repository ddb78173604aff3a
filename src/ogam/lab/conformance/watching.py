"""What a plugin does to files and network, by Python's audit hooks (PEP 578), and keeping it from the network.

Audit hooks see what Python code asks for; for what native code does by itself there is `tracing`. Where the system
lets us (`unshare`), the network is taken away from the whole process, native code too.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree")
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn")
_NAMES = ("socket.getaddrinfo", "socket.gethostbyname")
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev", "/opt")
_OWN_FOLDERS = ("stdlib", "platstdlib", "purelib", "platlib", "scripts", "data")
SYSTEM_WRITES = ("/dev/", "/proc/self/")


@dataclass(slots=True)
class Reach:
    """What was reached for while `watched` was true. connections: addresses and looked-up names; programs: started.

    trace: what strace writes down of native code, where it is there (`tracing`).
    """

    watched: bool = False
    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    connections: set[str] = field(default_factory=set)
    programs: set[str] = field(default_factory=set)
    trace: Path | None = None

    def begin(self, block_network: bool) -> None:
        """Watch this process until it ends; a hook cannot be taken away. block_network: refuse connections, too."""

        def hook(event: str, arguments: Sequence[Any]) -> None:
            if self.watched and self._note(event, arguments) and block_network:
                raise ConnectionRefusedError("the conformance kit has taken the network away")

        sys.addaudithook(hook)

    def _note(self, event: str, arguments: Sequence[Any]) -> bool:
        """Whether it was the network that was reached for."""
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, str | bytes):
                writes = bool(flags & _WRITING) or (isinstance(mode, str) and any(sign in mode for sign in "wax+"))
                (self.written if writes else self.read).add(_absolute(path))
        elif event in _CHANGES:
            path = _absolute(arguments[0])
            if not (event == "os.mkdir" and Path(path).is_dir()):  # to make sure that a folder is there changes nothing
                self.written.add(path)
        elif event in _PROGRAMS:
            self.programs.add(str(arguments[0]))
        elif event in _NAMES:
            self.connections.add(str(arguments[0]))
            return True
        elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
            self.connections.add(":".join(str(part) for part in arguments[1][:2]))
            return True
        return False


def strange_reads(reach: Reach, own: Sequence[Path]) -> list[str]:
    """Files that were read outside of Python, the system, Ogam's folder, the temporary one and its own package."""
    allowed = [*_SYSTEM, *_python_folders(), *_scratch_folders(), *map(str, own)]
    return sorted(path for path in reach.read if not _is_in(path, allowed))


def strange_writes(reach: Reach) -> list[str]:
    """Files that were written or changed outside of Ogam's folder and the temporary one, but for compiled code."""
    allowed = _scratch_folders()
    return sorted(
        path
        for path in reach.written
        if not _is_in(path, allowed) and not path.startswith(SYSTEM_WRITES) and "__pycache__" not in path
    )


def network_wrapper() -> list[str]:
    """The beginning of a command line whose process has no network at all; empty where the system has no such thing."""
    command = ["unshare", "--map-root-user", "--net", "--"]
    if sys.platform != "linux" or which("unshare") is None:
        return []
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if tried.returncode == 0 else []


def environment() -> Mapping[str, str]:
    """The environment of the kit's processes: what can be imported here can be imported there."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(_absolute, sys.path)), "PYTHONUNBUFFERED": "1"}


def _python_folders() -> list[str]:
    home = str(Path.home())
    paths = [_absolute(path) for path in sys.path if path]
    imported = [path for path in paths if not _is_in(home, [path])]
    return [sys.prefix, sys.base_prefix, *(sysconfig.get_path(name) for name in _OWN_FOLDERS), *imported]


def _scratch_folders() -> list[str]:
    from ogam.models import ogam_home

    return [str(ogam_home()), tempfile.gettempdir()]


def _absolute(path: str | bytes) -> str:
    """A path as it was meant, links in it not followed: a link into a folder that is allowed is allowed."""
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100


def _is_in(path: str, folders: Sequence[str]) -> bool:
    real = os.path.realpath(path)
    return any(
        one == folder or one.startswith(folder.rstrip("/") + "/")
        for one in (path, real)
        for folder in (*folders, *map(os.path.realpath, folders))
    )
