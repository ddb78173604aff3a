"""What goes between Ogam and a plugin in another process: signals as WAV or PNG, observations as JSON."""

import io
import json
import wave
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np

from ogam.core import SAMPLE_RATE, Audio, Box, Image, ModelCard, Observation, Signal
from ogam.core.observations import observation_data
from ogam.plugins.errors import PluginReplyError

WAV, PNG = "audio/wav", "image/png"
TOLERANCE = 0.1
"""Seconds by which a time may lie beside the signal."""


def encode_signal(signal: Signal) -> tuple[bytes, str]:
    """The bytes of a signal and their media type: 16-bit WAV at 16 kHz, or PNG. What is beyond -1 to 1 is clipped."""
    out = io.BytesIO()
    if isinstance(signal, Audio):
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            file.writeframes(to_pcm(signal))
        return out.getvalue(), WAV
    from PIL import Image as Pictures

    Pictures.fromarray(signal.pixels).save(out, "PNG")
    return out.getvalue(), PNG


def decode_signal(body: bytes, media_type: str) -> Signal:
    """The other way round. Raises ValueError for what is neither."""
    if media_type == WAV:
        try:
            with wave.open(io.BytesIO(body)) as file:
                form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
                samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / np.float32(32767)
        except (wave.Error, EOFError) as error:
            raise ValueError(f"not a WAV file: {error}") from error
        if form != (1, 2, SAMPLE_RATE):
            raise ValueError(
                f"channels, bytes a sample and samples a second must be 1, 2 and {SAMPLE_RATE}, not {form}"
            )
        return Audio(samples.astype(np.float32))
    if media_type == PNG:
        from PIL import Image as Pictures

        return Image(np.asarray(Pictures.open(io.BytesIO(body)).convert("RGB")))
    raise ValueError(f"{media_type}: send {WAV} or {PNG}")


def to_pcm(audio: Audio) -> bytes:
    """The samples of a sound as 16-bit ones, little-endian; what is no number is silence."""
    samples = np.clip(np.nan_to_num(audio.samples), -1, 1) * 32767
    pcm: bytes = np.round(samples).astype("<i2").tobytes()
    return pcm


def encode_observations(observations: Sequence[Observation]) -> bytes:
    """Observations as JSON, for `read_observations`."""
    return json.dumps({"observations": [_plain(one) for one in observations]}, ensure_ascii=False).encode()


def read_observations(body: bytes, signal: Signal, card: ModelCard, where: str) -> list[Observation]:
    """The observations in an answer, on the signal's clock and with its source. where: who answered, for messages.

    Raises PluginReplyError for what is no such JSON, and for numbers that cannot be: a confidence of 7, a time outside
    of the signal.
    """
    try:
        found = json.loads(body)["observations"]
        if not isinstance(found, list):
            raise TypeError("observations are no list")
        return [_observation(one, signal, card, where) for one in found]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise PluginReplyError(f"{where}: the answer is not what the contract asks for: {problem}.") from error


def _plain(one: Observation) -> dict[str, Any]:
    """Without what the other side knows: the source, and who says so."""
    data = observation_data(one)
    kept = ("kind", "value", "confidence", "start", "end", "details", *(("box",) if one.box else ()))
    return {name: data[name] for name in kept}


def _observation(said: Any, signal: Signal, card: ModelCard, where: str) -> Observation:
    if not isinstance(said, Mapping):
        raise TypeError(f"an observation is no object but {said!r:.50}")
    length = signal.duration if isinstance(signal, Audio) else 0.0
    first = signal.start if isinstance(signal, Audio) else signal.time
    start, end = _number(said, "start", 0.0), _number(said, "end", length)
    confidence = _number(said, "confidence")
    if not 0 <= confidence <= 1:
        raise PluginReplyError(f"{where}: a confidence is {confidence:g}, where 0 to 1 is meant.")
    if not -TOLERANCE <= start <= end <= length + TOLERANCE:
        raise PluginReplyError(
            f"{where}: it speaks of {start:g} s to {end:g} s in a signal of {length:g} s. "
            "Sound has 16,000 samples a second, and times are seconds from its beginning."
        )
    box = Box(*(_number({"box": side}, "box") for side in said["box"])) if said.get("box") else None
    return Observation(
        _text(said, "kind"), _text(said, "value"), confidence, first + start, first + end, signal.source,
        card.name, card.label, box, _details(said),
    )  # fmt: skip


def _number(said: Mapping[str, Any], name: str, default: float | None = None) -> float:
    value = said.get(name, default) if default is not None else said[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise TypeError(f"{name} is no number but {value!r:.50}")
    return float(value)


def _text(said: Mapping[str, Any], name: str) -> str:
    if not isinstance(said[name], str):
        raise TypeError(f"{name} is no text but {said[name]!r:.50}")
    return str(said[name])


def _details(said: Mapping[str, Any]) -> Mapping[str, Any]:
    details = said.get("details", {})
    if not isinstance(details, Mapping):
        raise TypeError(f"details are no object but {details!r:.50}")
    return details
