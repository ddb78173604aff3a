"""OpenAI-compatible audio: `/v1/audio/transcriptions`, `/v1/realtime` and `/v1/models`, for clients that know those.

Facts of the protocol: the types of the `openai` Python package, which are generated from OpenAI's own description.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile, WebSocket
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.websockets import WebSocketDisconnect

from ogam.core import Audio
from ogam.server.api.running import Kept
from ogam.server.auth.callers import Caller
from ogam.server.auth.guards import signed_in, signed_in_socket
from ogam.server.auth.staying import signed_out, until_revoked
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.openai.formats import MEDIA_TYPES, Format, as_data, as_srt, as_text, as_vtt, diarized
from ogam.server.openai.passages import Passage, Writer
from ogam.server.openai.realtime import RealtimeSession, error_event
from ogam.server.openai.realtime_settings import ProtocolError
from ogam.server.openai.uploads import read_references, read_upload
from ogam.server.openai.writing import HouseWriter

router = APIRouter(prefix="/v1", tags=["OpenAI-compatible"])
MODEL = "ogam"
_CODES = {401: 1008, 503: 1013}
"""How a WebSocket is closed, by the status that the same refusal has over HTTP."""
Listens = Annotated[Caller, Depends(signed_in("listen"))]


@router.get("/models")
async def models(server: Context, caller: Listens) -> dict[str, Any]:  # noqa: ARG001 (the guard)
    """The one model: the ears of this home."""
    return {
        "object": "list",
        "data": [{"id": MODEL, "object": "model", "created": int(server.started), "owned_by": "ogam"}],
    }


@router.post("/audio/transcriptions", response_model=None)
async def transcriptions(
    server: Context,
    caller: Listens,  # noqa: ARG001 (the guard)
    file: Annotated[UploadFile, File(description="A recording: wav, flac, mp3 or ogg.")],
    model: Annotated[str, Form(description="Any name: a home has one model.")] = MODEL,  # noqa: ARG001
    response_format: Annotated[Format, Form()] = "json",
    stream: Annotated[bool, Form()] = False,
    granularities: Annotated[list[str] | None, Form(alias="timestamp_granularities[]")] = None,
    known_names: Annotated[list[str] | None, Form(alias="known_speaker_names[]")] = None,
    known_references: Annotated[list[str] | None, Form(alias="known_speaker_references[]")] = None,
) -> Response:
    """Write down a recording. Nothing that is said in it is carried out.

    In `diarized_json` each speaker has the name of the person whom Ogam knows, or a letter.
    """
    if "word" in (granularities or ()):
        raise Refused(422, "granularity", "Ogam gives times of segments, not of words: leave 'word' out.")
    audio = await read_upload(file.file, file.filename or "")
    known = await read_references(known_names or [], known_references or [])
    writer: Writer = HouseWriter(server.house)
    if response_format == "diarized_json":
        writer = HouseWriter(server.house, speakers=await asyncio.to_thread(server.voices.speakers, known))
    if stream:
        return StreamingResponse(streamed(writer, audio, response_format), media_type="text/event-stream")
    return answer([passage async for passage in writer.passages(audio)], audio.duration, response_format)


@router.websocket("/realtime")
async def realtime(
    socket: WebSocket,
    server: Context,
    kept: Kept,
    caller: Annotated[Caller, Depends(signed_in_socket("listen"))],
) -> None:
    """Realtime transcription: OpenAI's events, over a WebSocket. It ends once the session or token is revoked."""
    try:
        with kept.listening.one():
            await _until_the_end(socket, server, caller)
    except Refused as refused:
        await _end(socket, ProtocolError(str(refused), refused.code.replace("-", "_")), _CODES[refused.status])
    except ProtocolError as error:
        await _end(socket, error, 1003)
    except WebSocketDisconnect:
        return


async def _until_the_end(socket: WebSocket, server: Server, caller: Caller) -> None:
    """Talk until the client goes. Raises Refused once it may stay no longer, ProtocolError for what is no event."""
    talking = asyncio.create_task(_talk(socket, RealtimeSession(HouseWriter(server.house), server.house.segmenter)))
    gone = asyncio.create_task(until_revoked(server, caller, "listen"))
    try:
        await asyncio.wait({talking, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not talking.done():
            raise signed_out()
        talking.result()
    finally:
        talking.cancel()
        gone.cancel()


async def _talk(socket: WebSocket, session: RealtimeSession) -> None:
    await socket.send_json(session.begin())
    while True:
        async for event in session.accept(_event(await socket.receive_text())):
            await socket.send_json(event)


async def _end(socket: WebSocket, why: ProtocolError, code: int) -> None:
    """Close with a reason, if there is still somebody to be told."""
    try:
        async with asyncio.timeout(1.0):
            await socket.send_json(error_event(why))
            await socket.close(code, why.code)
    except (TimeoutError, WebSocketDisconnect, RuntimeError):
        return


def answer(passages: list[Passage], seconds: float, form: Format) -> Response:
    """A whole transcription in the format that was asked for."""
    if form in MEDIA_TYPES:
        write = {"text": lambda said: as_text(said) + "\n", "srt": as_srt, "vtt": as_vtt}[form]
        return Response(write(passages), media_type=MEDIA_TYPES[form])
    return JSONResponse(as_data(passages, seconds, form))


async def streamed(writer: Writer, audio: Audio, form: Format) -> AsyncIterator[str]:
    """A transcription as server-sent events, each passage as soon as it is written."""
    said: list[Passage] = []
    async for passage in writer.passages(audio):
        if form == "diarized_json":
            yield _sent(diarized(len(said), passage))
        else:
            yield _sent({"type": "transcript.text.delta", "delta": (" " if said else "") + passage.text})
        said.append(passage)
    yield _sent({"type": "transcript.text.done", "text": as_text(said)})


def _event(text: str) -> dict[str, Any]:
    try:
        event = json.loads(text)
    except ValueError:
        raise ProtocolError("An event is a JSON object.", "invalid_json") from None
    if not isinstance(event, dict):
        raise ProtocolError("An event is a JSON object.", "invalid_json")
    return event


def _sent(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
