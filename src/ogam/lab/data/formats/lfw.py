"""Labeled Faces in the Wild: pairs.txt as its makers have it, or pairs.tsv with the names of two files.

http://vis-www.cs.umass.edu/lfw/README.txt, 3c. The first line counts: sets and pairs of a kind in each, or pairs of a
kind alone. Then lines "NAME 1 2" of one person and "NAME 1 OTHER 2" of two. pairs.tsv: columns a, b and same (1 or 0).
"""

from collections.abc import Iterator
from pathlib import Path

from ogam.core import DatasetError
from ogam.lab.data.formats.tables import locate, rows
from ogam.lab.data.readings import Collection, Reading, read_lines
from ogam.lab.items import Item, Pair

TEXT, TABLE = "pairs.txt", "pairs.tsv"
FOLDERS = ("images", "lfw", "lfw_funneled", "lfw-funneled", "lfw-deepfunneled", "lfw_deepfunneled", "")
LABELS = {"1": True, "0": False}
Trial = tuple[str, str, str, bool]
"""Place, one file's name, the other's, and whether they are of one person."""


def fits(path: Path) -> bool:
    file = _file_of(path)
    if file.name == TABLE:
        return file.is_file()
    if file.suffix != ".txt" or not file.is_file():
        return False
    return bool(_counted(file.open("rb").readline(100).decode("utf-8", "replace")))


def read(path: Path, media: Path | None = None) -> Reading:
    """path: the table, or a folder with it. media: folder of the pictures, flat or one folder a person."""
    found = Collection()
    file = _file_of(path)
    folders = [media] if media else [file.parent / folder for folder in FOLDERS]
    trials = list(_of_table(file, found) if file.suffix == ".tsv" else _of_text(file, found))
    for place, one, other, same in trials:
        for name in (one, other):
            if name not in found.items:
                person = _person(name)
                picture = locate(f"{person}/{name}", folders)
                picture = picture if picture.is_file() else locate(name, folders)
                found.add(Item(name, picture, "image", speaker=person), place)
        found.add_pair(Pair(one, other, same), place)
    name = path.absolute().name if path.is_dir() else f"{file.parent.absolute().name}-{file.stem}"
    return found.reading(name, homepage="http://vis-www.cs.umass.edu/lfw/")


def _file_of(path: Path) -> Path:
    if not path.is_dir():
        return path
    return path / TABLE if (path / TABLE).is_file() else path / TEXT


def _person(name: str) -> str:
    """Pictures are called PERSON_NUMBER."""
    return Path(name).stem.rsplit("_", 1)[0]


def _of_table(path: Path, found: Collection) -> Iterator[Trial]:
    for place, row in rows(path, found, ("a", "b", "same")):
        if row["same"] in LABELS:
            yield place, row["a"], row["b"], LABELS[row["same"]]
        else:
            found.refuse(place, "", f"same is '{row['same']}', and must be 1 or 0. Correct the line.")


def _of_text(path: Path, found: Collection) -> Iterator[Trial]:
    expected, taken = 0, 0
    for number, line in read_lines(path, found):
        place, parts = f"{path}:{number}", line.split()
        if number == 1:
            expected = _counted(line)
            if not expected:
                raise DatasetError([f"{path}:1: must count the pairs: '10 300', or '1100'. Is it pairs.txt of LFW?"])
            continue
        match parts:
            case [name, one, other] if one.isdigit() and other.isdigit():
                yield place, _picture(name, one), _picture(name, other), True
            case [name, one, second, other] if one.isdigit() and other.isdigit():
                yield place, _picture(name, one), _picture(second, other), False
            case []:
                continue
            case _:
                found.refuse(place, "", "must be 'NAME 1 2' or 'NAME 1 OTHER 2'. Correct the line.")
                continue
        taken += 1
    if taken != expected:
        found.refuse(
            str(path), "", f"{expected} pairs by its first line, and {taken} by the others. Get the file again."
        )


def _counted(line: str) -> int:
    """How many pairs the first line says there are, of both kinds; 0 if it is none."""
    parts = line.split()
    if not parts or len(parts) > 2 or not all(part.isdigit() for part in parts):
        return 0
    sets, kind = (int(parts[0]), int(parts[1])) if len(parts) == 2 else (1, int(parts[0]))
    return sets * kind * 2


def _picture(name: str, number: str) -> str:
    return f"{name}_{int(number):04d}.jpg"
