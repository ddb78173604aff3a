"""The formats of a transcription: json, text, srt, vtt, verbose_json and diarized_json, as OpenAI's API gives them."""

import zlib
from collections.abc import Sequence
from typing import Any, Literal, get_args

from ogam.server.openai.passages import Passage

Format = Literal["json", "text", "srt", "vtt", "verbose_json", "diarized_json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES = {"text": "text/plain", "srt": "application/x-subrip", "vtt": "text/vtt"}
"""Of the formats that are no JSON."""


def as_text(passages: Sequence[Passage]) -> str:
    """All that was said, in one line."""
    return " ".join(passage.text for passage in passages if passage.text)


def as_data(passages: Sequence[Passage], seconds: float, form: Format) -> dict[str, Any]:
    """The answer in one of the formats that are JSON. seconds: length of the recording."""
    usage = {"type": "duration", "seconds": round(seconds, 3)}
    answer: dict[str, Any] = {"text": as_text(passages), "usage": usage}
    if form == "verbose_json":
        language = passages[0].language if passages else "en"
        segments = [_segment(number, passage) for number, passage in enumerate(passages)]
        answer |= {"task": "transcribe", "language": language, "duration": seconds, "segments": segments}
    elif form == "diarized_json":
        segments = [diarized(number, passage) for number, passage in enumerate(passages)]
        answer |= {"task": "transcribe", "duration": seconds, "segments": segments}
    return answer


def diarized(number: int, passage: Passage) -> dict[str, Any]:
    """A passage with its speaker, as diarized_json and its stream have it."""
    return {
        "type": "transcript.text.segment",
        "id": f"seg_{number:03d}",
        "start": round(passage.start, 3),
        "end": round(passage.end, 3),
        "text": passage.text,
        "speaker": passage.speaker,
    }


def as_srt(passages: Sequence[Passage]) -> str:
    """SubRip subtitles."""
    entries = (
        f"{number}\n{_clock(passage.start, ',')} --> {_clock(passage.end, ',')}\n{passage.text}\n"
        for number, passage in enumerate(passages, 1)
    )
    return "\n".join(entries)


def as_vtt(passages: Sequence[Passage]) -> str:
    """WebVTT subtitles (https://www.w3.org/TR/webvtt1)."""
    entries = (
        f"{_clock(passage.start, '.')} --> {_clock(passage.end, '.')}\n{_escaped(passage.text)}\n"
        for passage in passages
    )
    return "\n".join(["WEBVTT\n", *entries])


def _segment(number: int, passage: Passage) -> dict[str, Any]:
    """What Ogam does not have (tokens, a temperature, a probability that nobody spoke) is empty or 0."""
    return {
        "id": number,
        "seek": 0,
        "start": round(passage.start, 3),
        "end": round(passage.end, 3),
        "text": passage.text,
        "tokens": [],
        "temperature": 0.0,
        "avg_logprob": round(passage.log_prob, 4),
        "compression_ratio": round(_compression(passage.text), 3),
        "no_speech_prob": 0.0,
    }


def _compression(text: str) -> float:
    """How many times smaller zlib makes the text: high where a model repeats itself."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(max(seconds, 0.0) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
