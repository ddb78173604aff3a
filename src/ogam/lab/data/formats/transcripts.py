"""A folder with transcripts.tsv: columns path and text, and speaker, language, split and whatever else is known.

What is no field of an item is a group: "subcorpus", "accent" …
"""

from pathlib import Path

from ogam.lab.data.formats.tables import groups, rows, sex
from ogam.lab.data.readings import Collection, Reading
from ogam.lab.items import Item

TABLE = "transcripts.tsv"
OWN = ("path", "text", "speaker", "split", "sex")


def fits(path: Path) -> bool:
    return (path / TABLE).is_file() or (path.name == TABLE and path.is_file())


def read(path: Path, media: Path | None = None) -> Reading:
    found = Collection()
    file = path / TABLE if path.is_dir() else path
    for place, row in rows(file, found, ("path", "text")):
        further = {key: value for key, value in row.items() if key not in OWN}
        item = Item(
            row["path"],
            (media or file.parent) / row["path"],
            speaker=row.get("speaker", ""),
            text=row["text"],
            groups=groups(sex=sex(row.get("sex", "")), **further),
            split=row.get("split", ""),
        )
        found.add(item, place)
    return found.reading(file.parent.absolute().name)
