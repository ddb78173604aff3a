"""Items: what a data set is made of. A recording or a picture, what is true of it, and whom it is of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ogam.core import Box, SlotValue

Medium = Literal["audio", "image"]


@dataclass(frozen=True, slots=True)
class Region:
    """Something in a picture, by name and place; difficult ones are neither asked for nor counted as wrong."""

    name: str
    box: Box
    difficult: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One recording or picture.

    id: unique in its data set. path: where the file lies. sha256: of the file, hexadecimal; empty if nobody took it.
    seconds: length as the manifest says, 0 for a picture or where it says nothing. speaker: whom it is of, a label;
    empty if unknown. text: what is said or written; intent and slots: what is meant; words: wake words in it as
    (word, start, end) in seconds; regions: what is in a picture; attack: how it was faked, empty if it is live.
    groups: what is known of the person or the recording ("sex" → "female", "age" → "60-69", "language" → "ko" …): each
    figure is told for each of them. split: "train", "test" … as its makers divided it; empty if they did not.
    span: which part of the file it is, (start, end) in seconds; None for all of it. `seconds` is the part's length.
    """

    id: str
    path: Path
    medium: Medium = "audio"
    sha256: str = ""
    seconds: float = 0.0
    speaker: str = ""
    text: str | None = None
    intent: str | None = None
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    words: Sequence[tuple[str, float, float]] = ()
    regions: Sequence[Region] = ()
    attack: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    split: str = ""
    span: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items, and whether they are of the same person: a trial of verification."""

    first: str
    second: str
    same: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something of a data set cannot be used. place: "file:line", or the file; item: its id, empty where even that
    cannot be read; what: what is wrong and what to do, a sentence."""

    place: str
    item: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Dataset:
    """Items that belong together, with what may be done with them.

    licence: SPDX identifier, or the words of its makers. consent: how the people in it agreed, in a sentence; empty
    if nobody says. pairs: the trials that its makers published, if they did. version: as its makers count.
    left_out: what belongs to it and cannot be used, with why: whoever reports figures reports this too.
    """

    name: str
    items: tuple[Item, ...]
    licence: str = ""
    consent: str = ""
    homepage: str = ""
    pairs: tuple[Pair, ...] = ()
    version: str = ""
    left_out: tuple[Problem, ...] = ()
