"""`ogam home import`: Home Assistant's floors, areas and devices into the home file; shown, then written."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.language import say, told

if TYPE_CHECKING:
    from ogam.devices.homeassistant import Settings
    from ogam.devices.homeassistant.merging import Merged

_MOST_NAMED = 4
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
_NOTHING = "Nothing is written yet. To write it, add --write."


def import_home(
    source: Annotated[str, typer.Argument(help="Where from: homeassistant.", metavar="SOURCE")],
    path: Annotated[Path | None, typer.Argument(help="Home file; without it ./home.yaml, or your own.")] = None,
    url: Annotated[str, typer.Option("--url", help="Home Assistant's address; else that of drivers.toml.")] = "",
    token: Annotated[
        str, typer.Option("--token", help="Its token, or where that is: env:NAME, file:PATH, keyring:NAME.")
    ] = "",
    write: Annotated[bool, typer.Option("--write", help="Write the home file; else it is only shown.")] = False,
    sync: Annotated[
        bool, typer.Option("--sync", help="Also take over what has changed there, and take out what is gone.")
    ] = False,
    exposed: Annotated[
        bool, typer.Option("--exposed", help="Only what Home Assistant shows to its own voice assistants.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also sensors that hardly anybody asks for, and settings.")
    ] = False,
) -> None:
    """Take floors, areas and devices over from Home Assistant. What you wrote, and your comments, stay."""
    import asyncio

    from ogam.devices.homeassistant.synchronising import Wanted, imported, keep, merged, read
    from ogam.home import find_home_path
    from ogam.home.parsing import read_text
    from ogam.hub import default_folder

    if source != "homeassistant":
        raise typer.BadParameter(say("'{source}' can't be imported. What can: homeassistant.", source=source))
    folder = default_folder()
    settings = _settings(folder, url, token)
    registry = asyncio.run(read(settings))
    file = find_home_path(path) or Path("home.yaml")
    before = read_text(file) if file.is_file() else ""
    language = "ko" if registry.language.startswith("ko") else "en"
    beginning = before or f"language: {language}\n"
    found = merged(beginning, registry, imported(folder), Wanted(sync, exposed, everything), str(file))
    _show_difference(before, found.text, file)
    _summarise(found)
    if write:
        _write(file, before, found.text)
        keep(folder, registry)
        _keep_settings(folder, settings)
        typer.secho(say("Wrote {path}.", path=file), fg="green")
    elif found.text != before:
        typer.echo(say(_NOTHING))


def _settings(folder: Path, url: str, token: str) -> "Settings":
    """Those of drivers.toml, with what the command line says in their place."""
    from ogam.core import OgamError
    from ogam.devices.drivers import FILE, read_table, read_tables
    from ogam.devices.homeassistant import Settings, check_settings

    path = folder / FILE
    table = dict(read_tables(path).get("homeassistant", {}))
    table |= {name: said for name, said in (("url", url), ("token", token)) if said}
    if not {"url", "token"} <= table.keys():
        raise OgamError(
            f"{path}: there is no table [homeassistant]. Give --url and --token, as docs/homeassistant.md shows."
        )
    settings = read_table(Settings, table, f"{path}: homeassistant")
    check_settings(settings)
    return settings


def _show_difference(before: str, after: str, file: Path) -> None:
    from difflib import unified_diff

    lines = unified_diff(before.splitlines(), after.splitlines(), str(file), str(file), lineterm="", n=1)
    for line in lines:
        typer.secho(line, fg=_COLOURS.get(line[:1]))


def _summarise(found: "Merged") -> None:
    counts = (
        (found.added, "New, {count}: {names}"),
        (found.changed, "Changed, {count}: {names}"),
        (found.removed, "Gone, {count}: {names}"),
    )
    for names, text in counts:
        if names:
            typer.echo(say(text, count=len(names), names=_listed(list(names))))
    if not any(names for names, _ in counts):
        typer.echo(say("There is nothing new in Home Assistant."))
    reasons = Counter(reason for _, reason in found.left_out)
    for reason, count in reasons.most_common():
        ids = [entity for entity, why in found.left_out if why == reason]
        text = say("Left out, {count}: {reason} ({names})", count=count, reason=told(reason), names=_listed(ids))
        typer.secho(text, dim=True)


def _listed(names: list[str]) -> str:
    more = ", …" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _write(file: Path, before: str, after: str) -> None:
    from ogam.core import HomeError
    from ogam.home.editing import replace_file

    if file.is_file():
        replace_file(file, before, after)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(after, "utf-8")
    except OSError as error:
        raise HomeError([f"{file}: the file cannot be written: {error.strerror or error}."]) from error


def _keep_settings(folder: Path, settings: "Settings") -> None:
    """Write the table into drivers.toml, where it has none: only its owner may read it, since it may hold a token."""
    from json import dumps

    from ogam.devices.drivers import FILE, read_tables

    path = folder / FILE
    if "homeassistant" in read_tables(path):
        return
    path.touch(mode=0o600)
    text = path.read_text("utf-8")
    gap = "" if not text or text.endswith("\n") else "\n"
    table = f"[homeassistant]\nurl = {dumps(settings.url)}\ntoken = {dumps(settings.token)}\n"
    path.write_text(f"{text}{gap}{table}", "utf-8")
    typer.echo(say("Wrote [homeassistant] into {path}.", path=path))
