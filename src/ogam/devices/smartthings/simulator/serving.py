"""The simulated cloud on a loopback port, which can be cut off and brought back."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from ogam.devices.smartthings.simulator.cloud import Cloud

HOST = "127.0.0.1"
_LARGEST = 1024 * 1024


class Simulator:
    """A cloud that is reached over HTTP/1.1. port: any free one for 0.

    delay: seconds before each answer.
    """

    def __init__(self, cloud: Cloud | None = None, port: int = 0) -> None:
        self.cloud = cloud or Cloud()
        self.port = port
        self.delay = 0.0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, self.port, limit=_LARGEST)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Drop all connections, and take no more."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            for writer in list(self._open):
                writer.transport.abort()
            await asyncio.sleep(0)

    async def restore(self) -> None:
        """Be there again, on the same port."""
        if self._server is None:
            await self.start()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while request := await _request(reader):
                await asyncio.sleep(self.delay)
                method, path, headers, body = request
                if path == "/stream":
                    await self._stream(writer)
                    return
                _answer(writer, *self.cloud.answer(method, path, headers, body, self.url))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever asked has gone
        finally:
            self._open.discard(writer)
            writer.close()

    async def _stream(self, writer: asyncio.StreamWriter) -> None:
        """Server-sent events, for as long as somebody reads them."""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n: hello\n\n")
        queue = asyncio.Queue[str]()
        self.cloud.listeners.add(queue)
        try:
            while True:
                writer.write((await queue.get()).encode())
                await writer.drain()
        finally:
            self.cloud.listeners.discard(queue)


async def serve(port: int, ready: Callable[[str], None]) -> None:
    """Simulate until cancelled. port: 0 for any free one. ready: given what to write into drivers.toml."""
    simulator = Simulator(port=port)
    await simulator.start()
    ready(f'[smartthings]\ntoken = "{simulator.cloud.token}"\nurl = "{simulator.url}"\n')
    try:
        await asyncio.Event().wait()
    finally:
        await simulator.cut()


async def _request(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str], bytes] | None:
    """One request: method, path, headers and body. None at the end."""
    first = (await reader.readline()).decode("latin-1").split()
    if len(first) != 3:
        return None
    headers: dict[str, str] = {}
    while line := (await reader.readline()).decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    length = 0
    with suppress(ValueError):
        length = int(headers.get("content-length", "0"))
    return first[0], first[1], headers, await reader.readexactly(min(max(length, 0), _LARGEST))


def _answer(writer: asyncio.StreamWriter, status: int, body: Any, more: dict[str, str]) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(content)), **more}
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
