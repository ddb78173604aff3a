"""`ogam log` shows what was heard, understood and done, and deletes a span of it; `ogam replay` runs it again."""

import json
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.language import say, spoken, wide
from ogam.cli.say import HomeFile, Json, LogFile
from ogam.core import LogError

if TYPE_CHECKING:
    from ogam.core import Event
    from ogam.hub import Deletion, EventLog, Extent, Span

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_LOOK_EVERY = 0.3  # seconds
_FORMATS = ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]
_QUESTION = "Delete {turns} turns ({events} events) for ever?"
_UNSWEPT = "Another program is reading the log: old bytes may be in its file. Close it, and delete once more."


@app.callback(invoke_without_command=True)
def log(
    context: typer.Context,
    path: LogFile = None,
    last: Annotated[int, typer.Option("--last", min=1, help="How many turns to show.")] = 10,
    as_json: Json = False,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with what comes; stop with Ctrl-C.")] = False,
) -> None:
    """Show what was heard, understood and done: the last turns of the event log."""
    from ogam.hub import EventLog, default_log_path

    if context.invoked_subcommand is not None:
        return
    with EventLog(path or default_log_path(), read_only=True) as events:
        shown = 0
        for turn in events.last_turns(last):
            for event in events.events(turn=turn):
                show(event, as_json)
                shown = max(shown, event.id)
        if follow:
            _follow(events, shown, as_json)


@app.command()
def forget(
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=_FORMATS, metavar="TIME", help="When it begins, as in: 2026-03-14 18:30"),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=_FORMATS, metavar="TIME", help="When it ends; now, if not given.")
    ] = None,
    turn: Annotated[str, typer.Option("--turn", help="One turn by its id, with the dialogue that it belongs to.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    path: LogFile = None,
    as_json: Json = False,
) -> None:
    """Delete what was heard and done between two times, or in one turn. The log then says how much, when and by whom.

    It is removed from the file too. Turns belong to the moment at which they began, in local time.
    """
    from getpass import getuser

    from ogam.hub import EventLog, default_log_path

    file, span = path or default_log_path(), _span(since, until, turn)
    with EventLog(file, read_only=True) as events:
        found = events.measure(span)
    if turn and not found.events:
        raise LogError(f"The log has no turn '{turn}', or it is still being carried out.")
    if found.events and not yes:
        typer.confirm(say(_QUESTION, **_counts(found)), abort=True)
    with EventLog(file) as events:
        _tell_deleted(events.delete(span, getuser()), as_json)


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


def _span(since: datetime | None, until: datetime | None, turn: str) -> "Span":
    from ogam.hub import Span

    if turn and (since or until):
        raise typer.BadParameter(say("give --turn, or --from and --to; not both."))
    if turn:
        return Span(turn=turn)
    if since is None:
        raise typer.BadParameter(say("say what to delete: --from and --to, or --turn."))
    return Span(since.timestamp(), until.timestamp() if until else time.time())


def _tell_deleted(done: "Deletion", as_json: bool) -> None:
    if as_json:
        facts = {"events": done.events, "turns": len(done.turns), "left": done.left, "swept": done.swept}
        typer.echo(json.dumps(facts))
        return
    text = "{events} events of {turns} turns are deleted; {left} of them are left."
    typer.echo(say(text if done.events else "There is nothing to delete.", **_counts(done), left=done.left))
    if not done.swept:
        typer.echo(say(_UNSWEPT), err=True)


def _counts(found: "Deletion | Extent") -> dict[str, int]:
    return {"events": found.events, "turns": len(found.turns)}


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
