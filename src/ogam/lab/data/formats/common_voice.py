"""Common Voice: clips, and a table of them for each split, with what people said of themselves.

https://github.com/common-voice/cv-dataset. The columns differ between releases; what is missing is unknown.
"""

from collections.abc import Mapping
from pathlib import Path

from ogam.lab.data.formats.tables import groups, locate, number_of, rows, sex
from ogam.lab.data.readings import Collection, Reading
from ogam.lab.items import Item

SPLITS = ("train", "dev", "test")
NEEDED = ("client_id", "path", "sentence")
CLIPS, DURATIONS = "clips", "clip_durations.tsv"
AGES = {
    "teens": "13-19",
    "twenties": "20-29",
    "thirties": "30-39",
    "forties": "40-49",
    "fourties": "40-49",
    "fifties": "50-59",
    "sixties": "60-69",
    "seventies": "70-79",
    "eighties": "80-89",
    "nineties": "90-99",
}
"""As the tables have them; one is spelt so there."""


def fits(path: Path) -> bool:
    if path.is_dir():
        return any(_has_columns(path / f"{split}.tsv") for split in SPLITS)
    return _has_columns(path)


def _has_columns(path: Path) -> bool:
    if path.suffix != ".tsv" or not path.is_file():
        return False
    with path.open("rb") as file:
        first = file.readline(1 << 16).decode("utf-8", "replace").removeprefix("\ufeff").strip()
    return set(NEEDED) <= set(first.split("\t"))


def read(path: Path, media: Path | None = None) -> Reading:
    """path: the folder of a language, of which the tables of the splits are read; or one table."""
    found = Collection()
    folder = path if path.is_dir() else path.parent
    tables = [folder / f"{split}.tsv" for split in SPLITS] if path.is_dir() else [path]
    clips = media or folder / CLIPS
    lengths = _lengths(folder / DURATIONS, found)
    for table in tables:
        for place, row in rows(table, found, NEEDED) if table.is_file() else ():
            split = table.stem if table.stem in SPLITS else ""
            found.add(_item(row, clips, lengths.get(row["path"], 0.0), split), place)
    name = f"common-voice-{folder.absolute().name}"
    return found.reading(name, licence="CC0-1.0", homepage="https://commonvoice.mozilla.org")


def _lengths(path: Path, found: Collection) -> dict[str, float]:
    """Seconds of each clip, where the release says so in milliseconds."""
    if not path.is_file():
        return {}
    table = [row for _, row in rows(path, found, ("clip",))]
    return {row["clip"]: (number_of(row.get("duration[ms]")) or 0.0) / 1_000 for row in table}


def _item(row: Mapping[str, str], clips: Path, seconds: float, split: str) -> Item:
    name = row["path"]
    path = clips / name if "." in name else locate(f"{name}.mp3", [clips])  # as old releases have it
    return Item(
        name,
        path,
        seconds=seconds,
        speaker=row["client_id"],
        text=row["sentence"],
        groups=groups(
            sex=sex(row.get("gender", "")),
            age=AGES.get(row.get("age", ""), row.get("age", "")),
            accent=row.get("accents") or row.get("accent"),
            variant=row.get("variant"),
            language=row.get("locale"),
        ),
        split=split,
    )
