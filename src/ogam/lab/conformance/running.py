"""Runs the kit: each check in a process that may hang, crash or leak, and then the next one goes on in a new one."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from ogam.lab.conformance.bench import Subject, request_of
from ogam.lab.conformance.checks import CHECKS, Check
from ogam.lab.conformance.tracing import tracer
from ogam.lab.conformance.verdicts import Report, Verdict
from ogam.lab.conformance.watching import environment, network_wrapper
from ogam.plugins import PluginError, find_plugin
from ogam.plugins.cards import place_of

TIMEOUT = 120.0
"""Seconds that one check may take."""
SAMPLES = "samples"


def check_plugin(
    name: str,
    *,
    options: Mapping[str, Any] | None = None,
    samples: Sequence[Path] = (),
    only: Sequence[str] = (),
    timeout: float = TIMEOUT,
    tell: Callable[[Verdict], None] | None = None,
) -> Report:
    """The verdicts of the kit on a plugin, by its name or address. It never raises for what the plugin does.

    options: for opening it; samples: sounds or pictures in which it finds something, instead of the kit's own;
    only: names of checks, all without; timeout: seconds for each; tell: is called with each verdict as it comes.
    """
    subject = Subject(name, options or {}, tuple(samples) or shipped_samples(name))
    wanted = [check for check in CHECKS if not only or check.name in only or check.first]
    verdicts: list[Verdict] = []
    for batch in _batches(wanted):
        for check, verdict in zip(batch, _run(subject, batch, timeout, verdicts), strict=True):
            verdicts.append(_in_view_of(verdicts, check) or verdict)
            if tell is not None:
                tell(verdicts[-1])
    return Report(name, tuple(verdicts))


def shipped_samples(name: str) -> tuple[Path, ...]:
    """The files of the folder `samples` beside a plugin's cards, if it brings some; in the order of their names."""
    if "://" in name:
        return ()
    try:
        place = place_of(find_plugin("recognizer", name).target.partition(":")[0])
    except PluginError:
        return ()
    folder = place.with_name(SAMPLES) if place else None
    return tuple(sorted(path for path in folder.iterdir() if path.is_file())) if folder and folder.is_dir() else ()


def _batches(checks: Sequence[Check]) -> list[list[Check]]:
    """Those that decide about the rest, the usual ones, and those that are watched: each in a process of its own."""
    parts = (
        [check for check in checks if check.first],
        [check for check in checks if not check.first and check.place == "usual"],
        [check for check in checks if check.place == "confined"],
    )
    return [part for part in parts if part]


def _in_view_of(verdicts: Sequence[Verdict], check: Check) -> Verdict | None:
    """Why a check says nothing after those before it; None where it does."""
    needed = {one.name for one in CHECKS if one.first} | set(check.needs)
    broken = next((one.check for one in verdicts if one.result == "failed" and one.check in needed), "")
    return Verdict(check.name, "skipped", f"'{broken}' failed") if broken else None


def _run(subject: Subject, checks: Sequence[Check], timeout: float, before: Sequence[Verdict]) -> Iterator[Verdict]:
    """The verdicts of one process; where it hangs or dies, the rest is made in a new one.

    before: the verdicts so far, which grow meanwhile; what makes no sense any more is not begun.
    """
    left = list(checks)
    while left:
        if (pointless := _in_view_of(before, left[0])) is not None:
            left.pop(0)
            yield pointless
            continue
        with _Child(subject, left) as child:
            while left:
                verdict = child.verdict_on(left[0], timeout)
                left.pop(0)
                yield verdict
                if child.has_ended:
                    break


class _Child:
    """One process of the kit, and what it says."""

    def __init__(self, subject: Subject, checks: Sequence[Check]) -> None:
        confined = checks[0].place == "confined" and not subject.is_remote
        self._scratch = tempfile.TemporaryDirectory(prefix="ogam-conformance-")
        trace = Path(self._scratch.name) / "trace"
        without_network = network_wrapper() if confined else []
        traced = tracer(trace) if confined else []
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            [*without_network, *traced, sys.executable, "-P", "-m", "ogam.lab.conformance.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment(),
            text=True,
            start_new_session=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self.has_ended = False
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {
            **request_of(subject),
            "checks": [check.name for check in checks],
            "confined": confined,
            "block_network": not without_network,
            "trace": str(trace) if traced else "",
        }
        with contextlib.suppress(BrokenPipeError):  # of one that ended at once; what it says of that is read below
            json.dump(request, self._process.stdin)
            self._process.stdin.close()
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()

    def __enter__(self) -> "_Child":
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever the plugin started ends with it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        self._errors.close()
        self._scratch.cleanup()

    def verdict_on(self, check: Check, timeout: float) -> Verdict:
        """Wait for the verdict on the check that comes next."""
        while True:
            try:
                line = self._lines.get(timeout=timeout)
            except queue.Empty:
                self.has_ended = True
                return Verdict(check.name, "failed", f"it hangs: no answer within {timeout:g} s", check.advice)
            if not line:
                self.has_ended = True
                return Verdict(check.name, "failed", self._how_it_ended(), check.advice)
            said = json.loads(line)
            if said.get("ended") == check.name:
                advice = check.advice if said["result"] == "failed" else said.get("advice", "")
                return Verdict(
                    check.name, said["result"], said["says"], advice, said.get("figures", {}), said["seconds"]
                )

    def _read(self, stream: IO[str]) -> None:
        """Each line as it comes; an empty one at the end."""
        with stream:
            for line in stream:
                self._lines.put(line)
        self._lines.put("")

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        how = f"signal {-code}, {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        self._errors.seek(0)
        last = self._errors.read().decode("utf-8", "replace").strip().splitlines()[-1:]
        if last:
            return f"it crashes: its process ended ({how}): {last[0][:200]}"
        return f"it crashes: its process ended ({how})"
