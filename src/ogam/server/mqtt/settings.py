"""What the connection to an MQTT broker is told."""

import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path

from ogam.core import OgamError

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class MqttSettings:
    """A broker, and how Ogam appears at it.

    host, port, username, password: of the broker. tls: whether it speaks TLS; ca: what its certificate is checked
    against, the system's own where None; certificate, key: to show who Ogam is, where the broker asks.
    node: the id of Ogam's device in Home Assistant, with which all its topics begin; for several Ogams, several.
    discovery: the prefix that Home Assistant listens at.
    people: whether names of people are told; without, only whether somebody known spoke.
    waiting: events that are kept while the broker is away; then the newest are dropped and counted.
    Raises OgamError for a node or a prefix that topics cannot have.
    """

    host: str = "127.0.0.1"
    port: int = 1883
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    node: str = "ogam"
    discovery: str = "homeassistant"
    people: bool = True
    waiting: int = 1000

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.node):
            raise OgamError(f"mqtt: the node '{self.node}' may have letters, digits, _ and - only, up to 40.")
        if not self.discovery or set("+#\0") & set(self.discovery):
            raise OgamError(f"mqtt: the prefix '{self.discovery}' is none that topics can have.")

    def tls_context(self) -> ssl.SSLContext | None:
        """How the broker is spoken to; None without TLS. Raises OgamError where a certificate cannot be read."""
        if not self.tls:
            return None
        try:
            context = ssl.create_default_context(cafile=self.ca)
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise OgamError(f"mqtt: a certificate cannot be read ({error}). Check ca, certificate and key.") from error
        return context
