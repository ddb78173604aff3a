"""Phrases: written sentences with the meaning that is expected of them."""

import csv
import json
from pathlib import Path
from typing import Any

from ogam.core import OgamError
from ogam.home import load_home
from ogam.lab.metrics import share
from ogam.lab.pipelines import Build, fills
from ogam.lab.vocabularies import Vocabulary


def measure_phrases(table: Path, home: Path, build: Build, limit: int | None = None) -> dict[str, Any]:
    """Figures of a table of phrase, intent and slots (JSON), separated by tabs; lines that begin with # are left out.

    A phrase counts as right if the intent and the labelled slots are right; there may be others besides.
    """
    pipeline = build(Vocabulary(home=load_home(home)))
    outcomes = [(row, pipeline.read(row[0])) for row in read_rows(table)[:limit]]
    right = [fills(answer, intent, slots) for (_, intent, slots), answer in outcomes]
    return {
        "n": len(right),
        "accuracy": round(share(right), 4),
        "errors": [
            {"phrase": phrase, "expected": {"intent": intent, "slots": slots}, "got": answer.as_json()}
            for ok, ((phrase, intent, slots), answer) in zip(right, outcomes, strict=True)
            if not ok
        ],
    }


def read_rows(table: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """Phrase, intent and slots of each line. Raises OgamError that names the line that is wrong."""
    rows = []
    try:
        lines = table.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OgamError(f"{table}: cannot be read ({error}).") from error
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if not cells or cells[0].startswith("#"):
            continue
        try:
            phrase, intent, slots = cells
            rows.append((phrase, intent, dict(json.loads(slots or "{}"))))
        except (TypeError, ValueError) as error:
            raise OgamError(
                f"{table}:{number}: not `phrase <tab> intent <tab> slots as a JSON object` ({error})."
            ) from error
    return rows
