"""Changing the home file: its new text is compiled, written, and put in place of what was; or nothing is changed."""

import asyncio
from collections.abc import Callable

from ogam.core import GrammarError, HomeError, PolicyError
from ogam.home import Home
from ogam.home.editing import replace_file
from ogam.home.parsing import read_text
from ogam.hub import Renewal, prepare, renew
from ogam.server.api.running import Running
from ogam.server.context import Server
from ogam.server.errors import Refused
from ogam.server.settings import data_folder

Edit = Callable[[str, str], tuple[str, Home]]
"""The text and the path of a home file → its new text, and the home that it describes then."""


async def change_home(server: Server, kept: Running, edit: Edit) -> None:
    """Change the file, compile the home that it is then, and put that in place. Nothing is changed where one fails."""
    async with kept.editing:
        renewal = await asyncio.to_thread(_write, server, kept, edit)
        renew(server.house.hub, renewal)
        kept.forget_examples()


def _write(server: Server, kept: Running, edit: Edit) -> Renewal:
    path = server.home_path
    if path is None:
        text = "There is no home file to write in. Make one with: ogam home init; then start the server again."
        raise Refused(409, "no-home-file", text)
    try:
        before = read_text(path)
        after, home = edit(before, str(path))
        renewal = prepare(server.house.hub, home, kept.anyone_enrolled, folder=data_folder())
        replace_file(path, before, after)
    except (HomeError, GrammarError, PolicyError) as error:
        raise Refused(422, "home", str(error).replace(str(path), path.name)) from error
    return renewal
