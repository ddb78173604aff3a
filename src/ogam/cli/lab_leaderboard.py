"""`ogam lab leaderboard`: recognisers of many studies, the best first."""

from pathlib import Path
from typing import Annotated

import typer

from ogam.cli.language import say


def leaderboard(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDERS…", help="Folders of results, also of other machines.", show_default=False),
    ],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a page too.")] = None,
) -> None:
    """Rank recognisers of many studies where data, conditions and protocol are the same."""
    from rich.console import Console
    from rich.table import Table

    from ogam.lab.studies import load_results
    from ogam.lab.studies.leaderboard import boards, leaderboard_page, speed_told
    from ogam.lab.studies.telling import part_of, with_interval

    found = boards([load_results(folder) for folder in folders])
    machines = list(dict.fromkeys(one.machine for board in found for one in board.places))
    console = Console(markup=False, highlight=False)
    for board in found:
        typer.echo(f"{board.protocol} · {board.dataset} · {', '.join(board.conditions)}")
        table = Table()
        for head in ("recogniser", "figure", "worst group", "without answer", "speed", "machine"):
            table.add_column(say(head), overflow="fold")
        for one in board.places:
            worst = f"{part_of(one.worst)}: {with_interval(one.worst)}" if one.worst else "–"
            figure = f"{one.figure.name} {with_interval(one.figure)}"
            machine = str(machines.index(one.machine) + 1)
            table.add_row(f"{one.recognizer} ({one.model})", figure, worst, str(one.left_out), speed_told(one), machine)
        console.print(table)
    for number, machine in enumerate(machines, start=1):
        typer.echo(say("machine {number}: {machine}", number=number, machine=machine))
    typer.echo(say("Speed can be compared only between rows of one machine."))
    if out is not None:
        out.write_text(leaderboard_page(found), encoding="utf-8")
