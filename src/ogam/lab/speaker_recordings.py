"""Recordings of many people: LibriSpeech's folders, or a table of paths and speakers."""

import csv
from dataclasses import dataclass
from pathlib import Path

from ogam.core import OgamError


@dataclass(frozen=True, slots=True)
class Recording:
    """speaker: a label; group: recordings in which different labels are different people."""

    path: Path
    speaker: str
    group: str


def recordings_of(folder: Path, table: Path | None = None, limit: int | None = None) -> list[Recording]:
    """The recordings of a folder, by name: `librispeech/SPEAKER/*.flac` and `strangers/*.flac`, one person each.

    table: lists them instead, in columns path, speaker and subcorpus, separated by tabs; paths are relative to the
    folder. Raises OgamError where there are none, or the table is wrong.
    """
    found = listed(folder, table) if table is not None else in_folders(folder)
    if not found:
        raise OgamError(
            f"{table or folder}: no recordings. Needed are librispeech/SPEAKER/*.flac and strangers/*.flac, or a table."
        )
    return found[:limit]


def in_folders(folder: Path) -> list[Recording]:
    people = [Recording(path, path.parent.name, "") for path in sorted(folder.glob("librispeech/*/*.flac"))]
    return people + [Recording(path, f"stranger {path.stem}", "") for path in sorted(folder.glob("strangers/*.flac"))]


def listed(folder: Path, table: Path) -> list[Recording]:
    try:
        with table.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        return sorted(
            (Recording(folder / row["path"], row["speaker"], row["subcorpus"]) for row in rows),
            key=lambda recording: recording.path,
        )
    except (OSError, UnicodeDecodeError) as error:
        raise OgamError(f"{table}: cannot be read ({error}).") from error
    except (KeyError, TypeError) as error:
        raise OgamError(f"{table}: its first line must name the columns path, speaker and subcorpus.") from error
