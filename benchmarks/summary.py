"""One line of what a benchmark's JSON says: `summary.py NAME FILE`."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def figures(report: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Every number of a report with its name; errors left out."""
    for name, figure in report.items():
        if isinstance(figure, Mapping):
            yield from figures(figure, f"{prefix}{name}.")
        elif isinstance(figure, int | float):
            yield f"{prefix}{name} {figure:g}"


if __name__ == "__main__":
    name, path = sys.argv[1:]
    report = json.loads(Path(path).read_text(encoding="utf-8").splitlines()[-1])
    print(f"{name:<16} " + " · ".join(figures(report)), flush=True)
