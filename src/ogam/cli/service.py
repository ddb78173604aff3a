"""`ogam service`: let systemd start `ogam serve`, now and after every start of the computer."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Have systemd run the server.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

System = Annotated[bool, typer.Option("--system", help="For the whole computer, as root; else for your user.")]


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def install(
    context: typer.Context,
    system: System = False,
    only_print: Annotated[bool, typer.Option("--print", help="Print the unit, and do nothing.")] = False,
) -> None:
    """Write a systemd unit and start it. What follows is given to `ogam serve`, as in: --home /etc/home.yaml --tls"""
    from ogam.cli.language import say
    from ogam.server.unit import NAME, unit_text

    text = unit_text(context.args, system)
    if only_print:
        typer.echo(text, nl=False)
        return
    systemctl = _systemctl(system)
    path = _folder(system) / NAME
    _write(path, text)
    for arguments in (["daemon-reload"], ["enable", "--now", NAME]):
        _run([*systemctl, *arguments])
    typer.echo(say("{path} is written, and Ogam runs. See how it is: {command}", path=path, command=_status(system)))
    if not system:
        typer.echo(say("To have it run when you are not logged in: loginctl enable-linger"))


@app.command()
def uninstall(system: System = False) -> None:
    """Stop the server and remove its unit. Its data stays."""
    from ogam.cli.language import say
    from ogam.server.unit import NAME

    path = _folder(system) / NAME
    if not path.exists():
        typer.echo(say("{path} is not there: nothing to remove.", path=path))
        return
    systemctl = _systemctl(system)
    _run([*systemctl, "disable", "--now", NAME])
    path.unlink()
    _run([*systemctl, "daemon-reload"])
    typer.echo(say("{path} is removed. What Ogam knows stays where it is.", path=path))


def _folder(system: bool) -> Path:
    from ogam.server.unit import SYSTEM_FOLDER, user_folder

    return SYSTEM_FOLDER if system else user_folder(os.environ.get("XDG_CONFIG_HOME"), Path.home())


def _systemctl(system: bool) -> list[str]:
    from ogam.core import OgamError

    program = shutil.which("systemctl")
    if program is None:
        raise OgamError("There is no systemd here. Print the unit with --print, or have something else run: ogam serve")
    return [program] if system else [program, "--user"]


def _status(system: bool) -> str:
    return "systemctl status ogam" if system else "systemctl --user status ogam"


def _write(path: Path, text: str) -> None:
    from ogam.core import OgamError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise OgamError(
            f"{path} cannot be written: {error.strerror or error}. With --system, call it as root."
        ) from error


def _run(command: list[str]) -> None:
    from ogam.core import OgamError

    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OgamError(f"{' '.join(command)} failed: {done.stderr.strip() or done.returncode}.")
