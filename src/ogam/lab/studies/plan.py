"""The plan: every single thing that a study has to do, in one order, the same on every machine."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ogam.lab.items import Dataset, Item
from ogam.lab.outcomes import Condition
from ogam.lab.studies.study import DatasetChoice, Study, StudyError
from ogam.models.disk import sha256_of


@dataclass(frozen=True, slots=True)
class Unit:
    """One item for one recogniser under one condition. index: its place in the plan, by which journals know it."""

    index: int
    recognizer: str
    dataset: str
    item: Item
    condition: Condition

    @property
    def order(self) -> tuple[str, str, str, str, float, str, str]:
        """What results are sorted by."""
        condition = self.condition
        level = -math.inf if condition.snr_db is None else condition.snr_db
        return (self.recognizer, self.dataset, self.item.id, condition.noise, level, condition.room, condition.device)


@dataclass(frozen=True, slots=True)
class Plan:
    """A study with its data sets opened and cut to what the study takes of them, by their names in the study.

    data_hashes: of each data set (`digest`); noise_hashes: SHA-256 of each noise's file.
    """

    study: Study
    datasets: Mapping[str, Dataset]
    units: tuple[Unit, ...]
    data_hashes: Mapping[str, str]
    noise_hashes: Mapping[str, str]
    fingerprint: str


def make_plan(study: Study, datasets: Mapping[str, Dataset]) -> Plan:
    """All units: recogniser by recogniser, data set by data set, item by item, condition by condition.

    Raises StudyError if a data set has no item that the study takes.
    """
    cut = {choice.name: cut_out(datasets[choice.name], choice) for choice in study.datasets}
    empty = [name for name, dataset in cut.items() if not dataset.items]
    if empty:
        raise StudyError([f"{study.path}: the data set {name} has no items that the study takes." for name in empty])
    wanted = [
        (recognizer.name, name, item, condition)
        for recognizer in study.recognizers
        for name, dataset in cut.items()
        if any(protocol.takes(recognizer.name, name) for protocol in study.protocols)
        for item in dataset.items
        for condition in conditions_of(item, study.conditions)
    ]
    units = tuple(Unit(index, *of) for index, of in enumerate(wanted))
    data = {name: digest(dataset) for name, dataset in cut.items()}
    noises = {name: sha256_of(path) for name, path in study.noises.items()}
    return Plan(study, cut, units, data, noises, fingerprint(study, data, noises))


def cut_out(dataset: Dataset, choice: DatasetChoice) -> Dataset:
    """What a study takes of a data set, by id; pairs only where both items are taken."""
    items = sorted((item for item in dataset.items if choice.split in ("", item.split)), key=lambda item: item.id)
    kept = tuple(items[: choice.limit])
    known = {item.id for item in kept}
    pairs = tuple(pair for pair in dataset.pairs if pair.first in known and pair.second in known)
    return replace(dataset, items=kept, pairs=pairs)


def conditions_of(item: Item, conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions that an item can have: noise and rooms are for sounds."""
    if item.medium == "audio":
        return list(conditions)
    devices = [Condition(device=one.device) for one in conditions if not one.noise and not one.room]
    return list(dict.fromkeys(devices)) or [Condition()]


def fingerprint(study: Study, data: Mapping[str, str], noises: Mapping[str, str]) -> str:
    """SHA-256 of all that decides what the results are: what the study asks for, and the data. Not where they lie."""
    asked = {
        "name": study.name,
        "seed": study.seed,
        "recognizers": [asdict(one) for one in study.recognizers],
        "conditions": [asdict(one) for one in study.conditions],
        "protocols": [[list(one.datasets), list(one.recognizers)] for one in study.protocols],
        "limits": asdict(study.limits),
        "ratio": study.ratio,
        "noises": dict(noises),
        "datasets": dict(data),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=repr).encode()).hexdigest()


def digest(dataset: Dataset) -> str:
    """SHA-256 of a data set's items and pairs: what is true of them and their files' hashes, not where they lie."""
    items: list[Any] = [{**asdict(item), "path": item.path.name} for item in dataset.items]
    pairs = [asdict(pair) for pair in dataset.pairs]
    return hashlib.sha256(json.dumps([items, pairs], sort_keys=True, default=repr).encode()).hexdigest()
