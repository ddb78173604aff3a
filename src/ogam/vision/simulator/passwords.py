"""How a simulated camera asks for its password: Basic (RFC 7617) or Digest (RFC 7616, MD5, as cameras do)."""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

_PART = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')


@dataclass(frozen=True, slots=True)
class Guard:
    """user: empty to let everybody in."""

    user: str = ""
    password: str = field(default="", repr=False)
    digest: bool = False
    nonce: str = field(default_factory=lambda: secrets.token_hex(8))

    def challenge(self) -> str:
        """What it asks of whoever is not let in."""
        return (
            f'Digest realm="simulated", qop="auth", nonce="{self.nonce}"' if self.digest else 'Basic realm="simulated"'
        )

    def lets_in(self, said: str | None, method: str) -> bool:
        """said: the header "Authorization"."""
        if not self.user:
            return True
        if not said:
            return False
        if self.digest:
            return self._digested(said, method)
        expected = "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return hmac.compare_digest(said.encode(), expected.encode())

    def _digested(self, said: str, method: str) -> bool:
        parts = {key: quoted or plain for key, quoted, plain in _PART.findall(said)}
        secret = _md5(f"{self.user}:simulated:{self.password}")
        asked = _md5(f"{method}:{parts.get('uri', '')}")
        middle = f":{parts.get('nc')}:{parts.get('cnonce')}:auth:" if parts.get("qop") else ":"
        expected = _md5(f"{secret}:{self.nonce}{middle}{asked}")
        return parts.get("username") == self.user and hmac.compare_digest(parts.get("response", ""), expected)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
