"""The drivers that a home uses, as the file `drivers.toml` of Ogam's folder says: a table a driver.

[thinq]                          # each is off until its table is there
country = "KR"
token = "keyring:thinq"          # or "env:THINQ_TOKEN", "file:/run/secrets/thinq"

[homeassistant]
url = "http://192.168.1.20:8123"
token = "env:HOME_ASSISTANT_TOKEN"

A driver is a module with `Settings`, a dataclass that the table fills, and `open_driver(settings, devices)`. Settings
that have a field `folder` find Ogam's folder there. Others' drivers are plugins (`ogam.plugins.contract`), by the name
of their entry point.
"""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypeVar, get_type_hints, runtime_checkable

from ogam.core import Device, DeviceError, Driver, OgamError
from ogam.home import suggestion
from ogam.plugins import PluginError, find_plugin, find_plugins, load

FILE = "drivers.toml"

MODULES: Mapping[str, str] = {
    "homeassistant": "ogam.devices.homeassistant",
    "mqtt": "ogam.devices.mqtt",
    "robot": "ogam.devices.robot",
    "smartthings": "ogam.devices.smartthings",
    "thinq": "ogam.devices.thinq",
    "vehicle": "ogam.devices.vehicle",
}
"""Ogam's own drivers, by the name that a device's `driver` says. Each has an extra of its name."""

SIMULATORS: Mapping[str, str] = {
    "homeassistant": "ogam.devices.homeassistant.simulator",
    "mqtt": "ogam.devices.mqtt.simulator",
    "robot": "ogam.devices.robot.simulator",
    "smartthings": "ogam.devices.smartthings.simulator",
    "thinq": "ogam.devices.thinq.simulator",
    "vehicle": "ogam.devices.vehicle.simulator",
}
"""What is simulated where it is not there: a module with `serve(port, ready)`, by the driver that reaches it."""

_KINDS: Mapping[Any, tuple[type, ...]] = {bool: (bool,), int: (int,), float: (int, float), str: (str,)}

Read = TypeVar("Read")


@runtime_checkable
class Closes(Protocol):
    """A driver that has something to end: connections, tasks."""

    async def close(self) -> None: ...


@runtime_checkable
class LeavesOut(Protocol):
    """A driver that cannot use all that it found. left_out: what, and why, a line each; after `discover`."""

    left_out: Sequence[str]


def open_drivers(path: Path, devices: Sequence[Device]) -> dict[str, Driver]:
    """The drivers of a file, by name, each with its own devices. Nothing is connected yet: a driver does that itself.

    Raises OgamError for a file that is wrong, and where; and for a driver whose extra is not installed.
    """
    return {name: open_one(path, name, table, devices) for name, table in read_tables(path).items()}


def open_one(path: Path, name: str, table: Mapping[str, Any], devices: Sequence[Device]) -> Driver:
    """One driver, from its table."""
    module = _module(name)
    if any(one.name == "folder" for one in fields(module.Settings)):
        table = {"folder": str(path.parent), **table}
    settings = read_table(module.Settings, table, f"{path}: {name}")
    own = [device for device in devices if device.driver == name]
    driver: Driver = module.open_driver(settings, own)
    return driver


def read_tables(path: Path) -> dict[str, Mapping[str, Any]]:
    """The tables of a file, by the name of their driver; none where there is no file. Raises OgamError."""
    try:
        found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OgamError(f"{path}: the settings cannot be read: {error}.") from error
    for name, table in found.items():
        known = [*MODULES, *(plugin.name for plugin in find_plugins("driver"))] if name not in MODULES else MODULES
        if name not in known:
            raise OgamError(f"{path}: there is no driver '{name}'.{suggestion(name, known)}")
        if not isinstance(table, Mapping):
            raise OgamError(f"{path}: {name} must be a table.")
    return found


def read_table(kind: type[Read], table: Mapping[str, Any], where: str) -> Read:
    """A table as the dataclass of settings that it is. Raises OgamError that says where and what is wrong."""
    hints = get_type_hints(kind)
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    given: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            raise OgamError(f"{where}: there is no setting '{name}'.{suggestion(name, known)}")
        given[name] = _value(hints[name], value, f"{where}: {name}")
    for name, one in known.items():
        if name not in given and one.default is MISSING and one.default_factory is MISSING:
            raise OgamError(f"{where}: '{name}' is missing.")
    return kind(**given)


def simulator(name: str) -> Any:
    """The module that simulates what a driver reaches: `await module.serve(port, ready)`. Raises OgamError."""
    if name not in SIMULATORS:
        known = ", ".join(sorted(SIMULATORS))
        raise OgamError(f"There is no simulator '{name}'.{suggestion(name, SIMULATORS)} Simulators: {known}.")
    return _imported(SIMULATORS[name], name)


def secret(reference: str, where: str) -> str:
    """A secret from where it is kept: `env:NAME`, `keyring:NAME` or `file:PATH`; else the text itself.

    Raises DeviceError where there is none. The secret is in no message.
    """
    kind, _, name = reference.partition(":")
    if kind == "env":
        if name in os.environ:
            return os.environ[name]
        raise DeviceError(f"{where}: the environment variable {name} is not set.")
    if kind == "file":
        try:
            return Path(name).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise DeviceError(f"{where}: the file {name} cannot be read.") from error
    if kind == "keyring":
        return _from_keyring(name, where)
    return reference


def _from_keyring(name: str, where: str) -> str:
    from importlib.util import find_spec

    if find_spec("keyring") is None:
        raise DeviceError(f"{where}: the key ring needs the package keyring. Install it: pip install 'ogam[keyring]'.")
    import keyring

    found: str | None = keyring.get_password("ogam", name)
    if found is None:
        raise DeviceError(f"{where}: the key ring has nothing called '{name}'. Put it there: keyring set ogam {name}")
    return found


def _module(name: str) -> Any:
    """A driver's module: Ogam's own of that name, else a plugin's. Raises PluginError for a plugin that is none."""
    if name in MODULES:
        return _imported(MODULES[name], name)
    plugin = find_plugin("driver", name)
    module = load(plugin)
    if not is_dataclass(getattr(module, "Settings", None)) or not callable(getattr(module, "open_driver", None)):
        raise PluginError(
            f"the driver {name} (package {plugin.distribution} {plugin.version}) has no dataclass `Settings`, or no "
            "`open_driver(settings, devices)`. Ask its makers."
        )
    return module


def _imported(module: str, name: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        text = f"the driver {name} needs the package {error.name}. Install it: pip install 'ogam[{name}]'."
        raise OgamError(text) from None


def _value(kind: Any, value: Any, where: str) -> Any:
    """A value of the file as its field takes it; lists become tuples, and what is no simple kind is taken as it is."""
    if kind in _KINDS and (not isinstance(value, _KINDS[kind]) or (kind is not bool and isinstance(value, bool))):
        raise OgamError(f"{where} must be a {kind.__name__}, not {value!r}.")
    return tuple(value) if isinstance(value, list) else value
