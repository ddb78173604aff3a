"""Outcomes: what a recogniser made of an item, and the figures that are made of many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.core import Observation
from ogam.lab.items import Dataset

Status = Literal["ok", "failed", "timed out", "left out"]


@dataclass(frozen=True, slots=True)
class Condition:
    """How a signal was changed before it was handed over. noise: its name, empty for none; snr_db: how far above it
    the speech is; room: name of a room's response; device: name of a microphone's or camera's."""

    noise: str = ""
    snr_db: float | None = None
    room: str = ""
    device: str = ""

    def __str__(self) -> str:
        parts = [f"{self.noise} {self.snr_db:g} dB" if self.snr_db is not None else self.noise, self.room, self.device]
        return ", ".join(part for part in parts if part) or "as recorded"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one recogniser made of one item under one condition.

    observations: as it gave them; an embedding is an observation of kind "embedding" with `details["vector"]`.
    failure: why there are none, where the status is not "ok". seconds: wall time spent on it; kept apart from the
    results, which are the same on every run.
    """

    recognizer: str
    item: str
    condition: Condition = Condition()
    status: Status = "ok"
    observations: tuple[Observation, ...] = ()
    failure: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a protocol.

    name: "word error rate", "equal error rate" … unit: "" for a share (0 to 1), else "ms", "1/h", "MB", "bit" …
    low, high: 95 % interval, None where it has none. count: of how many items, pairs or hours it was made.
    condition, group: of which part ("babble 6 dB", "sex=female"), empty for all. better: which way is better.
    """

    name: str
    value: float
    count: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    condition: str = ""
    group: str = ""
    better: Literal["lower", "higher"] = "lower"


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points of a plot. kind: "DET", "ROC", "calibration" …; x, y: shape (points,); labels: of its axes."""

    kind: str
    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    labels: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that a protocol says of one recogniser. right: item (or pair, or item and condition) → how well it went, the
    larger the better (1 or 0 where there is only right and wrong): what `ogam lab compare` pairs two recognisers by.
    worst: the figure of the group that fares worst. confusions: (expected, got) → how often."""

    recognizer: str
    figures: tuple[Figure, ...]
    curves: tuple[Curve, ...] = ()
    right: Mapping[str, float] = field(default_factory=dict)
    confusions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    worst: Figure | None = None


class StudyProtocol(Protocol):
    """A way to judge recognisers of one task. Pure: the same data set, outcomes and seed give the same assessment.

    name: as studies write it ("transcription", "commands", "verification" …); task: of the plugins that it judges.
    """

    @property
    def name(self) -> str: ...

    @property
    def task(self) -> str: ...

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        """Judge the outcomes of one recogniser under all conditions."""
        ...
