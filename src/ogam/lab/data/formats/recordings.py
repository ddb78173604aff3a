"""Recordings that are told by their names and folders alone, as `ogam bench` reads them."""

from pathlib import Path

from ogam.core import AudioError
from ogam.lab.data.formats.tables import sounds_in
from ogam.lab.data.readings import Collection, Reading
from ogam.lab.data.sounds import sound_facts
from ogam.lab.items import Item

PEOPLE, STRANGERS, HOME = "librispeech", "strangers", "home.yaml"


def fits_speakers(path: Path) -> bool:
    return bool(sounds_in(path / PEOPLE, "*/*") or sounds_in(path / STRANGERS))


def read_speakers(path: Path, media: Path | None = None) -> Reading:
    """librispeech/SPEAKER/*, several of one person, and strangers/*, each of another."""
    found, folder = Collection(), media or path
    for sound in sounds_in(folder / PEOPLE, "*/*"):
        _add(Item(_name(sound, folder), sound, speaker=sound.parent.name), found)
    for sound in sounds_in(folder / STRANGERS):
        _add(Item(_name(sound, folder), sound, speaker=f"stranger {sound.stem}"), found)
    return found.reading(folder.absolute().name)


def fits_sentences(path: Path) -> bool:
    return (path / HOME).is_file() and bool(sounds_in(path))


def read_sentences(path: Path, media: Path | None = None) -> Reading:
    """Each file's name is what is said in it."""
    found, folder = Collection(), media or path
    for sound in sounds_in(folder):
        _add(Item(sound.name, sound, text=sound.stem), found)
    return found.reading(folder.absolute().name)


def fits_wake_words(path: Path) -> bool:
    return bool(sounds_in(path, "*/*")) and not sounds_in(path)


def read_wake_words(path: Path, media: Path | None = None) -> Reading:
    """A folder is called like the word that is said once in each of its recordings, somewhere in it."""
    found, folder = Collection(), media or path
    for sound in sounds_in(folder, "*/*"):
        word = sound.parent.name
        try:
            seconds = round(sound_facts(sound).seconds, 3)
        except AudioError as error:
            found.refuse(str(sound), _name(sound, folder), str(error))
            continue
        _add(Item(_name(sound, folder), sound, seconds=seconds, text=word, words=((word, 0.0, seconds),)), found)
    return found.reading(folder.absolute().name)


def _add(item: Item, found: Collection) -> None:
    found.add(item, str(item.path))


def _name(sound: Path, folder: Path) -> str:
    return sound.relative_to(folder).as_posix()
