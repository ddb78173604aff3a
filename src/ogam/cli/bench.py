"""`ogam bench`: how good is it?"""

import typer

app = typer.Typer(help="Measure how good it is.", no_args_is_help=True)
