"""The contract of plugins: all that a partner must know. docs/plugins.md is the guide to it.

A plugin is an entry point of an installed package, in one of three groups:

    [project.entry-points."ogam.recognizers"]
    "my-lab/parrot" = "parrot:open_recognizer"

**ogam.recognizers**: a function whose arguments all have defaults. It gives an `ogam.core.Recognizer`:

    def open_recognizer(threads: int = 1) -> Recognizer: ...

    class Recognizer(Protocol):
        card: ModelCard
        def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]: ...    # one list a signal

- It is pure (same signal, same observations), may be called by several threads at once, and keeps no state; what
  listens chunk by chunk is an `ogam.core.StreamingRecognizer`, whose sessions hold the state.
- `Audio` is float32, mono, 16,000 samples a second; `Image` is uint8, height × width × 3, RGB.
- Observations have the kind of their task (`TASKS`); times in seconds on the signal's clock, within the signal; the
  signal's source; the recogniser's name; `model=card.label`; a confidence of 0 to 1; details that are JSON.
- An embedding is `details["vector"]`: finite floats, always as many.
- What cannot be used (too long, the wrong medium, no face in it) is refused by an `OgamError` that says what to do, or
  gives no observations. Nothing else is raised.
- It needs no network, and reads and writes nothing outside of its own package and Ogam's folder of weights.
- Weights come with the package, or by `ogam.models.ensure`; `card.files` names each with its SHA-256. Those that are
  not of Ogam's catalogue are found through `HasWeights`.

**ogam.drivers**: a module with `Settings`, a dataclass that the driver's table in drivers.toml fills, and
`open_driver(settings, devices) -> ogam.core.Driver`. The entry point's name is the table's.

**ogam.datasets**: a function without arguments that gives the `Path` of a manifest, which is opened by
`ogam.lab.data.open_dataset`.

Beside the module that an entry point names lies `cards.toml`: a table for each name, with the fields of
`ogam.core.ModelCard`. It is read without importing anything, and `ogam.plugins.card_beside(__file__, name)` gives the
recogniser the same card. `limits` are promises that the conformance kit holds it to (`LIMITS`).

A plugin that is not written in Python, or needs an environment of its own, is named by its address instead:
`http://…` (docs/plugins.md: two requests) or `wyoming://…` (speech recognition and wake words).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol, runtime_checkable

from ogam.core import ModelCard

Kind = Literal["recognizer", "driver", "dataset"]

GROUPS: Mapping[Kind, str] = MappingProxyType(
    {"recognizer": "ogam.recognizers", "driver": "ogam.drivers", "dataset": "ogam.datasets"}
)
"""The group of entry points of each kind of plugin."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that is installed; nothing of it was imported.

    name: of its entry point; distribution, version: of the package that it comes with; target: "module:attribute".
    card: what its `cards.toml` says of it; None where there is none. problem: what is wrong with that file, else empty.
    """

    kind: Kind
    name: str
    distribution: str
    version: str
    target: str
    card: ModelCard | None = None
    problem: str = ""

    @property
    def task(self) -> str:
        """What a recogniser is for, one of `TASKS` where its makers keep to them; empty where they do not say."""
        return self.card.task if self.card else ""


@runtime_checkable
class HasWeights(Protocol):
    """A recogniser that says where the files of its card lie on this machine, by their names there."""

    def weights(self) -> Mapping[str, Path]: ...


@dataclass(frozen=True, slots=True)
class Task:
    """A task of recognisers. medium: what they take; kinds: of the observations that they give, the usual one first.

    short: for the command line; also: other names that cards have for it.
    """

    name: str
    short: str
    medium: Literal["audio", "image"]
    kinds: tuple[str, ...]
    also: tuple[str, ...] = ()


TASKS: tuple[Task, ...] = (
    Task("speech recognition", "asr", "audio", ("transcript",)),
    Task("commands", "commands", "audio", ("sentence",)),
    Task("wake word", "wake", "audio", ("wake",)),
    Task("voice activity", "vad", "audio", ("voice",), ("voice activity detection",)),
    Task("voice embedding", "voice", "audio", ("embedding",), ("speaker embedding",)),
    Task("face embedding", "face", "image", ("embedding",)),
    Task("objects", "objects", "image", ("object",), ("object detection",)),
    Task("gestures", "gestures", "image", ("hand-shape", "gesture"), ("hand landmarks",)),
    Task("poses", "poses", "image", ("pose",), ("body pose",)),
    Task("text", "text", "image", ("text",), ("text recognition",)),
    Task("liveness", "liveness", "image", ("liveness",)),
)

LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "latency_p95_ms": "milliseconds in which 95 of 100 signals of 3 seconds, or pictures, are answered",
        "real_time_factor": "seconds of computing for a second of sound",
        "memory_growth_mb": "megabytes by which it grows over a hundred signals",
    }
)
"""What a card may promise (`limits`), each the largest value that is kept to."""


def task_of(word: str) -> Task | None:
    """The task of that name, of its short name, or of another that cards have for it."""
    return next((task for task in TASKS if word in (task.name, task.short, *task.also)), None)
