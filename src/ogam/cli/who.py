"""Who speaks, for commands that listen: the household of the gallery, and pictures of who is there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ogam.cli.language import say, told

if TYPE_CHECKING:
    from ogam.biometrics import Evidence, Household
    from ogam.home import Home
    from ogam.hub import Hub

CAMERA = "camera"
Seen = "Callable[[float], tuple[Evidence, ...]]"
"""What was seen in the last so many seconds."""


def household_of(home: "Home", gallery: Path | None, threads: int) -> "Household | None":
    """Whom the gallery knows; None where it is not there, or knows nobody.

    Where it cannot be used, that is said, and the household is given all the same: it recognises nobody, and
    permissions count. They must not go off because a file is damaged.
    """
    from ogam.biometrics import gallery_exists, open_household
    from ogam.core import OgamError

    if not gallery_exists(gallery):
        return None
    household = open_household(gallery, home.people, threads)
    try:
        return household if household.names else None
    except OgamError as error:
        typer.echo(told(str(error)), err=True)
        typer.echo(say("Nobody is recognised until that is mended."), err=True)
        return household


@contextmanager
def watching(faces: Sequence[str], household: "Household | None") -> "Iterator[Callable[[float], tuple[Evidence, ...]]]":
    """What is seen while it is listened: of picture files always the same, of the camera the last seconds.

    faces: files, or `camera`. Raises ImageError for what is no picture, and where there is no camera.
    """
    from contextlib import ExitStack

    from ogam.hub.looking import Looking
    from ogam.vision import camera, read_image

    if household is None:
        yield lambda _: ()
        return
    still = [one for face in faces if face != CAMERA for one in household.observe(read_image(Path(face)))]
    with ExitStack() as stack:
        eyes = [stack.enter_context(Looking(first_of(camera()), household.observe)) for face in faces if face == CAMERA]
        yield lambda seconds: (*still, *(one for eye in eyes for one in eye.lately(seconds)))
