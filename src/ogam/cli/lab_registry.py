"""`ogam lab publish | index | key`: recognisers for others, signed."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ogam.cli.language import say

key_app = typer.Typer(
    help="The key that you sign with: make it once, and show what others trust.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
KeyFileOption = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="The key's file; else publisher.key in Ogam's folder.")
]
InKeyring = Annotated[bool, typer.Option("--keyring", help="The key is in the system's keyring.")]


@key_app.command("new")
def new_key(file: KeyFileOption = None, keyring: InKeyring = False, as_json: AsJson = False) -> None:
    """Make the key that you sign with. Keep a copy where nobody else finds it: nobody can make it again."""
    from ogam.lab.registry.keys import key_place, new_signing_key

    place = key_place(file, keyring=keyring)
    _show_key(str(public := new_signing_key(place).public), public.fingerprint, as_json)
    if not as_json:
        typer.echo(say("It is kept in {place}. Keep a copy: whoever has it publishes in your name.", place=place.name))


@key_app.command("show")
def show_key(file: KeyFileOption = None, keyring: InKeyring = False, as_json: AsJson = False) -> None:
    """Show the public part of your key, and its fingerprint."""
    from ogam.lab.registry.keys import key_place, load_signing_key

    public = load_signing_key(key_place(file, keyring=keyring)).public
    _show_key(str(public), public.fingerprint, as_json)


def publish(
    entry: Annotated[Path, typer.Argument(help="A file with one [[model]], in the form of docs/models.md.")],
    partner: Annotated[str, typer.Option("--as", metavar="PARTNER", help="Your name: lower-case letters, digits, -.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The registry's folder; made if it is not there.")],
    card: Annotated[
        Path | None, typer.Option("--card", metavar="FILE", help="A model card, as `ogam lab card --json` makes it.")
    ] = None,
    results: Annotated[
        Path | None, typer.Option("--results", metavar="PATH", help="A file or folder of results that goes with it.")
    ] = None,
    plugin: Annotated[str, typer.Option("--plugin", help="The package that runs it: hanyang-ogam==1.2 …")] = "",
    file: KeyFileOption = None,
    keyring: InKeyring = False,
    as_json: AsJson = False,
) -> None:
    """Publish a recogniser: its card, what was measured, and where its weights are, signed with your key."""
    from ogam.lab.registry import load_signing_key, publish, write_page
    from ogam.lab.registry.keys import key_place

    key = load_signing_key(key_place(file, keyring=keyring))
    done = publish(entry, partner, to, key, card=card, results=results, plugin=plugin)
    page = write_page(to)
    if as_json:
        facts = {"reference": done.reference, "digest": done.digest, "bytes": done.bytes, "key": str(key.public)}
        typer.echo(json.dumps(facts))
        return
    typer.echo(f"{done.reference}  {done.bytes / 1e6:.1f} MB  {done.digest}")
    typer.echo(say("Signed with the key {fingerprint}.", fingerprint=key.public.fingerprint))
    typer.echo(say("Its page: {page}. Give out the folder by any web server, or copy it.", page=page))


def index(
    folder: Annotated[Path, typer.Argument(help="The registry's folder.", metavar="DIR")],
    title: Annotated[str, typer.Option("--title", help="Of the page.")] = "Recognisers of our partners",
) -> None:
    """Write the page of a registry: cards, measured figures, licences, hashes, keys. It opens without a server."""
    from ogam.lab.registry import write_page

    typer.echo(str(write_page(folder, title)))


def _show_key(public: str, fingerprint: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"key": public, "fingerprint": fingerprint}))
        return
    typer.echo(public)
    typer.echo(say("Fingerprint: {fingerprint}", fingerprint=fingerprint))
