"""`/api/listen`: a microphone over a WebSocket. Sound goes in; level, speech and turns come out as they happen."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Query, WebSocket, WebSocketDisconnect

from ogam.core import SAMPLE_RATE, Audio, HomeError, ImageError, LogError
from ogam.hub import Listener, Prompt, Session, Turn, turn_data
from ogam.messages import translate
from ogam.server.api.frames import Frames
from ogam.server.api.levels import Level
from ogam.server.api.running import Kept, Running
from ogam.server.api.shapes import AreaQuery, SessionQuery, area_of
from ogam.server.auth import Caller, signed_in_socket
from ogam.server.auth.staying import signed_out, until_revoked
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import language_of

router = APIRouter(prefix="/api", tags=["speaking"])

WAITING = 100
"""Messages that may wait for a client that reads slowly; levels are left out before that."""
PATIENCE = 30.0
"""Seconds that a client may leave its messages unread; then the connection ends."""
LONGEST = 10 * SAMPLE_RATE * 2
"""Bytes of one message: ten seconds of sound."""
LEVEL_EVERY, MENTION_EVERY = 0.1, 1.0
"""Seconds of sound between two levels, for the client and for all who watch."""
NOT_LOGGED = "Ogam cannot write its log, so it carries nothing out. Is the disk full? Make room, and try again."
_UNUSABLE, _TOO_SLOW, _BROKEN = 1007, 1008, 1011
_CODES = {401: 1008, 503: 1013}
"""How a WebSocket is closed, by the status that the same refusal has over HTTP (RFC 6455, 7.4.1)."""
_LOGGER = logging.getLogger("ogam.server")


@router.websocket("/listen")
async def listen(
    socket: WebSocket,
    server: Context,
    kept: Kept,
    caller: Annotated[Caller, Depends(signed_in_socket("listen"))],
    session: SessionQuery = "microphone",
    area: AreaQuery = None,
    rate: Annotated[int, Query(description="Samples a second.")] = SAMPLE_RATE,
) -> None:
    """Binary messages: PCM, signed 16 bits, little-endian, mono, 16 kHz. {"type": "end"} ends the stream.

    {"type": "abilities", "camera": true}: pictures can be sent; {"type": "image", "jpeg": base64, "time": seconds} is
    one, about ten a second while a face is asked to move; {"type": "spoken"}: the reply has been played to its end.
    """
    try:
        with kept.listening.one():
            _check_rate(rate)
            place = area_of(server.house.hub.home, area)
            await Stream(socket, server, kept, kept.session(caller, session, place, microphone=True), caller).run()
    except Refused as refused:
        await _close(socket, _CODES.get(refused.status, _UNUSABLE), refused.code, str(refused))
    except HomeError as error:
        await _close(socket, _UNUSABLE, "home", str(error))
    except LogError as error:
        _LOGGER.error("%s: %s", session, error)
        await _close(socket, _BROKEN, "log", NOT_LOGGED)


class Stream:
    """One connection: what comes in goes to a listener, what comes of it waits in a queue until it is sent."""

    def __init__(self, socket: WebSocket, server: Server, kept: Running, session: Session, caller: Caller) -> None:
        self._socket = socket
        self._server = server
        self._kept = kept
        self._session = session
        self._caller = caller
        self._messages = asyncio.Queue[dict[str, Any] | None](WAITING)
        self._level = Level(LEVEL_EVERY)
        self._mentioned = Level(MENTION_EVERY)
        self._reported = (0.0, 0)
        self._samples = 0
        self._frames = Frames(session, self._tell_problem)

    async def run(self) -> None:
        """Until the client ends the stream or goes, or the server stops. What was heard until then is carried out.

        Raises Refused where something came that is none, or the caller was signed out; LogError where nothing can be
        logged: then what was heard last is not carried out.
        """
        listener = self._server.house.listener(self._session, self._tell_turn, self._tell_speech)
        self._kept.listeners[id(self)] = listener
        self._session.on_turn, self._session.on_prompt = self._tell_turn, self._tell_prompt
        self._tell({"type": "ready", "sample_rate": SAMPLE_RATE, "session": self._session.name})
        sending = asyncio.create_task(self._send())
        listening = asyncio.create_task(listener.run())
        looking = asyncio.create_task(self._frames.run())
        gone = asyncio.create_task(until_revoked(self._server, self._caller, "listen"))
        try:
            await self._receive_until_the_end(listener, {sending, listening, looking, gone})
            if gone.done():
                raise signed_out()
            if looking.done():
                looking.result()
            listener.finish()
            await listening
            self._report(listener)
            self._messages.put_nowait(None) if not self._messages.full() else sending.cancel()
            await asyncio.wait({sending})
        finally:
            for task in (sending, listening, looking, gone):
                task.cancel()
            self._kept.drops.seconds += listener.dropped_seconds
            self._kept.drops.utterances += listener.dropped_utterances
            del self._kept.listeners[id(self)]
            self._session.on_turn = self._session.on_prompt = None
            if all(other.session is not self._session for other in self._kept.listeners.values()):
                self._server.house.end(self._session)

    async def _receive_until_the_end(self, listener: Listener, others: set[asyncio.Task[None]]) -> None:
        """Until the client ends, or one of the others does: nobody reads what is sent, or the house ends the stream."""
        receiving = asyncio.create_task(self._receive(listener))
        try:
            await asyncio.wait({receiving, *others}, return_when=asyncio.FIRST_COMPLETED)
            if receiving.done():
                receiving.result()
        finally:
            receiving.cancel()

    async def _receive(self, listener: Listener) -> None:
        try:
            while True:
                message = await self._socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                if (data := message.get("bytes")) is not None:
                    self._accept(data, listener)
                elif self._told(_message(message.get("text") or "")):
                    return
        except WebSocketDisconnect:
            return

    def _accept(self, data: bytes, listener: Listener) -> None:
        if len(data) % 2 or len(data) > LONGEST:
            text = f"A message of sound has {LONGEST} bytes at most, two a sample; this one has {len(data)}."
            raise Refused(422, "sound", text)
        samples = np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)
        listener.accept(Audio(samples, self._samples / SAMPLE_RATE, self._session.name))
        self._samples += len(samples)
        for decibels in self._level.accept(samples):
            if self._messages.qsize() < WAITING // 2:
                self._tell({"type": "level", "db": decibels})
        for decibels in self._mentioned.accept(samples):
            self._server.house.live.mention(self._session.name, "level", {"db": decibels})
            self._report(listener)

    def _told(self, message: Mapping[str, Any]) -> bool:
        """Whether a text message ends the stream. Kinds that are not known are for newer servers."""
        match message["type"]:
            case "image":
                self._frames.accept(message)
            case "abilities":
                camera = message.get("camera") is True
                self._session.abilities = replace(self._session.abilities, camera=camera)
            case "spoken":
                self._session.spoken()
        return bool(message["type"] == "end")

    def _report(self, listener: Listener) -> None:
        """Tell of what was dropped, where that is more than was told of."""
        dropped = (round(listener.dropped_seconds, 3), listener.dropped_utterances)
        if dropped != self._reported:
            self._reported = dropped
            self._tell({"type": "dropped", "seconds": dropped[0], "utterances": dropped[1]})

    def _tell_turn(self, turn: Turn) -> None:
        self._tell({"type": "turn", "turn": turn_data(turn)})

    def _tell_prompt(self, prompt: Prompt) -> None:
        self._tell({"type": "challenge", **prompt.data})

    def _tell_problem(self, error: ImageError) -> None:
        self._tell({"type": "error", "code": "picture", "detail": translate(str(error), language_of(self._socket))})

    def _tell_speech(self, speaking: bool) -> None:
        self._tell({"type": "speech", "speaking": speaking})
        self._server.house.live.mention(self._session.name, "speech", {"speaking": speaking})

    def _tell(self, message: dict[str, Any]) -> None:
        """Never waits. What a client does not read in time is in the log all the same."""
        if not self._messages.full():
            self._messages.put_nowait(message)

    async def _send(self) -> None:
        try:
            while (message := await self._messages.get()) is not None:
                async with asyncio.timeout(PATIENCE):
                    await self._socket.send_text(json.dumps(message, ensure_ascii=False))
            await self._socket.close()
        except TimeoutError:
            await _close(self._socket, _TOO_SLOW, "too-slow", "")
        except (WebSocketDisconnect, RuntimeError):
            return  # the client has gone; what it said is carried out all the same


def _check_rate(rate: int) -> None:
    if rate != SAMPLE_RATE:
        raise Refused(422, "rate", f"Sound must have {SAMPLE_RATE} samples a second, not {rate}.")


def _message(text: str) -> Mapping[str, Any]:
    try:
        message = json.loads(text)
    except ValueError:
        message = None
    if not isinstance(message, dict) or "type" not in message:
        raise Refused(422, "message", 'A text message is an object of JSON with a "type".')
    return message


async def _close(socket: WebSocket, code: int, reason: str, text: str) -> None:
    """End the connection with a reason, if it is still there to be told."""
    try:
        async with asyncio.timeout(1.0):
            if text:
                detail = translate(text, language_of(socket))
                await socket.send_text(
                    json.dumps({"type": "error", "code": reason, "detail": detail}, ensure_ascii=False)
                )
            await socket.close(code, reason)
    except (TimeoutError, WebSocketDisconnect, RuntimeError):
        return
