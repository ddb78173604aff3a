"""Manifests: a data set as a file of JSON Lines. A header, then an item, a pair or something left out a line."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, NoReturn

from ogam.core import DatasetError
from ogam.lab.data.fields import read_fields, write_fields
from ogam.lab.data.readings import Collection, Reading, absolute, read_lines
from ogam.lab.items import Dataset, Pair, Problem

FORMAT = 1
"""Version of the format; a higher one is not read."""
_HALF = r"\ud"
"""Of a character beyond the first 65,536, as JSON escapes it."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a manifest.

    name, licence, consent, homepage, version: of the data set. root: folder of its files, relative to the manifest's
    own folder, or absolute. source, format, media: from where and how it was read, where it was not written by hand.
    """

    name: str
    licence: str = ""
    consent: str = ""
    homepage: str = ""
    version: str = ""
    root: str = "."
    source: str = ""
    format: str = ""
    media: str = ""


def read_manifest(path: Path) -> Reading:
    """A manifest; what is wrong in it is left out, each with its line. The files are not looked at.

    Raises DatasetError if it cannot be read at all: no such file, no header, a newer format.
    """
    collection = Collection()
    lines = read_lines(path, collection)
    header = _header_of(path, lines, collection)
    root = absolute(path.parent / header.root)
    for number, line in lines:
        if line.strip():
            _take(line, f"{path}:{number}", root, collection)
    return collection.reading(
        header.name,
        licence=header.licence,
        consent=header.consent,
        homepage=header.homepage,
        version=header.version,
    )


def read_header(path: Path) -> Header:
    """The header alone. Raises DatasetError as `read_manifest` does."""
    collection = Collection()
    return _header_of(path, read_lines(path, collection), collection)


def write_manifest(dataset: Dataset, path: Path, source: str = "", source_format: str = "", media: str = "") -> None:
    """Write a data set; `read_manifest` gives the same.

    The root is the manifest's own folder if all files lie in it, else the folder that they have in common. Raises
    DatasetError if it cannot be written.
    """
    own = absolute(path.parent)
    paths = [absolute(item.path) for item in dataset.items]
    root = own if all(one.is_relative_to(own) for one in paths) else _common_folder(paths)
    header = Header(
        dataset.name,
        dataset.licence,
        dataset.consent,
        dataset.homepage,
        dataset.version,
        "." if root == own else root.as_posix(),
        source,
        source_format,
        media,
    )
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            for line in _lines_of(dataset, paths, root, header):
                file.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
        part.replace(path)
    except OSError as error:
        raise DatasetError([f"{path}: cannot be written ({error.strerror}). May you write there?"]) from error


def _common_folder(paths: list[Path]) -> Path:
    try:
        return Path(os.path.commonpath([one.parent for one in paths]))
    except ValueError as error:  # drives of Windows
        raise DatasetError([f"{paths[0]}: the files lie on several drives. Make a manifest of each."]) from error


def _lines_of(dataset: Dataset, paths: list[Path], root: Path, header: Header) -> Iterator[dict[str, object]]:
    said = {key: value for key, value in asdict(header).items() if value or key == "name"}
    yield {"manifest": FORMAT, **said}
    for item, path in zip(dataset.items, paths, strict=True):
        yield write_fields(item, path.relative_to(root).as_posix())
    for pair in dataset.pairs:
        yield {"pair": [pair.first, pair.second], "same": pair.same}
    for problem in dataset.left_out:
        yield {"left_out": asdict(problem)}


def _header_of(path: Path, lines: Iterable[tuple[int, str]], problems: Collection) -> Header:
    number, line = next(iter(lines), (0, ""))
    if number != 1:
        _no_header(path)
    try:
        data = _object(line)
        known = {field.name for field in fields(Header)}
        header = Header(**{key: _text(value) for key, value in data.items() if key in known})
        version = data["manifest"]
    except (ValueError, TypeError, KeyError):
        _no_header(path)
    if version != FORMAT:
        raise DatasetError([f"{path}:1: format {version} of manifests; this Ogam reads {FORMAT}. Update Ogam."])
    for key in data.keys() - known - {"manifest"}:
        what = f"the header has no field '{key}'. Fields: {', '.join(sorted(known))}."
        problems.refuse(f"{path}:1", "", what)
    return header


def _no_header(path: Path) -> NoReturn:
    begin = '{"manifest": 1, "name": "…", "licence": "…"}'
    raise DatasetError([f"{path}:1: not the header of a manifest. The first line must look like {begin}."])


def _take(line: str, place: str, root: Path, collection: Collection) -> None:
    """One line: an item, a pair, or what was left out when the manifest was made."""
    data: dict[str, Any] = {}
    try:
        data = _object(line)
        if "pair" in data:
            collection.add_pair(_pair_of(data), place)
        elif "left_out" in data:
            collection.problems.append(_problem_of(data))
        else:
            collection.add(read_fields(data, root), place)
    except ValueError as error:
        name = data.get("id")
        collection.refuse(place, name if isinstance(name, str) else "", str(error))


def _pair_of(data: Mapping[str, Any]) -> Pair:
    match data:
        case {"pair": [str(first), str(second)], "same": bool(same)}:
            return Pair(first, second, same)
    raise ValueError('a pair must look like {"pair": ["one", "other"], "same": true}.')


def _problem_of(data: Mapping[str, Any]) -> Problem:
    match data["left_out"]:
        case {"place": str(place), "item": str(item), "what": str(what)}:
            return Problem(place, item, what)
    raise ValueError('what is left out must look like {"left_out": {"place": "…", "item": "…", "what": "…"}}.')


def _object(line: str) -> dict[str, Any]:
    """A line of JSON. Raises ValueError for what is none; NaN and infinity are not JSON."""

    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is not a number. Leave the field out, or put the right one.")

    try:
        data = json.loads(line, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON (column {error.colno}: {error.msg}). Correct the line.") from None
    except RecursionError:
        raise ValueError("not JSON that can be read: nested too deeply. Correct the line.") from None
    if not isinstance(data, dict):
        raise ValueError("a line must be a JSON object: {…}.")
    if _HALF in line.lower():
        _check_characters(data)
    return data


def _check_characters(data: Mapping[str, Any]) -> None:
    """JSON can name halves of characters, which no file can hold as text."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("half of a character (\\ud…) is no text. Write the whole one.") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
