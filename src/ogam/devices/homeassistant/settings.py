"""How Home Assistant is reached: the table [homeassistant] of drivers.toml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from ogam.core import OgamError


@dataclass(frozen=True, slots=True)
class Settings:
    """The table [homeassistant] of drivers.toml.

    url: of Home Assistant, `http://192.168.1.20:8123`. token: a long-lived access token, or where it is kept
    (`keyring:…`, `env:…`, `file:…`).
    tokens: by a person's name, the token of that person's own user in Home Assistant; what that person asks for is done
    as that user. events: whether an event `ogam_command` {person, area, sentence, entity_id} is fired before each call.
    codes: by entity, the code of an alarm or a lock, or where it is kept.
    """

    url: str
    token: str
    tokens: Mapping[str, str] = field(default_factory=dict)
    events: bool = True
    codes: Mapping[str, str] = field(default_factory=dict)


def socket_address(url: str) -> str:
    """The address of the WebSocket API. Raises OgamError for what is no address of Home Assistant."""
    parts = urlsplit(url)
    kinds = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
    if parts.scheme not in kinds or not parts.hostname:
        raise OgamError(f"homeassistant: '{url}' is no address of Home Assistant. Write http://192.168.1.20:8123.")
    path = parts.path.rstrip("/").removesuffix("/api/websocket")
    return urlunsplit((kinds[parts.scheme], parts.netloc, f"{path}/api/websocket", "", ""))


def check_settings(settings: Settings) -> None:
    """Raises OgamError for an address that is none, and for tables of anything but texts."""
    socket_address(settings.url)
    for name, table in (("tokens", settings.tokens), ("codes", settings.codes)):
        # whoever wrote the file may have written anything
        entries = dict(table).values() if isinstance(table, Mapping) else (None,)
        if not all(isinstance(value, str) for value in entries):
            raise OgamError(f'homeassistant: {name} must be a table of texts, as in {{Mina = "env:MINA_TOKEN"}}.')
