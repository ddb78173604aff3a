"""`ogam models trust`: whose packages are taken."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ogam.cli.language import say

app = typer.Typer(
    help="Whose packages are taken: a partner's name and its key. Nobody is trusted by itself.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Partner = Annotated[str, typer.Argument(help="The partner's name: what stands before the slash.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def add(
    partner: Partner,
    key: Annotated[str, typer.Argument(help="The public key (ed25519:…), or a file that holds it.")],
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the key that was trusted.")] = False,
) -> None:
    """Trust a partner's key. Compare its fingerprint with what the partner tells you by another way."""
    from ogam.models.signatures import parse_public_key
    from ogam.models.trust import read_trust

    file = Path(key)
    text = file.read_text(encoding="utf-8", errors="replace")[:1_000] if len(key) < 250 and file.is_file() else key
    public = parse_public_key(text)
    read_trust().with_key(partner, public, replacing=replace).save()
    typer.echo(say("{partner}: trusted, by the key {fingerprint}.", partner=partner, fingerprint=public.fingerprint))


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """Show whom you trust."""
    from ogam.models.trust import read_trust

    keys = read_trust().keys
    if as_json:
        typer.echo(json.dumps({name: {"key": str(key), "fingerprint": key.fingerprint} for name, key in keys.items()}))
        return
    for name, key in keys.items():
        typer.echo(f"{name:<20} {key.fingerprint}")
    if not keys:
        typer.echo(say("You trust nobody's packages yet. Add a key with: ogam models trust add NAME KEY"))


@app.command()
def remove(partner: Partner) -> None:
    """Trust a partner no longer. What was pulled stays, and is as it was verified."""
    from ogam.models.trust import read_trust

    read_trust().without(partner).save()
    typer.echo(say("{partner}: no longer trusted. Nothing new of it is taken.", partner=partner))
