"""`/api/snapshots`: pictures that cameras of the home keep, where the home says so: listed, shown, deleted."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel

from ogam.hub import Snapshot, Snapshots, SnapshotsDeleted
from ogam.server.api.running import Kept
from ogam.server.api.shapes import InPath
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context, Server
from ogam.server.errors import Refused

router = APIRouter(prefix="/api", tags=["cameras"])

Seeing = Annotated[Caller, Depends(signed_in("see"))]


class SnapshotShown(BaseModel):
    """A picture that is kept. what: why (entered, fall …); value: whom or what that concerned.

    taken, expires: seconds since the epoch.
    """

    id: str
    camera: str
    area: str | None
    what: str
    value: str
    taken: float
    expires: float


class DeletionShown(BaseModel):
    """What was deleted. keys_left, files_left: of it, looked for afterwards: 0 if all is well."""

    deleted: int
    keys_left: int
    files_left: int


@router.get("/snapshots")
async def read_snapshots(server: Context, _: Seeing) -> list[SnapshotShown]:
    """Every picture that is kept, the newest first."""
    kept = server.house.snapshots
    return [] if kept is None else [_shown(one) for one in await asyncio.to_thread(kept.all)]


@router.get(
    "/snapshots/{snapshot}/picture",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def read_snapshot(snapshot: InPath, server: Context, kept: Kept, caller: Seeing) -> Response:
    """One of them as a JPEG. That somebody looked is in the log."""
    found, snapshots = await _find(snapshot, server)
    kept.looks.note(found.camera, caller, f"snapshot {found.id}")
    data = await asyncio.to_thread(snapshots.picture, found.id)
    return Response(data, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.delete("/snapshots/{snapshot}")
async def delete_snapshot(snapshot: InPath, server: Context, caller: Seeing) -> DeletionShown:
    """Delete one, its key first: no copy of the file opens any more."""
    found, snapshots = await _find(snapshot, server)
    return _deleted(await asyncio.to_thread(snapshots.delete, [found.id]), server, caller)


@router.delete("/snapshots")
async def delete_snapshots(server: Context, caller: Seeing) -> DeletionShown:
    """Delete all of them."""
    snapshots = server.house.snapshots
    if snapshots is None:
        return DeletionShown(deleted=0, keys_left=0, files_left=0)
    return _deleted(await asyncio.to_thread(snapshots.delete), server, caller)


async def _find(identifier: str, server: Server) -> tuple[Snapshot, Snapshots]:
    """Raises Refused (404)."""
    snapshots = server.house.snapshots
    kept = () if snapshots is None else await asyncio.to_thread(snapshots.all)
    found = next((one for one in kept if one.id == identifier), None)
    if found is None or snapshots is None:
        raise Refused(404, "no-such-snapshot", "This snapshot is not there any more.")
    return found, snapshots


def _deleted(deletion: SnapshotsDeleted, server: Server, caller: Caller) -> DeletionShown:
    proof = DeletionShown(deleted=deletion.deleted, keys_left=deletion.keys_left, files_left=deletion.files_left)
    data = {"account": caller.account, "person": caller.person, **proof.model_dump()}
    server.house.hub.log.append("snapshots", "", "snapshots deleted", data)
    return proof


def _shown(kept: Snapshot) -> SnapshotShown:
    return SnapshotShown(
        id=kept.id,
        camera=kept.camera,
        area=kept.area,
        what=kept.what,
        value=kept.value,
        taken=kept.taken,
        expires=kept.expires,
    )
