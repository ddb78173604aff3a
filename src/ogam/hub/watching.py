"""Watching one camera: a thread of its own takes its pictures, looks at them, and tells the scene what it sees.

Nothing is recorded: of the last picture alone a copy is kept, in memory, for whoever looks at the camera now.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Protocol, Self

from ogam.biometrics import Evidence
from ogam.core import Audio, Image, LogError, Observation, OgamError
from ogam.home import Camera
from ogam.hub.attention import Attention
from ogam.hub.eyes import Eye, Pace, Seen
from ogam.hub.masking import masked
from ogam.hub.scene import Scene, SceneChange
from ogam.hub.views import CameraState

AGAIN = (1.0, 60.0)
"""Seconds until a camera that failed is opened again: at first, and at most."""
STILL = 1.0
"""Seconds between two tellings that nothing moves."""
SETTLES = 2.0
"""Seconds for which a room is looked at after the last motion: what was put down is seen only once it lies still."""
_KEPT = 64  # observations of the last picture


class Pictures(Protocol):
    """A camera that is open: `ogam.vision.cameras.open_camera` gives one. Iterating blocks, for a thread of its own."""

    @property
    def state(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def motion(self) -> Any: ...

    @property
    def dropped(self) -> int: ...

    def close(self) -> None: ...

    def __iter__(self) -> Iterator[Image]: ...


@dataclass(frozen=True, slots=True)
class Counts:
    """pictures: that were looked at; still: of them, those in which nothing moved; dropped: that came too fast.

    failures: of the camera and of what looks through it. seconds: that were spent looking.
    """

    pictures: int = 0
    still: int = 0
    dropped: int = 0
    failures: int = 0
    seconds: float = 0.0


class WatchedCamera:
    """A camera of the home, watched until `close`. Safe to use from threads.

    open_pictures: opens it, eyes: makes what looks at its pictures; both are called anew after it failed, in the
    thread. on_seen: told of what is seen, once the scene knows it; on_change: of what is not as before; on_failure: of
    what failed, once until it works again; on_state: of whether it is watched, where that has changed. clock: seconds.
    """

    def __init__(
        self,
        camera: Camera,
        scene: Scene,
        open_pictures: Callable[[Camera], Pictures],
        eyes: Callable[[Camera], Sequence[Eye]],
        attention: Attention | None = None,
        on_change: Callable[[SceneChange], None] | None = None,
        on_seen: Callable[[str, Seen], None] | None = None,
        on_failure: Callable[[str, str, Exception], None] | None = None,
        on_state: Callable[[str, CameraState], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.camera = camera
        self._scene, self._clock = scene, clock
        self._open, self._make_eyes = open_pictures, eyes
        self._attention = attention or Attention()
        self._on_change, self._on_seen, self._on_failure = on_change, on_seen, on_failure
        self._on_state = on_state
        self._lock, self._stop, self._woken = Lock(), Event(), Event()
        self._paused_until = float("inf") if camera.paused else float("-inf")
        self._pictures: Pictures | None = None
        self._pace: Pace | None = None
        self._state: CameraState = "off"
        self._seeing: Image | None = None
        self._latest: tuple[Image, tuple[Observation, ...]] | None = None
        self._failed = dict[str, Exception]()
        self._counts = Counts()
        self._before = 0  # dropped by openings that are over
        self._told_still = self._moved = float("-inf")
        self._thread = Thread(target=self._run, name=f"watching {camera.name}", daemon=True)

    @property
    def name(self) -> str:
        return self.camera.name

    @property
    def area(self) -> str | None:
        return self.camera.area

    @property
    def state(self) -> CameraState:
        """Whether it is watched now."""
        if self.paused:
            return "paused"
        if not self._thread.is_alive():
            return "off"
        pictures = self._pictures
        return "lost" if pictures is not None and pictures.state == "reconnecting" else self._state

    @property
    def watching(self) -> bool:
        """Whether somebody might be seen by it now: from its opening on, until it is paused."""
        return self.state in ("watching", "starting", "lost")

    @property
    def reason(self) -> str:
        """Why it gives no pictures, or what cannot be seen in them; empty where all is well. It names no secret."""
        failed = "; ".join(str(error) for error in list(self._failed.values()))
        pictures = self._pictures
        return failed or ("" if pictures is None else pictures.reason)

    @property
    def moving(self) -> bool:
        """Whether something moves before it."""
        pictures = self._pictures
        return self.state == "watching" and pictures is not None and pictures.motion is not None

    @property
    def paused(self) -> bool:
        return self._clock() < self._paused_until

    @property
    def paused_for(self) -> float | None:
        """Seconds for which it is still paused; 0 where it is not, None where nobody said for how long."""
        left = max(0.0, self._paused_until - self._clock())
        return None if left == float("inf") else left

    @property
    def counts(self) -> Counts:
        pictures = self._pictures
        return replace(self._counts, dropped=self._before + (pictures.dropped if pictures is not None else 0))

    def pause(self, seconds: float | None = None) -> None:
        """Let the camera go, for so many seconds or until `resume`. What was seen last is forgotten here."""
        self._paused_until = float("inf") if seconds is None else self._clock() + seconds
        self._become("paused")
        with self._lock:
            self._latest = self._seeing = None
            if self._pictures is not None:
                self._pictures.close()
        self._woken.set()

    def resume(self) -> None:
        """Watch it again."""
        self._paused_until = float("-inf")
        self._woken.set()

    def latest(self) -> tuple[Image, tuple[Observation, ...]] | None:
        """The last picture, masked as it was looked at, and what was seen in it; None while it is not watched."""
        with self._lock:
            return None if self.paused else self._latest

    @property
    def picture(self) -> Image | None:
        """The picture that is being looked at, masked; for those who are told of a change (`on_change`)."""
        return None if self.paused else self._seeing

    def ask(self) -> Seen:
        """Look at the last picture for what is only looked for when somebody asks. Blocking; empty without a picture.

        Raises whatever that raises.
        """
        latest, pace = self.latest(), self._pace
        if latest is None or pace is None:
            return {}
        found = dict[str, Sequence[Observation]]()
        for eye in pace.asked():
            with self._attention.seeing():
                found |= eye.look(latest[0])
        self._tell(found)
        return found

    def beside(self, voice: Audio) -> Sequence[Evidence]:
        """The faces that were before it while this was said, as evidence of who spoke. voice: its start on the clock of
        the pictures. Blocking; none while it is not watched."""
        pace = self._pace
        return () if pace is None or self.state != "watching" else pace.beside(voice)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self, seconds: float = 5.0) -> None:
        """Watch it no more. seconds: to wait at most for what is being looked at."""
        self._stop.set()
        self._woken.set()
        with self._lock:
            if self._pictures is not None:
                self._pictures.close()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    def _run(self) -> None:
        """The thread: open, watch, and open again, until it is closed."""
        wait = AGAIN[0]
        while not self._stop.is_set():
            if self.paused:
                self._become("paused")
                self._wait(self.paused_for)
                continue
            self._become("starting")
            seen = self._counts.pictures
            try:
                self._watch()
            except Exception as error:  # noqa: BLE001 (a camera may be anyone's; the house goes on)
                self._fail("camera", error)
            self._before += 0 if self._pictures is None else self._pictures.dropped
            self._pictures = None
            if not (self._stop.is_set() or self.paused):
                self._become("lost")
                wait = AGAIN[0] if self._counts.pictures > seen else min(2 * wait, AGAIN[1])
                self._wait(wait)
        self._become("off")

    def _become(self, state: CameraState) -> None:
        changed, self._state = state != self._state, state
        self._scene.state(self.name, state)
        if changed and self._on_state is not None:
            self._on_state(self.name, state)

    def _wait(self, seconds: float | None) -> None:
        self._woken.wait(seconds)
        self._woken.clear()

    def _watch(self) -> None:
        """One opening of the camera, to its end. Its eyes are its own: the times of its pictures begin anew."""
        self._pace = Pace(self._make_eyes(self.camera))
        self._moved = float("-inf")
        pictures = self._open(self.camera)
        with self._lock:
            self._pictures = pictures
            if self._stop.is_set() or self.paused:
                pictures.close()
        try:
            for image in pictures:
                if self._stop.is_set() or self.paused:
                    return
                self._mended("camera")
                self._become("watching")
                self._look(masked(image, self.camera.masks), pictures.motion is not None, self._pace)
        finally:
            pictures.close()

    def _look(self, image: Image, moved: bool, pace: Pace) -> None:
        """A picture: all eyes whose time has come look at it."""
        began, self._seeing = self._clock(), image
        if moved or self._latest is None:
            self._moved = image.time
        person = self._scene.view(self.name).count > 0
        found = dict[str, Sequence[Observation]]()
        for eye in pace.due(began, abs(image.time - self._moved) <= SETTLES, person):
            with self._attention.seeing():
                seen = self._ask(eye, image)
            pace.looked(eye, began)
            found |= seen or {}
            self._tell(seen or {})
        if not moved and not found and began - self._told_still >= STILL:
            self._told_still = began
            self._changed(self._scene.still(self.name))
        self._keep(image, found)
        self._counts = replace(
            self._counts,
            pictures=self._counts.pictures + 1,
            still=self._counts.still + (not moved),
            seconds=self._counts.seconds + self._clock() - began,
        )

    def _ask(self, eye: Eye, image: Image) -> Seen | None:
        try:
            seen = eye.look(image)
        except Exception as error:  # noqa: BLE001 (a recogniser may be anyone's; the others go on)
            self._fail(eye.name, error)
            return None
        self._mended(eye.name)
        return seen

    def _tell(self, seen: Seen) -> None:
        for kind, observations in seen.items():
            self._changed(self._scene.see(self.name, kind, observations))
        if seen and self._on_seen is not None:
            self._on_seen(self.name, seen)

    def _changed(self, changes: Sequence[SceneChange]) -> None:
        for change in changes if self._on_change is not None else ():
            with suppress(LogError):  # a full disk takes no camera down; whoever speaks is told of it
                self._on_change(change)  # type: ignore[misc]

    def _keep(self, image: Image, found: Seen) -> None:
        """What was looked for in this picture is of this picture; of the rest, what was seen before stays."""
        new = tuple(one for observations in found.values() for one in observations)
        with self._lock:
            old = () if self._latest is None else self._latest[1]
            kept = tuple(one for one in old if one.kind not in found and image.time - one.end <= STILL)
            self._latest = None if self.paused else (image, (*new, *kept)[:_KEPT])

    def _fail(self, what: str, error: Exception) -> None:
        """Told once, until it works again."""
        again = what in self._failed
        self._failed[what] = error if isinstance(error, OgamError) else _unforeseen(what, error)
        self._counts = replace(self._counts, failures=self._counts.failures + 1)
        if not again and self._on_failure is not None:
            with suppress(LogError):
                self._on_failure(self.name, what, self._failed[what])

    def _mended(self, what: str) -> None:
        self._failed.pop(what, None)


def _unforeseen(what: str, error: Exception) -> Exception:
    """An error of somebody else's, without its text: it might hold an address with its password."""
    return OgamError(f"{what} failed ({type(error).__name__})")
