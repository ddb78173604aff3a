"""`ogam serve`: the house as a server, with a web app."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.say import HomeFile, LogFile

if TYPE_CHECKING:
    from ogam.server.serving import Ready
    from ogam.server.settings import Settings


def serve(
    home: HomeFile = None,
    log: LogFile = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen at; else 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen at; else 8765.")] = None,
    tls: Annotated[bool | None, typer.Option("--tls", help="HTTPS, with a certificate of its own.")] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="A certificate to use (PEM).", metavar="FILE")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help="Its private key (PEM).", metavar="FILE")] = None,
    insecure: Annotated[bool | None, typer.Option("--insecure", help="Allow plain HTTP beyond this computer.")] = None,
    hosts: Annotated[
        list[str] | None, typer.Option("--hostname", help="A further name by which browsers reach it.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What this server calls itself.")] = None,
    threads: Annotated[int | None, typer.Option("--threads", min=1, help="Threads of inference.")] = None,
    show: Annotated[bool, typer.Option("--show-settings", help="Print every setting, and stop.")] = False,
) -> None:
    """Serve the house: web app, HTTP API, sessions. Stop with Ctrl-C.

    The settings are in settings.toml of Ogam's folder; what is given here goes before them.
    """
    import asyncio

    from ogam.cli.language import spoken
    from ogam.home import find_home, find_home_path
    from ogam.hub import default_log_path
    from ogam.server.running import run
    from ogam.server.serving import check_exposure
    from ogam.server.settings import FILE, data_folder, load_settings

    given = {"host": host, "port": port, "name": name, "threads": threads, "tls": tls, "insecure": insecure}
    files = {"certificate": certificate and str(certificate.resolve()), "key": key and str(key.resolve())}
    settings = load_settings(data_folder() / FILE, {**given, **files, "hosts": tuple(hosts) if hosts else None})
    if show:
        _show(settings)
        return
    check_exposure(settings)
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    house, path = find_home(home, spoken()), find_home_path(home)
    asyncio.run(run(house, log or default_log_path(), settings, _announce, _interrupted, home_path=path))


def _show(settings: "Settings") -> None:
    from ogam.cli.language import say
    from ogam.server.settings import FILE, MEANINGS, data_folder, settings_text

    typer.echo(f"# {data_folder() / FILE}\n")
    typer.echo(settings_text(settings, {name: say(meaning) for name, meaning in MEANINGS.items()}), nl=False)


def _announce(ready: "Ready", first_run: bool) -> None:
    from ogam.cli.language import say

    typer.secho(say("Ogam is ready. The web app: {url}", url=ready.url), bold=True)
    if first_run:
        typer.echo(say("Nobody has an account yet. Open it on this computer, and make the owner's."))
    if ready.certificate is not None and ready.certificate.authority is not None:
        typer.echo(say("For phones to trust it, install there: {path}", path=ready.certificate.authority))
    if ready.certificate is not None:
        typer.echo(say("Fingerprint (SHA-256): {fingerprint}", fingerprint=ready.certificate.fingerprint))


def _interrupted(count: int) -> None:
    from ogam.cli.language import say

    text = "{count} turns were interrupted when Ogam last ended. They are marked in the log and not done again."
    typer.echo(say(text, count=count), err=True)
