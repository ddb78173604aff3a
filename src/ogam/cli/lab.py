"""`ogam lab`: recognisers of anybody, measured on anybody's data. A list: a group or command a file."""

import typer

from ogam.cli.lab_card import card
from ogam.cli.lab_check import check
from ogam.cli.lab_compare import compare
from ogam.cli.lab_data import app as data
from ogam.cli.lab_leaderboard import leaderboard
from ogam.cli.lab_registry import index, key_app, publish
from ogam.cli.lab_run import run

app = typer.Typer(
    help="The lab: data sets, other people's recognisers, and how good they are.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(data, name="data")
app.command("publish")(publish)
app.command("index")(index)
app.add_typer(key_app, name="key")
app.command("check")(check)
app.command("run")(run)
app.command("compare")(compare)
app.command("leaderboard")(leaderboard)
app.command("card")(card)
