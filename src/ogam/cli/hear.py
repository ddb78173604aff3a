"""`ogam hear`: sound files or the microphone, cut into utterances, each carried out as it ends, or as an answer."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.people_shared import Folder
from ogam.cli.say import Area, HomeFile, Json, LogFile

if TYPE_CHECKING:
    from ogam.core import Audio, Recognizer, StreamingRecognizer

MICROPHONE = "mic"
LOOKED_BEFORE = 2.0
"""Seconds before an utterance, in which who is seen counts as who speaks."""


def hear(
    sources: Annotated[list[str], typer.Argument(help="Sound files, or `mic` to listen.", metavar="FILE…|mic")],
    home: HomeFile = None,
    area: Area = None,
    as_json: Json = False,
    log: LogFile = None,
    who: Annotated[bool, typer.Option("--who/--no-who", help="Recognise who speaks, if anybody is enrolled.")] = True,
    face: Annotated[
        list[str] | None,
        typer.Option("--face", help="A picture of who speaks, or `camera` to look meanwhile.", metavar="FILE|camera"),
    ] = None,
    gallery: Folder = None,
    recognizer: Annotated[
        str | None,
        typer.Option("--recognizer", metavar="NAME", help="Another recogniser of speech: a plugin's name or address."),
    ] = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of inference.")] = 1,
) -> None:
    """Listen to sound files or the microphone, and do what is asked. The devices are simulated.

    Who speaks is recognised by voice, as soon as somebody is enrolled (ogam people enroll); then permissions count.
    What is asked back is answered by the next utterance, or the next file.
    """
    import asyncio

    from ogam.audio import SileroVoiceActivity
    from ogam.cli.language import say, spoken, told
    from ogam.cli.turns import print_turn
    from ogam.cli.who import household_of, watching
    from ogam.core import AudioError
    from ogam.home import find_home
    from ogam.hub import Abilities, EventLog, Session, default_folder, default_log_path, known_area, open_hub

    house = find_home(home, spoken())
    place = known_area(house, area)
    transcriber = other_recognizer(recognizer) if recognizer else None
    household = household_of(house, gallery, threads) if who else None
    unusable = 0
    with (
        EventLog(log or default_log_path()) as events,
        asyncio.Runner() as runner,
        household or nullcontext(),
        watching(face or [], household) as seen,
    ):
        enrolled = household is not None
        hub = open_hub(
            house,
            events,
            threads=threads,
            transcriber=transcriber,
            identifier=household,
            anyone_enrolled=enrolled,
            folder=default_folder(),
        )
        detector, clock = SileroVoiceActivity(threads), SoundClock()
        abilities = Abilities(microphone=enrolled)  # a camera is looked at, but no face is followed here
        session = Session(hub, MICROPHONE, place, abilities, clock=clock)
        for source in sources:
            announce(source, as_json)
            session.name, found = source, 0
            try:
                for ended in clock.utterances(chunks_of(source), detector):
                    for utterance in ended:
                        beside = seen(utterance.duration + LOOKED_BEFORE)
                        print_turn(runner.run(session.hear(utterance, beside)), as_json)
                        found += 1
            except AudioError as error:
                typer.echo(told(str(error)), err=True)
                unusable += 1
            else:
                if not found:
                    typer.echo(say("{source}: there is no speech in it.", source=source), err=True)
    if unusable:
        raise typer.Exit(2)


class SoundClock:
    """Seconds of sound that were listened to: in a recording, time goes as it went then."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def __call__(self) -> float:
        return self._seconds

    def utterances(self, chunks: "Iterator[Audio]", detector: "StreamingRecognizer") -> "Iterator[list[Audio]]":
        """After each chunk the utterances that have ended with it."""
        from ogam.audio import Segmenter

        cutter = Segmenter(detector).open()
        for chunk in chunks:
            self._seconds += chunk.duration
            yield cutter.accept(chunk)
        yield cutter.finish()


def chunks_of(source: str) -> "Iterator[Audio]":
    """The sound of a file or the microphone, chunk by chunk."""
    from ogam.audio import microphone, read_chunks

    return microphone() if source == MICROPHONE else read_chunks(source)


def other_recognizer(name: str) -> "Recognizer":
    """A plugin's recogniser of speech. Raises PluginError for one that does something else."""
    from ogam.plugins import PluginError, open_recognizer, task_of

    found = open_recognizer(name)
    task = task_of(found.card.task)
    if task is None or task.short not in ("asr", "commands"):
        raise PluginError(
            f"{name} is for {found.card.task}. To listen, take one for speech recognition: ogam plugins list"
        )
    return found


def announce(source: str, as_json: bool) -> None:
    """Say what is listened to."""
    if as_json:
        return
    from ogam.cli.language import say

    text = say("Listening. Stop with Ctrl-C.") if source == MICROPHONE else source
    typer.secho(text, bold=True)
