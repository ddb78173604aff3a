"""The shapes that several resources answer with: a turn, who it was, what was decided and done."""

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field

from ogam.core import Identity
from ogam.home import Home
from ogam.hub import Turn, known_area, turn_data
from ogam.server.auth import Caller

Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""Of a session, a device, a person: no control characters."""
InPath = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
AreaQuery = Annotated[str | None, Query(max_length=64, description="Where it is said: an area of the home.")]
SessionQuery = Annotated[str, Query(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]


class ObservationShown(BaseModel):
    """What a recogniser said."""

    kind: str
    value: str
    confidence: float
    start: float
    end: float
    source: str
    recognizer: str
    model: str
    box: list[float] | None
    details: dict[str, Any]


class IdentityShown(BaseModel):
    """Who it was taken for, and on what evidence; person: null for nobody known."""

    person: str | None
    probability: float
    modalities: list[str]
    liveness: str
    challenge: bool
    approved_by: str | None
    details: dict[str, Any]


class CommandShown(BaseModel):
    """What was meant."""

    intent: str
    slots: dict[str, Any]
    sentence: str
    language: str
    devices: list[str]
    area: str | None
    speaker: str | None
    confidence: float
    response: str


class DecisionShown(BaseModel):
    """Whether it may be done, and by which rule; needs: what more would be enough, any one of them."""

    effect: Literal["allow", "deny", "ask"]
    rule: str
    reason: str
    needs: list[str] = []
    reasons: dict[str, str] = {}
    action: str = ""
    device: str = ""


class ActShown(BaseModel):
    """What was done to a device, and what came of it."""

    device: str
    name: str
    device_class: str | None
    verb: str
    arguments: dict[str, Any]
    ok: bool
    state: dict[str, Any]
    answer: str
    effect: str = ""
    error: str


class TurnShown(BaseModel):
    """What came of an utterance, a sentence that was written, or a touch. look: what to do first before the camera."""

    turn: str
    session: str
    area: str | None
    observations: list[ObservationShown]
    who: IdentityShown | None
    command: CommandShown | None
    decision: DecisionShown | None
    actions: list[ActShown]
    reply: str
    look: str = ""
    error: str
    timings_ms: dict[str, float]


def turn_shown(turn: Turn) -> TurnShown:
    return TurnShown.model_validate(turn_data(turn))


def writer(caller: Caller) -> Identity:
    """What an account says of who is there: its person, by neither voice nor face; nobody where it has none.

    So what needs only a role may be done from a signed-in phone, and what is protected needs a step-up: a phone that
    lies about is no evidence of who holds it.
    """
    evidence = {"account": caller.account, "by": caller.means}
    if caller.person is None:
        return Identity(details=evidence)
    return Identity(caller.person, 1.0, details=evidence)


def area_of(home: Home, said: str | None) -> str | None:
    """The area's name. Raises HomeError for one that is not there."""
    return known_area(home, said)
