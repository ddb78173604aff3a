"""`/api/stop`: everything that moves stands still, for everybody who is signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ogam.server.api.shapes import TurnShown, turn_shown, writer
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context

router = APIRouter(prefix="/api", tags=["devices"])


@router.post("/stop")
async def stop(server: Context, caller: Annotated[Caller, Depends(signed_in())]) -> TurnShown:
    """Stop robots, and whatever the home file says `stops: true` of. Nobody is asked, and no rule is looked at."""
    return turn_shown(await server.house.hub.halt(f"{caller.account}/stop", writer(caller)))
