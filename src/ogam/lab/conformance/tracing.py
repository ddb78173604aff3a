"""What a process asks of the system, native code and other programs too: by strace, where that is installed.

Audit hooks see Python only. strace (https://strace.io) sees every system call; its lines are read here.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import which

from ogam.lab.conformance.watching import Reach

CALLS = (
    "open,openat,openat2,creat,mkdir,mkdirat,unlink,unlinkat,rename,renameat,renameat2,"
    "connect,sendto,sendmsg,sendmmsg,execve"
)
BEGIN = "/ogam-conformance-begins-to-watch"
"""A file that is nowhere; asking for it marks the place in the trace."""
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+|\?)")
_PATH = re.compile(r'(?:^|AT_FDCWD(?:<[^>]*>)?, )"(?P<path>(?:[^"\\]|\\.)*)"')
_ADDRESS = re.compile(r'sin6?_port=htons\((?P<port>\d+)\).*?"(?P<host>[^"]+)"')
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")


def tracer(log: Path) -> list[str]:
    """The beginning of a command line whose process is traced into a file; empty where that cannot be done."""
    if which("strace") is None:
        return []
    command = ["strace", "--seccomp-bpf", "-f", "-qq", "-s", "4096", "-e", f"trace={CALLS}", "-e", "signal=none", "-o"]
    tried = subprocess.run([*command, str(log), "true"], capture_output=True, check=False)
    return [*command, str(log)] if tried.returncode == 0 else []


def begin() -> None:
    """Mark the place in the trace from which on it counts."""
    with suppress(FileNotFoundError):
        Path(BEGIN).read_bytes()


def add_traced(reach: Reach, log: Path) -> None:
    """Add what was reached for since `begin` to what the audit hooks have seen."""
    lines = log.read_text("utf-8", "replace").splitlines()
    first = next((number for number, line in enumerate(lines) if BEGIN in line), len(lines))
    for name, arguments, succeeded in calls(lines[first + 1 :]):
        _add(reach, name, arguments, succeeded)


def calls(lines: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """Name, arguments and success of each system call; those that strace has torn in two are put together."""
    pending: dict[str, str] = {}
    for line in lines:
        process, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            pending[process] = text.removesuffix("<unfinished ...>").rstrip()
            continue
        if text.startswith("<... "):
            text = pending.pop(process, "") + text.partition(">")[2].lstrip()
        if found := _CALL.match(text):
            yield found["name"], found["arguments"], not found["result"].startswith("-")


def _add(reach: Reach, name: str, arguments: str, succeeded: bool) -> None:
    if name in ("connect", "sendto", "sendmsg", "sendmmsg"):
        if address := _ADDRESS.search(arguments):
            reach.connections.add(f"{address['host']}:{address['port']}")
        return
    path = _PATH.search(arguments)
    if path is None or not path["path"].startswith("/") or not succeeded or path["path"] == BEGIN:
        return
    if name == "execve":
        reach.programs.add(path["path"])
    elif name in ("open", "openat", "openat2") and not _WRITES.search(arguments):
        reach.read.add(path["path"])
    else:
        reach.written.add(path["path"])
