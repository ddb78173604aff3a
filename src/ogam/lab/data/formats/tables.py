"""What the layouts share: tables, JSON files, where files lie, and what people call sexes and ages."""

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ogam.core import DatasetError
from ogam.lab.data.readings import MARK, Collection, is_there, read_bytes, read_lines

SOUNDS = (".flac", ".wav", ".mp3", ".ogg", ".opus")
SPLITS = ("train", "dev", "valid", "test", "eval")
_SEXES = {"m": "male", "male": "male", "male_masculine": "male", "f": "female", "female": "female"}
_SEXES |= {"female_feminine": "female"}


def sex(word: str) -> str:
    """ "male" or "female" of the ways in which data sets say so; another word as it is."""
    return _SEXES.get(word.strip().lower(), word.strip().lower())


def groups(**named: object) -> dict[str, str]:
    """The groups of which something is known."""
    return {name: str(value).strip() for name, value in named.items() if value and str(value).strip()}


def split_called(name: str) -> str:
    """A name if it is one of a split ("train-clean-100", "test"), else nothing."""
    return name if name.lower().startswith(SPLITS) else ""


def rows(path: Path, problems: Collection, needed: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table with tabs between its columns and their names in the first line, each with its place.

    Quotation marks are letters like others. A row with another number of columns is left out and named. Raises
    DatasetError if the first line does not name what is needed.
    """
    names: list[str] = []
    for number, line in read_lines(path, problems):
        cells = line.split("\t")
        if not names:
            names = [cell.strip() for cell in cells]
            missing = [name for name in needed if name not in names]
            if missing or number != 1:
                raise DatasetError([f"{path}:1: the first line must name the columns {', '.join(needed)}, with tabs."])
        elif len(cells) != len(names):
            what = f"{len(cells)} columns where the first line has {len(names)}. Correct the line."
            problems.refuse(f"{path}:{number}", "", what)
        else:
            yield f"{path}:{number}", dict(zip(names, cells, strict=True))


def keyed(path: Path, problems: Collection) -> dict[str, tuple[str, str]]:
    """A file of lines "key rest of the line", as Kaldi has them: key → (rest, place). Empty without the file.

    A key that is there twice is left out the second time, and named.
    """
    found: dict[str, tuple[str, str]] = {}
    for number, line in read_lines(path, problems) if path.is_file() else ():
        key, _, rest = line.strip().partition(" ")
        place = f"{path}:{number}"
        if "\t" in key:
            key, _, rest = line.strip().partition("\t")
        if key in found:
            problems.refuse(place, key, f"'{key}' is there already ({found[key][1]}). Take one of the lines out.")
        elif key:
            found[key] = (rest.strip(), place)
    return found


def json_objects(path: Path, problems: Collection) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of a file of JSON Lines that hold objects, each with its place; others are named."""
    for number, line in read_lines(path, problems):
        if not line.strip():
            continue
        data = _loaded(line)
        if isinstance(data, dict):
            yield f"{path}:{number}", data
        else:
            problems.refuse(f"{path}:{number}", "", "not a JSON object. Correct the line.")


def first_object(path: Path) -> dict[str, Any]:
    """The object on the first line of a file; empty if there is none."""
    try:
        with path.open("rb") as file:
            data = _loaded(file.readline(1 << 20).decode("utf-8", "replace").removeprefix(MARK))
    except OSError:
        return {}
    return data if isinstance(data, dict) else {}


def read_json(path: Path) -> Any:
    """A file of JSON. Raises DatasetError, with the line, if it is none."""
    data = read_bytes(path)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DatasetError([f"{path}:{line}: not UTF-8 text. Save the file as UTF-8."]) from None
    except json.JSONDecodeError as error:
        raise DatasetError([f"{path}:{error.lineno}: not JSON ({error.msg}). Correct the line."]) from None
    except RecursionError:
        raise DatasetError([f"{path}: not JSON that can be read: nested too deeply."]) from None


def _loaded(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def locate(name: str, folders: Iterable[Path]) -> Path:
    """Where a file lies that is named from some folder on: the first in which it is, else the first."""
    places = [folder / name for folder in folders]
    return next((place for place in places if is_there(place)), places[0])


def sounds_in(folder: Path, pattern: str = "*") -> list[Path]:
    """The sound files of a folder, by name."""
    return sorted(path for path in folder.glob(pattern) if path.suffix.lower() in SOUNDS and path.is_file())


def number_of(value: object) -> float | None:
    """A number, also one written as a text; None for what is none."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
