"""Signatures: Ed25519 (RFC 8032) over the digest of a package's manifest, and the public keys that verify them."""

import hashlib
import re
from dataclasses import dataclass

from ogam.core import ModelError

_PREFIX = "ed25519:"
_CONTEXT = b"ogam package 1\n"
"""Before what is signed, so that a signature says nothing about anything else."""
SIGNATURE_DIGITS = 128
"""Hexadecimal digits of a signature."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A publisher's public key. raw: 32 bytes."""

    raw: bytes

    def __str__(self) -> str:
        return f"{_PREFIX}{self.raw.hex()}"

    @property
    def fingerprint(self) -> str:
        """Short enough to be compared by reading it aloud: 32 hexadecimal digits of the key's SHA-256, in fours."""
        digits = hashlib.sha256(self.raw).hexdigest()[:32]
        return " ".join(digits[at : at + 4] for at in range(0, 32, 4))

    def verifies(self, signature: bytes, digest: str) -> bool:
        """Whether this key has signed that digest ("sha256:…")."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, signed_bytes(digest))
        except InvalidSignature:
            return False
        return True


def parse_public_key(text: str) -> PublicKey:
    """A key as `ogam lab key show` prints it: "ed25519:" and 64 hexadecimal digits. Raises ModelError for others."""
    stripped = text.strip()
    if not re.fullmatch(_PREFIX + "[0-9a-f]{64}", stripped):
        raise ModelError(
            f"'{stripped[:80]}' is no public key. It looks like ed25519:… with 64 digits; its owner sees it with: "
            "ogam lab key show"
        )
    return PublicKey(bytes.fromhex(stripped.removeprefix(_PREFIX)))


def signed_bytes(digest: str) -> bytes:
    """What is signed for a manifest's digest."""
    return _CONTEXT + digest.encode("ascii")
