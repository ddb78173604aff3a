"""What a client of the realtime protocol may set, read strictly from what it sent."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from ogam.audio import Segmenter
from ogam.core import OgamError

RATE = 24_000
"""Samples a second, the one rate that the protocol knows for PCM."""


class ProtocolError(OgamError):
    """A client's event that cannot be used. code: what OpenAI's API calls it; param: which part of the event."""

    def __init__(self, message: str, code: str = "invalid_value", param: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.param = param


class Format(BaseModel):
    """16-bit little-endian mono."""

    type: Literal["audio/pcm"] = "audio/pcm"
    rate: Literal[24000] = 24000


class TurnDetection(BaseModel):
    """How utterances are found; what is left out stays as the server has it."""

    type: Literal["server_vad"]
    threshold: float | None = Field(None, gt=0, lt=1)
    prefix_padding_ms: int | None = Field(None, ge=0, le=2_000)
    silence_duration_ms: int | None = Field(None, ge=100, le=10_000)


class Transcription(BaseModel):
    """Language and prompt are taken and not used: a home's languages are known, and so is what may be said in it."""

    model: str = "ogam"
    language: str | None = None
    prompt: str | None = None


class Input(BaseModel):
    """Settings of the sound that comes in."""

    format: Format | None = None
    transcription: Transcription | None = None
    turn_detection: TurnDetection | None = None


class Sound(BaseModel):
    """Settings of all sound; there is none that goes out."""

    input: Input = Input()


class Update(BaseModel):
    """The `session` of a `session.update`."""

    type: Literal["transcription"] = "transcription"
    audio: Sound = Sound()


def read_update(session: Any) -> Input:
    """What a client wants changed. Raises ProtocolError where it cannot be."""
    try:
        return Update.model_validate(session).audio.input
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(["session", *map(str, first["loc"])])
        raise ProtocolError(f"{where}: {first['msg']}.", param=where) from None


def segmenter_of(segmenter: Segmenter, wanted: TurnDetection) -> Segmenter:
    """A segmenter with a client's settings."""
    silence = segmenter.silence if wanted.silence_duration_ms is None else wanted.silence_duration_ms / 1000
    padding = segmenter.padding if wanted.prefix_padding_ms is None else wanted.prefix_padding_ms / 1000
    threshold = wanted.threshold or segmenter.threshold
    return replace(
        segmenter,
        silence=silence,
        padding=padding,
        tail=min(segmenter.tail, silence),
        threshold=threshold,
        release=min(segmenter.release, threshold),
    )


def server_vad(segmenter: Segmenter) -> dict[str, Any]:
    """A segmenter's settings, as the protocol says them."""
    return {
        "type": "server_vad",
        "threshold": segmenter.threshold,
        "prefix_padding_ms": round(segmenter.padding * 1000),
        "silence_duration_ms": round(segmenter.silence * 1000),
    }
