"""`/api/devices/{id}/act`: a device told what to do by touch, as far as its caller may."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ogam.core import Action, Device, Identity
from ogam.devices import check_arguments
from ogam.hub import Hub, Turn
from ogam.messages import say
from ogam.server.api.running import Kept
from ogam.server.api.shapes import DecisionShown, InPath, Name, turn_shown, writer
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context
from ogam.server.errors import Refused

router = APIRouter(prefix="/api", tags=["devices"])

Argument = bool | int | float | str


class Act(BaseModel):
    """verb: one of the device's actions; arguments: what it is told."""

    verb: Name
    arguments: dict[str, Argument] = Field(default_factory=dict, max_length=8)


class Acted(BaseModel):
    """ok: whether it was done; state: the device's then; error: why it was not, for people.

    approval: where it waits for one: answer it at `/api/approvals/{approval}`.
    """

    turn: str
    ok: bool
    state: dict[str, Any]
    answer: str
    reply: str
    error: str
    decision: DecisionShown | None
    approval: str | None = None


@router.post("/devices/{device_id}/act")
async def act(
    device_id: InPath, body: Act, server: Context, kept: Kept, caller: Annotated[Caller, Depends(signed_in("devices"))]
) -> Acted:
    """Do one thing with one device. What is protected waits until it is approved with a passkey."""
    hub = server.house.hub
    device = hub.home.device(device_id)
    if device is None:
        raise Refused(404, "no-such-device", f"This home has no device '{device_id}'.")
    check_arguments(device, body.verb, body.arguments)
    touch = _Touch(hub, device, Action(body.verb, body.arguments), f"{caller.account}/touch")
    turn = await touch.carry_out(writer(caller))
    decision, approval = turn.decision, None
    if decision is not None and "approval" in decision.needs:
        approval = kept.approvals.ask(turn, touch.answer).id
    return _acted(turn, approval)


class _Touch:
    """One touch, that can be carried out again once it is approved."""

    def __init__(self, hub: Hub, device: Device, action: Action, session: str) -> None:
        self._hub, self._device, self._action, self._session = hub, device, action, session

    async def carry_out(self, who: Identity) -> Turn:
        sentence = f"{self._device.name}: {self._action.verb.replace('_', ' ')}"
        return await self._hub.operate(self._device, self._action, self._session, who, sentence)

    async def answer(self, turn: Turn, by: str, approved: bool) -> Turn:
        """What came of it, now that somebody said yes or no."""
        if approved:
            return await self.carry_out(replace(turn.who or Identity(), approved_by=by))
        declined = say(self._hub.home.language, "{name} said no.", name=by)
        return replace(turn, reply=declined)


def _acted(turn: Turn, approval: str | None) -> Acted:
    shown = turn_shown(turn)
    done = shown.actions[0] if shown.actions else None
    return Acted(
        turn=turn.id,
        ok=done is not None and done.ok,
        state={} if done is None else done.state,
        answer="" if done is None else done.answer,
        reply=turn.reply,
        error="" if done is not None and done.ok else turn.error or turn.reply,
        decision=shown.decision,
        approval=approval,
    )
