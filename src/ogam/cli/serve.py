"""`ogam serve`: the house as a server, with a web app."""

from typing import Annotated

import typer

from ogam.cli.say import HomeFile, LogFile


def serve(
    home: HomeFile = None,
    log: LogFile = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen at; else 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen at; else 8765.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="What this server calls itself.")] = None,
    threads: Annotated[int | None, typer.Option("--threads", min=1, help="Threads of inference.")] = None,
    show: Annotated[bool, typer.Option("--show-settings", help="Print every setting, and stop.")] = False,
) -> None:
    """Serve the house: web app, HTTP API, sessions. Stop with Ctrl-C."""
    import asyncio

    from ogam.audio import SileroVoiceActivity
    from ogam.cli.language import say, spoken
    from ogam.home import find_home, find_home_path
    from ogam.hub import EventLog, House, default_log_path, open_hub
    from ogam.server import Server
    from ogam.server.auth import Auth
    from ogam.server.serving import serve as serve_until_stopped
    from ogam.server.settings import FILE, data_folder, load_settings, settings_text

    given = {"host": host, "port": port, "name": name, "threads": threads}
    settings = load_settings(data_folder() / FILE, given)
    if show:
        typer.echo(settings_text(settings), nl=False)
        return
    with EventLog(log or default_log_path()) as events:
        hub = open_hub(find_home(home, spoken()), events, threads=settings.threads)
        house = House(hub, SileroVoiceActivity(settings.threads))
        auth = Auth.open(data_folder() / "auth.sqlite", settings)
        server = Server(house, auth, settings, home_path=find_home_path(home), settings_path=data_folder() / FILE)
        try:
            asyncio.run(serve_until_stopped(server, lambda url: typer.echo(say("Ogam is at {url}", url=url))))
        finally:
            auth.close()
            house.close()
