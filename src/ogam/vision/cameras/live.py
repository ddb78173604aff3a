"""Cameras that go on: a thread takes what they send, keeps the newest, and connects again when they go away."""

import logging
import random
import time
from collections.abc import Callable
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Self

from ogam.core import Image, ImageError
from ogam.vision.cameras.frames import Arrival, Frame, Source
from ogam.vision.cameras.pace import LONGEST, Attention, Backoff, Breath, Sampler, StreamClock
from ogam.vision.cameras.ports import State
from ogam.vision.motion_gate import Motion, MotionGate

STALL = 5.0
"""Seconds without a picture after which a camera counts as gone."""
CLOSES = 1.0
"""Seconds that closing waits for the camera to be let go; one that is stuck is let go when its stall is over."""
_log = logging.getLogger(__name__)


class WrongPassword(ImageError):
    """A camera that knows no such user or password. It is asked rarely: some lock out who tries often."""


class LiveCamera:
    """A camera by its source. Its thread starts with the first picture that is asked for.

    rate: pictures a second at most; still: where nothing moves; patience: seconds without a picture after which it is
    given up, None for never; stall: seconds without one after which it is opened again.
    """

    def __init__(
        self,
        source: Source,
        name: str,
        rate: float = 5.0,
        still: float = 1.0,
        patience: float | None = None,
        stall: float = STALL,
        clock: Callable[[], float] = time.monotonic,
        chance: random.Random | None = None,
    ) -> None:
        self._source, self._name = source, name
        self._patience, self._stall, self._clock = patience, stall, clock
        self._chance = chance or random.Random()
        self._sampler, self._attention, self._gate = Sampler(rate), Attention(min(still, rate)), MotionGate()
        self._breath, self._given = Breath(), float("-inf")
        self._last, self._last_good = float("-inf"), clock()
        self._waiting: tuple[Frame, float, Motion | None] | None = None
        self._motion: Motion | None = None
        self._state: State = "opening"
        self._reason, self._dropped = "", 0
        self._changed, self._stop = Condition(), Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    @property
    def name(self) -> str:
        return self._name

    @property
    def state(self) -> State:
        return self._state

    @property
    def reason(self) -> str:
        return self._reason

    @property
    def motion(self) -> Motion | None:
        return self._motion

    @property
    def dropped(self) -> int:
        return self._dropped

    def close(self) -> None:
        with self._changed:
            self._stop.set()
            if self._state != "ended":
                self._state = "stopped"
            self._waiting = None
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(CLOSES)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Image:
        self._start()
        if self._given > float("-inf"):
            self._stop.wait(self._breath.wait(self._clock() - self._given))
        while True:
            frame, when, motion = self._next()
            try:
                image = frame.image(when, self._name)
            except ImageError as error:  # its small picture could be read, all of it cannot: the next one is waited for
                _log.info("%s", error)
                continue
            self._motion, self._given = motion, self._clock()
            return image

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    def _start(self) -> None:
        with self._changed:
            if self._thread.ident is None and not self._stop.is_set():
                self._last_good = self._clock()
                self._thread.start()

    def _next(self) -> tuple[Frame, float, Motion | None]:
        """The newest frame, once there is one."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._state in ("stopped", "ended"))
            if self._waiting is None:
                if self._state == "ended" and self._reason:
                    raise ImageError(self._reason)
                raise StopIteration
            waiting, self._waiting = self._waiting, None
            return waiting

    def _run(self) -> None:
        """The thread's: opens the camera until it is closed, ends, or is given up."""
        backoff = Backoff(self._chance)
        while self._state not in ("stopped", "ended"):
            opened = self._clock()
            try:
                self._watch()
                self._become("ended", "")
            except ImageError as error:
                if self._last_good > opened:
                    backoff.reset()
                self._wait(LONGEST if isinstance(error, WrongPassword) else backoff.next(), str(error))
            except Exception as error:
                self._become(
                    "ended", f"{self._name}: {type(error).__name__}"
                )  # its text may hold the address; nobody waits on
                raise

    def _wait(self, seconds: float, reason: str) -> None:
        """Until it is tried again; not at all if that would be too late."""
        if self._patience is not None and self._clock() + seconds - self._last_good > self._patience:
            self._become("ended", reason)
            return
        self._become("reconnecting", reason)
        self._stop.wait(seconds)

    def _watch(self) -> None:
        """One connection, to its end. Raises ImageError where it breaks."""
        stream = StreamClock(self._last)
        opened = self._clock()
        for arrival in self._source(self._stop):
            if self._stop.is_set():
                return
            now = self._clock()
            self._last = stream.at(arrival.time, now)
            if self._sampler.wants(now):
                self._look(arrival, now)
            if now - max(opened, self._last_good) > self._stall:
                raise ImageError(f"{self._name}: it sends nothing that is a picture. Check its address and settings.")

    def _look(self, arrival: Arrival, now: float) -> None:
        """Takes a frame, and keeps it if it is worth it."""
        try:
            frame = arrival.take()
            grey, width, height = frame.grey()
        except ImageError as error:  # one damaged frame is none; where all are, the camera counts as gone
            _log.info("%s", error)
            return
        motion = self._gate.moved_grey(grey, self._last, width, height)
        self._last_good = now
        if self._state != "watching":
            self._become("watching", "")
        if self._attention.wants(now, motion is not None):
            self._keep(frame, motion)

    def _keep(self, frame: Frame, motion: Motion | None) -> None:
        """In the place of the one before; that something moved meanwhile is not forgotten."""
        with self._changed:
            if self._stop.is_set():
                return
            if self._waiting is not None:
                self._dropped += 1
                motion = motion or self._waiting[2]
            self._waiting = frame, self._last, motion
            self._changed.notify_all()

    def _become(self, state: State, reason: str) -> None:
        with self._changed:
            if self._stop.is_set():
                return
            self._state, self._reason = state, reason
            self._changed.notify_all()
        if reason:
            _log.warning("%s (%s)", reason, state)
        else:
            _log.info("%s: %s", self._name, state)
