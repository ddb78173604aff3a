"""`ogam lab run`: a study, from STUDY.yaml to a folder of results."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.language import say

if TYPE_CHECKING:
    from ogam.lab.studies import Prepared, Results
    from ogam.lab.studies.runner import Progress

SHOWN = 10
"""Lines of what was left out that are printed; the page has all of them."""


def run(
    study: Annotated[Path, typer.Argument(metavar="STUDY.yaml", help="What to try on what; docs/lab.md describes it.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder of the results; else one beside the study.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes at once, one thread each; else one a core.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh/--resume", help="Begin anew, or go on where an earlier run stopped (as usual).")
    ] = False,
) -> None:
    """Run a study: recognisers on data under conditions, judged, with plots and a page. It goes on where it stopped."""
    from ogam.lab.studies import prepare
    from ogam.lab.studies import run as run_study

    prepared = prepare(study, out or study.with_name(f"{study.stem}-results"), fresh=fresh)
    total, before = len(prepared.plan.units), prepared.done_before()
    typer.echo(
        say(
            "{name}: {total} to do, {before} of them done before.",
            name=prepared.plan.study.name,
            total=total,
            before=before,
        )
    )
    try:
        with _bar(before, total) as tell:
            results = run_study(prepared, workers or os.cpu_count() or 1, tell)
    except KeyboardInterrupt:
        done = prepared.done_before()
        typer.echo(
            say("Stopped; {done} of {total} are done. The same command goes on.", done=done, total=total), err=True
        )
        raise
    _conclude(prepared, results)


@contextmanager
def _bar(before: int, total: int) -> "Iterator[Progress]":
    """How far it is and how long it will take, on a terminal; nothing where nobody looks."""
    from ogam.lab.studies.runner import silently

    if not sys.stderr.isatty():
        yield silently
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total, completed=before)
        yield lambda done, _, recognizer: bar.update(task, completed=done, description=recognizer)


def _conclude(prepared: "Prepared", results: "Results") -> None:
    """The main figures, and what was left out."""
    from ogam.lab.studies.results import main_figure
    from ogam.lab.studies.telling import part_of, with_interval

    for judged in results.judged:
        figure, worst = main_figure(judged), judged.assessment.worst
        if figure is not None:
            typer.echo(
                f"{judged.protocol} · {judged.dataset} · {judged.recognizer}: {figure.name} {with_interval(figure)}"
            )
        if worst is not None:
            typer.echo("  " + say("worst: {part}, {value}", part=part_of(worst), value=with_interval(worst)))
    if results.omissions:
        typer.echo(say("Left out, or failed:"))
    for one in results.omissions[:SHOWN]:
        where = " · ".join(part for part in (one.recognizer, one.dataset) if part)
        typer.echo(f"  {where}: {one.count} {say(one.status)}: {one.why}")
    if len(results.omissions) > SHOWN:
        typer.echo("  " + say("… and {count} more lines, in the page.", count=len(results.omissions) - SHOWN))
    typer.echo(say("Results: {path}", path=prepared.folder / "index.html"))
