"""`/api/people`: whom Ogam knows, what it holds of each, enrolling and forgetting."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from ogam.biometrics import Gallery, Member, Modality, Template
from ogam.biometrics.candidates import expire
from ogam.biometrics.embedders import read_signal
from ogam.biometrics.enrolment import Sample, enrol_samples
from ogam.core import AudioError, BiometricsError, ImageError, QualityError
from ogam.home import Person, key
from ogam.hub.forgetting import forget
from ogam.messages import translate
from ogam.server.api.running import Kept, Running
from ogam.server.api.shapes import InPath, Name
from ogam.server.api.uploads import UPLOAD, uploaded
from ogam.server.auth import Caller, Owner, signed_in
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import language_of

router = APIRouter(prefix="/api", tags=["people"])

PRESENT = 600.0
"""Seconds for which somebody who was recognised is taken to be there."""


class Present(BaseModel):
    """Where somebody was recognised last, and when (seconds since the epoch)."""

    area: str | None
    since: float


class PersonKnown(BaseModel):
    """id: in the gallery, null for somebody of whom nothing is kept. voice, face, pending: how many there are."""

    id: str | None
    name: str
    role: str
    since: float | None
    voice: int
    face: int
    pending: int
    present: Present | None


class NewPerson(BaseModel):
    name: Name


class Enrolled(BaseModel):
    """quality: 0 at the least that is enough, 1 where nothing is to be wished for."""

    enrolled: Literal[True] = True
    quality: float
    template: str
    person: PersonKnown


class PendingShown(BaseModel):
    id: str
    modality: Modality
    created: float
    source: str


class ForgottenShown(BaseModel):
    """forgotten: who; events: of the log that named the person; swept: whether the file was swept, too."""

    forgotten: str
    events: int
    swept: bool
    proof: "Proof"


class Proof(BaseModel):
    """Counted after it: templates that were destroyed, whether copies of the gallery made before still open, and
    how many templates and events that name the person are left."""

    templates_destroyed: int
    older_copies_open: Literal[False] = False
    left: int


Reader = Annotated[Caller, Depends(signed_in("people"))]


@router.get("/people")
async def read_people(server: Context, kept: Kept, _: Reader) -> list[PersonKnown]:
    """Everybody of the home and of the gallery."""
    return await asyncio.to_thread(_people, server, kept)


@router.post("/people", status_code=201)
async def add_person(body: NewPerson, server: Context, kept: Kept, _: Owner) -> PersonKnown:
    """Let Ogam know a person. Who is not in the home file is a guest."""
    home = server.house.hub.home
    person = _declared(home.people, body.name)

    def add() -> PersonKnown:
        gallery = kept.gallery(create=True)
        assert gallery is not None  # it was to be made
        try:
            return _known(gallery.add(person.name if person else body.name), gallery, server)
        except BiometricsError as error:
            raise Refused(409, "person", str(error)) from error

    return await asyncio.to_thread(add)


@router.delete("/people/{person}")
async def forget_person(person: InPath, server: Context, kept: Kept, _: Owner) -> ForgottenShown:
    """Forget a person: templates, name, key, and every mention in the event log."""
    gallery, member = await asyncio.to_thread(_member, kept, person)
    hub = server.house.hub
    gone = await asyncio.to_thread(forget, member.id, gallery, hub.log, hub.home)
    if hub.scene is not None:
        hub.scene.forget(member.name)
    if server.house.snapshots is not None:
        await asyncio.to_thread(server.house.snapshots.forget, member.name)
    server.house.live.mention("", "forgotten", {"person": gone.name})  # for others that may hold the name: MQTT
    proof = Proof(templates_destroyed=gone.templates, left=gone.left)
    return ForgottenShown(forgotten=gone.name, events=gone.events, swept=gone.swept, proof=proof)


@router.post("/people/{person}/voice", openapi_extra=UPLOAD)
async def enrol_voice(person: InPath, request: Request, server: Context, kept: Kept, _: Owner) -> Enrolled:
    """Enrol a recording of a person. 422 with `advice`, a line each, where it is not good enough."""
    return await _enrol("voice", person, request, server, kept)


@router.post("/people/{person}/face", openapi_extra=UPLOAD)
async def enrol_face(person: InPath, request: Request, server: Context, kept: Kept, _: Owner) -> Enrolled:
    """Enrol a picture of a person. 422 with `advice`, a line each, where it is not good enough."""
    return await _enrol("face", person, request, server, kept)


@router.get("/people/{person}/pending")
async def read_pending(person: InPath, kept: Kept, caller: Reader) -> list[PendingShown]:
    """What was heard or seen of a person in passing, and is kept only if it is confirmed."""

    def read() -> list[PendingShown]:
        gallery, member = _member(kept, person)
        _check_own(caller, member)
        expire(gallery)
        return [_pending(template) for template in gallery.templates(member.id, pending=True)]

    return await asyncio.to_thread(read)


@router.post("/people/{person}/pending/{template}/confirm", status_code=204)
async def confirm(person: InPath, template: InPath, kept: Kept, caller: Reader) -> None:
    """Enrol what waits. Only owners, and each for themselves."""
    await asyncio.to_thread(_decide, kept, person, template, caller, True)


@router.delete("/people/{person}/pending/{template}", status_code=204)
async def discard(person: InPath, template: InPath, kept: Kept, caller: Reader) -> None:
    """Remove what waits. Only owners, and each for themselves."""
    await asyncio.to_thread(_decide, kept, person, template, caller, False)


async def _enrol(modality: Modality, person: str, request: Request, server: Server, kept: Running) -> Enrolled:
    content = await request.body()
    gallery, member = await asyncio.to_thread(_member, kept, person)
    try:
        template = await asyncio.to_thread(_enrol_one, kept, gallery, member, modality, content)
    except (QualityError, AudioError, ImageError) as error:
        language = language_of(request)
        advice = [translate(line, language) for line in str(error).splitlines()]
        raise Refused(422, "quality", str(error), advice=advice) from error
    shown = await asyncio.to_thread(_known, member, gallery, server)
    return Enrolled(quality=template.embedding.quality, template=template.id, person=shown)


def _enrol_one(kept: Running, gallery: Gallery, member: Member, modality: Modality, content: bytes) -> Template:
    """Embed one sample, and keep it if it fits the person's others. Raises QualityError that says why not."""
    name = _SOURCES[modality]
    embedder = kept.embedder(modality)
    with uploaded(content, name) as path:
        sample = Sample(name, embedder.embed(read_signal(modality, Path(path))))
    templates, refusals = enrol_samples(gallery, member.id, [sample])
    if refusals:
        raise QualityError(f"{name}: {refusals[0].reason}")
    return templates[0]


_SOURCES: dict[Modality, str] = {"voice": "recording", "face": "picture"}


def _decide(kept: Running, person: str, template: str, caller: Caller, keep: bool) -> None:
    gallery, member = _member(kept, person)
    _check_own(caller, member)
    waiting = {one.id for one in gallery.templates(member.id, pending=True)}
    if template not in waiting:
        raise Refused(404, "nothing-waits", f"Nothing of {member.name} that waits is called '{template}'.")
    gallery.confirm(template) if keep else gallery.discard(template)


def _check_own(caller: Caller, member: Member) -> None:
    if not caller.is_owner and caller.person != member.name:
        raise Refused(403, "not-allowed", f"Only owners and {member.name} may see and decide that.")


def _member(kept: Running, person: str) -> tuple[Gallery, Member]:
    """Whom the gallery knows by this name or id. Raises Refused (404)."""
    gallery = kept.gallery()
    if gallery is None:
        raise Refused(404, "nobody", "Ogam knows nobody yet. Add somebody first.")
    try:
        return gallery, gallery.member(person)
    except BiometricsError as error:
        known = ", ".join(member.name for member in gallery.members()) or "nobody"
        raise Refused(404, "nobody", f"Ogam knows nobody called '{person}', but: {known}.") from error


def _people(server: Server, kept: Running) -> list[PersonKnown]:
    gallery, home = kept.gallery(), server.house.hub.home
    members = [] if gallery is None else gallery.members()
    known = [] if gallery is None else [_known(member, gallery, server) for member in members]
    names = {one.name for one in known}
    rest = [_not_enrolled(person, server) for person in home.people if person.name not in names]
    return sorted([*known, *rest], key=lambda one: one.name)


def _known(member: Member, gallery: Gallery, server: Server) -> PersonKnown:
    person = _declared(server.house.hub.home.people, member.name)
    templates, pending = gallery.templates(member.id), gallery.templates(member.id, pending=True)
    count = {kind: sum(t.embedding.contract.modality == kind for t in templates) for kind in ("voice", "face")}
    return PersonKnown(
        id=member.id,
        name=member.name,
        role=person.role if person else "guest",
        since=member.since,
        **count,
        pending=len(pending),
        present=_present(member.name, server),
    )


def _not_enrolled(person: Person, server: Server) -> PersonKnown:
    return PersonKnown(
        id=None,
        name=person.name,
        role=person.role,
        since=None,
        voice=0,
        face=0,
        pending=0,
        present=_present(person.name, server),
    )


def _present(name: str, server: Server) -> Present | None:
    """Where somebody was recognised by voice or face within the last minutes, by the log."""
    query = """SELECT turn, time FROM events WHERE kind = 'identity' AND json_extract(data, '$.person') = ?
        AND json_extract(data, '$.modalities') != '[]' AND time >= ? ORDER BY id DESC LIMIT 1"""
    log = server.house.hub.log
    rows = log.read(query, (name, time.time() - PRESENT))
    if not rows:
        return None
    turn, when = rows[0]
    began: dict[str, Any] = next((dict(event.data) for event in log.events(turn=turn) if event.kind == "turn"), {})
    return Present(area=began.get("area"), since=when)


def _declared(people: Sequence[Person], name: str) -> Person | None:
    return next((one for one in people if key(name) in map(key, (one.name, *one.aliases))), None)


def _pending(template: Template) -> PendingShown:
    contract = template.embedding.contract
    return PendingShown(id=template.id, modality=contract.modality, created=template.created, source=template.source)
