"""`ogam models pull partner/name --from PLACE`: what is pulled, from whom, and on which terms."""

import json
import sys
from typing import TYPE_CHECKING

import typer

from ogam.cli.language import say, told

if TYPE_CHECKING:
    from ogam.models import Store
    from ogam.models.partners import Package


def pull_partner(
    reference: str,
    where: str,
    store: "Store",
    accept_licence: bool,
    allow_older: bool,
    largest: float,
    as_json: bool,
) -> None:
    """Pull one package, and say what it is."""
    from ogam.models import terminal_progress
    from ogam.models.layouts import place_of
    from ogam.models.pulling_partners import pull_package, results_of

    def accept(package: "Package", asks: str) -> bool:
        licence = package.model.licence or say("licence unknown")
        typer.echo(f"{package.model.name} {package.model.version}: {licence}: {told(asks)}.", err=True)
        return accept_licence or (sys.stdin.isatty() and typer.confirm(say("Do you agree?"), err=True))

    with terminal_progress(told) as progress:
        package = pull_package(
            reference,
            place_of(where),
            accept,
            store=store,
            progress=progress,
            allow_older=allow_older,
            largest=int(largest * 1e9),
        )
    model = package.model
    if as_json:
        facts = {"name": model.name, "version": model.version, "licence": model.licence, "digest": package.digest}
        typer.echo(json.dumps({**facts, "key": str(package.key), "path": str(store.folder_of(model))}))
        return
    typer.echo(f"{model.name} {model.version}  {model.size / 1e6:.1f} MB  {store.folder_of(model)}")
    typer.echo(say("Signed with the key {fingerprint}.", fingerprint=package.key.fingerprint))
    if package.results:
        typer.echo(say("What its publisher measured: {folder}", folder=results_of(model.name)))
    if package.plugin:
        typer.echo(
            say("To use it, install what runs it, if you trust that too: pip install {plugin}", plugin=package.plugin)
        )
