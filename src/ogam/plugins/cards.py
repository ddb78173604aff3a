"""Cards that lie beside a plugin's code (`cards.toml`), read without importing any of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ogam.core import ModelCard
from ogam.plugins.errors import PluginError

FILE = "cards.toml"
_TEXTS = ("version", "task", "licence", "attribution", "inputs", "outputs")
_TABLES: Mapping[str, tuple[type, ...]] = {"files": (str,), "measured": (int, float), "limits": (int, float)}
_FIELDS = tuple(one.name for one in fields(ModelCard) if one.name != "name")


def card_beside(module_file: str | Path, name: str) -> ModelCard:
    """The card of that name in the `cards.toml` beside a module (its `__file__`).

    Raises PluginError where there is none, or it is not a right card.
    """
    path = Path(module_file).with_name(FILE)
    cards = read_cards(path)
    if name not in cards:
        raise PluginError(f"{path}: it has no card for '{name}'. Add a table of that name.")
    return cards[name]


def card_of_module(module: str, name: str) -> ModelCard | None:
    """The card beside a module that is not imported; None where there is none. PluginError for a wrong one."""
    path = place_of(module)
    return read_cards(path).get(name) if path is not None and path.is_file() else None


def read_cards(path: Path) -> dict[str, ModelCard]:
    """The cards of a file, by name. Raises PluginError that says what is wrong."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PluginError(f"{path}: the cards cannot be read: {error}.") from error
    return {name: read_card(name, table, str(path)) for name, table in tables.items()}


def read_card(name: str, table: Any, where: str) -> ModelCard:
    """A card from its table, of TOML or JSON. where: for messages. Raises PluginError that says what is wrong."""
    if not isinstance(table, Mapping):
        raise PluginError(f"{where}: the card of '{name}' must be a table.")
    for field, value in table.items():
        if field not in _FIELDS:
            raise PluginError(f"{where}: the card of '{name}' has no field '{field}'. Fields: {', '.join(_FIELDS)}.")
        if not _fits(field, value):
            raise PluginError(f"{where}: '{field}' on the card of '{name}' is not of the right kind: {value!r}.")
    if not table.get("version") or not table.get("task"):
        raise PluginError(f"{where}: the card of '{name}' needs a version and a task.")
    return ModelCard(name, **{**table, "languages": tuple(table.get("languages", ()))})


def _fits(field: str, value: Any) -> bool:
    if field in _TEXTS:
        return isinstance(value, str)
    if field == "languages":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    kinds = _TABLES[field]
    return isinstance(value, Mapping) and all(
        isinstance(one, kinds) and not isinstance(one, bool) for one in value.values()
    )


def place_of(module: str) -> Path | None:
    """Where the `cards.toml` of a module lies, if there is one; nothing of the module is imported.

    Of a dotted name only the top is looked up: looking up the rest would import what is above it.
    """
    top, *rest = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    for folder in spec.submodule_search_locations or ():
        place = Path(folder).joinpath(*rest)
        return (place if place.is_dir() else place.parent) / FILE
    return Path(spec.origin).with_name(FILE) if spec.origin else None
