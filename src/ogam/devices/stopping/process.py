"""Stop words heard in a process of its own: nothing that this one does holds up hearing them, nor braking."""

import itertools
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from ogam.core import Audio, Observation
from ogam.devices.stopping import frames
from ogam.devices.stopping.brakes import Brake
from ogam.devices.stopping.ears import Heard, StopEar, StopEars
from ogam.devices.stopping.frames import Frame, Kind

LARGEST_WAITING = 1 << 20
"""Bytes that may wait for the process to read them, ten seconds of a stream: one that reads no more is ended."""
_SHORT, _TRIES = 10.0, 3
"""A process that ends within so many seconds, so many times one after the other, is not started again."""
_PAUSE = 1.0  # seconds before one is started again that has ended early
_ENDING = 3.0  # seconds that it has to end by itself
_SOON = 0.01  # seconds after which what waits is handed over again

_COMMAND = (sys.executable, "-m", "ogam.devices.stopping.child")

log = logging.getLogger(__name__)


class ProcessStopEars:
    """Starts the process; it ends with this one. Where it breaks down it is started again, and the log says so; where
    there can be none, stop words are heard in this process.

    languages: whose words count. brakes: what is stopped at once. instead: makes what listens where there can be no
    process. command: that which starts it.
    """

    def __init__(
        self,
        languages: Sequence[str],
        brakes: Sequence[Brake],
        instead: Callable[[], StopEars],
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self.pid: int | None = None
        self.rank = ""
        self._setup = frames.encoded(
            frames.setup({"languages": list(languages), "brakes": [asdict(one) for one in brakes]})
        )
        self._instead, self._command = instead, tuple(command)
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._ears: dict[int, _Ear] = {}
        self._other: StopEars | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting = bytearray()
        self._closed = threading.Event()
        self._full = threading.Event()  # the process reads more slowly than is written
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._serve, self._hand_over)]
        self._begin()
        for thread in self._threads:
            thread.start()

    def open(self, heard: Heard) -> "_Ear":
        with self._lock:
            ear = _Ear(next(self._numbers), heard, self)
            self._ears[ear.number] = ear
            self._open(ear)
        return ear

    def close(self) -> None:
        """Every stream has ended."""
        self._closed.set()
        self._full.set()
        with self._lock:
            process, other = self._process, self._other
        if process is not None:
            with suppress(OSError):
                assert process.stdin is not None
                process.stdin.close()
            try:
                process.wait(_ENDING)
            except subprocess.TimeoutExpired:
                process.kill()
        for thread in self._threads:
            thread.join()
        if other is not None:
            other.close()

    def write(self, frame: Frame) -> None:
        """Hand over a frame, without waiting: what the process does not take yet waits here."""
        with self._lock:
            if self._process is None:
                return
            if len(self._waiting) > LARGEST_WAITING:
                self._process.kill()
                return
            self._waiting += frames.encoded(frame)
            self._flush()

    def _hand_over(self) -> None:
        """In a thread: what had to wait, as soon as it can be taken."""
        while self._full.wait() and not self._closed.is_set():
            time.sleep(_SOON)
            with self._lock:
                self._full.clear()
                self._flush()

    def _flush(self) -> None:
        if self._process is None:
            return
        assert self._process.stdin is not None
        try:
            while self._waiting:
                written = os.write(self._process.stdin.fileno(), self._waiting)
                del self._waiting[:written]
        except BlockingIOError:
            self._full.set()
        except (OSError, ValueError):  # it has ended; whoever reads from it finds out
            self._waiting.clear()

    def _begin(self) -> None:
        """Start the process, with all streams that are open. Where that cannot be, something else listens."""
        with self._lock:
            if self._closed.is_set():
                return
            try:
                process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
                assert process.stdin is not None
                os.set_blocking(process.stdin.fileno(), False)
            except (OSError, AttributeError) as error:  # Windows' pipes cannot be written to so before Python 3.12
                self._give_up(str(error))
                return
            self._process, self.pid = process, process.pid
            self._waiting[:] = self._setup
            self._flush()
            for ear in self._streams():
                self._open(ear)

    def _serve(self) -> None:
        """In a thread: hear what the process tells, and start it again where it ends."""
        early = 0
        while (process := self._process) is not None:
            began = time.monotonic()
            assert process.stdout is not None
            with process.stdout as told:
                for line in iter(told.readline, b""):
                    self._take(line)
            code = process.wait()
            if self._closed.is_set():
                break
            early = early + 1 if time.monotonic() - began < _SHORT else 0
            self._broken_down(code, early)
        for ear in self._streams():
            if self._other is None:
                ear.end()

    def _broken_down(self, code: int, early: int) -> None:
        with self._lock:
            process, self._process, self.pid = self._process, None, None
            self._waiting.clear()
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        for ear in self._streams():
            if ear.finished:
                ear.end()
        if early >= _TRIES:
            self._give_up(f"it ended {early} times, the last time with {code}")
            return
        log.warning("What listens for stop words has ended (%s); it is started again.", code)
        if early:
            self._closed.wait(_PAUSE)
        if not self._closed.is_set():
            self._begin()

    def _give_up(self, why: str) -> None:
        log.error(
            "Stop words cannot be listened for in a process of their own (%s). They are heard all the same, "
            "but later while this computer is busy.",
            why,
        )
        with self._lock:
            self._other = self._instead()
            for ear in self._streams():
                self._open(ear)

    def _open(self, ear: "_Ear") -> None:
        if self._other is None:
            self.write(Frame(Kind.OPEN, ear.number))
        elif not ear.finished:
            ear.other = self._other.open(ear.tell)

    def _take(self, line: bytes) -> None:
        told = json.loads(line)
        ear = self._ears.get(told.get("stream", 0))
        if "ready" in told:
            self.rank = told["rank"]
            log.info("Stop words are listened for in process %s (%s).", told["ready"], self.rank)
        elif ear is not None:
            ear.tell(None if told.get("ended") else _observation(told["heard"], ear.source))

    def _streams(self) -> "list[_Ear]":
        with self._lock:
            return list(self._ears.values())

    def forget(self, number: int) -> None:
        with self._lock:
            self._ears.pop(number, None)


class _Ear:
    def __init__(self, number: int, heard: Heard, process: ProcessStopEars) -> None:
        self.number = number
        self.source = ""
        self.finished = False
        self.other: StopEar | None = None
        self._heard, self._process = heard, process

    def accept(self, chunk: Audio) -> None:
        self.source = chunk.source
        if self.other is not None:
            self.other.accept(chunk)
        elif not self.finished:
            self._process.write(frames.sound(self.number, chunk))

    def finish(self) -> None:
        if self.finished:
            return
        self.finished = True
        if self.other is not None:
            self.other.finish()
        elif self._process.pid is None:
            self.end()
        else:
            self._process.write(Frame(Kind.FINISH, self.number))

    def tell(self, found: Observation | None) -> None:
        self._heard(found)
        if found is None:
            self._process.forget(self.number)

    def end(self) -> None:
        """Nothing more is heard of it."""
        self.finished = True
        self.tell(None)


def _observation(data: Mapping[str, Any], source: str) -> Observation:
    return Observation(**data, source=source)
