"""A study: which recognisers are tried on which data, under which conditions, and how they are judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ogam.core import OgamError
from ogam.lab.data import Ratio
from ogam.lab.outcomes import Condition


class StudyError(OgamError):
    """A study, or a folder of results, that cannot be used. Each problem is a line that says where and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class DatasetChoice:
    """A data set. place: its manifest, or the name that `ogam lab data add` gave it. split: only the items of that
    split, empty for all; limit: only the first so many, by id, None for all."""

    name: str
    place: str | Path
    split: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class RecognizerChoice:
    """A recogniser. plugin: a plugin's name, or the address of one that runs elsewhere (http://…, wyoming://…).
    options: what the plugin's function takes."""

    name: str
    plugin: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtocolChoice:
    """A way to judge. datasets, recognizers: of which, by their names in the study; all where they are empty."""

    protocol: str
    options: Mapping[str, Any] = field(default_factory=dict)
    datasets: tuple[str, ...] = ()
    recognizers: tuple[str, ...] = ()

    def takes(self, recognizer: str, dataset: str) -> bool:
        return recognizer in (self.recognizers or (recognizer,)) and dataset in (self.datasets or (dataset,))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a recogniser may take. seconds: for one item; load_seconds: to be ready; memory_mb: of its process.
    failures: so many hangs, crashes and overruns of memory one after the other, and the rest is left out."""

    seconds: float = 30.0
    load_seconds: float = 300.0
    memory_mb: float = 4096.0
    failures: int = 20


@dataclass(frozen=True, slots=True)
class Study:
    """All that STUDY.yaml says.

    noises: recordings of noise by the names that conditions have for them; ratio: what a signal-to-noise ratio is of
    (`ogam.lab.data.Ratio`). machine: what should be known of the machine when times are read ("fanless, on battery").
    path: of the file, for messages.
    """

    name: str
    datasets: tuple[DatasetChoice, ...]
    recognizers: tuple[RecognizerChoice, ...]
    protocols: tuple[ProtocolChoice, ...]
    conditions: tuple[Condition, ...] = (Condition(),)
    noises: Mapping[str, Path] = field(default_factory=dict)
    ratio: Ratio = "active"
    seed: int = 0
    limits: Limits = Limits()
    machine: str = ""
    path: Path = Path("STUDY.yaml")
