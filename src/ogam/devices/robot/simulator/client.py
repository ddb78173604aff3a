"""One connection to the simulated robot: what it has subscribed to, and what it is sent."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ogam.devices.robot.protocol import Assembler, Message, encoded, fragments, to_png


@dataclass(slots=True)
class Subscription:
    """every: seconds between two messages at least; size: characters of a piece, 0 for whole messages."""

    every: float
    size: int
    png: bool
    last: float = float("-inf")


class Client:
    """A connection, as the simulator sees it."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.assembler = Assembler()
        self.subscriptions: dict[str, Subscription] = {}
        self._numbers = itertools.count(1)

    def subscribe(self, message: Message) -> None:
        self.subscriptions[str(message["topic"])] = Subscription(
            float(message.get("throttle_rate") or 0) / 1000,
            int(message.get("fragment_size") or 0),
            message.get("compression") == "png",
        )

    def publish(self, topic: str, message: Mapping[str, Any], now: float) -> None:
        """Send a message of a topic, if it is subscribed to and its time has come."""
        wanted = self.subscriptions.get(topic)
        if wanted is None or now - wanted.last < wanted.every:
            return
        wanted.last = now
        text = encoded({"op": "publish", "topic": topic, "msg": message})
        if wanted.png:
            text = encoded(to_png(text))
        pieces = [text] if not wanted.size else fragments(text, wanted.size, f"{topic}:{next(self._numbers)}")
        for piece in pieces:
            self._send(piece)

    def send(self, message: Mapping[str, Any]) -> None:
        self._send(encoded(message))

    def complain(self, text: str, identifier: Any = None) -> None:
        """A status message of the level "error"."""
        named = {} if identifier is None else {"id": str(identifier)}
        self.send({"op": "status", "level": "error", "msg": text, **named})

    def _send(self, text: str) -> None:
        """Never waits: a client that does not read is left behind."""
        from websockets.asyncio.server import broadcast

        broadcast([self.socket], text)
