"""`ogam people pending | confirm | discard`: what was heard or seen in passing, and waits for its person's word."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ogam.cli.language import say
from ogam.cli.people_shared import AsJson, Folder

if TYPE_CHECKING:
    from ogam.biometrics import Template

app = typer.Typer()

Number = Annotated[str, typer.Argument(metavar="ID", help="As `ogam people pending` shows it.")]


@app.command()
def pending(gallery: Folder = None, as_json: AsJson = False) -> None:
    """Show what was heard or seen of people in passing, and is kept only if they confirm it."""
    from ogam.biometrics import open_gallery
    from ogam.biometrics.candidates import expire

    with open_gallery(gallery) as known:
        expire(known)
        names = {member.id: member.name for member in known.members()}
        waiting = [facts_of_pending(template, names) for template in known.templates(pending=True)]
    if as_json:
        typer.echo(json.dumps(waiting, ensure_ascii=False, indent=2))
        return
    for one in waiting:
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(one["created"]))
        typer.echo(f"{one['id'][:8]}  {one['name']}  {say(one['modality'])}  {when}  {one['source']}")
    typer.echo(
        say("Keep one: ogam people confirm ID · drop one: ogam people discard ID" if waiting else "Nothing waits.")
    )


@app.command()
def confirm(number: Number, gallery: Folder = None, as_json: AsJson = False) -> None:
    """Enrol what waits."""
    decide(number, gallery, as_json, keep=True)


@app.command()
def discard(number: Number, gallery: Folder = None, as_json: AsJson = False) -> None:
    """Remove what waits."""
    decide(number, gallery, as_json, keep=False)


def decide(number: str, gallery: Path | None, as_json: bool, keep: bool) -> None:
    """Keep or drop one thing that waits."""
    from ogam.biometrics import open_gallery

    with open_gallery(gallery) as known:
        template = known.confirm(number) if keep else known.discard(number)
        name = known.member(template.member).name
    if as_json:
        typer.echo(json.dumps({"id": template.id, "name": name, "kept": keep}, ensure_ascii=False))
        return
    text = "Enrolled for {name}." if keep else "Discarded; nothing of it is kept for {name}."
    typer.echo(say(text, name=name))


def facts_of_pending(template: "Template", names: dict[str, str]) -> dict[str, Any]:
    """What waits, as JSON values."""
    return {
        "id": template.id,
        "name": names[template.member],
        "modality": template.embedding.contract.modality,
        "created": template.created,
        "source": template.source,
    }
