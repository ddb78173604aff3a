"""Events of LG's devices: subscribed to, renewed every day, and listened to over MQTT. Nothing is ever polled."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from thinqconnect import ThinQApi, ThinQMQTTClient

from ogam.core import DeviceError
from ogam.devices.thinq.account import Account
from ogam.devices.thinq.errors import unreachable

Received = Callable[[Mapping[str, Any]], None]
"""Told each event: `pushType`, `deviceId`, and `report` or `pushCode`."""

RENEWAL = 24 * 3600.0
"""Seconds after which a subscription is renewed, though it is asked to last for half a year: so does Home Assistant."""
_SIMULATED = "/simulated/events"
_LONGEST_LINE = 1 << 20
_ALREADY = frozenset({"1207"})
_CANNOT = frozenset({"1214", "1312", "1219", "1220", "1221"})
"""LG's codes for a device whose changes it does not send: it is read once, and told as it was."""


async def subscribe(account: Account, device: str, name: str) -> None:
    """Have LG send the changes and messages of a device. Raises DeviceError."""

    async def event(api: ThinQApi) -> Any:
        return await api.async_post_event_subscribe(device)

    async def push(api: ThinQApi) -> Any:
        return await api.async_post_push_subscribe(device)

    for request in (event, push):
        try:
            await account.ask(request, name)
        except DeviceError as error:
            if _code(error) not in _ALREADY | _CANNOT:
                raise


async def listen(account: Account, received: Received, ready: Callable[[], Awaitable[None]]) -> None:
    """Listen until the connection is lost for good.

    ready: called when it is there, and again after it was lost for a while.

    Raises DeviceError when it does not come about, or ends, or when `ready` does.
    """
    if account.settings.simulator:
        await _listen_to_simulator(account, received, ready)
    else:
        await _listen_to_lg(account, received, ready)
    raise unreachable("")


async def _listen_to_lg(account: Account, received: Received, ready: Callable[[], Awaitable[None]]) -> None:
    """AWS IoT with a certificate that LG signs; the SDK does it, in threads of its own."""
    loop = asyncio.get_running_loop()
    connected = asyncio.Queue[bool]()

    def on_message(_topic: str, payload: bytes, *_: Any, **__: Any) -> None:
        loop.call_soon_threadsafe(take, payload, received)

    def on_success(*_: Any, **__: Any) -> None:
        loop.call_soon_threadsafe(connected.put_nowait, True)

    client: Any = None

    async def prepare(api: ThinQApi) -> Any:
        nonlocal client
        client = await ThinQMQTTClient(api, account.client, on_message, on_connection_success=on_success)
        return await client.async_prepare_mqtt()

    if not await account.ask(prepare):
        raise unreachable("")
    # The SDK waits for the connection without giving way to anything else, so it does that in a thread of its own.
    await asyncio.to_thread(asyncio.run, client.async_connect_mqtt())
    if not client.is_connected:
        raise unreachable("")
    try:
        while await connected.get():
            await ready()
    finally:
        await client.async_disconnect()


async def _listen_to_simulator(account: Account, received: Received, ready: Callable[[], Awaitable[None]]) -> None:
    limits = aiohttp.ClientTimeout(total=None, sock_connect=3)
    address = account.settings.simulator.rstrip("/") + _SIMULATED
    try:
        async with account.session.get(address, timeout=limits, read_bufsize=_LONGEST_LINE) as response:
            await ready()
            async for line in response.content:
                take(line, received)
    except (aiohttp.ClientError, ValueError) as error:
        raise unreachable("") from error


def take(payload: bytes, received: Received) -> None:
    """One message as it came. What is no event is left out: nobody could be told."""
    try:
        event = json.loads(payload)
    except (ValueError, RecursionError):
        return
    if isinstance(event, Mapping) and isinstance(event.get("deviceId"), str):
        received(event)


def _code(error: DeviceError) -> str:
    return str(getattr(error.__cause__, "code", ""))
