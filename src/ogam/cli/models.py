"""`ogam models`: list, fetch, verify and find the weights."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ogam.cli.language import say, told, wide
from ogam.cli.models_partners import pull_partner
from ogam.cli.models_trust import app as trust

if TYPE_CHECKING:
    from ogam.models import Model, Store

app = typer.Typer(
    help="The weights: list, fetch, verify, find.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

app.add_typer(trust, name="trust")

Names = Annotated[list[str] | None, typer.Argument(help="Models by name, as `ogam models list` shows them.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]

_COLOURS = {"here": "green", "damaged": "red"}


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """Show what the catalogue has and what is on this computer."""
    from ogam.models import Store, catalog

    store = Store()
    models = list(catalog().values())
    if as_json:
        _print_json([_facts(model, store) for model in models])
        return
    for model in models:
        state = store.state(model)
        typer.echo(
            f"{model.name:<20} {model.version:<8} {_megabytes(model.size):>9}  "
            f"{typer.style(wide(say(state), 8), fg=_COLOURS.get(state))} {model.licence:<11} "
            f"{model.task}{'' if model.default else ' (' + say('optional') + ')'}"
        )
    kept = "They are kept in {folder}. Get what is absent or damaged with: ogam models pull"
    typer.echo(f"\n{say(kept, folder=store.folder)}")


@app.command()
def pull(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="Fetch every model, the optional ones too.")] = False,
    place: Annotated[
        str, typer.Option("--from", metavar="PLACE", help="A partner's registry, an address or a folder: partner/name.")
    ] = "",
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Agree to a licence that asks for more than to be named.")
    ] = False,
    allow_older: Annotated[bool, typer.Option("--allow-older", help="Take a version older than what is here.")] = False,
    largest: Annotated[float, typer.Option("--largest", min=0, help="GB that a partner's weights may have.")] = 4.0,
    as_json: AsJson = False,
) -> None:
    """Fetch models, and fetch again what is damaged. Without names: all that are not optional."""
    from ogam import models as weights

    store = weights.Store()
    if place:
        for name in names or []:
            pull_partner(name, place, store, accept_licence, allow_older, largest, as_json)
        if not names:
            raise typer.BadParameter(say("say what to pull from there: partner/name"), param_hint="--from")
        return
    chosen = names or [model.name for model in weights.catalog().values() if everything or model.default]
    with weights.terminal_progress(told) as progress:
        weights.pull(chosen, store=store, progress=progress)
    found = [weights.find(name) for name in chosen]
    if as_json:
        _print_json([_facts(model, store) for model in found])
        return
    for model in found:
        typer.echo(f"{model.name} {model.version}  {_megabytes(model.size)}  {store.folder_of(model)}")


@app.command()
def verify(names: Names = None, as_json: AsJson = False) -> None:
    """Compare every byte with the catalogue. Without names: all that are on this computer."""
    from ogam.core import ModelError
    from ogam.models import Store, catalog, find

    store = Store()
    chosen = [find(name) for name in names] if names else list(catalog().values())
    present = [model for model in chosen if names or store.state(model) != "absent"]
    faulty = {model.name: store.faulty(model, thorough=True) for model in present}
    if as_json:
        _print_json([{"name": name, "faulty": [file.name for file in files]} for name, files in faulty.items()])
    else:
        for model in present:
            if not faulty[model.name]:
                name = f"{model.name} {model.version}"
                typer.echo(say("{name}: verified, {size}", name=name, size=_megabytes(model.size)))
        if not present:
            typer.echo(say("There are no models on this computer yet. Get them with: ogam models pull"))
    problems = [
        f"{store.file_of(model, file)}: {'damaged' if store.file_of(model, file).exists() else 'missing'}"
        for model in present
        for file in faulty[model.name]
    ]
    if problems:
        again = " ".join(name for name, files in faulty.items() if files)
        raise ModelError("\n".join([*problems, f"Get them again with: ogam models pull {again}"]))


@app.command("path")
def show_path(name: Annotated[str, typer.Argument(help="A model by name.")]) -> None:
    """Print the folder of a model that is on this computer."""
    from ogam.models import Store

    typer.echo(str(Store().path(name)))


def _facts(model: "Model", store: "Store") -> dict[str, Any]:
    return {
        "name": model.name,
        "version": model.version,
        "task": model.task,
        "languages": list(model.languages),
        "licence": model.licence,
        "attribution": model.attribution,
        "homepage": model.homepage,
        "description": model.description,
        "default": model.default,
        "bytes": model.size,
        "state": store.state(model),
        "path": str(store.folder_of(model)),
        "files": model.card.files,
    }


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
