"""`/api/routines`: several things by one sentence; run here, and written in the home file."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ogam.core import SlotValue
from ogam.home import Routine, RoutineAction, RoutineTime
from ogam.home.routine_editing import with_routine, without_routine
from ogam.server.api.home_file import change_home
from ogam.server.api.running import Kept
from ogam.server.api.shapes import InPath, Name, TurnShown, turn_shown, writer
from ogam.server.auth import Caller, Owner, signed_in
from ogam.server.context import Context, Server
from ogam.server.errors import Refused

router = APIRouter(prefix="/api", tags=["routines"])

Sentence = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class Step(BaseModel):
    """A sentence of the home; or a device with a verb and its arguments."""

    sentence: Annotated[str, Field(max_length=200)] = ""
    device: Annotated[str, Field(max_length=128)] = ""
    verb: Annotated[str, Field(max_length=64)] = ""
    arguments: dict[str, str | int | float] = Field(default_factory=dict, max_length=8)


class When(BaseModel):
    """at: "07:30", local time; days: "weekdays", "monday" …, none for all; arrives: whose coming home begins it."""

    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    days: Annotated[list[Name], Field(max_length=7)] = []
    arrives: Name | None = None


class RoutineShown(BaseModel):
    """say: sentences that begin it, its name if none; person, role: whose it is; when: it begins by itself."""

    name: Name
    say: Annotated[list[Sentence], Field(max_length=20)] = []
    do: Annotated[list[Step], Field(min_length=1, max_length=30)]
    person: Name | None = None
    role: Name | None = None
    area: Name | None = None
    when: When | None = None
    reply: Annotated[str, Field(max_length=200)] = ""


class RoutinesShown(BaseModel):
    """editable: whether there is a home file to change them in."""

    routines: list[RoutineShown]
    editable: bool


Reader = Annotated[Caller, Depends(signed_in("say"))]


@router.get("/routines")
async def read_routines(server: Context, _: Reader) -> RoutinesShown:
    """The routines of the home."""
    return _all(server)


@router.put("/routines/{name}")
async def put_routine(name: InPath, body: RoutineShown, server: Context, kept: Kept, _: Owner) -> RoutinesShown:
    """Add a routine, or change that of this name. Its sentences are understood at once."""
    if body.name != name:
        raise Refused(422, "name", "A routine keeps its name. Make a new one, and delete this one.")
    routine = _routine(body)
    _check_steps(server, routine)
    await change_home(server, kept, lambda text, path: with_routine(text, routine, path))
    return _all(server)


@router.delete("/routines/{name}")
async def delete_routine(name: InPath, server: Context, kept: Kept, _: Owner) -> RoutinesShown:
    """Take a routine out of the home file."""
    _known(server, name)
    await change_home(server, kept, lambda text, path: without_routine(text, name, path))
    return _all(server)


@router.post("/routines/{name}/run")
async def run_routine(name: InPath, server: Context, caller: Reader) -> TurnShown:
    """Do a routine now, as far as the caller may: each of its steps is decided by itself."""
    routine = _known(server, name)
    turn = await server.house.hub.run_routine(routine, f"{caller.account}/touch", None, writer(caller))
    return turn_shown(turn)


def _check_steps(server: Server, routine: Routine) -> None:
    """Raises Refused for a step that nobody would understand."""
    for step in routine.do:
        if isinstance(step, str) and server.house.hub.grammar.interpret(step).command is None:
            raise Refused(422, "step", f"I don't understand the step '{step}'. Write it as you would say it.")


def _known(server: Server, name: str) -> Routine:
    found = server.house.hub.home.routine(name)
    if found is None:
        raise Refused(404, "no-such-routine", f"This home has no routine '{name}'.")
    return found


def _all(server: Server) -> RoutinesShown:
    routines = [_shown(one) for one in server.house.hub.home.routines]
    return RoutinesShown(routines=routines, editable=server.home_path is not None)


def _shown(routine: Routine) -> RoutineShown:
    when = None
    if routine.when is not None:
        at = None if routine.when.at is None else "{:02}:{:02}".format(*routine.when.at)
        when = When(at=at, days=list(routine.when.days), arrives=routine.when.arrives)
    return RoutineShown(
        name=routine.name,
        say=list(routine.say),
        do=[_step(step) for step in routine.do],
        person=routine.person,
        role=routine.role,
        area=routine.area,
        when=when,
        reply=routine.reply,
    )


def _step(step: str | RoutineAction) -> Step:
    if isinstance(step, str):
        return Step(sentence=step)
    return Step(device=step.device, verb=step.verb, arguments=dict(step.arguments))


def _routine(body: RoutineShown) -> Routine:
    when = None
    if body.when is not None:
        hour, _, minute = (body.when.at or "").partition(":")
        at = (int(hour), int(minute)) if body.when.at else None
        when = RoutineTime(at, tuple(body.when.days), body.when.arrives)
    steps = tuple(_step_of(step) for step in body.do)
    say = tuple(body.say) or (body.name,)
    return Routine(body.name, say, steps, body.person, body.role, body.area, when, body.reply)


def _step_of(step: Step) -> str | RoutineAction:
    if step.sentence:
        return step.sentence.strip()
    arguments: dict[str, SlotValue] = dict(step.arguments)
    return RoutineAction(step.device, step.verb, arguments)
