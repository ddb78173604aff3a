"""VoxCeleb's trials: lines "1 id/video/one.wav id/video/other.wav", 1 if they are of one person.

https://www.robots.ox.ac.uk/~vgg/data/voxceleb/. Sexes and nationalities come from vox1_meta.csv or vox2_meta.csv, if
they lie beside the trials.
"""

import re
from pathlib import Path

from ogam.lab.data.formats.tables import groups, locate, sex
from ogam.lab.data.readings import Collection, Reading, read_lines
from ogam.lab.items import Item, Pair

FOLDERS = ("wav", "", "voxceleb1", "voxceleb1/wav")
METADATA = ("vox1_meta.csv", "vox2_meta.csv")
_TRIAL = re.compile(r"([01])\s+(\S+)\s+(\S+)\s*")


def fits(path: Path) -> bool:
    if path.suffix != ".txt" or not path.is_file():
        return False
    with path.open("rb") as file:
        return bool(_TRIAL.fullmatch(file.readline(1_000).decode("utf-8", "replace")))


def read(path: Path, media: Path | None = None) -> Reading:
    found = Collection()
    folders = [media] if media else [path.parent / folder for folder in FOLDERS]
    known = _metadata(path.parent, found)
    for number, line in read_lines(path, found):
        place = f"{path}:{number}"
        trial = _TRIAL.fullmatch(line)
        if trial is None:
            if line.strip():
                found.refuse(
                    place, "", "must be '1 one.wav other.wav', 1 for one person and 0 for two. Correct the line."
                )
            continue
        label, *names = trial.groups()
        for name in names:
            if name not in found.items:
                speaker = name.partition("/")[0]
                found.add(Item(name, locate(name, folders), speaker=speaker, groups=known.get(speaker, {})), place)
        found.add_pair(Pair(names[0], names[1], label == "1"), place)
    return found.reading(path.stem, homepage="https://www.robots.ox.ac.uk/~vgg/data/voxceleb/")


def _metadata(folder: Path, found: Collection) -> dict[str, dict[str, str]]:
    """Groups by speaker. The first of the tables has tabs between its columns, the second commas."""
    known = {}
    for file in (folder / name for name in METADATA):
        lines = [line for _, line in read_lines(file, found)] if file.is_file() else []
        table = [[cell.strip() for cell in re.split(r"[\t,]", line)] for line in lines]
        names = table[0] if table else []
        for cells in table[1:]:
            row = dict(zip(names, cells, strict=False))
            known[cells[0]] = groups(sex=sex(row.get("Gender", "")), nationality=row.get("Nationality", ""))
    return known
