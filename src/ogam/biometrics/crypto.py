"""Sealing: AES-256-GCM with what the bytes belong to bound in; and keys made of passphrases with scrypt.

Sources: NIST SP 800-38D (GCM), RFC 7914 (scrypt).
"""

import secrets

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """Bytes that this key did not seal for this place. Who opens them says what that means to people."""


def new_key() -> bytes:
    """A random key of AES-256, 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    """plain, encrypted and authenticated: a fresh random nonce (12 bytes), the ciphertext, the tag (16 bytes).

    place: what the bytes belong to; they can be opened nowhere else. A key may seal 2³² times with random nonces, far
    more than a home needs.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """What `seal` was given. Raises SealBroken for other bytes, another key, another place."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise SealBroken
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except InvalidTag:
        raise SealBroken from None


def key_of_passphrase(passphrase: str, salt: bytes, cost: int) -> bytes:
    """A key of 32 bytes. cost: log₂ of scrypt's N (r = 8, p = 1): 17 takes 128 MB and about half a second."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY_BYTES, n=1 << cost, r=8, p=1).derive(passphrase.encode())
