"""What the commands of `ogam people` share: their options, and who is in the home file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ogam.home import Person

SOME_REFUSED, NOTHING_DONE = 1, 2
"""Exit codes."""

Name = Annotated[str, typer.Argument(help="The person's name.")]
Folder = Annotated[Path | None, typer.Option("--gallery", help="Folder of the gallery; else your own.", metavar="DIR")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def people_of(home: Path | None) -> "tuple[Person, ...]":
    """The people of the home file. Without one there are none: those of the built-in example live nowhere."""
    from ogam.home import find_home_path, load_home

    path = find_home_path(home)
    return load_home(path).people if path else ()


def declared(people: "Sequence[Person]", name: str) -> "Person | None":
    """The person who is called so, by name or alias."""
    from ogam.home import key

    return next((one for one in people if key(name) in map(key, (one.name, *one.aliases))), None)
