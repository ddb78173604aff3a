"""How the broker and the devices behind it are reached: the table `[mqtt]` of drivers.toml."""

import ssl
from dataclasses import dataclass, field

from ogam.core import DeviceError

_NO_TOPIC = set("+#\0")


@dataclass(frozen=True, slots=True)
class Settings:
    """The table `[mqtt]`.

    host, port, user: of the broker. password: itself, or where it is kept ("keyring:mqtt", "env:…", "file:…").
    tls: whether the broker speaks TLS; ca: what its certificate is checked against, the system's own where empty.
    version: of MQTT, 5 or 3; with 5 the broker forgets a command that its device does not fetch in time.
    discovery, zigbee2mqtt, tasmota, valetudo: first parts of the topics; an empty one is not listened to.
    patience: seconds in which a device must confirm. quiet: seconds without news after which all devices are known.
    """

    host: str = "127.0.0.1"
    port: int = 1883
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    ca: str = ""
    version: int = 5
    discovery: str = "homeassistant"
    zigbee2mqtt: str = "zigbee2mqtt"
    tasmota: str = "tasmota/discovery"
    valetudo: str = "valetudo"
    patience: float = 6.0
    quiet: float = 0.5

    def check(self) -> None:
        """Raises DeviceError for what cannot be."""
        if self.version not in (3, 5):
            raise DeviceError(f"drivers.toml: mqtt: version is 3 or 5, not {self.version}.")
        for name in ("discovery", "zigbee2mqtt", "tasmota", "valetudo"):
            topic = getattr(self, name)
            if _NO_TOPIC & set(topic) or topic.endswith("/"):
                raise DeviceError(f"drivers.toml: mqtt: '{topic}' is no topic for {name}.")
        if not 0 < self.patience <= 60 or not 0 < self.quiet <= 10:
            raise DeviceError("drivers.toml: mqtt: patience is up to 60 seconds, quiet up to 10.")
        self.tls_context()

    def tls_context(self) -> ssl.SSLContext | None:
        """How the broker is spoken to; None without TLS. Raises DeviceError where the certificate cannot be read."""
        if not self.tls:
            return None
        try:
            return ssl.create_default_context(cafile=self.ca or None)
        except (OSError, ssl.SSLError) as error:
            raise DeviceError(f"drivers.toml: mqtt: the certificate {self.ca} cannot be read ({error}).") from error
