"""The connection to Home Assistant: let in by a token, kept up, and found again after it broke."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

from ogam.core import DeviceError
from ogam.devices.homeassistant import protocol
from ogam.devices.homeassistant.errors import not_let_in, refused, unconfirmed, unreachable
from ogam.devices.homeassistant.protocol import Message

OPENING = 5.0
"""Seconds in which Home Assistant must let in, and tell what it has."""
ANSWERING = 8.0
"""Seconds in which a command must be answered."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_REFUSED_PAUSE = 300.0
"""Seconds after which a token that was refused is tried again: Home Assistant may bar who tries often."""
_PING_EVERY, _PONG_WITHIN = 30.0, 10.0


class Link:
    """One connection of one user. For one event loop. Nothing is connected before `open` or `keep`.

    token: gives the token when it is needed. greet: does what must be done after each connection, before it counts as
    up. on_event: told each event of the subscriptions. on_up: told when the connection is there, and with an error
    when it is not; once an outage.
    """

    def __init__(
        self,
        address: str,
        token: Callable[[], str],
        greet: "Callable[[Link], Awaitable[None]] | None" = None,
        on_event: Callable[[Message], None] = lambda _: None,
        on_up: Callable[[DeviceError | None], None] = lambda _: None,
    ) -> None:
        self.address = address
        self._token = token
        self._greet = greet
        self._on_event = on_event
        self._on_up = on_up
        self._socket: Any = None
        self._up = False
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._keeping: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()
        self._error: DeviceError | None = None

    @property
    def is_up(self) -> bool:
        return self._up

    def keep(self) -> None:
        """Be connected from now on, again and again, until `close`."""
        if self._keeping is None or self._keeping.done():
            self._tried.clear()
            self._keeping = asyncio.create_task(self._keep())

    async def open(self) -> None:
        """Return when the connection is up. Raises DeviceError at once where it is known to be down."""
        self.keep()
        try:
            async with asyncio.timeout(2 * OPENING):
                await self._tried.wait()
        except TimeoutError:
            raise unreachable(self.address) from None
        if not self._up:
            raise self._error or unreachable(self.address)

    async def close(self) -> None:
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def request(self, message: Message, device: str = "", seconds: float = ANSWERING) -> Any:
        """The result of a command. It is sent once, whatever happens.

        Raises DeviceError where it was not sent or not done; DeviceSilent where that is not known.
        """
        number = next(self._numbers)
        socket, answer = self._socket, asyncio.get_running_loop().create_future()
        text = protocol.encoded({"id": number, **message})
        if socket is None:
            raise unreachable(self.address)
        self._waiting[number] = answer
        try:
            async with asyncio.timeout(seconds):
                await self._send(socket, text, device)
                result = await answer
        except (TimeoutError, _Broken):
            raise unconfirmed(device) from None
        finally:
            self._waiting.pop(number, None)
        if result["type"] == "pong" or result.get("success") is True:
            return result.get("result")
        error = result.get("error")
        error = error if isinstance(error, dict) else {}
        raise refused(str(error.get("code", "unknown_error")), str(error.get("message", "")), device)

    async def _send(self, socket: Any, text: str, device: str) -> None:
        from websockets.exceptions import ConnectionClosed
        from websockets.protocol import State

        if socket.state is not State.OPEN:
            raise unreachable(self.address)
        try:
            await socket.send(text)
        except ConnectionClosed as error:  # it closed while it was written: some of it may have arrived
            raise unconfirmed(device) from error

    async def _keep(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._connected()
            except DeviceError as error:
                pause = _FIRST_PAUSE if self._up else pause
                self._down(error)
            if isinstance(self._error, _Refused):
                pause = _REFUSED_PAUSE
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _connected(self) -> None:
        """Be connected for as long as it lasts. Raises DeviceError that says why it never came up, or ended."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import WebSocketException

        try:
            token = self._token()
            async with connect(
                self.address, open_timeout=OPENING, max_size=protocol.LARGEST, ping_interval=None, close_timeout=1
            ) as socket:
                async with asyncio.timeout(OPENING):
                    await _let_in(socket, token)
                self._socket = socket
                try:
                    await self._live(socket)
                finally:
                    await socket.close()  # also when it is cancelled: else the other side takes it for a failure
        except (OSError, TimeoutError, WebSocketException) as error:
            raise unreachable(self.address, str(error) or "no answer") from error
        finally:
            self._broken()

    async def _live(self, socket: Any) -> None:
        """Read what comes, until the connection ends; raises WebSocketException or TimeoutError then."""
        reading = asyncio.create_task(self._read(socket))
        minding = asyncio.create_task(self._mind())
        try:
            done, _ = await asyncio.wait({reading, minding}, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            for one in (reading, minding):
                one.cancel()
            await asyncio.gather(reading, minding, return_exceptions=True)
        raise unreachable(self.address, "the connection was closed")

    async def _mind(self) -> None:
        """Greet, then ask now and then whether anybody is there. Raises DeviceError where nobody is."""
        if self._greet is not None:
            await self._greet(self)
        self._up, self._error = True, None
        self._tried.set()
        self._on_up(None)
        while True:
            await asyncio.sleep(_PING_EVERY)
            await self.request({"type": "ping"}, seconds=_PONG_WITHIN)

    async def _read(self, socket: Any) -> None:
        async for text in socket:
            for message in protocol.decoded(text):
                number = message.get("id")
                if message["type"] == "event":
                    event = message.get("event")
                    self._on_event(event if isinstance(event, dict) else {})
                elif isinstance(number, int) and number in self._waiting and not self._waiting[number].done():
                    self._waiting[number].set_result(message)

    def _broken(self) -> None:
        """There is no connection any more: what was sent and not answered may have been done."""
        self._socket = None
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(_Broken("The connection broke."))
                answer.exception()  # looked at, so that nobody is warned of it

    def _down(self, error: DeviceError) -> None:
        first, self._up = self._up or self._error is None, False
        self._error = error
        self._tried.set()
        if first:
            self._on_up(error)


class _Broken(DeviceError):
    """The connection broke while somebody waited for an answer."""


class _Refused(DeviceError):
    """The token is not good."""


async def _let_in(socket: Any, token: str) -> None:
    """Say who it is. Raises _Refused, or ProtocolError for what is no Home Assistant."""
    [hello] = protocol.decoded(await socket.recv())
    if hello["type"] != "auth_required":
        raise protocol.ProtocolError("What answers there is not Home Assistant.")
    await socket.send(protocol.encoded(protocol.auth(token)))
    [answer] = protocol.decoded(await socket.recv())
    if answer["type"] != "auth_ok":
        error = not_let_in()
        raise _Refused(str(error), error.others)
