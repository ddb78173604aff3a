"""The connection to the broker: it comes back by itself, and keeps nothing for later while it is away."""

import asyncio
import logging
import math
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress

import aiomqtt
from paho.mqtt.client import MQTT_CLEAN_START_FIRST_ONLY
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from ogam.core import DeviceError
from ogam.devices.drivers import secret
from ogam.devices.mqtt.payloads import LARGEST_LIST
from ogam.devices.mqtt.settings import Settings

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds before a broker that is away is tried again."""
CONNECTING, ONCE_MORE, FAREWELL = 4.0, 1.0, 1.0
"""Seconds in which a broker must answer at the beginning, when it was away before, and at the end."""
_KEEPALIVE = 20
_AT_ONCE = 50  # topics in one subscription

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The broker is away; nothing was sent, and nothing will be."""


class NotKnown(Exception):
    """It was sent, and the broker did not say that it has it."""


class Connection:
    """One connection, kept up by a task of its own from `start` to `close`.

    received: told each message (topic, payload, whether it was kept by the broker from before). session: what is done
    with each new connection for as long as it stands.
    """

    def __init__(
        self,
        settings: Settings,
        received: Callable[[str, object, bool], None],
        session: Callable[[], Awaitable[None]],
    ) -> None:
        self._settings = settings
        self._received = received
        self._session = session
        self._client: aiomqtt.Client | None = None
        self._task: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()
        self._wake = asyncio.Event()
        self._reason: Exception | None = None

    @property
    def up(self) -> bool:
        return self._client is not None

    def start(self) -> None:
        """Connect, and stay connected. Does nothing where it is started already."""
        if self._task is None or self._task.done():
            self._tried.clear()
            self._task = asyncio.create_task(self._stay())
            self._task.add_done_callback(_tell_end)

    async def ready(self) -> None:
        """Wait for a connection: the first attempt, or where it is known to be away one more, at once and shortly.

        Raises NotSent where there is none.
        """
        seconds = CONNECTING
        if self._reason is not None and self._client is None:
            self._tried.clear()
            self._wake.set()
            seconds = ONCE_MORE
        self.start()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._tried.wait()
        if self._client is None:
            if isinstance(self._reason, DeviceError):
                raise self._reason
            raise NotSent(str(self._reason or "no answer"))

    async def publish(self, topic: str, payload: str, expires: float, once: bool = False) -> None:
        """Send, and wait until the broker has it. expires: seconds after which the broker drops it undelivered.

        once: never twice, even where that means perhaps not at all. Raises NotSent or NotKnown.
        """
        client = self._client
        if client is None:
            raise NotSent(str(self._reason))
        properties = None
        if self._settings.version == 5:
            properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
            properties.MessageExpiryInterval = max(1, math.ceil(expires))
        try:
            async with asyncio.timeout(expires):
                await client.publish(topic, payload, qos=0 if once else 1, properties=properties)
        except aiomqtt.MqttCodeError as error:
            raise NotSent(str(error)) from error
        except (TimeoutError, aiomqtt.MqttError) as error:
            self._drop(client)
            raise NotKnown(str(error)) from error

    async def subscribe(self, topics: Iterable[str]) -> None:
        """Be told of topics, until the connection breaks. Raises NotSent where it does."""
        wanted = list(topics)
        for start in range(0, len(wanted), _AT_ONCE):
            if self._client is None:
                raise NotSent(str(self._reason))
            try:
                async with asyncio.timeout(CONNECTING):
                    await self._client.subscribe([(topic, 1) for topic in wanted[start : start + _AT_ONCE]])
            except (TimeoutError, aiomqtt.MqttError) as error:
                raise NotSent(str(error)) from error

    async def close(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _stay(self) -> None:
        """Connect again and again; an outage is told once."""
        pause, told = FIRST_PAUSE, False
        while True:
            try:
                async with self._connected():
                    if told:
                        log.warning("MQTT broker %s: it is there again.", self._settings.host)
                    pause, told = FIRST_PAUSE, False
                    await self._serve()
            except* (aiomqtt.MqttError, NotSent, DeviceError, OSError) as errors:
                self._reason = _first(errors)
            self._tried.set()
            if not told:
                log.warning("MQTT broker %s can't be reached: %s", self._settings.host, self._reason)
                told = True
            pause = FIRST_PAUSE if await self._woken(pause) else min(2 * pause, LONGEST_PAUSE)

    async def _woken(self, pause: float) -> bool:
        """Wait before the next attempt. Whether somebody wanted it at once."""
        try:
            async with asyncio.timeout(pause):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True

    async def _serve(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._begin())

    async def _begin(self) -> None:
        self._tried.set()
        await self._session()

    async def _listen(self) -> None:
        client = self._client
        if client is None:
            return
        async for message in client.messages:
            self._received(str(message.topic), message.payload, bool(message.retain))
        raise aiomqtt.MqttError("the broker has gone")

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[None]:
        client = self._made()
        try:
            async with asyncio.timeout(CONNECTING):
                await client.__aenter__()
        except TimeoutError:
            raise aiomqtt.MqttError(f"no answer for {CONNECTING:g} s") from None
        self._client = client
        try:
            yield
        finally:
            self._client = None
            with suppress(aiomqtt.MqttError, TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await client.__aexit__(None, None, None)

    def _made(self) -> aiomqtt.Client:
        """A new client each time: what an old one had not sent goes with it."""
        settings = self._settings
        newest = settings.version == 5
        properties = None
        if newest:
            properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            properties.MaximumPacketSize = 2 * LARGEST_LIST
        return aiomqtt.Client(
            settings.host,
            settings.port,
            username=settings.user or None,
            password=secret(settings.password, "drivers.toml: mqtt: password") if settings.password else None,
            tls_context=settings.tls_context(),
            protocol=aiomqtt.ProtocolVersion.V5 if newest else aiomqtt.ProtocolVersion.V311,
            clean_session=None if newest else True,
            clean_start=newest or MQTT_CLEAN_START_FIRST_ONLY,
            properties=properties,
            keepalive=_KEEPALIVE,
            timeout=math.inf,
            socket_options=[(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE_GONE)],
        )

    def _drop(self, client: aiomqtt.Client) -> None:
        """Give a connection up that does not answer: what lies in it must not arrive later."""
        if self._client is client and self._task is not None and not self._task.done():
            self._client = None
            self._reason = aiomqtt.MqttError("the broker did not answer")
            task, self._task = self._task, None
            task.cancel()
            self.start()


_AT_ONCE_GONE = struct.pack("ii", 1, 0)
"""SO_LINGER: a socket that is closed forgets what it has not sent."""


def _tell_end(task: asyncio.Task[None]) -> None:
    """A task that nobody waits for ends with its error in the log, not in silence."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("The connection to the MQTT broker has ended.", exc_info=error)


def _first(errors: BaseExceptionGroup[BaseException]) -> Exception:
    inner = errors.exceptions[0]
    if isinstance(inner, BaseExceptionGroup):
        return _first(inner)
    return inner if isinstance(inner, Exception) else NotSent(str(inner))
