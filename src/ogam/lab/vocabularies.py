"""What can be said in a folder of recordings: the home and the sentences that its files describe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ogam.core import AudioError, HomeError
from ogam.home import Home, load_home
from ogam.lab.expressions import read_expressions
from ogam.lab.fixtures import home_of, read_yaml

SOUNDS = frozenset({".flac", ".wav", ".mp3", ".ogg"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A home with all that can be said in it; or, where `intents` are given (hassil's form), just those."""

    home: Home = field(default_factory=Home)
    intents: Mapping[str, Any] | None = None


def read_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary of a folder, from its `expressions.yaml`, or its `home.yaml` with `custom_*.yaml` beside it."""
    if (folder / "expressions.yaml").is_file():
        return Vocabulary(intents=read_expressions(folder / "expressions.yaml"))
    if (folder / "home.yaml").is_file():
        return Vocabulary(home=read_home(folder))
    raise HomeError([f"{folder}: holds neither expressions.yaml nor home.yaml, so what can be said is not known."])


def read_home(folder: Path) -> Home:
    """The home of a folder: a home file of Ogam, or `fixtures` with the custom sentences of the files beside it."""
    path = folder / "home.yaml"
    data = read_yaml(path)
    if "fixtures" not in data:
        return load_home(path)
    return home_of(data["fixtures"], data.get("language", "en"), read_custom(folder))


def read_custom(folder: Path) -> dict[str, dict[str, Any]]:
    """What all `custom_*.yaml` add, by section; a later file wins where two name the same thing."""
    sections: dict[str, dict[str, Any]] = {"intents": {}, "lists": {}, "expansion_rules": {}}
    for path in sorted(folder.glob("custom_*.yaml")):
        data = read_yaml(path)
        for name, section in sections.items():
            section.update(data.get(name) or {})
    return sections


def recordings(folder: Path, limit: int | None = None) -> list[Path]:
    """The sound files of a folder and the folders in it, by name. AudioError if there are none."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SOUNDS)[:limit]
    if not found:
        raise AudioError(f"{folder}: no sound files. Name a folder with {', '.join(sorted(SOUNDS))} files.")
    return found
