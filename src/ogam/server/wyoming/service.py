"""The Wyoming service: a port at which Home Assistant and others transcribe, wake up, and have commands handled."""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from ipaddress import ip_address, ip_network
from pathlib import Path

from wyoming.error import Error
from wyoming.event import Event

from ogam.audio import MicroWakeWords, wake_words
from ogam.core import OgamError
from ogam.home import Home
from ogam.hub import House
from ogam.server.wyoming.announcing import announced
from ogam.server.wyoming.connections import Connection
from ogam.server.wyoming.describing import describe
from ogam.server.wyoming.frames import send_away
from ogam.server.wyoming.joining import Joiner
from ogam.server.wyoming.settings import WyomingSettings

HERE = "this computer"
"""The address of clients at the Unix socket."""

log = logging.getLogger(__name__)


async def run(house: House, settings: WyomingSettings) -> None:
    """Serve until cancelled. Raises OgamError where the port cannot be had."""
    async with serving(house, settings):
        await asyncio.Event().wait()


@asynccontextmanager
async def serving(house: House, settings: WyomingSettings) -> AsyncIterator["Service"]:
    """A service that runs inside the `async with`."""

    ready: asyncio.Future[House] = asyncio.get_running_loop().create_future()
    ready.set_result(house)
    async with serving_soon(house.hub.home, ready, settings) as service:
        yield service


@asynccontextmanager
async def serving_soon(
    home: Home, house: "asyncio.Future[House]", settings: WyomingSettings
) -> AsyncIterator["Service"]:
    """The same while the house's models are still being loaded: `describe` is answered, the rest waits for them."""
    words = MicroWakeWords(wake_words(settings.wake_words)) if settings.wake_words else None
    service = Service(home, house, settings, words)
    try:
        await service.start()
        async with AsyncExitStack() as stack:
            if settings.announce:
                await stack.enter_async_context(announced(service.port))
            yield service
    finally:
        await service.close()


class Service:
    """Listens, counts its clients, and gives each a `Connection`. port: where it listens, once it does."""

    def __init__(
        self, home: Home, house: "asyncio.Future[House]", settings: WyomingSettings, words: MicroWakeWords | None
    ) -> None:
        self.port = 0
        self._house = house
        self._settings = settings
        self._words = words
        self._info: Event = describe(home, words.words if words else (), settings.intents)
        self._joiner = Joiner(settings.joining)
        self._allowed = [ip_network(said, strict=False) for said in settings.allow]
        self._clients: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        self._socket: Path | None = None  # once it is ours

    async def start(self) -> None:
        """Begin to listen. Raises OgamError where the port or the socket cannot be had."""
        settings = self._settings
        try:
            tcp = await asyncio.start_server(
                self._accept, settings.host, settings.port, limit=settings.limits.header, backlog=1024
            )
        except OSError as error:
            raise OgamError(
                f"wyoming: port {settings.port} of {settings.host} cannot be used ({error.strerror or error}). "
                "Does another program use it? Choose another port."
            ) from error
        self._servers.append(tcp)
        self.port = tcp.sockets[0].getsockname()[1]
        if settings.socket is not None:
            self._servers.append(await self._open(settings.socket))
        self._warn()

    async def close(self) -> None:
        """Stop listening, and end all connections."""
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._socket is not None:
            self._socket.unlink(missing_ok=True)

    async def _open(self, path: Path) -> asyncio.Server:
        """Listen at a Unix socket that nobody else may use; one that an earlier run left behind is taken over."""
        before = os.umask(0o177)
        try:
            if path.is_socket():
                path.unlink()
            server = await asyncio.start_unix_server(self._accept, path, limit=self._settings.limits.header)
        except OSError as error:
            raise OgamError(f"wyoming: the socket {path} cannot be made ({error.strerror or error}).") from error
        finally:
            os.umask(before)
        self._socket = path
        return server

    def _warn(self) -> None:
        host = self._settings.host
        if not _is_loopback(host) and not self._allowed:
            log.warning(
                "Wyoming listens on %s, and has no authentication: whoever reaches port %d can speak and write to "
                "this home. Name who may: allow.", host or "every address", self.port,
            )  # fmt: skip

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = _address(writer)
        self._clients[address] += 1
        try:
            if refusal := self._refusal(address):
                log.warning("Wyoming: %s: %s", address, refusal)
                await send_away(reader, writer, Error(refusal, "refused").event())
            else:
                await self._connection(address, reader, writer).run()
        finally:
            self._clients[address] -= 1
            if not self._clients[address]:
                del self._clients[address]
            writer.close()

    def _connection(self, address: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Connection:
        return Connection(
            self._house, self._settings, self._info, self._joiner, self._words, address, reader, writer
        )  # fmt: skip

    def _refusal(self, address: str) -> str:
        """Why a client that has come may not stay; empty where it may."""
        limits = self._settings.limits
        if self._allowed and address != HERE and not self._is_allowed(address):
            return "this address is not among those that may connect (allow)."
        if self._clients.total() > limits.connections:
            return f"too many connections: {limits.connections} at once are taken. Close some, or come back later."
        if self._clients[address] > limits.from_one_address:
            return f"too many connections from one address: {limits.from_one_address} at once are taken."
        return ""

    def _is_allowed(self, address: str) -> bool:
        client = ip_address(address)
        return any(client in network for network in self._allowed)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(writer: asyncio.StreamWriter) -> str:
    """Where a client is: its IP address without port; IPv4 as such where it comes mapped into IPv6."""
    peer = writer.get_extra_info("peername")
    if not isinstance(peer, tuple):
        return HERE
    address = ip_address(str(peer[0]).partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
