"""How a pull tells what it is doing: the port, a quiet one for libraries, a bar for terminals."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

logger = logging.getLogger("ogam.models")


class Progress(Protocol):
    """Hears how a pull goes: one thing after the other is begun and ended, and lines are said in between.

    done: bytes that have arrived of what was begun last; total: bytes it will have, None while that is unknown.
    """

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
    """One bar on a terminal, with size, speed and time left; plain lines where there is no terminal.

    word: puts a line into the reader's language.
    """

    def __init__(self, bar: "Bar", word: Callable[[str], str] = str) -> None:
        self._bar = bar
        self._word = word
        self._tasks: list[TaskID] = []

    def begin(self, what: str, total: int | None) -> None:
        if not self._bar.console.is_terminal:
            self.say(f"getting {what}")
        self._tasks.append(self._bar.add_task(what, total=total))

    def update(self, done: int, total: int | None = None) -> None:
        if total is not None:
            self._bar.update(self._tasks[-1], total=total)
        self._bar.update(self._tasks[-1], completed=done)

    def end(self) -> None:
        self._bar.remove_task(self._tasks.pop())

    def say(self, line: str) -> None:
        self._bar.console.print(self._word(line), highlight=False, markup=False, soft_wrap=True)


@contextmanager
def terminal_progress(word: Callable[[str], str] = str) -> Iterator[Progress]:
    """A bar on standard error for as long as the block runs. word: puts a line into the reader's language."""
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
        yield BarProgress(bar, word)
