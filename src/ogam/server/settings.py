"""The settings of the server: `settings.toml` in Ogam's folder, every one of them with a default."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from ogam.core import OgamError
from ogam.home import suggestion
from ogam.hub import default_folder

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs. What each means is in `MEANINGS`, as `ogam serve --show-settings` prints it."""

    name: str = "Ogam"
    host: str = "127.0.0.1"
    port: int = 8765
    tls: bool = False
    certificate: str = ""
    key: str = ""
    insecure: bool = False
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    threads: int = 1
    session_idle_days: float = 30.0
    session_days: float = 180.0
    login_tries: int = 10
    login_minutes: float = 15.0
    largest_body_mb: float = 1.0
    largest_upload_mb: float = 32.0
    most_connections: int = 500
    shutdown_seconds: float = 10.0
    push_contact: str = "mailto:ogam@example.org"
    push_services: tuple[str, ...] = ()
    home_networks: tuple[str, ...] = ()


MEANINGS: Mapping[str, str] = {
    "name": "What this server calls itself.",
    "host": "The address it listens at. 0.0.0.0 or :: for all: then with tls.",
    "port": "The port it listens at; 0 for any that is free.",
    "tls": "HTTPS, with a certificate of its own unless one is given.",
    "certificate": "A certificate to use (PEM, with its chain).",
    "key": "The certificate's private key (PEM).",
    "insecure": "Allow plain HTTP on other addresses than this computer's own.",
    "hosts": "Further host names by which browsers reach it, as in ogam.example.org.",
    "origins": "Further origins whose pages may call it, as in https://panel.example.org.",
    "threads": "Threads of inference.",
    "session_idle_days": "Days without use after which a browser is signed out.",
    "session_days": "Days after signing in after which a browser is signed out.",
    "login_tries": "Wrong passwords for one name, within the time below, after which it must wait.",
    "login_minutes": "The time within which wrong passwords count, in minutes.",
    "largest_body_mb": "The largest request, in MB.",
    "largest_upload_mb": "The largest request with a recording or a picture, in MB.",
    "most_connections": "Connections at once.",
    "shutdown_seconds": "How long it waits for what is being done when it is told to stop, in seconds.",
    "push_contact": "Whom push services may write to about notifications: mailto: or https:.",
    "push_services": "Origins of push services of one's own network, as in https://ntfy.lan. Others must be public.",
    "home_networks": "Networks in which a phone is at home, as in 192.168.1.0/24; every private one if none is named.",
}


def data_folder() -> Path:
    """Where the server keeps its files: the folder `OGAM_HOME` names, else the user's data folder."""
    return default_folder()


def load_settings(path: Path, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a file, if it is there, and over them those that are given (not None).

    Raises OgamError for a file that is wrong; it says which setting, and what is right.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OgamError(f"{path}: the settings cannot be read: {error}.") from error
    given = {name: value for name, value in (overrides or {}).items() if value is not None}
    types = get_type_hints(Settings)
    for name, value in found.items():
        if name not in types:
            raise OgamError(f"{path}: there is no setting '{name}'.{suggestion(name, list(types))}")
        found[name] = _as(types[name], value, f"{path}: {name}")
    settings = Settings(**{**found, **given})
    if bool(settings.certificate) != bool(settings.key):
        raise OgamError("A certificate and its key belong together: give both, or neither.")
    return settings


def settings_text(settings: Settings, meanings: Mapping[str, str] = MEANINGS) -> str:
    """The settings as TOML, each under a comment that says what it means."""
    shown = [
        f"# {meanings[one.name]}\n{one.name} = {toml_value(getattr(settings, one.name))}" for one in fields(settings)
    ]
    return "\n\n".join(shown) + "\n"


def toml_value(value: Any) -> str:
    """A text, a number, a boolean or a list of such as TOML: JSON's are TOML's too, but for one control character."""
    text = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")


def _as(kind: Any, value: Any, where: str) -> Any:
    """A value of the file as what the setting is."""
    if kind is float and type(value) is int:
        return float(value)
    if kind == tuple[str, ...] and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if kind in (str, int, bool, float) and type(value) is kind:
        return value
    raise OgamError(f"{where} must be {_KINDS.get(kind, 'a list of texts')}.")


_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
