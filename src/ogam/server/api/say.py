"""`/api/say` and `/api/hear`: a sentence that is written, a recording that is sent."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from ogam.audio import read, utterances
from ogam.core import Audio, StreamingRecognizer
from ogam.server.api.running import Kept
from ogam.server.api.shapes import AreaQuery, Name, SessionQuery, TurnShown, area_of, turn_shown, writer
from ogam.server.api.uploads import UPLOAD, uploaded
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context

router = APIRouter(prefix="/api", tags=["speaking"])

LONGEST = 300.0
"""Seconds of a recording."""


class Said(BaseModel):
    """text: a sentence; area: where it is said; session: which of the account's own, so that questions are answered."""

    text: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    area: Name | None = None
    session: Name = "app"


@router.post("/say")
async def say(
    body: Said, server: Context, kept: Kept, caller: Annotated[Caller, Depends(signed_in("say"))]
) -> TurnShown:
    """Carry out a written sentence, as the account's person."""
    session = kept.session(caller, body.session, area_of(server.house.hub.home, body.area))
    return turn_shown(await session.say(body.text, writer(caller)))


@router.post("/hear", openapi_extra=UPLOAD)
async def hear(
    request: Request,
    server: Context,
    kept: Kept,
    caller: Annotated[Caller, Depends(signed_in("listen"))],
    area: AreaQuery = None,
    session: SessionQuery = "recording",
) -> list[TurnShown]:
    """Carry out what is said in a recording (wav, flac, mp3, ogg; up to five minutes), an utterance a turn."""
    place = area_of(server.house.hub.home, area)
    recording = await request.body()
    found = await asyncio.to_thread(_utterances, recording, server.house.segmenter.detector)
    speaking = kept.session(caller, session, place, microphone=True)
    return [turn_shown(await speaking.hear(utterance)) for utterance in found]


def _utterances(recording: bytes, detector: StreamingRecognizer) -> list[Audio]:
    audio = audio_of(recording)
    return list(utterances([audio], detector))


def audio_of(recording: bytes) -> Audio:
    """The sound of an uploaded file. Raises AudioError for what is none, or too long."""
    with uploaded(recording, "recording") as path:
        return read(path, LONGEST)
