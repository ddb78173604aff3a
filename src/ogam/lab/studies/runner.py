"""The runner: keeps all workers busy until a plan is done, and replaces those that hang, crash or hold too much memory.

Work goes out in shards of a few units of one recogniser. A worker holds one recogniser, loaded once; when there is
nothing left for it, a fresh process takes its place for the next one, so that no recogniser pays for another's memory.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from ogam.lab.outcomes import Status
from ogam.lab.studies.journal import Entry, Journal, journal_path, journals_in, read_journals
from ogam.lab.studies.loads import Loads
from ogam.lab.studies.plan import Plan, Unit
from ogam.lab.studies.sources import Sources
from ogam.lab.studies.worker import Began, Done, Job, Loaded, Message, Unusable, memory_mb, too_much_memory, work

SHARD = 8
"""Units that go to a worker at a time: few, so that the last ones are shared out evenly."""
POLL_SECONDS = 0.2
CALM: Mapping[str, str] = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
"""Environment of a worker: one thread, and sets in the same order on every run."""
Progress = Callable[[int, int, str], None]
"""Told after each unit: how many are done, of how many, and the recogniser."""


def silently(done: int, total: int, recognizer: str) -> None:
    """No progress."""


@dataclass(slots=True)
class Worker:
    """A process as the runner sees it. units: given to it and not done, the first of them `current` once it began.
    since: when it began what it does now; done: units that it has done."""

    recognizer: str
    process: BaseProcess
    connection: Connection
    units: deque[Unit] = field(default_factory=deque)
    current: Unit | None = None
    since: float = field(default_factory=time.monotonic)
    loaded: bool = False
    done: int = 0


@dataclass(slots=True)
class Runner:
    """One run of a plan. folder: of its journals; loads: what is known of recognisers. After it, `unusable` says why a
    recogniser did nothing, or nothing more."""

    plan: Plan
    sources: Sources
    tasks: Mapping[str, frozenset[str]]
    folder: Path
    loads: Loads
    workers: int
    tell: Progress = silently
    unusable: dict[str, str] = field(default_factory=dict)
    _queue: deque[list[Unit]] = field(default_factory=deque)
    _busy: list[Worker] = field(default_factory=list)
    _broke: set[int] = field(default_factory=set)
    _finished: int = 0
    _journals: int = 0

    def run(self) -> None:
        """Do what is not done yet. An interruption or an error stops all workers; what is done stays done."""
        before = read_journals(self.folder)
        self._broke = {index for index, entry in before.items() if entry.broke}
        self._finished = len(before)
        self._journals = len(journals_in(self.folder))
        self._queue = deque(shards([unit for unit in self.plan.units if unit.index not in before]))
        journal = Journal(self._next_journal())
        try:
            for recognizer in self.plan.study.recognizers:
                self._drop_hopeless(recognizer.name)
            self._work(journal)
        finally:
            for worker in self._busy:
                worker.process.kill()
                worker.process.join()
            journal.close()

    def _work(self, journal: Journal) -> None:
        checked = 0.0
        while True:
            while self._queue and len(self._busy) < self.workers:
                self._start(self._queue.popleft())
            if not self._busy:
                return
            ready = set(
                wait([part for one in self._busy for part in (one.connection, one.process.sentinel)], POLL_SECONDS)
            )
            for worker in list(self._busy):
                if ready & {worker.connection, worker.process.sentinel}:
                    self._listen(worker, journal)
            if time.monotonic() - checked >= POLL_SECONDS:
                checked = time.monotonic()
                for worker in list(self._busy):
                    self._check(worker, journal)

    def _start(self, shard: list[Unit]) -> None:
        """A new process for the recogniser of a shard, which is given to it at once."""
        study = self.plan.study
        choice = next(one for one in study.recognizers if one.name == shard[0].recognizer)
        log = self.folder / f"{study.recognizers.index(choice):03}.log"
        job = Job(
            choice,
            self.tasks[choice.name],
            study.noises,
            study.ratio,
            study.seed,
            study.limits,
            self.sources,
            self._next_journal(),
            log,
        )
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(job, theirs), daemon=False, name=f"study: {choice.name}")
        with calm(), deaf_to_interruptions():
            process.start()
        theirs.close()
        worker = Worker(choice.name, process, ours)
        self._busy.append(worker)
        self._give(worker, shard)

    def _next_journal(self) -> Path:
        self._journals += 1
        return journal_path(self.folder, self._journals)

    def _give(self, worker: Worker, shard: list[Unit]) -> None:
        worker.units.extend(shard)
        self._send(worker, shard)

    def _send(self, worker: Worker, shard: list[Unit]) -> None:
        with suppress(OSError):  # it has ended: its sentinel says so, and the units go to another
            worker.connection.send(shard)

    def _listen(self, worker: Worker, journal: Journal) -> None:
        """All that a worker has told; and, once it has ended, what is to be done about it."""
        if not self._drain(worker):
            self._ended(worker, journal)
        elif not worker.units and worker.loaded:
            self._more(worker)

    def _drain(self, worker: Worker) -> bool:
        """Take in messages; whether the worker still lives."""
        alive = worker.process.is_alive()
        try:
            while worker.connection.poll():
                self._take(worker, worker.connection.recv())
        except (EOFError, OSError):
            return False
        return alive

    def _take(self, worker: Worker, message: Message) -> None:
        worker.since = time.monotonic()
        match message:
            case Loaded(card, seconds):
                worker.loaded = True
                self.loads.add(worker.recognizer, card, seconds)
            case Unusable(why):
                self._set_aside(worker.recognizer, why)
            case Began():
                worker.current = worker.units[0]
            case Done(index, broke):
                worker.units.popleft()
                worker.current, worker.done = None, worker.done + 1
                self._count(worker.recognizer, index, broke)

    def _more(self, worker: Worker) -> None:
        """The next shard of its recogniser; where there is none, its process ends and makes room."""
        shard = next((shard for shard in self._queue if shard[0].recognizer == worker.recognizer), None)
        if shard is not None:
            self._queue.remove(shard)
            self._give(worker, shard)
            return
        self._send(worker, [])
        worker.process.join(POLL_SECONDS)
        self._close(worker)

    def _check(self, worker: Worker, journal: Journal) -> None:
        """End a worker that takes too long, or holds too much memory."""
        limits = self.plan.study.limits
        allowed = limits.seconds if worker.loaded else limits.load_seconds
        if worker.current is None and worker.loaded:
            return
        if time.monotonic() - worker.since > allowed:
            self._end(worker, journal, "timed out", f"gave no answer within {allowed:g} s")
        elif (
            worker.process.pid is not None and worker.process.is_alive() and held(worker.process.pid) > limits.memory_mb
        ):
            self._end(worker, journal, "failed", too_much_memory(limits))

    def _end(self, worker: Worker, journal: Journal, status: Status, why: str) -> None:
        worker.process.kill()
        worker.process.join()
        self._drain(worker)
        self._ended(worker, journal, status, why)

    def _ended(self, worker: Worker, journal: Journal, status: Status = "failed", why: str = "") -> None:
        """A worker's process is no more: its unit failed, the others that it had go to another worker."""
        self._close(worker)
        said = why or f"its process ended: {how_it_ended(worker.process.exitcode)}"
        if worker.current is not None:
            lost = worker.units.popleft()
            journal.write(Entry(lost.index, status, [], said, broke=True))
            self._count(worker.recognizer, lost.index, broke=True)
        elif not worker.loaded or not worker.done:
            self._set_aside(worker.recognizer, f"could not be loaded: {said}")
        if worker.units and worker.recognizer not in self.unusable:
            self._queue.appendleft(list(worker.units))
            self._drop_hopeless(worker.recognizer)

    def _close(self, worker: Worker) -> None:
        if worker.process.is_alive() and not worker.units:
            worker.process.join(POLL_SECONDS)
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self._busy.remove(worker)

    def _count(self, recognizer: str, index: int, broke: bool) -> None:
        self._finished += 1
        self.tell(self._finished, len(self.plan.units), recognizer)
        if broke:
            self._broke.add(index)
            self._drop_hopeless(recognizer)

    def _drop_hopeless(self, recognizer: str) -> None:
        """Do not begin what comes after the point where a recogniser is given up on."""
        last = given_up_after(self.plan, recognizer, self._broke)
        if last is not None:
            self._drop(lambda unit: unit.recognizer == recognizer and unit.index > last)

    def _set_aside(self, recognizer: str, why: str) -> None:
        self.unusable.setdefault(recognizer, why)
        self._drop(lambda unit: unit.recognizer == recognizer)

    def _drop(self, hopeless: Callable[[Unit], bool]) -> None:
        kept = [[unit for unit in shard if not hopeless(unit)] for shard in self._queue]
        self._finished += sum(map(len, self._queue)) - sum(map(len, kept))
        self._queue = deque(shard for shard in kept if shard)


def shards(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Units in order, a few of one recogniser at a time."""
    shard: list[Unit] = []
    for unit in units:
        if shard and (len(shard) == SHARD or shard[0].recognizer != unit.recognizer):
            yield shard
            shard = []
        shard.append(unit)
    if shard:
        yield shard


def given_up_after(plan: Plan, recognizer: str, broke: set[int]) -> int | None:
    """The index of the unit after which a recogniser is given up on: the first time that it broke as often as the study
    allows, one unit after the other in the order of the plan. So it is the same however many workers there are."""
    row = 0
    for unit in plan.units:
        if unit.recognizer == recognizer:
            row = row + 1 if unit.index in broke else 0
            if row == plan.study.limits.failures:
                return unit.index
    return None


def how_it_ended(exitcode: int | None) -> str:
    """The end of a process in words: "SIGSEGV", "exit code 3"."""
    if exitcode is not None and exitcode < 0:
        return signal.Signals(-exitcode).name
    return f"exit code {exitcode}"


def held(process: int) -> float:
    """Megabytes that a process holds; 0 where it has just ended."""
    import psutil

    try:
        return memory_mb(process)
    except psutil.Error:
        return 0.0


@contextmanager
def calm() -> Iterator[None]:
    """The environment in which workers start; as it was afterwards."""
    before = {name: os.environ.get(name) for name in CALM}
    os.environ.update(CALM)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def deaf_to_interruptions() -> Iterator[None]:
    """A process that is started in the block ignores Ctrl-C from its first moment: the runner ends it. Only the main
    thread can see to that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
