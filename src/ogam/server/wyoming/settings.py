"""What the Wyoming service is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

from ogam.core import OgamError

PORT = 10310


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client may ask of the service; beyond it, its connection ends and says why.

    header, data, payload: bytes of the three parts of an event. utterance: seconds of sound that are transcribed at
    once. idle: seconds in which a whole event must come. connections: at once; from_one_address: of them.
    """

    header: int = 64 * 1024
    data: int = 1024 * 1024
    payload: int = 1024 * 1024
    utterance: float = 30.0
    idle: float = 120.0
    connections: int = 128
    from_one_address: int = 64


@dataclass(frozen=True, slots=True)
class WyomingSettings:
    """How Ogam offers itself to Home Assistant and other clients of the Wyoming protocol, which has no authentication.

    host, port: where it listens; port 0 for any that is free. Beyond this computer (another host than loopback),
    whoever reaches the port can listen and write as a guest: name those who may in `allow`, as addresses or networks.
    socket: a Unix socket beside the port, for this user alone.
    areas: the area in which the device with an address stands, where clients connect that are no Home Assistant.
    wake_words: names of those that are offered for detection. announce: make it known in the network (zeroconf).
    intents: offer intent recognition too. Whoever asks for an intent carries it out without Ogam's permissions.
    joining: seconds in which the text of a transcription is recognised again when it comes back to be handled.
    Raises OgamError where an address in `allow` is none, or the window is longer than 10 s.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    socket: Path | None = None
    allow: tuple[str, ...] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    wake_words: tuple[str, ...] = ()
    announce: bool = False
    intents: bool = False
    joining: float = 10.0
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        for said in self.allow:
            try:
                ip_network(said, strict=False)
            except ValueError:
                raise OgamError(
                    f"wyoming: '{said}' is no address or network. Write 192.168.1.20 or 192.168.1.0/24."
                ) from None
        if not 0 <= self.joining <= 10:
            raise OgamError(f"wyoming: speakers are remembered for 0 to 10 s, not {self.joining:g} s.")
