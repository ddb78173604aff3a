"""Journals: what was done of a plan, a line each as soon as it is done, so that nothing finished is done again.

Each process writes one of its own, and only at its end. A line reaches the system before the next unit begins, so it
outlives the process (kill -9); once a second it is forced to the disk, so a power failure loses a second's work. A line
that was cut off is one that was not written.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ogam.lab.outcomes import Status

SYNC_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of a plan that is done. unit: its index. observations: as JSON (`answers.as_json`).

    broke: it took the process with it (hung, crashed, held too much memory). seconds, cpu_seconds: of the recogniser
    alone; length: of the signal in seconds, 0 for a picture; memory_mb: that the process held after it.
    """

    unit: int
    status: Status
    observations: list[dict[str, Any]]
    failure: str = ""
    broke: bool = False
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    length: float = 0.0
    memory_mb: float = 0.0


class Journal:
    """A journal that is being written. Close it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._synced = time.monotonic()

    def write(self, entry: Entry) -> None:
        os.write(self._file, (json.dumps(asdict(entry), ensure_ascii=False) + "\n").encode())
        if time.monotonic() - self._synced > SYNC_SECONDS:
            self.sync()

    def sync(self) -> None:
        os.fsync(self._file)
        self._synced = time.monotonic()

    def close(self) -> None:
        self.sync()
        os.close(self._file)


def journal_path(folder: Path, number: int) -> Path:
    return folder / f"units-{number:05}.jsonl"


def journals_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("units-*.jsonl"))


def read_journals(folder: Path) -> dict[int, Entry]:
    """What is done, by the index of the unit. An answer counts more than the runner's word that there was none."""
    found: dict[int, Entry] = {}
    for path in journals_in(folder):
        for entry in _entries(path):
            if entry.unit not in found or found[entry.unit].broke:
                found[entry.unit] = entry
    return found


def _entries(path: Path) -> Iterator[Entry]:
    for line in path.read_bytes().split(b"\n")[:-1]:
        try:
            yield Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue  # cut off by a failure of the power: the unit is done again
