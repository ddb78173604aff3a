"""A worker: a process of its own that holds one recogniser and does unit after unit, writing each into its journal.

What a recogniser does there, hanging, crashing or filling the memory, harms nothing but that process.
"""

import faulthandler
import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from ogam.core import Audio, OgamError, Recognizer, Signal
from ogam.lab.data import Ratio, generator_of
from ogam.lab.outcomes import Status
from ogam.lab.studies.answers import as_json, fault_of
from ogam.lab.studies.journal import Entry, Journal
from ogam.lab.studies.plan import Unit
from ogam.lab.studies.sources import Sources
from ogam.lab.studies.study import Limits, RecognizerChoice
from ogam.plugins import task_of

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker must know. tasks: those that the study's protocols judge. journal, log: files that it writes;
    the log takes what the recogniser prints."""

    recognizer: RecognizerChoice
    tasks: frozenset[str]
    noises: Mapping[str, Path]
    ratio: Ratio
    seed: int
    limits: Limits
    sources: Sources
    journal: Path
    log: Path


@dataclass(frozen=True, slots=True)
class Loaded:
    """The recogniser is there. card: its model card."""

    card: Mapping[str, object]
    seconds: float


@dataclass(frozen=True, slots=True)
class Unusable:
    """The recogniser cannot be had; why, for people."""

    why: str


@dataclass(frozen=True, slots=True)
class Began:
    """A unit was begun."""

    unit: int


@dataclass(frozen=True, slots=True)
class Done:
    """A unit is in the journal."""

    unit: int
    broke: bool = False


Message = Loaded | Unusable | Began | Done


def work(job: Job, connection: Connection) -> None:
    """The process: sends `Message`s, takes lists of `Unit`s, and ends when there are no more or nobody listens."""
    _end_with_the_runner()
    _print_to(job.log)
    bench = _load(job, connection)
    if bench is None:
        return
    journal = Journal(job.journal)
    try:
        while units := connection.recv():
            for unit in units:
                connection.send(Began(unit.index))
                entry = bench.do(unit)
                journal.write(entry)
                connection.send(Done(unit.index, entry.broke))
                if entry.broke:
                    return
            journal.sync()
    finally:
        journal.close()


def _load(job: Job, connection: Connection) -> "Bench | None":
    """All that a worker needs, or None after it has told why not."""
    began = time.perf_counter()
    try:
        recognizer = job.sources.recognizer(job.recognizer.plugin, **job.recognizer.options)
        card = asdict(recognizer.card)
    except Exception as error:  # noqa: BLE001 - other people's code may raise anything; whatever it is, it is told
        connection.send(Unusable(str(error) if isinstance(error, OgamError) else f"{type(error).__name__}: {error}"))
        return None
    card["task"] = task_name(card["task"])
    if card["task"] not in job.tasks:
        connection.send(Unusable(f"its task is {card['task']}; the study judges {', '.join(sorted(job.tasks))}"))
        return None
    connection.send(Loaded(card, time.perf_counter() - began))
    return Bench(job, recognizer, _read_noises(job.noises))


def task_name(task: str) -> str:
    """A task by the one name that the lab has for it, whatever name a card has."""
    known = task_of(task)
    return known.name if known else task


def _read_noises(noises: Mapping[str, Path]) -> dict[str, Audio]:
    from ogam.audio import read

    return {name: read(path) for name, path in noises.items()}


@dataclass(slots=True)
class Bench:
    """A loaded recogniser, and the item that was read last: it comes again under the next condition."""

    job: Job
    recognizer: Recognizer
    noises: Mapping[str, Audio]
    read: tuple[str, str, Signal] | None = field(default=None)

    def do(self, unit: Unit) -> Entry:
        """What the recogniser makes of a unit. Whatever it raises is told, and goes no further."""
        try:
            signal = self._signal(unit)
        except (OgamError, OSError, ValueError) as error:
            return Entry(unit.index, "left out", [], str(error))
        began, began_cpu = time.perf_counter(), time.process_time()
        try:
            answers = self.recognizer.recognize([signal])
            failure = fault_of(signal, answers)
            observations = [] if failure else as_json(answers[0])
        except Exception as error:  # noqa: BLE001 - as above
            observations, failure = [], f"raised {type(error).__name__}: {error}"
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - began_cpu
        held = memory_mb()
        broke = held > self.job.limits.memory_mb
        if broke:
            observations, failure = [], too_much_memory(self.job.limits)
        status: Status = "failed" if failure else "ok"
        length = signal.duration if isinstance(signal, Audio) else 0.0
        return Entry(unit.index, status, observations, failure, broke, seconds, cpu_seconds, length, held)

    def _signal(self, unit: Unit) -> Signal:
        if self.read is None or self.read[:2] != (unit.dataset, unit.item.id):
            self.read = (unit.dataset, unit.item.id, self.job.sources.signal(unit.item))
        random = generator_of(self.job.seed, f"{unit.dataset}/{unit.item.id}", unit.condition)
        return self.job.sources.augment(self.read[2], unit.condition, self.noises, random, self.job.ratio)


def too_much_memory(limits: Limits) -> str:
    return f"held more memory than its limit of {limits.memory_mb:g} MB"


def memory_mb(process: int | None = None) -> float:
    """Megabytes that a process holds of the machine's memory; this process where None."""
    import psutil

    return float(psutil.Process(process).memory_info().rss) / MEGABYTE


def _end_with_the_runner() -> None:
    """A runner that was killed takes its workers with it: they must not write on while the study is resumed."""
    runner = parent_process()
    if runner is None:
        return
    sentinel: Sequence[int] = [runner.sentinel]

    def watch() -> None:
        wait(sentinel)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _print_to(log: Path) -> None:
    """All that is printed from now on goes into a file, also what compiled code prints, and the trace of a crash."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)
    faulthandler.enable()
