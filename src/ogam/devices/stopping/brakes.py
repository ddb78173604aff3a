"""Brakes: what makes a device stand still, known beforehand, so that whoever hears a stop word sends it at once."""

import logging
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

OPENING = 3.0
"""Seconds that a device has to answer when it is called."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Brake:
    """url: of a WebSocket, `ws://192.168.1.30:9090`. greetings: texts that it is sent at first; stopping: those that
    make the device stand still."""

    url: str
    greetings: tuple[str, ...]
    stopping: tuple[str, ...]


@runtime_checkable
class HasBrake(Protocol):
    """A driver whose devices can be stopped by texts over a WebSocket, without waiting for what else it does."""

    def brake(self) -> Brake: ...


class BrakeLine:
    """A brake's connection of its own, kept open from the beginning and made again where it breaks.

    `press` never waits: each line has a thread, so that a device that takes nothing keeps none of the others from it.
    """

    def __init__(self, brake: Brake) -> None:
        self._brake = brake
        self._pressed = threading.Event()
        self._closed = threading.Event()
        self._socket: Any = None
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._keep, self._stop)]
        for thread in self._threads:
            thread.start()

    @property
    def is_up(self) -> bool:
        return self._socket is not None

    def press(self) -> None:
        """Send what stops the device, if it is connected; the hub says what came of it."""
        self._pressed.set()

    def close(self) -> None:
        self._closed.set()
        self._pressed.set()
        socket = self._socket
        if socket is not None:
            socket.close()
        for thread in self._threads:
            thread.join(OPENING)

    def _stop(self) -> None:
        from websockets.exceptions import ConnectionClosed

        while self._pressed.wait() and not self._closed.is_set():
            self._pressed.clear()
            socket = self._socket
            if socket is None:
                continue
            with suppress(ConnectionClosed, OSError):  # it is called again, and the hub tells that it was not reached
                _send(socket, self._brake.stopping)

    def _keep(self) -> None:
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect

        pause = _FIRST_PAUSE
        while not self._closed.is_set():
            try:
                with connect(
                    self._brake.url, open_timeout=OPENING, close_timeout=1, ping_interval=5, ping_timeout=5
                ) as socket:
                    _send(socket, self._brake.greetings)
                    self._socket, pause = socket, _FIRST_PAUSE
                    for _answer in socket:  # read, so that they do not pile up; the hub's own connection tells more
                        pass
            except (OSError, TimeoutError, WebSocketException) as error:
                log.debug("%s: %s", self._brake.url, error)
            finally:
                self._socket = None
            self._closed.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


def _send(socket: Any, texts: Sequence[str]) -> None:
    for text in texts:
        socket.send(text)
