"""Who speaks, for commands that listen: the household of the gallery, and pictures of who is there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ogam.cli.language import say, told

if TYPE_CHECKING:
    from ogam.biometrics import Evidence, Household
    from ogam.home import Home

CAMERA = "camera"


def household_of(home: "Home", gallery: Path | None, threads: int) -> "Household | None":
    """Whom the gallery knows; None where there is none, or it knows nobody.

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
        typer.echo(say("Until that is mended, nobody is recognised."), err=True)
        return household


@contextmanager
def watching(
    faces: Sequence[str], household: "Household | None"
) -> "Iterator[Callable[[float], tuple[Evidence, ...]]]":
    """What was seen in the last so many seconds: of picture files always the same, of the camera what is there.

    faces: files, or `camera`. Raises ImageError for what is no picture, and where there is no camera.
    """
    from ogam.hub.looking import Looking
    from ogam.vision import open_camera

    if not faces or household is None or not household.knows("face"):
        if faces:
            typer.echo(say("Nobody is enrolled by face, so no picture is looked at."), err=True)
        yield lambda _: ()
        return
    still = tuple(one for face in faces if face != CAMERA for one in looked_at(Path(face), household))
    with ExitStack() as stack:
        eyes = []
        if CAMERA in faces:
            camera = stack.enter_context(open_camera(0, patience=0))
            first = next(camera)  # what is wrong with it is said before anybody speaks
            eyes.append(stack.enter_context(Looking(chain([first], camera), household.observe)))
        yield lambda seconds: (*still, *(one for eye in eyes for one in eye.lately(seconds)))


def looked_at(path: Path, household: "Household") -> "list[Evidence]":
    """The faces of a picture; why one is of no use is said."""
    from ogam.vision import read_image

    found = household.observe(read_image(path))
    for one in found:
        if reason := one.details.get("refused"):
            typer.echo(told(str(reason)), err=True)
    if not found:
        no_face = f"{path}: no face in it. Look into the camera, with light on your face."
        typer.echo(told(no_face), err=True)
    return found
