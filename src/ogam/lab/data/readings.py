"""What is read of a data set, piece by piece: the good, and what is wrong with the rest."""

import gzip
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ogam.core import DatasetError
from ogam.lab.items import Dataset, Item, Pair, Problem

MARK = "\ufeff"
"""What some editors put before the first line of a file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A data set as it was read. places: item → "file:line" that it came from."""

    dataset: Dataset
    places: Mapping[str, str]

    def place_of(self, item: Item) -> str:
        return self.places.get(item.id, str(item.path))

    def without(self, problems: Mapping[str, Problem]) -> "Reading":
        """The same, with the items named left out, and the pairs that need them. problems: by item."""
        kept = tuple(item for item in self.dataset.items if item.id not in problems)
        pairs = tuple(pair for pair in self.dataset.pairs if pair.first not in problems and pair.second not in problems)
        left_out = (*self.dataset.left_out, *problems.values())
        return replace(self, dataset=replace(self.dataset, items=kept, pairs=pairs, left_out=left_out))

    def strictly(self) -> "Reading":
        """The same, if nothing is left out. Raises DatasetError with every problem otherwise."""
        if self.dataset.left_out:
            raise DatasetError([str(problem) for problem in self.dataset.left_out])
        return self


@dataclass(slots=True)
class Collection:
    """Items as they are found in somebody's files, and what is wrong with those that are not taken."""

    items: dict[str, Item] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    pairs: list[tuple[Pair, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, item: Item, place: str) -> None:
        """Take an item, unless there is one of that id already."""
        if item.id in self.items:
            first = self.places[item.id]
            self.refuse(place, item.id, f"item '{item.id}' is there already ({first}). Give one of them another id.")
            return
        self.items[item.id] = item
        self.places[item.id] = place

    def add_pair(self, pair: Pair, place: str) -> None:
        self.pairs.append((pair, place))

    def refuse(self, place: str, item: str, what: str) -> None:
        """Leave something out and remember why."""
        self.problems.append(Problem(place, item, what))

    def reading(self, name: str, **header: str) -> Reading:
        """All of it; pairs of items that are not there are left out. header: other fields of the data set."""
        refused = {problem.item for problem in self.problems}
        pairs = [pair for pair, place in self.pairs if self._knows(pair, place, refused)]
        dataset = Dataset(name, tuple(self.items.values()), pairs=tuple(pairs), left_out=tuple(self.problems), **header)
        return Reading(dataset, self.places)

    def _knows(self, pair: Pair, place: str, refused: set[str]) -> bool:
        missing = next((one for one in (pair.first, pair.second) if one not in self.items), None)
        if missing is not None and missing not in refused:
            what = f"pair of '{missing}', of which there is no item. Add it, or take the pair out."
            self.refuse(place, "", what)
        return missing is None


def read_lines(path: Path, problems: Collection) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers, from 1, without their ends; empty ones too.

    A line that is not UTF-8 is left out and named among the problems. Lines end at "\\n" only, so that what Unicode
    also calls the end of a line can stand in a text. A file called .gz is unpacked. Raises DatasetError if the file
    cannot be read.
    """
    lines = read_bytes(path).split(b"\n")
    for number, line in enumerate(lines[:-1] if lines[-1] == b"" else lines, start=1):
        try:
            text = line.decode("utf-8").removesuffix("\r")
        except UnicodeDecodeError as error:
            what = f"not UTF-8 text (byte {error.start + 1} of the line). Save the file as UTF-8."
            problems.refuse(f"{path}:{number}", "", what)
            continue
        yield number, text.removeprefix(MARK) if number == 1 else text


def absolute(path: Path) -> Path:
    """A path from the root of the file system on, without "..", links not followed."""
    return Path(os.path.normpath(path.absolute()))


def is_there(path: Path) -> bool:
    """Whether there is a file; also of a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_bytes(path: Path) -> bytes:
    """A file, unpacked if it is called .gz. Raises DatasetError if it cannot be read."""
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DatasetError([f"{path}: not a gzip file, or cut short. Copy it again."]) from error
    except OSError as error:
        raise DatasetError([f"{path}: cannot be read ({error.strerror}). Check the name and the folder."]) from error
