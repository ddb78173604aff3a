"""Results: what came out of a study, as its folder holds it, and as reports, comparisons and cards read it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ogam.lab.outcomes import Assessment, Condition, Curve, Figure
from ogam.lab.studies.study import StudyError
from ogam.models.disk import write_whole


@dataclass(frozen=True, slots=True)
class Omission:
    """What a study left out, or what failed in it. status: as of an `Outcome`, or "data" where the data set has it not,
    or "not judged" of a protocol. count: of items under a condition; example: one of them."""

    status: str
    recognizer: str
    dataset: str
    count: int
    why: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a recogniser was on this machine. Latencies in milliseconds for an item, of `count` of them;
    real_time_factor: seconds for a second of sound, None for pictures; memory_mb: the most that its process held."""

    count: int
    median_ms: float
    p95_ms: float
    p99_ms: float
    real_time_factor: float | None
    memory_mb: float
    load_seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What a protocol said of one recogniser on one data set. people: whom each case of `assessment.right` is of; cases
    of one person are not independent."""

    protocol: str
    dataset: str
    assessment: Assessment
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def recognizer(self) -> str:
        return self.assessment.recognizer


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """All of a study's folder but the tables. cards: of the recognisers, by their names in the study; speeds too.
    environment: as in environment.json. folder: where it lies."""

    study: str
    seed: int
    judged: tuple[Judged, ...]
    conditions: tuple[Condition, ...] = (Condition(),)
    omissions: tuple[Omission, ...] = ()
    cards: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    speeds: Mapping[str, Speed] = field(default_factory=dict)
    environment: Mapping[str, Any] = field(default_factory=dict)
    folder: Path = Path()

    @property
    def recognizers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.recognizer for one in self.judged))


def main_figure(judged: Judged) -> Figure | None:
    """The figure that a protocol puts first: of everything, all conditions and groups."""
    return next((one for one in judged.assessment.figures if not one.condition and not one.group), None)


def write_json(path: Path, data: Any) -> None:
    """Sorted and indented, whole or not at all."""
    write_whole(path, json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def save(results: Results) -> None:
    """figures.json (the same on every run), speed.json and environment.json, into the folder of the results."""
    figures = {
        "study": results.study,
        "seed": results.seed,
        "conditions": [asdict(one) for one in results.conditions],
        "assessments": [_judged_json(one) for one in results.judged],
        "left_out": [asdict(one) for one in results.omissions],
    }
    write_json(results.folder / "figures.json", figures)
    write_json(results.folder / "speed.json", {name: asdict(one) for name, one in results.speeds.items()})
    write_json(results.folder / "environment.json", dict(results.environment))


def load_results(folder: Path) -> Results:
    """What `save` wrote. Raises StudyError for a folder that holds no results, or not whole ones."""
    try:
        figures, speeds, environment = (
            json.loads((folder / name).read_text(encoding="utf-8"))
            for name in ("figures.json", "speed.json", "environment.json")
        )
        return Results(
            study=figures["study"],
            seed=figures["seed"],
            judged=tuple(_judged(one) for one in figures["assessments"]),
            conditions=tuple(Condition(**one) for one in figures["conditions"]),
            omissions=tuple(Omission(**one) for one in figures["left_out"]),
            cards=environment["cards"],
            speeds={name: Speed(**one) for name, one in speeds.items()},
            environment=environment,
            folder=folder,
        )
    except FileNotFoundError as error:
        raise StudyError(
            [f"{folder}: no results of a study ({error.filename} is not there). Run one: ogam lab run"]
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudyError([f"{folder}: its results cannot be read ({error!r}). Run the study again."]) from error


def _judged_json(judged: Judged) -> dict[str, Any]:
    assessment = judged.assessment
    return {
        "protocol": judged.protocol,
        "dataset": judged.dataset,
        "recognizer": assessment.recognizer,
        "figures": [asdict(one) for one in assessment.figures],
        "worst": asdict(assessment.worst) if assessment.worst else None,
        "curves": [
            {"kind": one.kind, "name": one.name, "x": one.x.tolist(), "y": one.y.tolist(), "labels": list(one.labels)}
            for one in assessment.curves
        ],
        "right": dict(assessment.right),
        "people": dict(judged.people),
        "confusions": [[expected, got, count] for (expected, got), count in sorted(assessment.confusions.items())],
    }


def _judged(data: Mapping[str, Any]) -> Judged:
    assessment = Assessment(
        recognizer=data["recognizer"],
        figures=tuple(Figure(**one) for one in data["figures"]),
        curves=tuple(_curve(one) for one in data["curves"]),
        right=data["right"],
        confusions={(expected, got): count for expected, got, count in data["confusions"]},
        worst=Figure(**data["worst"]) if data["worst"] else None,
    )
    return Judged(data["protocol"], data["dataset"], assessment, data["people"])


def _curve(data: Mapping[str, Any]) -> Curve:
    x, y = (np.array(data[axis], dtype=np.float64) for axis in ("x", "y"))
    return Curve(data["kind"], data["name"], x, y, (data["labels"][0], data["labels"][1]))


def figure_columns(judged: Sequence[Judged]) -> dict[str, list[Any]]:
    """figures.parquet: a row a figure."""
    rows = [(one, figure) for one in judged for figure in one.assessment.figures]
    columns: dict[str, list[Any]] = {
        "protocol": [one.protocol for one, _ in rows],
        "dataset": [one.dataset for one, _ in rows],
        "recognizer": [one.recognizer for one, _ in rows],
    }
    for name in ("name", "condition", "group", "unit", "better", "value", "low", "high", "count"):
        values = [getattr(figure, name) for _, figure in rows]
        columns[name] = [float(one) if isinstance(one, int) else one for one in values]
    return columns
