"""Lhotse's manifests: recordings and supervisions as JSON Lines, packed or not.

https://lhotse.readthedocs.io/en/latest/corpus.html. Each supervision is an item, or each recording where there are no
supervisions. Recordings that are made by a command, come from the net or are transformed are refused.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ogam.lab.data.formats.tables import groups, json_objects, locate, number_of, sex
from ogam.lab.data.readings import Collection, Reading
from ogam.lab.items import Item

RECORDINGS, SUPERVISIONS = "recordings", "supervisions"
SUFFIXES = (".jsonl.gz", ".jsonl")
NEARLY = 0.01
"""Seconds by which a supervision may be shorter than its recording and still be all of it."""


def fits(path: Path) -> bool:
    return bool(_files_of(path))


def read(path: Path, media: Path | None = None) -> Reading:
    """path: a file of recordings, whose supervisions are called alike; or a folder with such files, one a split."""
    found = Collection()
    for file in _files_of(path):
        recordings = {str(data.get("id", "")): (data, place) for place, data in json_objects(file, found)}
        supervisions = file.with_name(SUPERVISIONS.join(file.name.rsplit(RECORDINGS, 1)))
        folders = [media] if media else [file.parent, *file.absolute().parent.parents]
        split = _split_of(file)
        if supervisions.is_file():
            for place, data in json_objects(supervisions, found):
                _add_supervision(data, place, recordings, folders, split, found)
        else:
            for data, place in recordings.values():
                _add_recording(data, place, folders, split, found)
    return found.reading(path.absolute().name.split(".")[0])


def _files_of(path: Path) -> list[Path]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file for file in files if RECORDINGS in file.name and file.name.endswith(SUFFIXES)]


def _split_of(file: Path) -> str:
    """ "train" of "corpus_recordings_train.jsonl.gz"."""
    return file.name.rsplit(RECORDINGS, 1)[1].split(".")[0].strip("_-")


def _add_recording(data: Mapping[str, Any], place: str, folders: Sequence[Path], split: str, found: Collection) -> None:
    name = str(data.get("id", ""))
    if what := _refusal(name, data):
        found.refuse(place, name, what)
        return
    found.add(Item(name, _path_of(data, folders), seconds=number_of(data.get("duration")) or 0.0, split=split), place)


def _add_supervision(
    data: Mapping[str, Any],
    place: str,
    recordings: Mapping[str, tuple[Mapping[str, Any], str]],
    folders: Sequence[Path],
    split: str,
    found: Collection,
) -> None:
    name, of = str(data.get("id", "")), str(data.get("recording_id", ""))
    recording = recordings.get(of, ({}, ""))[0]
    start, duration = number_of(data.get("start", 0)), number_of(data.get("duration"))
    if not name:
        found.refuse(place, "", "a supervision has no id. Give it one.")
    elif not recording:
        found.refuse(place, name, f"'{name}' is of recording '{of}', of which there is no line. Add it.")
    elif what := _refusal(of, recording):
        found.refuse(place, name, what)
    elif start is None or duration is None or start < 0 or duration <= 0:
        found.refuse(place, name, f"'{name}' needs a start and a duration in seconds. Correct the line.")
    else:
        whole = start == 0 and duration >= (number_of(recording.get("duration")) or 0.0) - NEARLY
        found.add(
            Item(
                name,
                _path_of(recording, folders),
                seconds=duration,
                speaker=str(data.get("speaker") or ""),
                text=data["text"] if isinstance(data.get("text"), str) else None,
                groups=groups(
                    sex=sex(str(data.get("gender") or "")), language=data.get("language"), **_custom(data.get("custom"))
                ),
                split=split,
                span=None if whole else (start, round(start + duration, 6)),
            ),
            place,
        )


def _custom(value: object) -> dict[str, object]:
    """Ages and accents, which recipes keep among what is their own."""
    data = value if isinstance(value, dict) else {}
    return {key: data[key] for key in ("age", "accent") if key in data}


def _refusal(name: str, recording: Mapping[str, Any]) -> str:
    """Why a recording is not taken; empty if it is."""
    sources = recording.get("sources")
    source = sources[0] if isinstance(sources, list) and len(sources) == 1 else None
    if not isinstance(source, dict) or not isinstance(source.get("source"), str):
        return f"recording '{name}' must have one source. Write its channels to one file."
    if source.get("type") != "file":
        return f"recording '{name}' is no file (type {source.get('type')}). Write the sound to a file and name it."
    if recording.get("transforms"):
        return f"recording '{name}' is transformed when it is read. Write the sound to a file and name it."
    return ""


def _path_of(recording: Mapping[str, Any], folders: Sequence[Path]) -> Path:
    return locate(recording["sources"][0]["source"], folders)
