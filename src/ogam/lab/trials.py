"""Trials: recordings handed to a pipeline one by one, with what came out and how long it took."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from ogam.audio import read
from ogam.core import Audio
from ogam.lab.metrics import peak_rss_mb, spread
from ogam.lab.noise import generator, mix
from ogam.lab.pipelines import Answer, Pipeline

Item = TypeVar("Item")
Track = Callable[[Sequence[Item], str], Iterable[Item]]
"""Goes through a sequence and may show how far it is."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A recording, and the level of noise in dB at which it is heard (None: as it was recorded)."""

    path: Path
    snr_db: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """seconds: wall time from the whole utterance being handed over to its command; length: of the recording."""

    trial: Trial
    answer: Answer
    seconds: float
    length: float


def silently(items: Sequence[Item], description: str) -> Iterable[Item]:  # noqa: ARG001
    """Shows nothing."""
    return items


def with_progress(items: Sequence[Item], description: str) -> Iterator[Item]:
    """Shows a progress bar on stderr."""
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description, console=Console(stderr=True), transient=True)


def run(
    pipeline: Pipeline, trials: Sequence[Trial], track: Track[Trial], noise: Audio | None = None, seed: int = 0
) -> list[Result]:
    """Every trial heard once, in order; only the hearing is timed, not the reading and mixing."""
    results = []
    for trial in track(trials, "listening"):
        audio = read(trial.path)
        if noise is not None and trial.snr_db is not None:
            audio = mix(audio, noise, trial.snr_db, generator(seed, trial.path.name, trial.snr_db))
        began = perf_counter()
        answer = pipeline.hear(audio)
        results.append(Result(trial, answer, perf_counter() - began, audio.duration))
    return results


def speed(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of time and memory that every spoken benchmark reports."""
    length = sum(result.length for result in results)
    return {
        "latency_ms": spread([result.seconds for result in results]),
        "real_time_factor": round(sum(result.seconds for result in results) / length, 4) if length else 0.0,
        "peak_rss_mb": peak_rss_mb(),
    }
