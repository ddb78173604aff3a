"""How a car is reached: the table `[vehicle]` of drivers.toml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The table `[vehicle]`.

    host, port: of the car's KUKSA databroker. token: its JSON web token, or where that is kept ("keyring:car",
    "env:CAR_TOKEN", "file:…"); empty for a broker that asks for none. root_certificates: file of the certificates that
    the broker's is signed by, empty for no TLS. tls_server_name: the name in its certificate, if not the host.
    name: what the car is called where it is discovered.
    while_moving: whether doors, trunk and windows may be opened while it moves, as far as permissions allow it too.
    """

    host: str = "127.0.0.1"
    port: int = 55555
    token: str = ""
    root_certificates: str = ""
    tls_server_name: str = ""
    name: str = "car"
    while_moving: bool = False
