"""Picovoice's speech-to-intent benchmark: labels.json with the intent and slots of each recording beside it.

https://github.com/Picovoice/speech-to-intent-benchmark
"""

from pathlib import Path

from ogam.core import DatasetError
from ogam.lab.data.formats.tables import read_json
from ogam.lab.data.readings import Collection, Reading
from ogam.lab.items import Item

LABELS = "labels.json"


def fits(path: Path) -> bool:
    return (path / LABELS).is_file() or (path.name == LABELS and path.is_file())


def read(path: Path, media: Path | None = None) -> Reading:
    """path: labels.json, or its folder."""
    file = path / LABELS if path.is_dir() else path
    data = read_json(file)
    if not isinstance(data, dict):
        raise DatasetError([f'{file}: must be an object: {{"file.flac": {{"intent": …, "slots": {{…}}}}}}.'])
    found = Collection()
    for name, label in data.items():
        place = f"{file}: {name}"
        match label:
            case {"intent": str(intent), **rest} if isinstance(slots := rest.get("slots", {}), dict):
                values = {key: value if isinstance(value, int | float) else str(value) for key, value in slots.items()}
                found.add(Item(name, (media or file.parent) / name, intent=intent, slots=values), place)
            case _:
                found.refuse(place, name, f"'{name}' needs an intent, and slots that are an object. Correct it.")
    return found.reading(file.parent.absolute().name)
