"""What a camera is told that asks for a password: Basic (RFC 7617) or Digest (RFC 7616, but for "auth-int").

Of its own, because those of the standard library know neither SHA-256 nor passwords beyond ASCII, nor RTSP.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping

from ogam.vision.cameras.addresses import Login

_PART = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_HASHES = {"": hashlib.md5, "MD5": hashlib.md5, "SHA-256": hashlib.sha256}


def authorization(challenges: list[str], who: Login, method: str, place: str) -> str | None:
    """The answer to a challenge, Digest before Basic; None if none of them is known."""
    digests = [one for one in challenges if one.lower().startswith("digest")]
    for challenge in digests:
        parts = {key.lower(): quoted or plain for key, quoted, plain in _PART.findall(challenge)}
        if parts.get("algorithm", "").upper() in _HASHES:
            return _digest(parts, who, method, place)
    if any(one.lower().startswith("basic") for one in challenges):
        return "Basic " + base64.b64encode(f"{who.user}:{who.password}".encode()).decode()
    return None


def _digest(parts: Mapping[str, str], who: Login, method: str, place: str) -> str:
    algorithm = parts.get("algorithm", "")
    realm, nonce = parts.get("realm", ""), parts.get("nonce", "")

    def hashed(text: str) -> str:
        return _HASHES[algorithm.upper()](text.encode()).hexdigest()

    secret, asked = hashed(f"{who.user}:{realm}:{who.password}"), hashed(f"{method}:{place}")
    said = f'Digest username="{who.user}", realm="{realm}", nonce="{nonce}", uri="{place}"'
    if "auth" in parts.get("qop", "").split(","):
        ours = secrets.token_hex(8)
        response = hashed(f"{secret}:{nonce}:00000001:{ours}:auth:{asked}")
        said += f', qop=auth, nc=00000001, cnonce="{ours}"'
    else:
        response = hashed(f"{secret}:{nonce}:{asked}")
    said += f', response="{response}"'
    said += f", algorithm={algorithm}" if algorithm else ""
    return said + (f', opaque="{parts["opaque"]}"' if "opaque" in parts else "")
