"""rosbridge v2, the protocol: messages of JSON over a WebSocket, whole, in fragments, or inside a picture.

https://github.com/RobotWebTools/rosbridge_suite/blob/ros2/ROSBRIDGE_PROTOCOL.md
"""

import base64
import binascii
import io
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from ogam.core import DeviceError

Message = dict[str, Any]

LARGEST = 1 << 20
"""Characters of a message: none that Ogam asks for is longer."""
_UNFINISHED = 16
"""Messages that may arrive in pieces at the same time."""


class ProtocolError(DeviceError):
    """A message that is none of rosbridge's."""


def encoded(message: Mapping[str, Any]) -> str:
    """A message as it is sent. Raises ProtocolError for what JSON cannot hold."""
    try:
        return json.dumps(message, allow_nan=False, separators=(",", ":"), ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ProtocolError(f"A message to the robot cannot be written ({error}).") from error


def decoded(text: str | bytes) -> Message:
    """A message as it came. Raises ProtocolError for what is no object of JSON with an "op"."""
    if len(text) > LARGEST:
        raise ProtocolError(f"The robot sent {len(text)} characters at once; more than {LARGEST} are not read.")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"The robot sent something that is not JSON ({error}).") from error
    if not isinstance(message, dict) or not isinstance(message.get("op"), str):
        raise ProtocolError('The robot sent something without an "op".')
    return message


def fragments(text: str, size: int, identifier: str) -> Iterator[str]:
    """A message in pieces of `size` characters, each a message of its own."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)] or [""]
    for number, piece in enumerate(pieces):
        part = {"op": "fragment", "id": identifier, "data": piece, "num": number, "total": len(pieces)}
        yield encoded(part)


class Assembler:
    """Puts the pieces of one connection together, in whatever order they come. Holds `LARGEST` characters a message."""

    def __init__(self) -> None:
        self._parts: dict[str, dict[int, str]] = {}
        self._totals: dict[str, int] = {}

    def accept(self, message: Message) -> Message | None:
        """The message that this one completes: itself, if it is whole; None while pieces are missing.

        Raises ProtocolError for a piece that fits nowhere, or a picture that holds no message.
        """
        if message["op"] == "fragment":
            whole = self._fragment(message)
            return None if whole is None else self.accept(decoded(whole))
        return from_png(message) if message["op"] == "png" else message

    def _fragment(self, message: Message) -> str | None:
        identifier, number, total, data = (message.get(name) for name in ("id", "num", "total", "data"))
        is_piece = isinstance(identifier, str) and isinstance(data, str) and _is_count(number) and _is_count(total)
        if not is_piece or not 0 <= number < total <= LARGEST:  # type: ignore[operator]
            raise ProtocolError("The robot sent a piece of a message that fits nowhere.")
        parts = self._parts.setdefault(str(identifier), {})
        if self._totals.setdefault(str(identifier), total) != total:  # type: ignore[arg-type]
            self._forget(str(identifier))
            raise ProtocolError("The robot sent pieces of a message that do not belong together.")
        parts[number] = data  # type: ignore[index,assignment]
        if sum(map(len, parts.values())) > LARGEST:
            self._forget(str(identifier))
            raise ProtocolError(f"The robot sent a message of more than {LARGEST} characters in pieces.")
        if len(parts) == total:
            self._forget(str(identifier))
            return "".join(parts[place] for place in range(total))
        if len(self._parts) > _UNFINISHED:
            self._forget(next(iter(self._parts)))
        return None

    def _forget(self, identifier: str) -> None:
        self._parts.pop(identifier, None)
        self._totals.pop(identifier, None)


def to_png(text: str) -> Message:
    """A message inside a picture: its bytes are the colours of a square, as PNG in base64."""
    from PIL import Image

    data = text.encode()
    width = max(1, math.isqrt(len(data) // 3))
    height = max(1, math.ceil(len(data) / 3 / width))
    picture = Image.frombytes("RGB", (width, height), data.ljust(width * height * 3, b"\n"))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return {"op": "png", "data": base64.b64encode(file.getvalue()).decode()}


def from_png(message: Message) -> Message:
    """The message inside a picture. Raises ProtocolError where there is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        file = io.BytesIO(base64.b64decode(message["data"], validate=True))
        with Image.open(file, formats=["PNG"]) as picture:
            if picture.width * picture.height * 3 > LARGEST:
                raise ProtocolError(f"The robot sent a picture of more than {LARGEST} bytes.")
            text = picture.convert("RGB").tobytes().decode()
    except (KeyError, TypeError, binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ProtocolError(f"The robot sent a picture that holds no message ({error}).") from error
    return decoded(text)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def subscribe(topic: str, kind: str, every: float) -> Message:
    """Ask for a topic, at most every so many seconds; only the newest message waits."""
    return {
        "op": "subscribe",
        "id": f"subscribe:{topic}",
        "topic": topic,
        "type": kind,
        "throttle_rate": round(every * 1000),
        "queue_length": 1,
    }


def advertise(topic: str, kind: str) -> Message:
    return {"op": "advertise", "id": f"advertise:{topic}", "topic": topic, "type": kind}


def publish(topic: str, message: Mapping[str, Any]) -> Message:
    return {"op": "publish", "topic": topic, "msg": dict(message)}


def call_service(identifier: str, service: str, kind: str, arguments: Mapping[str, Any]) -> Message:
    return {"op": "call_service", "id": identifier, "service": service, "type": kind, "args": dict(arguments)}


def send_goal(identifier: str, action: str, kind: str, goal: Mapping[str, Any]) -> Message:
    return {
        "op": "send_action_goal",
        "id": identifier,
        "action": action,
        "action_type": kind,
        "args": dict(goal),
        "feedback": True,
    }


def cancel_goal(identifier: str, action: str) -> Message:
    return {"op": "cancel_action_goal", "id": identifier, "action": action}
