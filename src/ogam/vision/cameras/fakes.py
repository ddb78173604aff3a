"""A camera that is made up, for tests and trials without one."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from ogam.core import Image, ImageError
from ogam.vision.cameras.ports import State
from ogam.vision.motion_gate import Motion, MotionGate


class FakeCamera:
    """Shows pictures, as fast as they are taken, and fails where its script does.

    script: pictures, each with its time; and errors, after which it reconnects and goes on. After an error at the end
    of the script it is given up, and raises it.
    """

    def __init__(self, script: Sequence[Image | ImageError], name: str = "fake camera") -> None:
        self._left, self._name = list(script), name
        self._gate = MotionGate()
        self._motion: Motion | None = None
        self._state: State = "opening"
        self._reason = ""

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
        return 0

    def close(self) -> None:
        if self._state != "ended":
            self._state = "stopped"

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Image:
        while self._left and self._state not in ("stopped", "ended"):
            step = self._left.pop(0)
            if isinstance(step, Image):
                self._state, self._reason = "watching", ""
                self._motion = self._gate.moved(step)
                return Image(step.pixels, step.time, self._name)
            self._state, self._reason = "reconnecting", str(step)
        if self._state == "stopped":
            raise StopIteration
        self._state = "ended"
        if self._reason:
            raise ImageError(self._reason)
        raise StopIteration

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()
