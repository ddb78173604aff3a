"""From a home to a running server, and back: what is opened here is closed here."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from filelock import FileLock, Timeout

from ogam.core import OgamError
from ogam.home import Home
from ogam.hub import EventLog, House, report_interrupted
from ogam.server.auth import Auth
from ogam.server.context import Server
from ogam.server.opening import open_house, open_own_gallery
from ogam.server.services import FILE as SERVICES
from ogam.server.services import load_services
from ogam.server.serving import Ready, serve
from ogam.server.settings import FILE, Settings, data_folder

AUTH, LOCK = "auth.sqlite", "serve.lock"


async def run(
    home: Home,
    log: Path,
    settings: Settings,
    on_ready: Callable[[Ready, bool], None],
    on_interrupted: Callable[[int], None],
    opening: Callable[[Home, EventLog, int], House] = open_house,
    home_path: Path | None = None,
) -> None:
    """Serve a home until SIGTERM or SIGINT, then close everything.

    on_ready: told where, and whether nobody has an account yet. on_interrupted: told how many turns were being done
    when the process before was killed, if any. opening: opens the house, from a home, a log and a number of threads.
    home_path: the home's file, in which rules may be changed; None for the built-in example.
    Raises OgamError where something cannot be opened.
    """
    load_services(data_folder() / SERVICES)  # what is wrong there is told at once, not when all is loaded
    with ExitStack() as opened:
        opened.enter_context(_alone())
        events = opened.enter_context(EventLog(log))
        if interrupted := report_interrupted(events):
            on_interrupted(len(interrupted))
        auth = opened.enter_context(closing(Auth.open(data_folder() / AUTH, settings)))
        house = opened.enter_context(closing(opening(home, events, settings.threads)))
        if (gallery := open_own_gallery()) is not None:
            opened.enter_context(gallery)
        server = Server(house, auth, settings, gallery, home_path, data_folder() / FILE)
        try:
            await serve(server, lambda ready: on_ready(ready, auth.first_run))
        finally:
            await house.hub.close()


def _alone() -> FileLock:
    """That no other server uses this folder; held until it is released."""
    path = data_folder() / LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OgamError(f"{data_folder()}: another Ogam serves from this folder. Stop it first.") from None
    return lock
