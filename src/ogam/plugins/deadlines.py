"""A deadline for a whole exchange: what trickles in byte by byte does not get around it."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ogam.plugins.errors import PluginError, PluginGone, PluginTimeout

PATIENCE = 30.0
"""Seconds in which a plugin must have answered, where nobody says otherwise."""


@contextmanager
def exchange_within(seconds: float, where: str) -> Iterator[Callable[[socket.socket], None]]:
    """Gives what a socket is handed to; when the time is over it is shut, and whoever reads from it wakes up.

    Raises PluginTimeout then, and PluginGone where the other side is not there or ends the connection.
    """
    over = threading.Event()
    opened: list[socket.socket] = []

    def end() -> None:
        over.set()
        for one in opened:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield opened.append
    except (OSError, EOFError, PluginError) as error:
        if over.is_set() or isinstance(error, TimeoutError):
            raise PluginTimeout(
                f"{where}: no whole answer within {seconds:g} s. Is it busy, or does it hang?"
            ) from error
        if isinstance(error, PluginError):
            raise
        raise PluginGone(f"{where}: {_why(error)}. Is it running there?") from error
    finally:
        timer.cancel()


def _why(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there"
    if isinstance(error, EOFError | ConnectionError):
        return "it ended the connection before it had answered"
    return f"it cannot be reached ({error})"
