"""One process: uvicorn and everything else that runs, from the first line printed to a clean end."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator

import uvicorn

from ogam.server.app import create_app
from ogam.server.context import Server


class _Uvicorn(uvicorn.Server):
    """Leaves signals alone: whoever runs it says when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(server: Server, on_ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. on_ready: told of the address once it answers there."""
    settings = server.settings
    config = uvicorn.Config(
        create_app(server),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=settings.most_connections,
        timeout_graceful_shutdown=round(settings.shutdown_seconds),
    )
    web = _Uvicorn(config)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stopping.set)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_announce(web, on_ready))
        tasks.create_task(_stop(web, server))
        await web.serve()
        server.stopping.set()


async def _announce(web: uvicorn.Server, on_ready: Callable[[str], None]) -> None:
    while not web.started and not web.should_exit:
        await asyncio.sleep(0.01)
    if web.started:
        host, port = web.servers[0].sockets[0].getsockname()[:2]
        on_ready(f"http://{host}:{port}/")


async def _stop(web: uvicorn.Server, server: Server) -> None:
    await server.stopping.wait()
    web.should_exit = True
