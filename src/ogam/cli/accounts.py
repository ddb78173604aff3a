"""`ogam accounts`: who may sign in to the server, for whoever may read its files."""

import json
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.say import HomeFile, Json

app = typer.Typer(
    help="Who may sign in to the server.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

if TYPE_CHECKING:
    from ogam.server.auth import Auth

Name = Annotated[str, typer.Argument(help="The account's name.")]


@app.command("list")
def list_accounts(as_json: Json = False) -> None:
    """Show every account, and by what it can sign in."""
    from ogam.cli.language import say, wide

    with _auth() as auth:
        shown = [
            {
                "name": one.name,
                "person": one.person,
                "owner": one.owner,
                "password": one.has_password,
                "passkeys": len(auth.passkeys.of(one.name)),
            }
            for one in auth.accounts.all()
        ]
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    if not shown:
        typer.echo(say("There are no accounts yet. Make one: ogam accounts invite NAME --owner"))
    for one in shown:
        means = [say("password")] * bool(one["password"]) + [say("{count} passkeys", count=one["passkeys"])]
        typer.echo(f" {wide(str(one['name']), 16)} {wide(str(one['person'] or '—'), 16)} {', '.join(means)}")


@app.command()
def invite(
    name: Name,
    owner: Annotated[bool, typer.Option("--owner", help="An owner, whatever the home file says.")] = False,
    only_first: Annotated[bool, typer.Option("--only-first", help="Nothing, if there are accounts already.")] = False,
    url: Annotated[str, typer.Option("--url", help="Where the web app is reached; else as the settings say.")] = "",
    home: HomeFile = None,
) -> None:
    """Print a link, good once and for a week, by which somebody can sign in: to a new account, or to one that is there.

    For a first account where no browser runs on this computer, and for who has lost every other way in.
    """
    from ogam.cli.language import say, spoken
    from ogam.home import find_home
    from ogam.server.auth.routes import person_called

    with _auth() as auth:
        if only_first and not auth.first_run:
            return
        account = auth.accounts.find(name)
        if account is None:
            account = auth.accounts.add(name, person_called(find_home(home, spoken()), name), owner)
        invitation = auth.invitations.new(account.name)
    typer.echo(say("For {name}, once, within a week:", name=account.name))
    typer.echo(f"  {(url or _url()).rstrip('/')}/#invitation={invitation}")


@app.command()
def remove(name: Name) -> None:
    """Remove an account, its passkeys, sessions and tokens."""
    from ogam.cli.language import say
    from ogam.core import OgamError

    with _auth() as auth:
        if not auth.accounts.remove(name):
            raise OgamError(f"There is no account '{name}'.")
    typer.echo(say("The account {name} is removed.", name=name))


def _auth() -> "closing[Auth]":
    from ogam.server.auth import Auth
    from ogam.server.running import AUTH
    from ogam.server.settings import data_folder

    return closing(Auth.open(data_folder() / AUTH))


def _url() -> str:
    from ogam.server.serving import url_of
    from ogam.server.settings import FILE, data_folder, load_settings

    settings = load_settings(data_folder() / FILE)
    return url_of(settings, settings.port)
