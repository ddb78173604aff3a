"""`/api/approvals`: what waits for somebody's yes on a phone of their own, given with a passkey."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from ogam.core import PolicyError
from ogam.server.api.running import Kept, Running
from ogam.server.api.shapes import InPath, TurnShown, turn_shown
from ogam.server.api.waiting import Waiting, WaitingApprovals
from ogam.server.auth import Caller, in_person
from ogam.server.auth.passkey_routes import place_of
from ogam.server.context import Context
from ogam.server.errors import Refused
from ogam.server.language import language_of

router = APIRouter(prefix="/api", tags=["approvals"])

Approver = Annotated[Caller, Depends(in_person("devices"))]


class ApprovalShown(BaseModel):
    """who: who asked, null for somebody unknown; action: as permissions name it; asked, expires: since the epoch."""

    id: str
    turn: str
    session: str
    sentence: str
    who: str | None
    device: str
    device_name: str
    action: str
    reason: str
    asked: float
    expires: float


class Answer(BaseModel):
    """What `navigator.credentials.get` gave, as JSON."""

    credential: dict[str, Any]


@router.get("/approvals")
async def read_approvals(request: Request, server: Context, kept: Kept, _: Approver) -> list[ApprovalShown]:
    """What waits now, the oldest first."""
    home, language = server.house.hub.home, language_of(request)

    def shown(waiting: Waiting) -> ApprovalShown:
        device = home.device(waiting.device)
        return ApprovalShown(
            id=waiting.id,
            turn=waiting.turn,
            session=waiting.session,
            sentence=waiting.sentence,
            who=waiting.who,
            device=waiting.device,
            device_name=device.name if device else waiting.device,
            action=waiting.action,
            reason=waiting.reasons.get(language, waiting.reason),
            asked=waiting.asked,
            expires=waiting.expires,
        )

    return [shown(waiting) for waiting in kept.approvals.pending]


@router.post("/approvals/{approval}/options")
async def approval_options(
    approval: InPath, request: Request, server: Context, kept: Kept, caller: Approver
) -> dict[str, Any]:
    """What `navigator.credentials.get` is given, for this approval and no other."""
    _waiting(kept, approval)
    return server.auth.passkeys.approval_options(caller.account, approval, place_of(request))


@router.post("/approvals/{approval}")
async def approve(
    approval: InPath, body: Answer, request: Request, server: Context, kept: Kept, caller: Approver
) -> TurnShown:
    """Approve, with a passkey. It is carried out if the rules let this person do it; else the turn says why not."""
    approvals, by = _waiting(kept, approval), _person(caller)
    server.auth.passkeys.approve(caller.account, approval, place_of(request), body.credential)
    try:
        return turn_shown(await approvals.approve(approval, by))
    except PolicyError as error:
        raise _nothing_waits() from error


@router.delete("/approvals/{approval}")
async def decline(approval: InPath, kept: Kept, caller: Approver) -> TurnShown:
    """Say no. That needs no passkey."""
    approvals, by = _waiting(kept, approval), _person(caller)
    try:
        return turn_shown(await approvals.decline(approval, by))
    except PolicyError as error:
        raise _nothing_waits() from error


def _waiting(kept: Running, approval: str) -> WaitingApprovals:
    approvals = kept.approvals
    if approval not in {one.id for one in approvals.pending}:
        raise _nothing_waits()
    return approvals


def _person(caller: Caller) -> str:
    if caller.person is None:
        raise Refused(403, "no-person", "This account belongs to nobody of the home, so it cannot answer for anybody.")
    return caller.person


def _nothing_waits() -> Refused:
    text = "Nothing waits for this approval: it was answered, or its time is over."
    return Refused(404, "nothing-waits", text)
