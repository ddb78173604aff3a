"""`ogam plugins`: recognisers, drivers and data sets that others make: list, begin one, serve one."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ogam.cli.language import say, told, wide

app = typer.Typer(
    help="Recognisers, drivers and data sets of others: list them, begin your own, serve one.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("list")
def list_plugins(
    imported: Annotated[
        bool, typer.Option("--import", help="Import each of them too, and name those that fail.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Show what is installed. Nothing of it is imported unless you say so."""
    from ogam.plugins import PluginError, find_plugins, load
    from ogam.plugins import problems as problems_of

    plugins = find_plugins()
    problems = problems_of(plugins)
    for plugin in plugins if imported else ():
        try:
            load(plugin)
        except PluginError as error:
            problems.append(str(error))
    if as_json:
        facts = [{**asdict(plugin), "task": plugin.task} for plugin in plugins]
        typer.echo(json.dumps({"plugins": facts, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        for plugin in plugins:
            licence = plugin.card.licence if plugin.card else ""
            task = wide(say(plugin.task), 20) if plugin.task else " " * 20
            package = f"{plugin.distribution} {plugin.version}"
            typer.echo(f"{wide(say(plugin.kind), 10)}  {plugin.name:<26} {task} {package:<26} {licence}".rstrip())
        if not plugins:
            typer.echo(say("There are no plugins. Begin one with: ogam plugins new NAME --task asr"))
    for problem in problems:
        typer.echo(told(problem), err=True)
    if problems:
        raise typer.Exit(1)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Its name: parrot, or my-lab/parrot.")],
    task: Annotated[str, typer.Option("--task", help="asr, wake, vad, voice, face or objects.")],
    folder: Annotated[Path, typer.Option("--folder", file_okay=False, help="Where the new folder is made.")] = Path(),
) -> None:
    """Begin a recogniser: a repository with code, card, tests and a workflow that pass as they stand."""
    from ogam.plugins.starting import new_plugin

    made = new_plugin(name, task, folder)
    typer.echo(say("{folder} is there. Next:", folder=made))
    for step in (f"ogam lab check {made}", f"cd {made}", "python -m pip install -e '.[test]'", "pytest"):
        typer.echo(f"  {step}")


@app.command("serve")
def serve(
    name: Annotated[str, typer.Argument(help="A recogniser that is installed here.")],
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Where it listens; 0 for any free port.")
    ] = 8090,
    host: Annotated[str, typer.Option("--host", help="To whom it listens; only this machine as it is.")] = "127.0.0.1",
) -> None:
    """Serve a recogniser by HTTP, so that an Ogam in another environment can use it by its address. Ctrl-C ends it."""
    from ogam.core import OgamError
    from ogam.plugins import open_recognizer, serving

    recognizer = open_recognizer(name)
    try:
        server = serving.serve(recognizer, port, host)
    except OSError as error:
        raise OgamError(f"port {port} of {host} cannot be used: {error.strerror}. Take another one: --port") from error
    address = f"http://{host}:{server.server_port}"
    typer.echo(say("{name} answers at {address}. Try it: ogam lab check {address}", name=name, address=address))
    with server:
        server.serve_forever()
