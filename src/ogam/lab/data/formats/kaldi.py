"""Kaldi data folders: wav.scp, and text, utt2spk, spk2gender, segments, utt2dur, utt2lang if they are there.

https://kaldi-asr.org/doc/data_prep.html. Entries of wav.scp that are commands ("… |") are refused: a data set does not
start programs.
"""

from dataclasses import dataclass
from pathlib import Path

from ogam.core import AudioError
from ogam.lab.data.formats.tables import groups, keyed, locate, number_of, sex, split_called
from ogam.lab.data.readings import Collection, Reading
from ogam.lab.data.sounds import sound_facts
from ogam.lab.items import Item

Lines = dict[str, tuple[str, str]]
FURTHER = ("text", "utt2spk", "utt2dur", "utt2lang")
MUST = ("text", "utt2spk")
"""Of which each utterance needs a line, where the file is there."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of utterances and speakers, by file."""

    utterances: dict[str, Lines]
    speakers: Lines
    split: str

    def of(self, table: str, utterance: str) -> str:
        return self.utterances[table].get(utterance, ("", ""))[0]


def fits(path: Path) -> bool:
    return (path / "wav.scp").is_file()


def read(path: Path, media: Path | None = None) -> Reading:
    """media: folder from which relative paths are meant; else the folder itself or one of those above it."""
    found = Collection()
    folders = [media] if media else [path, *path.absolute().parents]
    tables = Tables(
        {name: keyed(path / name, found) for name in FURTHER},
        keyed(path / "spk2gender", found),
        split_called(path.name),
    )
    recordings = keyed(path / "wav.scp", found)
    files = {name: _file_of(name, *line, folders, found) for name, line in recordings.items()}
    if (path / "segments").is_file():
        _add_segments(path, files, tables, found)
    else:
        for name, file in files.items():
            if file is not None:
                _add(name, file, None, recordings[name][1], tables, found)
    return found.reading(path.absolute().name)


def _file_of(name: str, entry: str, place: str, folders: list[Path], found: Collection) -> Path | None:
    if entry.endswith("|") or entry.startswith("|"):
        what = (
            f"'{name}' is the output of a program, and a data set starts none. Write the sound to a file and name it."
        )
    elif not entry or entry == "-" or _is_archive(entry):
        what = f"'{name}' is not a sound file. Write the sound to a file and name it."
    else:
        return locate(entry, folders)
    found.refuse(place, name, what)
    return None


def _is_archive(entry: str) -> bool:
    """Kaldi's "file.ark:123"."""
    _, colon, offset = entry.rpartition(":")
    return bool(colon) and offset.isdigit()


def _add_segments(path: Path, files: dict[str, Path | None], tables: Tables, found: Collection) -> None:
    for name, (line, place) in keyed(path / "segments", found).items():
        parts = line.split()
        start, end = (number_of(part) for part in parts[1:3]) if len(parts) >= 3 else (None, None)
        if start is None or end is None or start < 0 or (end <= start and end != -1):
            found.refuse(place, name, f"'{name}' must be: utterance recording start end. Correct the line.")
        elif parts[0] not in files:
            found.refuse(place, name, f"'{name}' is of recording '{parts[0]}', which wav.scp has not. Add it there.")
        elif (file := files[parts[0]]) is None:
            found.refuse(place, name, f"'{name}' is of recording '{parts[0]}', which is left out.")
        else:
            _add_segment(name, file, start, end, place, tables, found)


def _add_segment(
    name: str, file: Path, start: float, end: float, place: str, tables: Tables, found: Collection
) -> None:
    """An end of -1 is that of the file."""
    try:
        last = sound_facts(file).seconds if end == -1 else end
    except AudioError as error:
        found.refuse(place, name, str(error))
        return
    _add(name, file, (start, last), place, tables, found)


def _add(
    name: str, file: Path, span: tuple[float, float] | None, place: str, tables: Tables, found: Collection
) -> None:
    missing = [table for table in MUST if tables.utterances[table] and name not in tables.utterances[table]]
    if missing:
        found.refuse(place, name, f"'{name}' has no line in {missing[0]} that can be read. Add it there.")
        return
    speaker = tables.of("utt2spk", name)
    gender = tables.speakers.get(speaker, ("", ""))[0]
    item = Item(
        name,
        file,
        seconds=number_of(tables.of("utt2dur", name)) or 0.0,
        speaker=speaker,
        text=tables.of("text", name) if tables.utterances["text"] else None,
        groups=groups(sex=sex(gender), language=tables.of("utt2lang", name)),
        split=tables.split,
        span=span,
    )
    found.add(item, place)
