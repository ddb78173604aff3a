"""Commands: is what was said understood exactly, intent and all slots, clean and in noise?"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ogam.audio import read
from ogam.core import OgamError
from ogam.lab.metrics import share
from ogam.lab.noise import LEVELS
from ogam.lab.pipelines import Build, fills
from ogam.lab.trials import Result, Track, Trial, run, silently, speed
from ogam.lab.vocabularies import read_vocabulary

Labels = Mapping[str, Mapping[str, Any]]


def measure_commands(
    folder: Path,
    build: Build,
    noise: Path | None = None,
    levels: Sequence[float] = LEVELS,
    limit: int | None = None,
    seed: int = 0,
    track: Track[Trial] = silently,
) -> dict[str, Any]:
    """Figures of a folder with `labels.json`, `expressions.yaml` (or `home.yaml`) and recordings.

    noise: a recording to mix in at each of `levels` (dB between peak frames); the accuracy is then their mean.
    A command counts as right if it is accepted and the intent and every labelled slot are right.
    """
    labels = read_labels(folder, limit)
    heard_at: Sequence[float | None] = levels if noise else [None]
    trials = [Trial(folder / name, level) for level in heard_at for name in labels]
    pipeline = build(read_vocabulary(folder))
    results = run(pipeline, trials, track, read(noise) if noise else None, seed)
    right = [result.answer.accepted and is_right(result, labels) for result in results]
    return {
        "n": len(labels),
        "accuracy": round(share(right), 4),
        "accuracy_if_all_were_accepted": round(share([is_right(result, labels) for result in results]), 4),
        "by_snr": {
            "clean" if level is None else f"{level:g}": round(
                share([ok for ok, result in zip(right, results, strict=True) if result.trial.snr_db == level]), 4
            )
            for level in heard_at
        },
        **speed(results),
        "errors": [error_of(result, labels) for ok, result in zip(right, results, strict=True) if not ok],
    }


def read_labels(folder: Path, limit: int | None) -> Labels:
    """Intent and slots of each recording, by file name; the first `limit` by name."""
    path = folder / "labels.json"
    try:
        labels: Labels = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OgamError(f"{path}: cannot be read ({error}). It maps file names to an intent and slots.") from error
    return {name: labels[name] for name in sorted(labels)[:limit]}


def is_right(result: Result, labels: Labels) -> bool:
    """Whether the intent is the labelled one and so are exactly the slots."""
    label = labels[result.trial.path.name]
    return fills(result.answer, label["intent"], label["slots"]) and result.answer.slots.keys() == label["slots"].keys()


def error_of(result: Result, labels: Labels) -> dict[str, Any]:
    """One error, for the report."""
    trial = result.trial
    return {
        "file": trial.path.name,
        "snr_db": trial.snr_db,
        "expected": labels[trial.path.name],
        "got": result.answer.as_json(),
    }
