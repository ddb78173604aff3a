"""Web Push: a sealed message goes to the push service of a phone's browser (RFC 8030), signed (RFC 8292)."""

import asyncio
import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import urlsplit, urlunsplit

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from ogam.server.phones.encryption import public_bytes, seal, to_text
from ogam.server.phones.endpoints import target_of

PATIENCE = 5.0
"""Seconds that a push service has to answer."""
VALID = 12 * 3600
"""Seconds for which a signature is good; 24 hours are the most that there may be."""
Urgency = Literal["very-low", "low", "normal", "high"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a phone is reached. public: its key, 65 bytes; secret: 16 bytes. Both are the browser's own."""

    endpoint: str
    public: bytes
    secret: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a message. ok: the push service has it; the phone may be off. gone: it knows the phone no more."""

    ok: bool
    gone: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PushKey:
    """This server's key, by which push services know that a message is from whom the phone agreed to hear."""

    private: ec.EllipticCurvePrivateKey

    @classmethod
    def new(cls) -> Self:
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def load(cls, data: bytes) -> Self:
        key = load_der_private_key(data, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return cls(key)

    def dump(self) -> bytes:
        return self.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    @property
    def public(self) -> str:
        """The `applicationServerKey` of `pushManager.subscribe`, in base64url."""
        return to_text(public_bytes(self.private.public_key()))

    def authorization(self, origin: str, contact: str, now: float) -> str:
        """The header that signs a message for a push service (RFC 8292, 3). contact: `mailto:` or `https:`."""
        claims = {"aud": origin, "exp": int(now) + VALID, "sub": contact}
        parts = [to_text(json.dumps(one, separators=(",", ":")).encode()) for one in (_HEADER, claims)]
        signed = ".".join(parts)
        r, s = decode_dss_signature(self.private.sign(signed.encode(), ec.ECDSA(SHA256())))
        token = f"{signed}.{to_text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
        return f"vapid t={token}, k={self.public}"


_HEADER = {"typ": "JWT", "alg": "ES256"}


class WebPush:
    """Sends messages. contact: whom a push service may write to; trusted: see `endpoint_problem`."""

    def __init__(self, key: PushKey, contact: str, trusted: Collection[str] = (), patience: float = PATIENCE) -> None:
        self.key = key
        self.trusted = frozenset(trusted)
        self._contact = contact
        self._patience = patience

    async def send(self, to: Subscription, message: bytes, seconds: int, urgency: Urgency, topic: str = "") -> Sent:
        """Give a message to a phone's push service; never raises for what that does.

        seconds: for which it keeps the message while the phone is off; topic: a later message takes its place.
        """
        try:
            target = await target_of(to.endpoint, self.trusted)
            headers = {
                "Authorization": self.key.authorization(target.origin, self._contact, time.time()),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(seconds),
                "Urgency": urgency,
                "Host": urlsplit(to.endpoint).netloc,
                **({"Topic": topic} if topic else {}),
            }
            body = seal(message, to.public, to.secret)
            return await self._post(_numbered(to.endpoint, target.address), body, headers, target.host)
        except ValueError as error:
            return Sent(False, reason=f"nothing is sent to its address: {error}")
        except TimeoutError:
            return Sent(False, reason=f"the push service did not answer in {self._patience:g} seconds")
        except (OSError, httpx.HTTPError) as error:
            return Sent(False, reason=f"the push service cannot be reached: {type(error).__name__}")

    async def _post(self, url: str, body: bytes, headers: dict[str, str], host: str) -> Sent:
        async with (
            asyncio.timeout(self._patience),
            httpx.AsyncClient(follow_redirects=False, trust_env=False) as client,
        ):
            request = client.build_request("POST", url, content=body, headers=headers, timeout=self._patience)
            request.extensions["sni_hostname"] = host
            answer = await client.send(request, stream=True)  # what it says beside its status is of no use
            await answer.aclose()
        if answer.is_success:
            return Sent(True)
        gone = answer.status_code in (404, 410)
        return Sent(False, gone, f"the push service answered {answer.status_code}")


def _numbered(endpoint: str, address: str | None) -> str:
    """The address with the number that was looked at in place of the name: nobody can lead elsewhere in between."""
    if address is None:
        return endpoint
    parts = urlsplit(endpoint)
    return urlunsplit(parts._replace(netloc=f"[{address}]" if ":" in address else address))
