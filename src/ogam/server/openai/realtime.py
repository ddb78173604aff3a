"""Realtime transcription: one client's session of OpenAI's protocol, without the connection that carries it.

A client's event goes in, the server's events come out. Sound is PCM of 16 bits, little-endian, mono, 24 kHz.
"""

import base64
import binascii
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.audio import Segmenter, SegmenterSession
from ogam.audio.resampling import Resampler
from ogam.core import Audio, OgamError
from ogam.server.openai.passages import Writer
from ogam.server.openai.realtime_settings import (
    RATE,
    ProtocolError,
    TurnDetection,
    read_update,
    segmenter_of,
    server_vad,
)

LONGEST = 120.0
"""Seconds of sound that may be held for a client that never commits."""
LARGEST = 15 * 2**20
"""Bytes of sound in one event, the same as at OpenAI."""

ServerEvent = dict[str, Any]


@dataclass(slots=True)
class _Buffer:
    """Sound that was appended and not committed yet. item: the id that it will have."""

    item: str = field(default_factory=lambda: _id("item"))
    pieces: list[Audio] = field(default_factory=list)
    seconds: float = 0.0


class RealtimeSession:
    """One client. `accept` its events one after the other.

    writer: writes down what was said; segmenter: finds utterances, where the client has not turned that off.
    """

    def __init__(self, writer: Writer, segmenter: Segmenter) -> None:
        self._writer = writer
        self._segmenter = segmenter
        self._turns: SegmenterSession | None = segmenter.open()
        self._resampler = Resampler(RATE)
        self._buffer = _Buffer()
        self._given = 0.0
        self._previous: str | None = None
        self._config: dict[str, Any] = {
            "type": "transcription",
            "audio": {
                "input": {
                    "format": {"type": "audio/pcm", "rate": RATE},
                    "transcription": {"model": "ogam"},
                    "turn_detection": server_vad(segmenter),
                    "noise_reduction": None,
                }
            },
        }

    def begin(self) -> ServerEvent:
        """The first event of every connection."""
        return _event("session.created", session=self._config)

    async def accept(self, event: Mapping[str, Any]) -> AsyncIterator[ServerEvent]:
        """What the server answers to an event. An event that cannot be used is answered with an error, not raised."""
        try:
            async for answer in self._answers(event):
                yield answer
        except ProtocolError as error:
            yield error_event(error, event.get("event_id"))

    async def _answers(self, event: Mapping[str, Any]) -> AsyncIterator[ServerEvent]:
        kind = event.get("type")
        if kind == "session.update":
            self._update(event.get("session"))
            yield _event("session.updated", session=self._config)
        elif kind == "input_audio_buffer.append":
            async for answer in self._append(_samples(event.get("audio"))):
                yield answer
        elif kind == "input_audio_buffer.commit":
            async for answer in self._commit():
                yield answer
        elif kind == "input_audio_buffer.clear":
            self._clear()
            yield _event("input_audio_buffer.cleared")
        else:
            raise ProtocolError(f"Ogam transcribes only; it does not know the event {kind!r}.", "unknown_event", "type")

    def _update(self, session: Any) -> None:
        wanted = read_update(session)
        if wanted.transcription is not None:
            self._config["audio"]["input"]["transcription"] = wanted.transcription.model_dump(exclude_none=True)
        if "turn_detection" in wanted.model_fields_set:
            self._detect_turns(wanted.turn_detection)

    def _detect_turns(self, wanted: TurnDetection | None) -> None:
        """Find utterances with these settings; None for a client that commits by itself. Begins anew."""
        if wanted is not None:
            self._segmenter = segmenter_of(self._segmenter, wanted)
        self._turns = None if wanted is None else self._segmenter.open()
        self._config["audio"]["input"]["turn_detection"] = wanted and server_vad(self._segmenter)
        self._buffer = _Buffer()

    async def _append(self, samples: NDArray[np.float32]) -> AsyncIterator[ServerEvent]:
        chunk = Audio(self._resampler.accept(samples), self._given, "realtime")
        self._given = chunk.end
        if self._turns is None:
            if self._buffer.seconds + chunk.duration > LONGEST:
                raise ProtocolError(f"More than {LONGEST:g} s wait to be committed. Commit or clear.", "buffer_full")
            self._buffer.pieces.append(chunk)
            self._buffer.seconds += chunk.duration
            return
        spoke = self._turns.speaking
        utterances = self._turns.accept(chunk)
        for utterance in utterances:
            if not spoke:
                yield self._started(utterance.start)
            spoke = False
            yield _event(
                "input_audio_buffer.speech_stopped", audio_end_ms=_ms(utterance.end), item_id=self._buffer.item
            )
            async for answer in self._committed(utterance):
                yield answer
        if self._turns.speaking and not spoke:
            yield self._started(chunk.start)

    def _started(self, start: float) -> ServerEvent:
        return _event("input_audio_buffer.speech_started", audio_start_ms=_ms(start), item_id=self._buffer.item)

    async def _commit(self) -> AsyncIterator[ServerEvent]:
        if self._turns is not None:
            utterances = self._turns.finish()
            if not utterances:
                raise ProtocolError("There is no speech to commit.", "input_audio_buffer_commit_empty")
            for utterance in utterances:
                async for answer in self._committed(utterance):
                    yield answer
            return
        if not self._buffer.seconds:
            raise ProtocolError("There is no sound to commit.", "input_audio_buffer_commit_empty")
        pieces = self._buffer.pieces
        samples = np.concatenate([piece.samples for piece in pieces])
        async for answer in self._committed(Audio(samples, pieces[0].start, "realtime")):
            yield answer

    async def _committed(self, audio: Audio) -> AsyncIterator[ServerEvent]:
        """The sound becomes an item, and is written down."""
        item, self._buffer = self._buffer.item, _Buffer()
        yield _event("input_audio_buffer.committed", item_id=item, previous_item_id=self._previous)
        self._previous = item
        about = {"item_id": item, "content_index": 0}
        texts: list[str] = []
        try:
            async for passage in self._writer.passages(audio):
                texts.append(passage.text)
                delta = passage.text if len(texts) == 1 else f" {passage.text}"
                yield _event("conversation.item.input_audio_transcription.delta", **about, delta=delta)
        except OgamError as error:
            reason = {"type": "server_error", "code": type(error).__name__, "message": str(error)}
            yield _event("conversation.item.input_audio_transcription.failed", **about, error=reason)
            return
        usage = {"type": "duration", "seconds": round(audio.duration, 3)}
        yield _event(
            "conversation.item.input_audio_transcription.completed", **about, transcript=" ".join(texts), usage=usage
        )

    def _clear(self) -> None:
        self._buffer = _Buffer()
        if self._turns is not None:
            self._turns = self._segmenter.open()


def error_event(error: ProtocolError, about: Any = None) -> ServerEvent:
    """An error for the client. about: the id of its event, where it gave one."""
    details = {"type": "invalid_request_error", "code": error.code, "message": str(error), "param": error.param}
    return _event("error", error={**details, "event_id": about if isinstance(about, str) else None})


def _samples(audio: Any) -> NDArray[np.float32]:
    if not isinstance(audio, str):
        raise ProtocolError("Sound is wanted in 'audio', in base64.", param="audio")
    if len(audio) > LARGEST * 4 // 3 + 4:
        raise ProtocolError(f"More than {LARGEST >> 20} MiB of sound in one event. Send it in pieces.", param="audio")
    try:
        data = base64.b64decode(audio, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProtocolError(f"The sound is no base64: {error}.", param="audio") from error
    if len(data) % 2:
        raise ProtocolError("The sound has half a sample: give 16 bits a sample.", param="audio")
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)


def _event(kind: str, **data: Any) -> ServerEvent:
    return {"type": kind, "event_id": _id("event"), **data}


def _id(kind: str) -> str:
    return f"{kind}_{uuid.uuid4().hex[:16]}"


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
