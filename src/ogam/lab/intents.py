"""Intents: the Home Assistant intents project's own tests of a language, as text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogam.core import HomeError
from ogam.home import Home
from ogam.lab.fixtures import KEYS, home_of, read_yaml
from ogam.lab.metrics import share
from ogam.lab.pipelines import Answer, Build, fills, same_value
from ogam.lab.trials import Track, silently
from ogam.lab.vocabularies import Vocabulary

FIXTURES = "_fixtures.yaml"
PLACES = ("name", "area", "floor")
HERE = "satellite room"
"""Where a sentence is said, in a home whose file does not say: commands may mean "in here" without saying so."""


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence of a test file, the area it is said in, and what it must mean."""

    sentence: str
    intent: str
    slots: Mapping[str, Any]
    area: str = HERE


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of tests with the home that they are said in."""

    path: Path
    home: Home
    cases: tuple[Case, ...]


def measure_intents(
    folder: Path, build: Build, limit: int | None = None, track: Track[CaseFile] = silently
) -> dict[str, Any]:
    """Figures of a language's folder: a folder an intent, each file with its own home or that of `_fixtures.yaml`.

    A sentence counts as right if the intent and all expected slots are right, and no other place or name is answered.
    limit: so many files, by name.
    """
    outcomes = []
    for file in track(read_cases(folder)[:limit], "reading"):
        pipeline = build(Vocabulary(home=file.home))
        outcomes += [(file, test, pipeline.read(test.sentence, test.area)) for test in file.cases]
    right = [is_right(answer, test) for _, test, answer in outcomes]
    return {
        "n": len(right),
        "accuracy": round(share(right), 4),
        "errors": [
            {
                "file": str(file.path.relative_to(folder)),
                "phrase": test.sentence,
                "expected": {"intent": test.intent, "slots": dict(test.slots)},
                "got": answer.as_json(),
            }
            for ok, (file, test, answer) in zip(right, outcomes, strict=True)
            if not ok
        ],
    }


def is_right(answer: Answer, test: Case) -> bool:
    """Whether the answer is what the test expects.

    What the template fills in (a domain) and the area it is said in may come besides, another place or name may not.
    """
    beside = {name for name in PLACES if name in answer.slots and name not in test.slots}
    if same_value(answer.slots.get("area"), test.area):
        beside.discard("area")
    return fills(answer, test.intent, test.slots) and not beside


def read_cases(folder: Path) -> list[CaseFile]:
    """All test files of a language, by name."""
    paths = sorted(folder.glob("*/*.yaml"))
    if not paths:
        raise HomeError([f"{folder}: holds no tests. Name the folder of one language, with a folder for each intent."])
    shared = read_yaml(folder / FIXTURES) if (folder / FIXTURES).is_file() else {}
    return [read_file(path, shared) for path in paths]


def read_file(path: Path, shared: Mapping[str, Any]) -> CaseFile:
    """One test file; `shared` is the home of those that bring none of their own."""
    data = read_yaml(path)
    own = data if any(key in data for key in KEYS) else shared
    here = next((area["name"] for area in own.get("areas") or () if area.get("context_area")), HERE)
    areas = [*(own.get("areas") or ()), {"name": HERE}]
    cases = cases_of(data.get("tests") or (), path.parent.name, here)
    return CaseFile(path, home_of({**own, "areas": areas}, data.get("language", "en")), tuple(cases))


def cases_of(groups: Sequence[Mapping[str, Any]], intent: str, area: str) -> Iterator[Case]:
    """The sentences of a file's groups; the intent is the name of the folder."""
    for group in groups:
        for sentence in group["sentences"]:
            yield Case(sentence, intent, group.get("slots") or {}, area)
