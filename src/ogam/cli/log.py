"""`ogam log` shows what was heard, understood and done; `ogam replay` runs it again and compares."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.language import say, spoken, wide
from ogam.cli.say import HomeFile, Json, LogFile

if TYPE_CHECKING:
    from ogam.core import Event
    from ogam.hub import EventLog

_LOOK_EVERY = 0.3  # seconds


def log(
    path: LogFile = None,
    last: Annotated[int, typer.Option("--last", min=1, help="How many turns to show.")] = 10,
    as_json: Json = False,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with what comes; stop with Ctrl-C.")] = False,
) -> None:
    """Show what was heard, understood and done: the last turns of the event log."""
    from ogam.hub import EventLog, default_log_path

    with EventLog(path or default_log_path(), read_only=True) as events:
        shown = 0
        for turn in events.last_turns(last):
            for event in events.events(turn=turn):
                show(event, as_json)
                shown = max(shown, event.id)
        if follow:
            _follow(events, shown, as_json)


def replay(
    path: Annotated[Path, typer.Argument(help="The log to run again.", metavar="LOG")],
    home: HomeFile = None,
    as_json: Json = False,
) -> None:
    """Run a log again and compare the commands and decisions. Exit code 1 if something came out otherwise."""
    import asyncio

    from ogam.devices.known import with_known
    from ogam.home import find_home
    from ogam.hub import default_folder, open_hub
    from ogam.hub import replay as run_again
    from ogam.hub.replay import permissions_counted, simulated

    house = simulated(with_known(find_home(home, spoken()), default_folder()))
    hub = open_hub(house, listen=False, anyone_enrolled=permissions_counted(path))
    result = asyncio.run(run_again(path, hub))
    if as_json:
        typer.echo(json.dumps(asdict(result), ensure_ascii=False))
    else:
        for difference in result.differences:
            typer.secho(f"“{difference.sentence}” · {difference.what}", fg="yellow")
            for label, what in (("then", difference.then), ("now", difference.now)):
                typer.echo(f"   {wide(say(label), 5)} {what}")
        skipped = say("{count} had failed before anything was heard.", count=result.skipped) if result.skipped else ""
        changed = len(result.differences)
        text = "{turns} turns run again: {count} differences." if changed else "{turns} turns run again: all the same."
        typer.echo(f"{say(text, turns=result.turns, count=changed)} {skipped}".rstrip())
    if result.differences:
        raise typer.Exit(1)


def show(event: "Event", as_json: bool) -> None:
    """Print one event."""
    from ogam.cli.turns import event_lines

    if as_json:
        typer.echo(json.dumps(asdict(event), ensure_ascii=False))
        return
    for text in event_lines(event):
        typer.echo(text)


def _follow(events: "EventLog", shown: int, as_json: bool) -> None:
    while True:
        for event in events.events(after=shown):
            show(event, as_json)
            shown = event.id
        time.sleep(_LOOK_EVERY)
