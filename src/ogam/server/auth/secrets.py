"""Random secrets, and what is kept of them: a hash, by which nobody can sign in."""

import hashlib
import hmac
import secrets

_BITS = 256


def new_secret(prefix: str = "") -> str:
    """A secret of 256 random bits, in URL-safe base64."""
    return prefix + secrets.token_urlsafe(_BITS // 8)


def new_id() -> str:
    """A random name for a row, no secret."""
    return secrets.token_hex(8)


def hash_of(secret: str) -> bytes:
    """SHA-256. A secret of 256 bits needs no salt and no slow hash: it cannot be guessed."""
    return hashlib.sha256(secret.encode()).digest()


def csrf_of(secret: str) -> str:
    """The CSRF token of a session: it follows from the session's secret, which pages cannot read."""
    return hmac.new(secret.encode(), b"ogam csrf", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how far they agree."""
    return hmac.compare_digest(one.encode(), other.encode())
