"""The table of results: every unit of a plan with what became of it, in one order, without anything that varies.

results.parquet is the same to the last byte whenever the same study is run: sorted, without wall times, which stand in
timings.parquet. What was never begun is there too, as "left out", with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogam.lab.outcomes import Outcome
from ogam.lab.studies.answers import from_json, in_one_line
from ogam.lab.studies.journal import Entry
from ogam.lab.studies.plan import Plan, Unit
from ogam.lab.studies.runner import given_up_after


@dataclass(frozen=True, slots=True)
class Row:
    """A unit and what became of it."""

    unit: Unit
    entry: Entry

    def outcome(self) -> Outcome:
        return Outcome(
            self.unit.recognizer,
            self.unit.item.id,
            self.unit.condition,
            self.entry.status,
            from_json(self.entry.observations),
            self.entry.failure,
            self.entry.seconds,
        )


def rows_of(plan: Plan, entries: Mapping[int, Entry], unusable: Mapping[str, str]) -> list[Row]:
    """All units in the order of the table; those that a recogniser never came to are left out, with why.

    A recogniser that broke too often is cut off at the same unit on every run, whatever was done beyond it.
    """
    broke = {index for index, entry in entries.items() if entry.broke}
    cuts = {one.name: given_up_after(plan, one.name, broke) for one in plan.study.recognizers}
    failures = plan.study.limits.failures
    rows = []
    for unit in plan.units:
        entry, cut = entries.get(unit.index), cuts[unit.recognizer]
        if cut is not None and unit.index > cut:
            entry = _left_out(
                unit, f"{unit.recognizer} was given up on: it broke {failures} times, one after the other"
            )
        elif entry is None:
            entry = _left_out(unit, unusable[unit.recognizer])
        rows.append(Row(unit, entry))
    return sorted(rows, key=lambda row: row.unit.order)


def _left_out(unit: Unit, why: str) -> Entry:
    return Entry(unit.index, "left out", [], why)


def write_results(path: Path, rows: Sequence[Row]) -> None:
    """results.parquet: who, what, under which condition, and what was said."""
    columns: dict[str, list[Any]] = {
        **_keys(rows),
        "status": [row.entry.status for row in rows],
        "failure": [row.entry.failure for row in rows],
        "observations": [in_one_line(row.entry.observations) for row in rows],
    }
    write_table(path, columns)


def write_timings(path: Path, rows: Sequence[Row]) -> None:
    """timings.parquet: of what was done, how long it took and what it held."""
    timed = [row for row in rows if row.entry.status != "left out"]
    columns: dict[str, list[Any]] = {
        **_keys(timed),
        "seconds": [row.entry.seconds for row in timed],
        "cpu_seconds": [row.entry.cpu_seconds for row in timed],
        "length": [row.entry.length for row in timed],
        "memory_mb": [row.entry.memory_mb for row in timed],
    }
    write_table(path, columns)


def _keys(rows: Sequence[Row]) -> dict[str, list[Any]]:
    units = [row.unit for row in rows]
    return {
        "recognizer": [unit.recognizer for unit in units],
        "dataset": [unit.dataset for unit in units],
        "item": [unit.item.id for unit in units],
        "noise": [unit.condition.noise for unit in units],
        "snr_db": [unit.condition.snr_db for unit in units],
        "room": [unit.condition.room for unit in units],
        "device": [unit.condition.device for unit in units],
    }


NUMBERS = frozenset({"snr_db", "seconds", "cpu_seconds", "length", "memory_mb", "value", "count", "low", "high"})
"""Columns of numbers; all others are text."""


def write_table(path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    """A Parquet file that is there whole or not at all."""
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema([(name, pyarrow.float64() if name in NUMBERS else pyarrow.string()) for name in columns])
    table = pyarrow.table({name: list(values) for name, values in columns.items()}, schema=schema)
    new = path.with_name(path.name + ".new")
    parquet.write_table(table, new, compression="zstd")
    new.replace(path)


def read_table(path: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file."""
    from pyarrow import parquet

    found: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return found
