"""`ogam say`: a command in writing, for those who try things out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ogam.hub import Hub, Turn

HomeFile = Annotated[
    Path | None,
    typer.Option("--home", help="Home file; else ./home.yaml, your own, or the built-in example.", metavar="FILE"),
]
Area = Annotated[str | None, typer.Option("--area", help="The area it is said in: “the lights” are those there.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
LogFile = Annotated[Path | None, typer.Option("--log", help="Event log; else your own.", metavar="FILE")]


def say(
    text: Annotated[str, typer.Argument(help="What to say, as in: turn on the kitchen lights")],
    home: HomeFile = None,
    area: Area = None,
    as_json: Json = False,
    log: LogFile = None,
) -> None:
    """Type a command instead of speaking it. Devices without a driver of their own are simulated."""
    import asyncio

    from ogam.cli.language import spoken
    from ogam.cli.turns import print_turn
    from ogam.home import find_home
    from ogam.hub import EventLog, default_folder, default_log_path, known_area, open_hub

    house = find_home(home, spoken())
    place = known_area(house, area)
    with EventLog(log or default_log_path()) as events:
        hub = open_hub(house, events, listen=False, folder=default_folder())
        print_turn(asyncio.run(_said(hub, text, place)), as_json)


async def _said(hub: "Hub", text: str, area: str | None) -> "Turn":
    try:
        return await hub.say(text, area)
    finally:
        await hub.close()
