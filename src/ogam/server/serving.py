"""One process: everything that runs, from the first socket to a clean end."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from ogam.allocation import give_back
from ogam.core import Event, LogError, OgamError
from ogam.hub import default_folder, log_changes
from ogam.server import services
from ogam.server.addresses import host_names, is_address, is_loopback, local_name, machine_addresses
from ogam.server.app import create_app
from ogam.server.connections import BoundedProtocol
from ogam.server.context import Server
from ogam.server.settings import Settings, data_folder
from ogam.server.tls import Certificate, given_certificate, own_certificate

Service = Callable[[Server], Coroutine[Any, Any, None]]
"""Something that runs beside the web server until it is cancelled: Wyoming, MQTT."""

SERVICES: tuple[Service, ...] = (services.wyoming, services.satellites, services.mqtt)
"""Every service, one a package. Add yours. One that fails is logged, and the others go on."""

_LOGGER = logging.getLogger("ogam.server")
_FLUSH_EVERY, _GIVE_BACK_EVERY, _SWEEP_EVERY, _RENEW_EVERY = 1.0, 60.0, 3600.0, 86_400.0  # seconds
_LARGEST_MESSAGE = 1024 * 1024  # bytes, of a WebSocket


@dataclass(frozen=True, slots=True)
class Ready:
    """Where the server answers. certificate: None without TLS."""

    url: str
    certificate: Certificate | None


def check_exposure(settings: Settings) -> None:
    """Raises OgamError for plain HTTP on what is not this computer alone."""
    if not (settings.tls or settings.certificate or settings.insecure or is_loopback(settings.host)):
        raise OgamError(
            f"Plain HTTP on {settings.host} would let anybody in the network read voices, passwords and commands, "
            "and browsers give a page without TLS no microphone. Use --tls; or --insecure, if something before Ogam "
            "does TLS."
        )


def certificate_of(settings: Settings) -> Certificate | None:
    """The certificate to serve with, the given one or Ogam's own; None without TLS."""
    if settings.certificate:
        return given_certificate(Path(settings.certificate), Path(settings.key))
    if not settings.tls:
        return None
    here = {settings.host} if is_address(settings.host) else set()
    numbers = {number for number in here | machine_addresses() if number not in ("0.0.0.0", "::")}
    return own_certificate(data_folder() / "tls", host_names(settings), numbers)


async def serve(server: Server, on_ready: Callable[[Ready], None]) -> None:
    """Serve until SIGTERM or SIGINT. on_ready: told where, once it answers there.

    Then no connection is accepted any more; what was heard is carried out, and those who listen are told, for
    `shutdown_seconds` at most. Raises OgamError where it cannot listen.
    """
    certificate = certificate_of(server.settings)
    listening = _listen(server.settings.host, server.settings.port)
    web = _Uvicorn(_config(server, certificate))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stopping.set)
    own = (_keep_log, _log_changes, _schedule, _sweep, _watch, _give_back)
    beside = [asyncio.create_task(_run(service, server)) for service in (*SERVICES, *own)]
    beside.append(asyncio.create_task(_run(_phones(web.config.app), server)))
    beside.append(asyncio.create_task(_renew(web.config, server.settings)))
    answering = asyncio.create_task(web.serve([listening]))
    try:
        await _until_started(web, answering)
        on_ready(Ready(url_of(server.settings, listening.getsockname()[1]), certificate))
        stopping = asyncio.create_task(server.stopping.wait())
        await asyncio.wait({answering, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        server.stopping.set()
        if not await server.house.finish(server.settings.shutdown_seconds):
            _LOGGER.warning("Some streams were not done after %s s.", server.settings.shutdown_seconds)
    finally:
        web.should_exit = True
        await answering
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


class _Uvicorn(uvicorn.Server):
    """Leaves signals alone: `serve` says when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(server: Server, certificate: Certificate | None) -> uvicorn.Config:
    settings = server.settings
    return uvicorn.Config(
        create_app(server),
        http=BoundedProtocol,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        ws_max_size=_LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        limit_concurrency=settings.most_connections,
        timeout_graceful_shutdown=max(1, round(settings.shutdown_seconds)),
        ssl_certfile=str(certificate.path) if certificate else None,
        ssl_keyfile=str(certificate.key) if certificate else None,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        both = family == socket.AF_INET6 and host == "::" and socket.has_dualstack_ipv6()
        return socket.create_server((host, port), family=family, backlog=512, dualstack_ipv6=both)
    except OSError as error:
        text = f"Ogam cannot listen at {host}, port {port}: {error.strerror or error}. Choose another with --port."
        raise OgamError(text) from error


def url_of(settings: Settings, port: int) -> str:
    """Where to open the web app; by a name where there is one, since passkeys need that."""
    scheme = "https" if settings.tls or settings.certificate else "http"
    host = settings.host
    if is_loopback(host):
        host = "localhost"
    elif host in ("0.0.0.0", "::"):
        host = settings.hosts[0] if settings.hosts else local_name()
    elif ":" in host:
        host = f"[{host}]"
    return f"{scheme}://{host}:{port}/"


async def _until_started(web: uvicorn.Server, answering: "asyncio.Task[None]") -> None:
    while not web.started:
        if answering.done():
            await answering
            raise OgamError("The web server ended before it began. Its own output says why.")
        await asyncio.sleep(0.005)


async def _run(service: Service, server: Server) -> None:
    """A service until it ends; one that fails ends alone."""
    try:
        await service(server)
    except OgamError as error:
        _LOGGER.error("%s", error)
    except Exception:
        _LOGGER.exception("A part of the server failed; the rest goes on.")


async def _keep_log(server: Server) -> None:
    """Every second, have the disk keep what was logged: a loss of power loses one second at most."""
    log, changed = server.house.hub.log, asyncio.Event()
    loop = asyncio.get_running_loop()

    def note(_: Event) -> None:
        loop.call_soon_threadsafe(changed.set)

    leave = log.subscribe(note)
    try:
        while True:
            await changed.wait()
            await asyncio.sleep(_FLUSH_EVERY)
            changed.clear()
            try:
                await asyncio.to_thread(log.flush)
            except LogError as error:
                _LOGGER.error("%s", error)
    finally:
        leave()


async def _schedule(server: Server) -> None:
    """Timers, alarms, reminders and what was put off, from the log as it was left, and from now on."""
    await server.house.scheduler.run()


async def _log_changes(server: Server) -> None:
    """Every change of a device becomes an event, whoever made it: so it is seen live."""
    await log_changes(server.house.hub)


async def _watch(server: Server) -> None:
    """The cameras of the home, from now on until the house is closed; none where the home file names none."""
    if server.house.hub.home.cameras:
        from ogam.hub.open_sights import open_pictures, open_sights
        from ogam.hub.snapshots import FOLDER as SNAPSHOTS
        from ogam.hub.snapshots import Snapshots

        folder = default_folder()
        kept = Snapshots(folder / SNAPSHOTS)  # there may be some of before, even where none are kept any more
        server.house.watch(open_pictures, open_sights(server.house.hub, folder), kept)


def _phones(app: Any) -> Service:
    """Notifications, and who is at home by their phone: of the application that knows which are connected."""

    async def run(_: Server) -> None:
        await app.state.running.phones.run()

    return run


async def _renew(config: uvicorn.Config, settings: Settings) -> None:
    """Every day, take a certificate that was renewed: Ogam's own before it ends, the given one when it has changed."""
    while True:
        await asyncio.sleep(_RENEW_EVERY)
        try:
            certificate = await asyncio.to_thread(certificate_of, settings)
            if certificate is not None and config.ssl is not None:
                config.ssl.load_cert_chain(certificate.path, certificate.key)
        except (OgamError, OSError) as error:
            _LOGGER.error("The certificate could not be renewed: %s", error)


async def _sweep_snapshots(server: Server) -> None:
    if server.house.snapshots is None:
        return
    try:
        await asyncio.to_thread(server.house.snapshots.sweep)
    except OgamError as error:
        _LOGGER.error("%s", error)


async def _sweep(server: Server) -> None:
    """Every hour, remove the sessions that have ended, and the snapshots whose time is over."""
    while True:
        server.auth.sessions.sweep()
        await _sweep_snapshots(server)
        await asyncio.sleep(_SWEEP_EVERY)


async def _give_back(_: Server) -> None:
    """Every minute, give the system the memory that hearing and loading needed for a moment."""
    while True:
        await asyncio.sleep(_GIVE_BACK_EVERY)
        await asyncio.to_thread(give_back)
