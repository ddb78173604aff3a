"""`ogam talk`: a typed dialogue. What Ogam asks back can be answered; who one is can be simulated, and is marked so."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.language import say, spoken, told
from ogam.cli.say import Area, HomeFile, Json, LogFile

if TYPE_CHECKING:
    from ogam.core import Identity
    from ogam.home import Home
    from ogam.hub import Hub, Session, Turn

LOOK, APPROVE, DECLINE, QUIT = "/look", "/approve", "/decline", "/quit"
COMMANDS = "/look: you look at the camera · /approve NAME, /decline NAME: on a phone · /quit"


def talk(
    home: HomeFile = None,
    area: Area = None,
    who: Annotated[
        str,
        typer.Option("--as", help="Simulated: who is heard saying what you type. It proves nothing.", metavar="NAME"),
    ] = "",
    as_json: Json = False,
    log: LogFile = None,
) -> None:
    """Type commands one after another, and answers to what is asked back. The devices are simulated."""
    import asyncio

    from ogam.cli.turns import print_turn
    from ogam.core import PolicyError
    from ogam.home import find_home
    from ogam.hub import EventLog, default_folder, default_log_path, known_area, open_hub
    from ogam.hub.scheduling import Scheduler
    from ogam.vision import FakeFaceDetector

    house = find_home(home, spoken())
    place, person = known_area(house, area), simulated(house, who)
    with EventLog(log or default_log_path()) as events, asyncio.Runner() as runner:
        faces, enrolled, folder = FakeFaceDetector(), person is not None, default_folder()
        hub = open_hub(house, events, listen=False, anyone_enrolled=enrolled, faces=faces, folder=folder)
        session = session_for(hub, place, simulated=person is not None)
        scheduler = Scheduler(hub, lambda: [session])
        session.alarms = scheduler
        greet(who, as_json)
        for text in typed(prompt_of(who)):
            session.on_turn = lambda turn: print_turn(turn, as_json)  # what has ended while nobody typed
            runner.run(scheduler.tick())
            session.on_turn = None
            try:
                turn = runner.run(answer(session, text, person))
            except PolicyError as error:
                typer.echo(told(str(error)), err=True)
                continue
            if turn is not None:
                print_turn(turn, as_json)


def session_for(hub: "Hub", area: str | None, *, simulated: bool) -> "Session":
    """A terminal has no microphone, camera or phones; those of somebody simulated are simulated too."""
    from ogam.hub import Abilities, Session

    abilities = Abilities(simulated, simulated, simulated)
    return Session(hub, "simulated" if simulated else "text", area, abilities)


async def answer(session: "Session", text: str, person: "Identity | None") -> "Turn | None":
    """What comes of a line; None where nothing was waiting for it. Raises PolicyError where nothing can be approved."""
    word, _, rest = text.partition(" ")
    if person is None or not word.startswith("/"):
        return await session.say(text, person)
    if word == LOOK:
        return await session.recognise(replace(person, modalities=("voice", "face"), liveness="live"), "simulated")
    waiting = session.approvals.pending
    if word in (APPROVE, DECLINE) and waiting:
        settle = session.approvals.approve if word == APPROVE else session.approvals.decline
        return await settle(waiting[-1].id, rest.strip() or str(person.person))
    typer.echo(say("Nothing waits for approval.") if word in (APPROVE, DECLINE) else say(COMMANDS), err=True)
    return None


def simulated(home: "Home", name: str) -> "Identity | None":
    """Somebody of the home as if heard for certain, marked for the log. Raises PolicyError for an unknown name."""
    from ogam.policy.cases import identity

    return replace(identity(home, name), details={"simulated": True}) if name else None


def greet(who: str, as_json: bool) -> None:
    """What this is, and what can be typed."""
    if as_json:
        return
    if who:
        typer.secho(
            say("Simulated: you are taken for {name}, by voice. Nothing is proven by that.", name=who), fg="yellow"
        )
        typer.echo(say(COMMANDS))
    elif sys.stdin.isatty():
        typer.echo(say("Type what you would say. Stop with Ctrl-D."))


def prompt_of(who: str) -> str:
    return say("{name} (simulated)", name=who) + "> " if who else "> "


def typed(prompt: str) -> Iterator[str]:
    """Lines as they are typed, or of a file, up to its end or `/quit`."""
    asks = sys.stdin.isatty()
    while True:
        if asks:
            typer.echo(prompt, nl=False)
        line = sys.stdin.readline()
        if not line or line.strip() == QUIT:
            return
        if line.strip():
            yield line.strip()
