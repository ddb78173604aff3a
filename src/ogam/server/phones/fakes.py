"""FAKES, to try notifications without a phone and without anybody's push service.

`FakePhone` has the keys of a browser and really opens what is sent to it; `FakePushService` answers as push services do
(RFC 8030), at a port of this computer, and checks what they check: the signature (RFC 8292), the form of the body.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from os import urandom
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from ogam.server.phones.encryption import from_text, point, public_bytes, to_text, unseal
from ogam.server.phones.web_push import Subscription

_MOST = 4096  # bytes of a body


@dataclass
class FakePhone:
    """A browser's end of a subscription. endpoint: at the push service."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: urandom(16))

    @property
    def subscription(self) -> Subscription:
        return Subscription(self.endpoint, public_bytes(self.key.public_key()), self.secret)

    @property
    def given(self) -> dict[str, Any]:
        """As `pushManager.subscribe` gives it."""
        sub = self.subscription
        return {"endpoint": sub.endpoint, "keys": {"p256dh": to_text(sub.public), "auth": to_text(sub.secret)}}

    def read(self, body: bytes) -> dict[str, Any]:
        """What a message says."""
        found: dict[str, Any] = json.loads(unseal(body, self.key, self.secret))
        return found


@dataclass
class FakePushService:
    """messages: (path, headers in lower case, body) of those that were right. status: what it answers, 0 for never;
    refused: why others were not taken."""

    status: int = 201
    messages: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    origin: str = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakePushService"]:
        """At a free port of this computer."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (one.partition(":") for one in head[1:] if one)
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            path = head[0].split()[1]
            if not self.status:
                await asyncio.sleep(60)
            wrong = self.wrong(headers, body)
            status = 400 if wrong else self.status
            self.refused.append(wrong) if wrong else self.messages.append((path, headers, body))
            writer.write(f"HTTP/1.1 {status} -\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def wrong(self, headers: dict[str, str], body: bytes) -> str:
        """Why a push service would not take a message; empty where it would."""
        if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdecimal():
            return "the encoding or the time to live is missing"
        if not 86 < len(body) <= _MOST:
            return "the body is too small or too large"
        try:
            parts = dict(
                one.strip().split("=", 1) for one in headers["authorization"].removeprefix("vapid ").split(",")
            )
            signed, _, signature = parts["t"].rpartition(".")
            raw = from_text(signature)
            both = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
            point(from_text(parts["k"])).verify(encode_dss_signature(*both), signed.encode(), ec.ECDSA(SHA256()))
            claims = json.loads(from_text(signed.split(".")[1]))
        except (KeyError, ValueError, InvalidSignature) as error:
            return f"the signature is wrong: {error!r}"
        if claims["aud"] != self.origin or not time.time() < claims["exp"] <= time.time() + 86_400:
            return f"the claims are wrong: {claims}"
        return "" if str(claims["sub"]).startswith(("mailto:", "https:")) else "nobody to write to"
