"""What else runs in the server's process: Wyoming, satellites and MQTT, as the file `services.toml` says.

[wyoming]                                  # each is off until its table is there
allow = ["192.168.1.20"]

[[satellite]]
name = "kitchen"
uri = "tcp://192.168.1.30:10700"

[mqtt]
host = "192.168.1.20"
"""

import asyncio
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ogam.core import OgamError
from ogam.home import suggestion
from ogam.server.context import Server
from ogam.server.settings import data_folder

if TYPE_CHECKING:
    from ogam.server.mqtt import MqttSettings
    from ogam.server.wyoming import Satellite, WyomingSettings

FILE = "services.toml"
TABLES = ("wyoming", "satellite", "mqtt")

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Services:
    """What is to run; None or empty where the file does not ask for it."""

    wyoming: "WyomingSettings | None" = None
    satellites: "tuple[Satellite, ...]" = ()
    mqtt: "MqttSettings | None" = None


def load_services(path: Path) -> Services:
    """What a file asks for; nothing where there is none. Raises OgamError for a file that is wrong, and where."""
    try:
        found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OgamError(f"{path}: the settings cannot be read: {error}.") from error
    for name in found:
        if name not in TABLES:
            raise OgamError(f"{path}: there is no setting '{name}'.{suggestion(name, TABLES)}")
    wyoming, satellites, mqtt = None, (), None
    if "wyoming" in found or "satellite" in found:
        with_wyoming = _installed("ogam.server.wyoming", "wyoming")
        if "wyoming" in found:
            wyoming = _read(with_wyoming.WyomingSettings, found["wyoming"], f"{path}: wyoming")
        several = enumerate(found.get("satellite", ()), 1)
        satellites = tuple(
            _read(with_wyoming.Satellite, table, f"{path}: satellite {number}") for number, table in several
        )
    if "mqtt" in found:
        mqtt = _read(_installed("ogam.server.mqtt", "mqtt").MqttSettings, found["mqtt"], f"{path}: mqtt")
    return Services(wyoming, satellites, mqtt)


async def wyoming(server: Server) -> None:
    """The Wyoming service, where it is asked for."""
    settings = load_services(data_folder() / FILE).wyoming
    if settings is not None:
        from ogam.server.wyoming import run

        await run(server.house, settings)


async def satellites(server: Server) -> None:
    """The satellites, where there are some; a synthesised voice says the replies."""
    several = load_services(data_folder() / FILE).satellites
    if several:
        from ogam.server.wyoming import run_satellites
        from ogam.synthesis import Synthesizer

        await run_satellites(server.house, several, await asyncio.to_thread(Synthesizer))


async def mqtt(server: Server) -> None:
    """The broker is told, where one is named."""
    settings = load_services(data_folder() / FILE).mqtt
    if settings is not None:
        from ogam.server.mqtt import run

        await run(server.house, settings)


def _installed(module: str, extra: str) -> Any:
    """A part of Ogam that needs an extra."""
    from importlib import import_module

    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise OgamError(f"{extra} needs the package {error.name}. Install it: pip install 'ogam[{extra}]'.") from None


def _read(kind: type[Read], table: Any, where: str) -> Read:
    """A table of the file as the settings that it is."""
    from pydantic import TypeAdapter, ValidationError

    if not isinstance(table, Mapping):
        raise OgamError(f"{where} must be a table.")
    known = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    for name in table:
        if name not in known:
            raise OgamError(f"{where}: there is no setting '{name}'.{suggestion(name, known)}")
    try:
        return TypeAdapter(kind).validate_python(dict(table))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise OgamError(f"{where}: {place}: {first['msg']}.") from None
