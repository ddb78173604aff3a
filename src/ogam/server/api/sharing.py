"""`/api/share`: a text that was shared from another app becomes an entry of a list, a reminder, an announcement …"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ogam.core import Action, Device
from ogam.devices.services import ANNOUNCER, SCHEDULE, TODO_LIST, named, shopping_list
from ogam.server.api.running import Kept
from ogam.server.api.shapes import TurnShown, turn_shown, writer
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context, Server

router = APIRouter(prefix="/api", tags=["speaking"])

Purpose = Literal["shopping", "tasks", "reminder", "announcement", "command"]


class Shared(BaseModel):
    """text: 500 characters at most; purpose: what becomes of it; minutes: after which a reminder comes."""

    text: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    purpose: Purpose = "tasks"
    minutes: Annotated[int, Field(ge=1, le=1440)] = 60


@router.post("/share")
async def share(
    body: Shared, server: Context, kept: Kept, caller: Annotated[Caller, Depends(signed_in("say"))]
) -> TurnShown:
    """Do that with a text, as the account's person, by the same rules as if it had been said."""
    text, who = " ".join(body.text.split()), writer(caller)
    if body.purpose == "command":
        return turn_shown(await kept.session(caller, "share").say(text, who))
    device, action = _deed(body, text, server)
    return turn_shown(await server.house.hub.operate(device, action, f"{caller.account}/share", who, text))


def _deed(body: Shared, text: str, server: Server) -> tuple[Device, Action]:
    hub = server.house.hub
    devices = (*hub.home.devices, *hub.services)
    match body.purpose:
        case "shopping":
            return shopping_list(devices), Action("add_item", {"item": text})
        case "tasks":
            return named(TODO_LIST, devices), Action("add_item", {"item": text})
        case "reminder":
            return named(SCHEDULE, devices), Action("set_reminder", {"text": text, "seconds": body.minutes * 60})
    return named(ANNOUNCER, devices), Action("announce", {"message": text})
