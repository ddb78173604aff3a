"""Challenges of WebAuthn: what a passkey signs. Each is for one purpose, short-lived, and used once."""

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass

_SECONDS = 300.0
_MOST = 10_000
_NONCE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Challenge:
    """value: what is signed, 32 random bytes and the purpose; rp: the host name that it is for."""

    value: bytes
    purpose: str
    rp: str
    expires: float


class Challenges:
    """Those that wait for their answer, in memory: a restart ends them all."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[bytes, Challenge] = OrderedDict()

    def new(self, purpose: str, rp: str) -> Challenge:
        """purpose: "login", "register NAME" or "approve ID"; it is a part of what is signed."""
        value = secrets.token_bytes(_NONCE_BYTES) + purpose.encode()
        challenge = Challenge(value, purpose, rp, time.monotonic() + _SECONDS)
        self._waiting[value] = challenge
        if len(self._waiting) > _MOST:
            self._waiting.popitem(last=False)
        return challenge

    def take(self, value: bytes, purpose: str, rp: str) -> Challenge | None:
        """The challenge that was answered, if it was one for this purpose and host; it cannot be answered again."""
        challenge = self._waiting.pop(value, None)
        if challenge is None or challenge.expires < time.monotonic():
            return None
        return challenge if (challenge.purpose, challenge.rp) == (purpose, rp) else None
