"""Notifications, sealed so that only the phone reads them: Web Push (RFC 8291), in the form `aes128gcm` (RFC 8188)."""

import base64
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ogam.core import OgamError

LONGEST = 3993
"""Bytes of a message: what fits the 4,096 that every push service takes (RFC 8030, 7.2)."""
_RECORD = 4096
_SALT, _PUBLIC = 16, 65  # bytes


def to_text(data: bytes) -> str:
    """Base64 for web addresses, without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Raises ValueError for what is no base64."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def seal(
    message: bytes,
    public: bytes,
    secret: bytes,
    salt: bytes | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of a push message.

    public: of the phone, an uncompressed point of P-256 (65 bytes); secret: its authentication secret (16 bytes).
    salt, own: drawn anew for each message; given by tests only. Raises OgamError for keys that are none, or a message
    that is too long.
    """
    if len(message) > LONGEST:
        raise OgamError(f"A notification has {LONGEST} bytes at most.")
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(_SALT)
    sender = public_bytes(own.public_key())
    key, nonce = _keys(own.exchange(ec.ECDH(), point(public)), secret, public, sender, salt)
    sealed = AESGCM(key).encrypt(nonce, message + b"\x02", None)  # 2: the last record, not padded
    return salt + struct.pack("!IB", _RECORD, len(sender)) + sender + sealed


def unseal(body: bytes, own: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """The message of a body, as the phone's browser reads it. Raises OgamError for one that is not for these keys."""
    salt, length = body[:_SALT], body[_SALT + 4] if len(body) > _SALT + 4 else 0
    start = _SALT + 5
    sender, sealed = body[start : start + length], body[start + length :]
    key, nonce = _keys(own.exchange(ec.ECDH(), point(sender)), secret, public_bytes(own.public_key()), sender, salt)
    try:
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0").removesuffix(b"\x02")
    except InvalidTag:
        raise OgamError("This push message is for another phone, or was changed.") from None


def point(public: bytes) -> ec.EllipticCurvePublicKey:
    """A public key from its point. Raises OgamError for one that is not on the curve."""
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    except ValueError:
        raise OgamError("The phone's key is no point of P-256.") from None


def public_bytes(public: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as an uncompressed point."""
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _keys(shared: bytes, secret: bytes, receiver: bytes, sender: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """The content key and the nonce (RFC 8291, 3.3 and 3.4)."""
    both = _derived(shared, secret, b"WebPush: info\0" + receiver + sender, 32)
    return (
        _derived(both, salt, b"Content-Encoding: aes128gcm\0", 16),
        _derived(both, salt, b"Content-Encoding: nonce\0", 12),
    )


def _derived(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(key)
