"""A deadline for a whole exchange: what trickles in byte by byte does not get around it."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import IncompleteRead

from ogam.plugins.errors import PluginGone, PluginTimeout

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
    late = f"{where}: no whole answer within {seconds:g} s. Is it busy, or does it hang?"
    try:
        yield opened.append
    except Exception as error:
        if over.is_set() or isinstance(error, TimeoutError):
            raise PluginTimeout(late) from error
        if isinstance(error, OSError | EOFError | IncompleteRead):
            raise PluginGone(_gone(where, error)) from error
        raise
    else:
        if over.is_set():
            raise PluginTimeout(late)
    finally:
        timer.cancel()


def _gone(where: str, error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return f"{where}: nobody listens there. Is it running there?"
    if isinstance(error, EOFError | IncompleteRead | ConnectionError):
        return f"{where}: it ended the connection before it had answered. Is it running there?"
    return f"{where}: it cannot be reached ({error}). Is it running there?"
