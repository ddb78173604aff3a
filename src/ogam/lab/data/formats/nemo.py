"""NeMo's manifests: a JSON object a line, with audio_filepath, duration, text, and offset if it is a part of a file.

https://docs.nvidia.com/nemo-framework/user-guide/latest/nemotoolkit/asr/datasets.html
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ogam.lab.data.formats.tables import first_object, groups, json_objects, locate, number_of, sex, split_called
from ogam.lab.data.readings import Collection, Reading
from ogam.lab.items import Item

FILE, OFFSET = "audio_filepath", "offset"
SUFFIXES = (".json", ".jsonl")


def fits(path: Path) -> bool:
    return path.suffix in SUFFIXES and FILE in first_object(path)


def is_manifest(path: Path) -> bool:
    """Whether it is a manifest of Ogam's own, which is told apart by its first line too."""
    return path.suffix in SUFFIXES and "manifest" in first_object(path)


def read(path: Path, media: Path | None = None) -> Reading:
    """An item's id is its path in the manifest, and where it begins if it is a part of a file."""
    found = Collection()
    folders = [media] if media else [path.parent, Path()]
    for place, data in json_objects(path, found):
        _add(data, place, folders, split_called(path.stem.removesuffix("_manifest")), found)
    return found.reading(path.stem)


def _add(data: Mapping[str, Any], place: str, folders: list[Path], split: str, found: Collection) -> None:
    file, offset = data.get(FILE), data.get(OFFSET)
    if not isinstance(file, str) or not file:
        found.refuse(place, "", f"an item has no {FILE}. Say where its file lies.")
        return
    name = file if offset is None else f"{file}@{offset}"
    seconds, start = number_of(data.get("duration", 0)), number_of(offset or 0)
    if seconds is None or start is None or seconds < 0 or start < 0 or (offset is not None and not seconds):
        found.refuse(
            place, name, f"'{name}' needs a duration in seconds, and an offset of at least 0. Correct the line."
        )
        return
    item = Item(
        name,
        locate(file, folders),
        seconds=seconds,
        speaker=str(data.get("speaker") or ""),
        text=data["text"] if isinstance(data.get("text"), str) else None,
        groups=groups(
            language=data.get("lang") or data.get("source_lang"),
            label=data.get("label"),
            sex=sex(str(data.get("gender") or "")),
        ),
        split=split,
        span=None if offset is None else (start, round(start + seconds, 6)),
    )
    found.add(item, place)
