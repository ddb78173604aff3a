"""From the table of results to figures: protocols, what was left out, and speed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ogam.core import OgamError
from ogam.lab.items import Dataset
from ogam.lab.outcomes import StudyProtocol
from ogam.lab.studies.outcomes_table import Row
from ogam.lab.studies.plan import Plan
from ogam.lab.studies.results import Judged, Omission, Speed
from ogam.lab.studies.study import ProtocolChoice
from ogam.lab.studies.worker import task_name

EXAMPLES = 12
"""So many different reasons are told for each recogniser and data set; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A protocol of the study, opened."""

    choice: ProtocolChoice
    protocol: StudyProtocol


def tasks_of(
    plan_recognizers: Sequence[str], datasets: Sequence[str], judges: Sequence[Judge]
) -> dict[str, frozenset[str]]:
    """The tasks for which a recogniser could be judged, by its name."""
    return {
        name: frozenset(
            task_name(judge.protocol.task)
            for judge in judges
            if any(judge.choice.takes(name, dataset) for dataset in datasets)
        )
        for name in plan_recognizers
    }


def judge_all(
    plan: Plan, rows: Sequence[Row], judges: Sequence[Judge], cards: Mapping[str, Mapping[str, Any]]
) -> tuple[list[Judged], list[Omission]]:
    """What each protocol says of each recogniser of its task, on each data set; and what could not be judged."""
    by_pair: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_pair.setdefault((row.unit.recognizer, row.unit.dataset), []).append(row)
    judged, omitted = [], []
    for judge in judges:
        for (recognizer, dataset), its_rows in sorted(by_pair.items()):
            if not judge.choice.takes(recognizer, dataset):
                continue
            if recognizer not in cards or cards[recognizer]["task"] != task_name(judge.protocol.task):
                continue
            outcomes = [row.outcome() for row in its_rows]
            try:
                found = judge.protocol.assess(plan.datasets[dataset], outcomes, plan.study.seed)
            except (OgamError, ValueError) as error:
                omitted.append(
                    Omission("not judged", recognizer, dataset, len(outcomes), f"{judge.choice.protocol}: {error}")
                )
                continue
            people = people_of(plan.datasets[dataset], found.right)
            judged.append(Judged(judge.choice.protocol, dataset, replace(found, recognizer=recognizer), people))
    return judged, omitted


def people_of(dataset: Dataset, cases: Iterable[str]) -> dict[str, str]:
    """Whom each case is of; one of nobody known is of its item. Cases are "ITEM · CONDITION" or, of trials,
    "ITEM / ITEM · CONDITION", and count for the person of the first."""
    items = {item.id: item for item in dataset.items}
    found = {}
    for case in cases:
        name = case.rpartition(" · ")[0] or case
        item = items.get(name) or items.get(name.partition(" / ")[0])
        if item is not None:
            found[case] = item.speaker or f"item {item.id}"
    return found


def omissions_of(plan: Plan, rows: Sequence[Row]) -> list[Omission]:
    """What is not "ok", alike ones together, the most first; and what the data sets themselves left out."""
    asked = {row.unit.recognizer for row in rows}
    idle = [one.name for one in plan.study.recognizers if one.name not in asked]
    nobody = [Omission("not judged", name, "", 0, "no protocol of the study takes it") for name in idle]
    return [*_data_omissions(plan), *nobody, *_row_omissions(rows)]


def _data_omissions(plan: Plan) -> list[Omission]:
    found = []
    for name, dataset in plan.datasets.items():
        problems = dataset.left_out
        found += [Omission("data", "", name, 1, str(problem), problem.item) for problem in problems[:EXAMPLES]]
        if len(problems) > EXAMPLES:
            found.append(Omission("data", "", name, len(problems) - EXAMPLES, "more, as `ogam lab data verify` says"))
    return found


def _row_omissions(rows: Sequence[Row]) -> list[Omission]:
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for row in rows:
        if row.entry.status != "ok":
            key = (row.entry.status, row.unit.recognizer, row.unit.dataset, row.entry.failure)
            alike.setdefault(key, []).append(f"{row.unit.item.id} ({row.unit.condition})")
    by_place: dict[tuple[str, str], list[Omission]] = {}
    for (status, recognizer, dataset, why), items in sorted(alike.items(), key=lambda one: (-len(one[1]), one[0])):
        omission = Omission(status, recognizer, dataset, len(items), why, items[0])
        by_place.setdefault((recognizer, dataset), []).append(omission)
    told = []
    for (recognizer, dataset), omissions in sorted(by_place.items()):
        told += omissions[:EXAMPLES]
        if rest := omissions[EXAMPLES:]:
            count = sum(one.count for one in rest)
            told.append(
                Omission("failed", recognizer, dataset, count, f"{len(rest)} other reasons, in results.parquet")
            )
    return told


def speeds_of(rows: Sequence[Row], load_seconds: Mapping[str, Sequence[float]]) -> dict[str, Speed]:
    """Of each recogniser that answered."""
    found = {}
    for name in dict.fromkeys(row.unit.recognizer for row in rows):
        entries = [row.entry for row in rows if row.unit.recognizer == name and row.entry.status == "ok"]
        if not entries:
            continue
        seconds = np.array([entry.seconds for entry in entries])
        length = sum(entry.length for entry in entries)
        median, p95, p99 = (float(1000 * value) for value in np.percentile(seconds, [50, 95, 99]))
        found[name] = Speed(
            count=len(entries),
            median_ms=median,
            p95_ms=p95,
            p99_ms=p99,
            real_time_factor=float(seconds.sum()) / length if length else None,
            memory_mb=max(entry.memory_mb for entry in entries),
            load_seconds=float(np.median(load_seconds.get(name, [0.0]))),
        )
    return found
