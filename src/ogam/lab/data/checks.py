"""Do the files keep what a data set promises? What does not is left out, each item with its reason."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from ogam.core import AudioError, ImageError
from ogam.lab.data.readings import Reading, is_there
from ogam.lab.data.sounds import SoundFacts, has_numbers_only, sound_facts
from ogam.lab.data.sums import after
from ogam.lab.items import Item, Problem
from ogam.models import Progress, QuietProgress
from ogam.models.disk import sha256_of

Depth = Literal["lines", "files", "bytes"]
"""How closely is looked: at the lines alone; also at each file's being there, and its length; at every byte too."""
TOLERANCE_SECONDS, TOLERANCE_SHARE = 0.1, 0.02
"""By how much a length may be off: coded files hold some more than was put in, and headers round."""
TRAIN = "train"


def checked(reading: Reading, depth: Depth = "files", progress: Progress | None = None) -> Reading:
    """The reading without what cannot be used. progress: hears how many bytes were looked at, where all are."""
    reading = reading.without(_straddling(reading))
    if depth == "lines":
        return reading
    reading = reading.without(_problems(reading, file_problem))
    if depth == "bytes":
        reading = reading.without(_byte_problems(reading, progress or QuietProgress()))
    return reading


def file_problem(item: Item) -> str:
    """What is wrong with an item's file, as far as its name, its size and its header tell; empty if nothing."""
    path = item.path
    if not is_there(path):
        return f"{path}: no such file. Put it there, or take the item out."
    if path.stat().st_size == 0:
        return f"{path}: an empty file. Put the right one there, or take the item out."
    if item.medium == "image" or not (item.seconds or item.span):
        return ""
    try:
        facts = sound_facts(path)
    except AudioError as error:
        return str(error)
    return span_problem(item, facts) or length_problem(item, facts)


def length_problem(item: Item, facts: SoundFacts) -> str:
    """Whether an item says another length than its file, or its part of the file, has."""
    length = facts.seconds if item.span is None else item.span[1] - item.span[0]
    if item.seconds and abs(item.seconds - length) > max(TOLERANCE_SECONDS, TOLERANCE_SHARE * length):
        return f"item '{item.id}' is {item.seconds:g} s long by its line and {length:.2f} s by its file. Correct it."
    return ""


def span_problem(item: Item, facts: SoundFacts) -> str:
    """Whether an item's part of the file lies outside it."""
    if item.span and item.span[1] > facts.seconds + max(TOLERANCE_SECONDS, TOLERANCE_SHARE * facts.seconds):
        return f"item '{item.id}' ends at {item.span[1]:g} s of a file of {facts.seconds:.2f} s. Correct the line."
    return ""


def wrong_sum(item: Item, found: str) -> str:
    """What to say of a file that is another than it was."""
    return (
        f"{item.path}: SHA-256 is {found[:12]}…, the manifest says {item.sha256[:12]}…. "
        "Put the right file there, or add the data set anew."
    )


def no_numbers(path: Path) -> str:
    """What to say of a sound with holes."""
    return f"{path}: holds samples that are not numbers (NaN). Write it again from its source."


def _look_at(item: Item, tell: Callable[[int], None]) -> tuple[str, str]:
    """An item's file, every byte read: its SHA-256, and what is wrong with it. tell: hears how many were read."""
    try:
        return sha256_of(item.path, tell), _content_problem(item)
    except OSError as error:
        return "", f"{item.path}: cannot be read ({error.strerror}). May you read it?"
    except (AudioError, ImageError) as error:
        return "", str(error)


def _content_problem(item: Item) -> str:
    if item.medium == "audio":
        return "" if has_numbers_only(item.path) else no_numbers(item.path)
    from ogam.vision import read_image

    read_image(item.path)
    return ""


def _problems(reading: Reading, problem: Callable[[Item], str]) -> dict[str, Problem]:
    found = ((item, problem(item)) for item in reading.dataset.items)
    return {item.id: Problem(reading.place_of(item), item.id, what) for item, what in found if what}


def _byte_problems(reading: Reading, progress: Progress) -> dict[str, Problem]:
    """Of all files, each read once however many items are parts of it."""
    firsts = {item.path: item for item in reversed(reading.dataset.items)}
    progress.begin(reading.dataset.name, total_size(firsts))
    done, seen = 0, dict[Path, tuple[str, str]]()
    for path, item in firsts.items():
        seen[path] = _look_at(item, after(done, progress))
        done += path.stat().st_size
    progress.end()

    def problem(item: Item) -> str:
        found, wrong = seen[item.path]
        return wrong_sum(item, found) if found and item.sha256 not in ("", found) else wrong

    return _problems(reading, problem)


def total_size(paths: Iterable[Path]) -> int:
    """Bytes of all files together."""
    return sum(path.stat().st_size for path in paths)


def _straddling(reading: Reading) -> dict[str, Problem]:
    """Items of people who are in more than one split. They stay in "train" if they are there, else where they are
    first: what was learned from a person must not be tested on them."""
    homes: dict[str, str] = {}
    for item in reading.dataset.items:
        if item.speaker and item.split and (item.speaker not in homes or item.split == TRAIN):
            homes[item.speaker] = item.split
    return {
        item.id: Problem(reading.place_of(item), item.id, _straddles(item, homes[item.speaker]))
        for item in reading.dataset.items
        if item.speaker and item.split and item.split != homes[item.speaker]
    }


def _straddles(item: Item, home: str) -> str:
    return (
        f"speaker '{item.speaker}' of item '{item.id}' is in split '{item.split}' and in '{home}'. "
        "Keep each person in one split."
    )
