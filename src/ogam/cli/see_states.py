"""`ogam see learn-state`: how a zone of a camera looks when it is open and when it is closed, learned from pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.language import say, wide
from ogam.cli.say import HomeFile

if TYPE_CHECKING:
    from ogam.core import Image
    from ogam.home import Camera, CameraZone, Home
    from ogam.vision.state_trials import StateTrial

STATES = ("open", "closed")
UNSURE = 1
"""Exit code where the trial was not passed well enough."""


def learn_state(
    camera: Annotated[str, typer.Argument(help="A camera of the home.")],
    zone: Annotated[str, typer.Argument(help="One of its zones that opens (`opens: true`).")],
    examples: Annotated[
        list[str],
        typer.Argument(help="Pictures of each state: open=FOLDER closed=FOLDER.", metavar="open=FOLDER closed=FOLDER"),
    ],
    home: HomeFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try and report only; keep nothing.")] = False,
) -> None:
    """Learn how a door looks open and closed, so that “is the oven door open?” can be answered.

    Give whole pictures of that camera, three or more of each state, in differing light. Each is then left out once and
    told by the others, and what came of it is said as it is. Only numbers are kept, no picture.
    """
    from ogam.cli.language import spoken
    from ogam.home import find_home
    from ogam.hub import default_folder
    from ogam.hub.open_sights import state_path
    from ogam.vision import learn_state as learn
    from ogam.vision import save_state, zone_features
    from ogam.vision.state_trials import leave_one_out
    from ogam.vision.zones import Zone

    eye, part = _zone_of(find_home(home, spoken()), camera, zone)
    pictures = {state: _read(state, folder, eye) for state, folder in _folders(examples).items()}
    features, area = zone_features(), Zone(part.name, part.polygon)
    learned = learn(area, pictures, features)
    trials = leave_one_out(area, pictures, features)
    _report(trials)
    if not dry_run:
        path = state_path(default_folder(), eye, part.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        save_state(learned, path)
        typer.echo(say("Learned. A server that runs takes it when the camera is opened next: {path}", path=path))
    if not all(trial.right for trial in trials):
        raise typer.Exit(UNSURE)


def _zone_of(home: "Home", camera: str, zone: str) -> "tuple[Camera, CameraZone]":
    """Raises ImageError for a camera or a zone that the home does not have, or that does not open."""
    from ogam.core import ImageError
    from ogam.home import key

    eye = next((one for one in home.cameras if key(camera) in map(key, (one.name, *one.aliases))), None)
    if eye is None:
        known = ", ".join(one.name for one in home.cameras) or say("none yet")
        raise ImageError(f"This home has no camera '{camera}'. Cameras: {known}.")
    part = next((one for one in eye.zones if key(zone) in map(key, (one.name, *one.aliases))), None)
    if part is None or not part.opens:
        known = ", ".join(one.name for one in eye.zones if one.opens) or say("none yet")
        raise ImageError(f"{eye.name} has no zone '{zone}' that opens. Zones with `opens: true`: {known}.")
    return eye, part


def _folders(examples: Sequence[str]) -> dict[str, Path]:
    """Raises a usage error for what is not open=… and closed=…."""
    found = {state: Path(folder) for state, _, folder in (one.partition("=") for one in examples) if folder}
    if set(found) != set(STATES) or len(examples) != len(STATES):
        raise typer.BadParameter(say("Give both states, each once: open=FOLDER closed=FOLDER."))
    return found


def _read(state: str, folder: Path, camera: "Camera") -> "list[Image]":
    """The pictures of a folder, masked as the camera's are. Raises ImageError where there are too few."""
    from ogam.cli.see_pictures import pictures
    from ogam.core import ImageError
    from ogam.hub.masking import masked

    found = [masked(image, camera.masks) for image in pictures(str(folder), 0.0)]
    if len(found) < 3:  # one is left out at a time, and a state needs two
        raise ImageError(f"{folder}: {len(found)} pictures of '{state}'; three or more are needed, in differing light.")
    return found


def _report(trials: "Sequence[StateTrial]") -> None:
    typer.secho(say("Each picture left out once, and told by the others:"), bold=True)
    for trial in trials:
        mark = "✓" if trial.right else "?" if trial.said == "unknown" else "✗"
        said = f"{wide(say(trial.state), 8)} → {wide(say(trial.said), 10)} {trial.confidence:4.0%}"
        line = f"  {mark} {said}  {trial.picture}"
        typer.echo(line)
    right = sum(trial.right for trial in trials)
    wrong = sum(trial.wrong for trial in trials)
    counted = {"right": right, "all": len(trials), "wrong": wrong, "unknown": len(trials) - right - wrong}
    typer.echo(say("{right} of {all} right, {wrong} wrong, {unknown} not told.", **counted))
    if wrong:
        typer.echo(say("Do not rely on it: draw the zone closer around what moves, and take more pictures."))
    elif right < len(trials):
        typer.echo(say("It will often say that it cannot tell. More pictures, in more kinds of light, help."))
    if len(trials) < 10:
        typer.echo(say("So few pictures show what fails, not how often. Nothing that must be safe may hang on it."))
