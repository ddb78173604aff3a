"""The simulated cloud on a loopback port: LG's addresses over HTTP, and the events that come by MQTT in reality.

Real events need mutual TLS with AWS, which cannot be simulated here: they come as lines of JSON from
`/simulated/events` instead, and are given to the driver just where the SDK's MQTT client would give them.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from ogam.devices.thinq.simulator.cloud import Cloud

HOST = "127.0.0.1"
EVENTS = "/simulated/events"
_MINUTE = 60.0


class Simulator:
    """A cloud that can be reached on a port of this computer, and be cut off from it and brought back."""

    def __init__(self, cloud: Cloud, port: int = 0) -> None:
        self.cloud = cloud
        self.port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Answer from now on; on any free port, if none was chosen."""
        app = web.Application()
        app.router.add_get(EVENTS, self._events)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def cut(self) -> None:
        """Drop all connections, and take no more."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            for connection in list(runner.server.connections if runner.server else ()):
                if connection.transport is not None:
                    connection.transport.abort()
            await runner.cleanup()

    async def restore(self) -> None:
        """Be there again, on the same port."""
        if self._runner is None:
            await self.start()

    async def _answer(self, request: web.Request) -> web.Response:
        body = await _body(request)
        status, answer = await self.cloud.answer(request.method, request.match_info["path"], request.headers, body)
        return web.json_response(answer, status=status)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        queue = self.cloud.listen()
        try:
            while True:
                await response.write(json.dumps(await queue.get()).encode() + b"\n")
        except (ConnectionError, RuntimeError):
            return response
        finally:
            self.cloud.leave(queue)


async def serve(port: int, ready: Callable[[str], None]) -> None:
    """Simulate until cancelled. port: 0 for any free one. ready: given what to write into drivers.toml."""
    simulator = Simulator(Cloud(), port)
    await simulator.start()
    ready(f'[thinq]\ntoken = "{simulator.cloud.token}"\ncountry = "KR"\nsimulator = "{simulator.url}"\n')
    try:
        while True:
            await asyncio.sleep(_MINUTE)
            simulator.cloud.advance(1)
    finally:
        await simulator.cut()


async def _body(request: web.Request) -> Any:
    if not request.can_read_body:
        return None
    try:
        return await request.json()
    except ValueError:
        return None
