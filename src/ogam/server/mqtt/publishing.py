"""The connection to the broker: announces Ogam, tells what happens, and comes back when the broker does."""

import asyncio
import logging
import math
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import aiomqtt

from ogam.core import Event, OgamError
from ogam.home import Home
from ogam.hub import House, Watch
from ogam.server.mqtt.messages import (
    OFFLINE,
    ONLINE,
    Message,
    Topics,
    announcement,
    leftovers,
    nobody,
    person_key,
    stale,
)
from ogam.server.mqtt.settings import MqttSettings
from ogam.server.mqtt.turns import Turns

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before the first and the later attempts to reach a broker that is not there."""
PATIENCE, FAREWELL = 10.0, 2.0
"""Seconds in which the broker must answer; and when there is nothing more to come."""
FORGOTTEN = "forgotten"
"""Kind of the event by which a house says that a person (data: `person`) was forgotten: `house.live.mention`."""

log = logging.getLogger(__name__)


async def run(house: House, settings: MqttSettings) -> None:
    """Publish until the house is closed or this is cancelled. Raises OgamError for settings that cannot be used."""
    await Publisher(house, settings).run()


class Publisher:
    """Tells a broker what happens in a house, as it happens; nothing is asked for.

    connected: whether the broker is there. dropped: events that were not told, since it was away for too long.
    """

    def __init__(self, house: House, settings: MqttSettings, first_pause: float = FIRST_PAUSE) -> None:
        self.connected = asyncio.Event()
        self.dropped = 0
        self._house = house
        self._settings = settings
        self._first_pause = first_pause
        self._tls = settings.tls_context()
        self._topics = Topics.of(settings)
        self._turns = Turns(self._topics, settings.people)
        self._forgotten: set[str] = set()
        self._waiting: deque[Message] = deque()
        # The last retained message of each topic, for a broker that lost them. At first nobody has spoken, whoever did
        # before: that may be somebody who was forgotten since.
        self._kept = {message.topic: message for message in nobody(self._topics)}

    async def run(self) -> None:
        pause = self._first_pause
        with self._house.live.watch(self._settings.waiting) as watch:
            while True:
                try:
                    async with self._client() as client:
                        pause = self._first_pause
                        await self._publish_all(client, watch)
                        return
                except* aiomqtt.MqttError as errors:
                    reason = errors.exceptions[0]
                    log.warning("MQTT broker %s: %s. Trying again in %.0f s.", self._settings.host, reason, pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    @property
    def home(self) -> Home:
        """The home without those who were forgotten while it ran."""
        home = self._house.hub.home
        return replace(home, people=tuple(one for one in home.people if one.name not in self._forgotten))

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[aiomqtt.Client]:
        """A connection that says "offline" at its end: by itself, or by the broker where it breaks off."""
        will = Message(self._topics.status, OFFLINE)
        async with connected(self._settings, self._tls, will) as client:
            self.connected.set()
            try:
                yield client
            finally:
                self.connected.clear()
                with suppress(aiomqtt.MqttError, TimeoutError):
                    async with asyncio.timeout(FAREWELL):
                        await _publish(client, will)

    async def _publish_all(self, client: aiomqtt.Client, watch: Watch) -> None:
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(self._listen(client))  # notices at once when the broker goes away
            await _subscribe(client, self._topics.config, self._topics.birth)
            await self._announce(client)
            await self._tell(client, watch)
            listening.cancel()

    async def _announce(self, client: aiomqtt.Client) -> None:
        """The device, that it is there, and its last states, for a Home Assistant or a broker that has begun anew."""
        for message in (
            announcement(self.home, self._topics, self._settings.people),
            Message(self._topics.status, ONLINE),
            *self._kept.values(),
        ):
            await _publish(client, message)

    async def _listen(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            payload = message.payload.decode("utf-8", "replace") if isinstance(message.payload, bytes) else ""
            if message.topic.matches(self._topics.birth) and payload == ONLINE and not message.retain:
                await self._announce(client)
            elif message.topic.matches(self._topics.config) and message.retain:
                await self._remove(client, stale(payload, self.home, self._topics, self._settings.people))

    async def _tell(self, client: aiomqtt.Client, watch: Watch) -> None:
        """What waits, then what happens; a message waits until the broker has it."""
        await self._send_waiting(client)
        async for event in watch:
            if event.kind == FORGOTTEN:
                await self._forget(client, event)
            self._waiting.extend(self._turns.accept(event))
            self._count(watch)
            await self._send_waiting(client)

    async def _send_waiting(self, client: aiomqtt.Client) -> None:
        while self._waiting:
            message = self._waiting[0]
            await _publish(client, message)
            if message.retain:
                self._kept[message.topic] = message
            self._waiting.popleft()

    async def _forget(self, client: aiomqtt.Client, event: Event) -> None:
        name = str(event.data["person"])
        key = person_key(name)
        self._forgotten.add(name)
        if self._kept[self._topics.who].payload == name:
            self._waiting.extend(nobody(self._topics))
        await self._remove(client, {key: "sensor", f"{key}_seen": "sensor"})

    async def _remove(self, client: aiomqtt.Client, gone: dict[str, str]) -> None:
        """Take entities out of Home Assistant, and what is kept for them out of the broker."""
        if not gone:
            return
        await _publish(client, announcement(self.home, self._topics, self._settings.people, gone))
        await _publish(client, announcement(self.home, self._topics, self._settings.people))
        for key in gone:
            for message in leftovers(self._topics, key):
                self._kept.pop(message.topic, None)
                await _publish(client, message)

    def _count(self, watch: Watch) -> None:
        if watch.dropped > self.dropped:
            log.warning("MQTT: %d events were dropped while the broker was away.", watch.dropped - self.dropped)
            self.dropped = watch.dropped


@asynccontextmanager
async def connected(
    settings: MqttSettings, tls: ssl.SSLContext | None, will: Message | None = None
) -> AsyncIterator[aiomqtt.Client]:
    """A connection to the broker. Raises MqttError where it cannot be had.

    All limits of time are asyncio's own: those of aiomqtt are made of `asyncio.wait_for`, which may swallow a
    cancellation in Python 3.11, and then nothing would ever end.
    """
    client = aiomqtt.Client(
        settings.host,
        settings.port,
        username=settings.username,
        password=settings.password,
        tls_context=tls,
        will=None if will is None else aiomqtt.Will(will.topic, will.payload, qos=1, retain=will.retain),
        keepalive=20,
        timeout=math.inf,
    )
    await _in_time(client.__aenter__())
    try:
        yield client
    finally:
        with suppress(aiomqtt.MqttError, TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await client.__aexit__(None, None, None)


async def _publish(client: aiomqtt.Client, message: Message) -> None:
    """Publish, and wait until the broker has it."""
    await _in_time(client.publish(message.topic, message.payload, qos=1, retain=message.retain))


async def _subscribe(client: aiomqtt.Client, *topics: str) -> None:
    for topic in topics:
        await _in_time(client.subscribe(topic))


async def _in_time(doing: Awaitable[object]) -> None:
    """Wait for the broker, but not for ever."""
    try:
        async with asyncio.timeout(PATIENCE):
            await doing
    except TimeoutError:
        raise aiomqtt.MqttError(f"no answer for {PATIENCE:g} s") from None


async def remove(settings: MqttSettings) -> None:
    """Take Ogam out of Home Assistant and out of the broker, for who does not want it there any more.

    Raises OgamError for settings that cannot be used, and where the broker cannot be reached.
    """
    topics = Topics.of(settings)
    try:
        async with connected(settings, settings.tls_context()) as client:
            await _subscribe(client, f"{topics.node}/#", topics.config)
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    async for message in client.messages:
                        if message.retain:
                            await _publish(client, Message(str(message.topic), ""))
    except aiomqtt.MqttError as error:
        raise OgamError(f"mqtt: the broker {settings.host} cannot be reached ({error}).") from error
