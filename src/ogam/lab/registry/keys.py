"""The publisher's key: Ed25519, in a file that only its owner can read, or in the system's keyring."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ogam.biometrics.keys import KeyFile, KeyPlace, Keyring
from ogam.core import BiometricsError, ModelError
from ogam.models import ogam_data
from ogam.models.signatures import PublicKey, signed_bytes

_PREFIX = "ogam-signing-key:"
_IN_KEYRING = "publisher"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key. seed: its 32 bytes."""

    seed: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        return PublicKey(self._key().public_key().public_bytes_raw())

    def sign(self, digest: str) -> bytes:
        """The signature of a manifest's digest ("sha256:…"), 64 bytes."""
        return self._key().sign(signed_bytes(digest))

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def default_key_file() -> Path:
    """Where the key lies if nothing else is said: in Ogam's folder."""
    return ogam_data() / "publisher.key"


def key_place(file: Path | None = None, *, keyring: bool = False) -> KeyPlace:
    """Where a key is kept: in the system's keyring, in a file, or in the file of Ogam's folder."""
    return Keyring(_IN_KEYRING) if keyring else KeyFile(file or default_key_file())


def new_signing_key(place: KeyPlace) -> SigningKey:
    """Make a key and keep it. Raises ModelError where there is one: whom people trust must not be lost by mistake."""
    try:
        if place.read() is not None:
            raise ModelError(f"{place.name}: there is a key already. Keep it, or move it away and tell your partners.")
        if isinstance(place, KeyFile):
            place.path.parent.mkdir(parents=True, exist_ok=True)
        seed = Ed25519PrivateKey.generate().private_bytes_raw()
        place.write(f"{_PREFIX}{seed.hex()}\n")
    except (BiometricsError, OSError) as error:
        raise ModelError(str(error)) from error
    return SigningKey(seed)


def load_signing_key(place: KeyPlace) -> SigningKey:
    """The key that is kept there. Raises ModelError if there is none, others can read it, or it is damaged."""
    try:
        text = place.read()
    except BiometricsError as error:
        raise ModelError(str(error)) from error
    if text is None:
        raise ModelError(f"{place.name}: there is no key to sign with. Make one: ogam lab key new")
    if not re.fullmatch(_PREFIX + "[0-9a-f]{64}", text.strip()):
        raise ModelError(f"{place.name}: this is no key to sign with, or it is damaged. Restore it from a copy.")
    return SigningKey(bytes.fromhex(text.strip().removeprefix(_PREFIX)))
