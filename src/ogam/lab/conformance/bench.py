"""What a check is given: the plugin, opened once in this process, and the signals to try it with."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ogam.core import Audio, Observation, OgamError, Recognizer, Signal
from ogam.lab.conformance.comparing import plain
from ogam.lab.conformance.signals import read_samples, usual
from ogam.lab.conformance.verdicts import Failed, Skipped
from ogam.lab.conformance.watching import Reach
from ogam.plugins import Task, open_recognizer, task_of

NOTHING = "it finds nothing in these signals"
MORE = "Give signals in which it finds something: --sample FILE, or a folder `samples` beside its cards.toml."


@dataclass(frozen=True, slots=True)
class Subject:
    """A plugin to check. name: or its address; options: for opening it; samples: signals of one's own, files.

    card_file: its cards.toml, or the module that would lie beside it, as far as known without importing.
    """

    name: str
    options: Mapping[str, Any]
    samples: tuple[Path, ...] = ()

    @property
    def is_remote(self) -> bool:
        """Whether it runs in a process of its own."""
        return "://" in self.name


class Bench:
    """One plugin in one process. What is opened stays open until the process ends. reach: what the plugin did to
    files and network, where that is watched."""

    def __init__(self, subject: Subject, reach: Reach | None = None) -> None:
        self.subject = subject
        self.reach = reach

    @cached_property
    def recognizer(self) -> Recognizer:
        return open_recognizer(self.subject.name, **self.subject.options)

    @cached_property
    def task(self) -> Task:
        """Raises Skipped for a task that the kit does not know: it cannot tell what to give such a recogniser."""
        task = task_of(self.recognizer.card.task)
        if task is None:
            raise Skipped(f"its task '{self.recognizer.card.task}' is not one of ogam.plugins.TASKS")
        return task

    @cached_property
    def usual(self) -> tuple[Signal, ...]:
        """Signals in which it should find something."""
        medium = self.task.medium
        return read_samples(self.subject.samples, medium) if self.subject.samples else usual(medium)

    def ask(self, signal: Signal) -> list[Observation]:
        """What it makes of one signal. Raises Failed where that is not one list."""
        found = self.recognizer.recognize([signal])
        if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], list):
            raise Failed(f"of one signal it gives {found!r:.100}, where a list with one list of observations is meant")
        return found[0]

    def may_refuse(self, signal: Signal) -> list[Observation] | None:
        """The same; None where it refuses the signal as the contract allows, by an OgamError."""
        try:
            return self.ask(signal)
        except OgamError:
            return None

    @cached_property
    def telling(self) -> tuple[Signal, ...]:
        """Those of the usual signals in which it finds something. Raises Skipped where there are none."""
        found = tuple(signal for signal in self.usual if self.may_refuse(signal))
        if not found:
            raise Skipped(NOTHING, MORE)
        return found

    @cached_property
    def sounds(self) -> tuple[Audio, ...]:
        """The same, of recognisers of sound. Raises Skipped for others."""
        if self.task.medium != "audio":
            raise Skipped("it takes pictures")
        return tuple(signal for signal in self.telling if isinstance(signal, Audio))

    def elsewhere(self) -> list[Any]:
        """What it makes of the telling signals in another process, where Python's hashes are other ones."""
        request = {"observe": True, **request_of(self.subject)}
        run = subprocess.run(
            [sys.executable, "-P", "-m", "ogam.lab.conformance.child"],
            input=json.dumps(request),
            env={**os.environ, "PYTHONHASHSEED": "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise Failed(f"in a second process it ended with {run.returncode}: {run.stderr[-300:]}")
        observed: list[Any] = json.loads(run.stdout)
        return observed

    def observe(self) -> list[Any]:
        """What it makes of the telling signals, as JSON values."""
        return [plain(self.ask(signal)) for signal in self.telling]


def request_of(subject: Subject) -> dict[str, Any]:
    """A subject as JSON, for another process."""
    return {
        "plugin": subject.name,
        "options": dict(subject.options),
        "samples": [str(path) for path in subject.samples],
    }


def subject_of(request: Mapping[str, Any]) -> Subject:
    """The subject of a request."""
    return Subject(request["plugin"], request["options"], tuple(map(Path, request["samples"])))


def joined(chunks: Sequence[list[Observation]]) -> list[Observation]:
    """What a stream gave, chunk by chunk, in one list."""
    return [one for chunk in chunks for one in chunk]
