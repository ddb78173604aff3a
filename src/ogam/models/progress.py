"""How a pull tells what it is doing: the port, a quiet one for libraries, a bar for terminals."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

logger = logging.getLogger("ogam.models")


class Progress(Protocol):
    """Hears how a pull goes. Bytes are counted from the start of what is being fetched."""

    def begin(self, what: str, total: int | None) -> None: ...

    def update(self, done: int, total: int | None = None) -> None: ...

    def end(self) -> None: ...

    def say(self, line: str) -> None: ...


class QuietProgress:
    """Shows no bar; what must be said goes to the log `ogam.models`."""

    def begin(self, what: str, total: int | None) -> None: ...

    def update(self, done: int, total: int | None = None) -> None: ...

    def end(self) -> None: ...

    def say(self, line: str) -> None:
        logger.warning(line)


class BarProgress:
    """One bar on a terminal, with size, speed and time left; plain lines where there is no terminal."""

    def __init__(self, bar: "Bar") -> None:
        self._bar = bar
        self._task = bar.add_task("", visible=False)

    def begin(self, what: str, total: int | None) -> None:
        if not self._bar.console.is_terminal:
            self.say(f"getting {what}")
        self._bar.reset(self._task, description=what, total=total, visible=True)

    def update(self, done: int, total: int | None = None) -> None:
        if total is not None:
            self._bar.update(self._task, total=total)
        self._bar.update(self._task, completed=done)

    def end(self) -> None:
        self._bar.update(self._task, visible=False)

    def say(self, line: str) -> None:
        self._bar.console.print(line, highlight=False, markup=False, soft_wrap=True)


@contextmanager
def terminal_progress() -> Iterator[Progress]:
    """A bar on standard error for as long as the block runs."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield BarProgress(bar)
