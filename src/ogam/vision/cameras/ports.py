"""What a camera is, to those who look through it."""

from collections.abc import Iterator
from types import TracebackType
from typing import Literal, Protocol, Self

from ogam.core import Image
from ogam.vision.motion_gate import Motion

State = Literal["opening", "watching", "reconnecting", "stopped", "ended"]
"""ended: of a film or a folder that was seen to its end, and of a camera that was given up; stopped: by `close`."""


class Camera(Protocol):
    """Pictures as they come: an iterator that blocks, for a thread of its own, and a context that closes.

    Only the newest picture waits: who is slow sees what is now, not what was. `Image.time` is in seconds, never goes
    back, and is of `time.monotonic` for what is live, of the film for a film. Iterating ends where the camera ends or
    is closed; it raises ImageError where the camera was given up.
    """

    @property
    def name(self) -> str:
        """What it is called; never a password."""
        ...

    @property
    def state(self) -> State: ...

    @property
    def reason(self) -> str:
        """Why it is reconnecting or has ended, for people; empty if all is well."""
        ...

    @property
    def motion(self) -> Motion | None:
        """What moved in the picture given last, or since the one before it."""
        ...

    @property
    def dropped(self) -> int:
        """Pictures that a newer one took the place of before anybody asked for them."""
        ...

    def close(self) -> None:
        """Let the camera go; whoever waits for a picture is told that there is none. May be called from any thread."""
        ...

    def __iter__(self) -> Iterator[Image]: ...

    def __next__(self) -> Image: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None: ...
