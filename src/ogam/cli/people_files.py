"""`ogam people export | import`: one's own templates, to take along."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ogam.cli.language import say, told
from ogam.cli.people_shared import NOTHING_DONE, SOME_REFUSED, AsJson, Folder, Name, declared, people_of
from ogam.cli.say import HomeFile

app = typer.Typer()

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", exists=True, dir_okay=False, help="A file with the passphrase in its first line."
    ),
]


@app.command("export")
def export_person(
    name: Name,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    passphrase_file: PassphraseFile = None,
    gallery: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Write a person's own templates to a file that only the passphrase opens."""
    from ogam.biometrics import open_gallery
    from ogam.biometrics.transfer import write_export, write_private

    with open_gallery(gallery) as known:
        member = known.member(name)
        embeddings = [template.embedding for template in known.templates(member.id)]
    data = write_export(member.name, embeddings, passphrase(passphrase_file, confirm=True))
    write_private(path, data)
    if as_json:
        typer.echo(json.dumps({"file": str(path), "templates": len(embeddings)}))
        return
    typer.echo(say("{path}: {count} templates of {name}, sealed.", path=path, count=len(embeddings), name=member.name))


@app.command("import")
def import_person(
    path: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="An export.")],
    passphrase_file: PassphraseFile = None,
    gallery: Folder = None,
    home: HomeFile = None,
    as_json: AsJson = False,
) -> None:
    """Take in what `ogam people export` wrote. What is there already is left as it is."""
    from ogam.biometrics import open_gallery
    from ogam.biometrics.transfer import read_export, take_in

    export = read_export(path.read_bytes(), passphrase(passphrase_file, confirm=False))
    person = declared(people_of(home), export.name)
    with open_gallery(gallery, create=True) as known:
        taken, refusals = take_in(known, person.name if person else export.name, export)
    if as_json:
        refused = [told(refusal.reason) for refusal in refusals]
        typer.echo(json.dumps({"name": export.name, "templates": len(taken), "refused": refused}, ensure_ascii=False))
    else:
        for refusal in refusals:
            typer.echo(f"{refusal.source}: {told(refusal.reason)}", err=True)
        typer.echo(say("{count} templates of {name} taken in.", count=len(taken), name=export.name))
    if refusals:
        raise typer.Exit(SOME_REFUSED if taken else NOTHING_DONE)


def passphrase(path: Path | None, confirm: bool) -> str:
    """From a file's first line, or asked for without showing it."""
    if path is not None:
        return (path.read_text(encoding="utf-8").splitlines() or [""])[0]
    return str(typer.prompt(say("Passphrase"), hide_input=True, confirmation_prompt=confirm))
