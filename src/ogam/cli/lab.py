"""`ogam lab`: recognisers of anybody, measured on anybody's data. A list: a group or command a file."""

import typer

from ogam.cli.lab_data import app as data
from ogam.cli.lab_registry import index, key_app, publish

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
