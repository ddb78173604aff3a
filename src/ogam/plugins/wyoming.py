"""A recogniser in another process that speaks Wyoming, the protocol of Rhasspy and Home Assistant.

`wyoming://host:port` for speech recognition, `wyoming://host:port?task=wake` for wake words; besides `model`,
`language`, and what the protocol does not say: `licence`. Wyoming gives no confidence, so it is 1.
"""

import json
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedRWPair
from typing import Any
from urllib.parse import SplitResult, parse_qsl

from ogam.core import SAMPLE_RATE, Audio, AudioError, ModelCard, Observation, Signal
from ogam.plugins.contract import task_of
from ogam.plugins.deadlines import PATIENCE, exchange_within
from ogam.plugins.errors import PluginError, PluginReplyError
from ogam.plugins.exchange import TOLERANCE, to_pcm

CHUNK = 2048
"""Bytes: 64 ms."""
PORT = 10300
LARGEST = 1_000_000
"""Bytes of one event."""
Stream = BufferedRWPair
ASR, WAKE = "speech recognition", "wake word"


@dataclass(frozen=True, slots=True)
class WyomingRecognizer:
    """One connection for each signal. Raises PluginTimeout, PluginGone, PluginReplyError; AudioError for pictures."""

    address: SplitResult
    card: ModelCard
    model: str = ""
    language: str = ""
    timeout: float = PATIENCE

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._ask(signal) for signal in signals]

    def _ask(self, signal: Signal) -> list[Observation]:
        if not isinstance(signal, Audio):
            raise AudioError(f"{self.card.name}: it takes sound, no pictures.")
        where = self.address.geturl()
        with _connected(self.address, self.timeout) as stream:
            self._send(stream, signal)
            if self.card.task == WAKE:
                return self._detections(signal, *_next(stream, where, "detection", "not-detected"))
            _, said = _next(stream, where, "transcript")
        text = str(said.get("text") or "").strip()
        return [self._observe("transcript", text, signal, signal.start, signal.end)] if text else []

    def _detections(self, audio: Audio, kind: str, said: Mapping[str, Any]) -> list[Observation]:
        if kind == "not-detected":
            return []
        when = said.get("timestamp")
        end = when / 1000 if isinstance(when, int | float) else audio.duration
        if not 0 <= end <= audio.duration + TOLERANCE:
            raise PluginReplyError(
                f"{self.address.geturl()}: it speaks of {end:g} s in a sound of {audio.duration:g} s. "
                "Times are milliseconds, and sound has the rate that audio-start says."
            )
        start = max(0.0, end - 1.0)
        return [self._observe("wake", str(said.get("name") or ""), audio, audio.start + start, audio.start + end)]

    def _observe(self, kind: str, value: str, audio: Audio, start: float, end: float) -> Observation:
        return Observation(kind, value, 1.0, start, end, audio.source, self.card.name, self.card.label)

    def _send(self, stream: Stream, audio: Audio) -> None:
        """Ask, and hand over the sound in pieces."""
        pcm, form = to_pcm(audio), {"rate": SAMPLE_RATE, "width": 2, "channels": 1}
        if self.card.task == WAKE:
            _write(stream, "detect", {"names": [self.model] if self.model else None})
        else:
            asked = {"name": self.model, "language": self.language}
            _write(stream, "transcribe", {name: said for name, said in asked.items() if said})
        _write(stream, "audio-start", {**form, "timestamp": 0})
        for at in range(0, len(pcm), CHUNK):
            _write(stream, "audio-chunk", {**form, "timestamp": at // 32}, pcm[at : at + CHUNK])
        _write(stream, "audio-stop", {"timestamp": len(pcm) // 32})
        stream.flush()


def open_wyoming(address: SplitResult, timeout: float = PATIENCE) -> WyomingRecognizer:
    """The recogniser at an address. Raises PluginError of the kind that fits."""
    said = dict(parse_qsl(address.query))
    task = task_of(said.get("task", ASR))
    if task is None or task.name not in (ASR, WAKE):
        raise PluginError(
            f"{address.geturl()}: by Wyoming there is {ASR} (asr) and {WAKE} (wake), not '{said['task']}'."
        )
    where = address.geturl()
    with _connected(address, timeout) as stream:
        _write(stream, "describe")
        stream.flush()
        _, info = _next(stream, where, "info")
    card = _card(info, task.name, said, where)
    return WyomingRecognizer(address, card, said.get("model", ""), said.get("language", ""), timeout)


def _card(info: Any, task: str, said: dict[str, str], where: str) -> ModelCard:
    """What the server says of its first program for the task."""
    try:
        program = info["asr" if task == ASR else "wake"][0]
        models = program.get("models") or [{}]
        model = next((one for one in models if one.get("name") == said.get("model")), models[0])
        return ModelCard(
            name=str(program["name"]),
            version=str(program.get("version") or model.get("version") or "unknown"),
            task=task,
            languages=tuple(model.get("languages") or ()),
            licence=said.get("licence", ""),
            attribution=str((program.get("attribution") or {}).get("name", "")),
            inputs="Audio, 16 kHz mono",
            outputs="transcript" if task == ASR else "wake",
        )
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise PluginReplyError(f"{where}: it says nothing of {task}: {error!r}.") from error


@contextmanager
def _connected(address: SplitResult, timeout: float) -> Iterator[Stream]:
    """A connection, open for as long as the block runs, within one deadline for all of it."""
    where, place = address.geturl(), (address.hostname or "", address.port or PORT)
    with exchange_within(timeout, where) as watched, socket.create_connection(place, timeout) as connection:
        watched(connection)
        with connection.makefile("rwb") as stream:
            yield stream


def _write(stream: Stream, kind: str, data: Mapping[str, Any] | None = None, payload: bytes = b"") -> None:
    """One event: a line of JSON, and after it so many bytes of sound."""
    header = {"type": kind, "data": data or {}, "payload_length": len(payload)}
    stream.write(json.dumps(header).encode() + b"\n" + payload)


def _next(stream: Stream, where: str, *kinds: str) -> tuple[str, dict[str, Any]]:
    """The next event of one of these kinds, with its data; others are passed over, errors raised."""
    while True:
        kind, data = _read(stream, where)
        if kind == "error":
            raise PluginReplyError(f"{where}: it says: {str(data.get('text', ''))[:300]}")
        if kind in kinds:
            return kind, data


def _read(stream: Stream, where: str) -> tuple[str, dict[str, Any]]:
    line = stream.readline(LARGEST)
    if not line.endswith(b"\n"):
        raise EOFError
    try:
        header = json.loads(line)
        more, payload = (int(header.get(name) or 0) for name in ("data_length", "payload_length"))
        if not (0 <= more <= LARGEST and 0 <= payload <= LARGEST):
            raise ValueError(f"an event of {more + payload} bytes")
        data = {**(header.get("data") or {}), **(json.loads(_exactly(stream, more)) if more else {})}
        _exactly(stream, payload)
        return str(header["type"]), data
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise PluginReplyError(f"{where}: it sends what is no event of Wyoming: {error!r}.") from error


def _exactly(stream: Stream, length: int) -> bytes:
    found = stream.read(length)
    if len(found) < length:
        raise EOFError
    return found
