"""`ogam hear`: sound files or the microphone, cut into utterances, each carried out as it ends."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.say import Area, HomeFile, Json, LogFile

if TYPE_CHECKING:
    from ogam.core import Audio

MICROPHONE = "mic"


def hear(
    sources: Annotated[list[str], typer.Argument(help="Sound files, or `mic` to listen.", metavar="FILE…|mic")],
    home: HomeFile = None,
    area: Area = None,
    as_json: Json = False,
    log: LogFile = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of inference.")] = 1,
) -> None:
    """Listen to sound files or the microphone, and do what is asked. The devices are simulated."""
    import asyncio

    from ogam.audio import SileroVoiceActivity, utterances
    from ogam.cli.language import say, spoken, told
    from ogam.cli.turns import print_turn
    from ogam.core import AudioError
    from ogam.home import find_home
    from ogam.hub import EventLog, default_log_path, known_area, open_hub

    house = find_home(home, spoken())
    place = known_area(house, area)
    unusable = 0
    with EventLog(log or default_log_path()) as events, asyncio.Runner() as runner:
        hub, detector = open_hub(house, events, threads=threads), SileroVoiceActivity(threads)
        for source in sources:
            announce(source, as_json)
            found = 0
            try:
                for utterance in utterances(chunks_of(source), detector):
                    print_turn(runner.run(hub.hear(utterance, place, session=source)), as_json)
                    found += 1
            except AudioError as error:
                typer.echo(told(str(error)), err=True)
                unusable += 1
            else:
                if not found:
                    typer.echo(say("{source}: there is no speech in it.", source=source), err=True)
    if unusable:
        raise typer.Exit(2)


def chunks_of(source: str) -> "Iterator[Audio]":
    """The sound of a file or the microphone, chunk by chunk."""
    from ogam.audio import microphone, read_chunks

    return microphone() if source == MICROPHONE else read_chunks(source)


def announce(source: str, as_json: bool) -> None:
    """Say what is listened to."""
    if as_json:
        return
    from ogam.cli.language import say

    text = say("Listening. Stop with Ctrl-C.") if source == MICROPHONE else source
    typer.secho(text, bold=True)
