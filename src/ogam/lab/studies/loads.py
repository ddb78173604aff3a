"""What is known of the recognisers of a study since they were loaded: their cards, and how long it took."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ogam.lab.studies.study import StudyError


@dataclass(slots=True)
class Loads:
    """Kept in a file, a line a load, so that they are known when a study goes on after it was killed."""

    path: Path
    cards: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, recognizer: str, card: Mapping[str, Any], seconds: float) -> None:
        """Raises StudyError for a recogniser that is another one than it was."""
        line = json.dumps({"recognizer": recognizer, "card": card, "seconds": seconds}, ensure_ascii=False)
        self._take(line)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def _take(self, line: str) -> None:
        data = json.loads(line)
        name = data["recognizer"]
        if self.cards.setdefault(name, data["card"]) != data["card"]:
            raise StudyError([f"{name}: it has another card than when the study began. Begin anew with --fresh."])
        self.seconds.setdefault(name, []).append(data["seconds"])


def read_loads(path: Path) -> Loads:
    """Those of earlier runs; none where there is no file. A line that was cut off is left out."""
    loads = Loads(path)
    if path.is_file():
        for line in path.read_bytes().split(b"\n")[:-1]:
            loads._take(line.decode())
    return loads
