"""Tables of a TOML file as frozen dataclasses: every key known, every value of its kind, or an error that names it."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ogam.core import OgamError
from ogam.home import suggestion

T = TypeVar("T")
_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", Path: "a path"}


def read_table(kind: type[T], values: Mapping[str, Any], where: str) -> T:
    """A dataclass from a table. where: for messages. Raises OgamError for a key or a value that does not fit."""
    types, given = get_type_hints(kind), {}
    for name, value in values.items():
        if name not in types:
            raise OgamError(f"{where}: there is no setting '{name}'.{suggestion(name, list(types))}")
        given[name] = _as(types[name], value, f"{where}: {name}")
    return kind(**given)


def table_text(table: Any, meanings: Mapping[str, str], prefix: str = "") -> str:
    """A dataclass as TOML, each value under its meaning where it has one; tables that are dataclasses come last.

    What is None is left out; a dataclass field that is None is a table that is off, and not shown.
    """
    lines, tables = [], []
    for one in fields(table):
        value = getattr(table, one.name)
        comment = f"# {meanings[one.name]}\n" if one.name in meanings else ""
        if is_dataclass(value) or isinstance(value, Mapping):
            name = f"{prefix}{one.name}"
            inner = table_text(value, {}, f"{name}.") if is_dataclass(value) else _mapping_text(value)
            tables.append(f"{comment}[{name}]\n{inner}".rstrip("\n"))
        elif value is not None:
            lines.append(f"{comment}{one.name} = {toml_value(value)}")
    between = "\n\n" if meanings else "\n"
    return between.join(lines) + ("\n\n" if lines and tables else "") + "\n\n".join(tables) + "\n"


def _as(kind: Any, value: Any, where: str) -> Any:
    """A value of the file as what the setting is."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(one for one in get_args(kind) if one is not NoneType)
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(value, Mapping):
        return read_table(kind, value, where)
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_as(get_args(kind)[0], item, where) for item in value)
    if isinstance(value, Mapping) and get_origin(kind) is not None and issubclass(get_origin(kind), Mapping):
        return {name: _as(get_args(kind)[1], item, where) for name, item in value.items()}
    if kind is float and type(value) is int:
        return float(value)
    if kind is Path and isinstance(value, str):
        return Path(value)
    if kind in (str, int, bool, float) and type(value) is kind:
        return value
    raise OgamError(f"{where} must be {_what(kind)}.")


def _what(kind: Any) -> str:
    if get_origin(kind) is tuple:
        return "a list of texts"
    return _KINDS.get(kind, "a table")


def _mapping_text(values: Mapping[str, Any]) -> str:
    return "\n".join(f"{toml_value(name)} = {toml_value(value)}" for name, value in values.items())


def toml_value(value: Any) -> str:
    """JSON's texts, numbers, booleans and lists are TOML's too, but for one control character."""
    plain = [*value] if isinstance(value, tuple) else str(value) if isinstance(value, Path) else value
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
