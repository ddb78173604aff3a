"""`ogam lab card`: a model card, made from results."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ogam.cli.language import say


def card(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="A folder that `ogam lab run` made.", show_default=False)
    ],
    recognizer: Annotated[str, typer.Argument(help="A recogniser, by its name in the study.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.md", help="Write it there, and FILE.json beside it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of Markdown.")] = False,
) -> None:
    """Make a model card from the results of a study; nothing in it is written by hand."""
    from ogam.lab.studies import load_results
    from ogam.lab.studies.cards import card_data, card_markdown

    found = load_results(results)
    data, told = card_data(found, recognizer), card_markdown(found, recognizer)
    if out is None:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else told, nl=as_json)
        return
    out.with_suffix(".md").write_text(told, encoding="utf-8")
    out.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    typer.echo(say("Written: {path}", path=out.with_suffix(".md")))
