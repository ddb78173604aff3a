"""`ogam lab data`: data sets by name, registered where they lie."""

import typer

app = typer.Typer(
    help="Data sets: add, list, verify, slice, remove. They stay where they lie.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def data() -> None:
    """Data sets: add, list, verify, slice, remove. They stay where they lie."""
