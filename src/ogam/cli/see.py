"""`ogam see`: what is seen in pictures and by cameras, printed and drawn; and learning how a door looks when open."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ogam.cli.people_shared import Folder
from ogam.cli.say import HomeFile, Json
from ogam.cli.see_states import learn_state

LOOK = "look"
USAGE = "[look] FILE|FOLDER|CAMERA|ADDRESS… | learn-state CAMERA ZONE STATE=FOLDER…"


class SeeCommands(TyperGroup):
    """`ogam see FILE` is `ogam see look FILE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = next((one for one in args if not one.startswith("-")), None)
        if args and args[0] != "--help" and named not in self.commands:
            args = [LOOK, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=SeeCommands,
    help="Look at pictures and through cameras: who is there, what is there, what hands say, what is written.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    subcommand_metavar=USAGE,
)


@app.command(LOOK)
def look(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Pictures, folders, films; cameras of the home by name, or addresses: 0, rtsp://…, http://…",
            metavar="FILE|FOLDER|CAMERA|ADDRESS…",
        ),
    ],
    what: Annotated[
        str, typer.Option("--what", help="Of: faces, objects, text. Else all of them.", metavar="A,B…")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Where to write pictures with what is seen drawn in: a folder, or a file for one picture."
        ),
    ] = None,
    every: Annotated[
        float | None,
        typer.Option("--every", min=0.2, help="Seconds between pictures: of a film, 1; of cameras with --out, 5."),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--for", min=0.1, help="Seconds to watch cameras; else until Ctrl-C.")
    ] = None,
    as_json: Json = False,
    who: Annotated[bool, typer.Option("--who/--no-who", help="Name people, if anybody is enrolled by face.")] = True,
    home: HomeFile = None,
    gallery: Folder = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of inference.")] = 1,
) -> None:
    """Say what is seen, and draw it. Without --out nothing is written.

    Of pictures: a line for each finding, with how sure it is, where, and how long the look took. Of cameras: a line for
    what is not as before: who enters and leaves, what appears and goes, gestures, what opens and closes.
    """
    from contextlib import nullcontext

    from ogam.cli.language import say, spoken
    from ogam.cli.see_cameras import Watching, camera_of, see_cameras
    from ogam.cli.see_looks import looks_of, wanted
    from ogam.cli.see_pictures import see_pictures
    from ogam.cli.who import household_of
    from ogam.home import find_home

    chosen, house = wanted(what), find_home(home, spoken())
    cameras = [camera for source in sources if (camera := camera_of(source, house)) is not None]
    if cameras and len(cameras) < len(sources):
        raise typer.BadParameter(say("Give either files or cameras, not both."), param_hint="FILE|CAMERA")
    household = household_of(house, gallery, threads) if who else None
    with household or nullcontext():
        if cameras:
            wish = Watching(chosen, out, every or 5.0, seconds, as_json, threads)
            code = see_cameras(cameras, household, wish)
        else:
            looks = looks_of(chosen, bool(what), household, threads)
            code = see_pictures(sources, looks, household is not None, out, as_json, every or 1.0)
    if code:
        raise typer.Exit(code)


app.command("learn-state")(learn_state)
