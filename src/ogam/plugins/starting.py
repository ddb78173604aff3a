"""`ogam plugins new`: a repository for a plugin, whose tests and checks pass as it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from types import MappingProxyType

from ogam.plugins.contract import task_of
from ogam.plugins.errors import PluginError

COMMON: Mapping[str, str] = MappingProxyType(
    {
        "pyproject.toml": "pyproject.toml",
        "README.md": "readme",
        "MODEL_CARD.md": "model_card",
        ".gitignore": "gitignore",
        ".github/workflows/test.yml": "workflow",
        "src/PACKAGE/__init__.py": "init",
        "src/PACKAGE/cards.toml": "cards.toml",
        "tests/test_own.py": "test",
    }
)
"""File of the new repository → template; PACKAGE is the package's name."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What differs from task to task. languages: as TOML."""

    inputs: str
    outputs: str
    languages: str = "[]"


BEGINNINGS: Mapping[str, Beginning] = MappingProxyType(
    {
        "asr": Beginning("Audio, 16 kHz mono", "transcript", '["en"]'),
        "wake": Beginning("Audio, 16 kHz mono", "wake: the word's name"),
        "vad": Beginning("Audio, 16 kHz mono", "voice: one a frame of 32 ms"),
        "voice": Beginning("Audio, 16 kHz mono, one person", "embedding: 64 numbers of length 1"),
        "face": Beginning("Image, RGB, one person", "embedding: 64 numbers of length 1"),
        "objects": Beginning("Image, RGB", "object: with its box"),
    }
)
"""By the short name of the task."""


def new_plugin(name: str, task: str, parent: Path) -> Path:
    """Write the repository of a plugin into a new folder, and give that. name: "parrot" or "my-lab/parrot".

    task: a short name of `BEGINNINGS`. Raises PluginError for a name or task that cannot be, and a folder that is
    there.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?", name):
        raise PluginError(
            f"'{name}' cannot be a plugin's name. Give one like parrot or my-lab/parrot: a to z, 0 to 9, -."
        )
    if name.startswith("ogam/"):
        raise PluginError("names with ogam/ are Ogam's own. Take your own name instead, like my-lab/parrot.")
    if task not in BEGINNINGS:
        raise PluginError(f"there is no beginning for the task '{task}'. Tasks: {', '.join(BEGINNINGS)}.")
    distribution = name.replace("/", "-")
    folder = parent / distribution
    if folder.exists():
        raise PluginError(f"{folder}: it is there already. Take another name, or move it away.")
    package = distribution.replace("-", "_")
    fields = _fields(name, distribution, package, task)
    for place, template in {**COMMON, "src/PACKAGE/recognizer.py": f"recognizer_{task}"}.items():
        _write(folder / place.replace("PACKAGE", package), Template(_template(template)).substitute(fields))
    _write(folder / "src" / package / "py.typed", "")
    _write(folder / "LICENSE", _template("licence"))
    return folder


def _fields(name: str, distribution: str, package: str, task: str) -> Mapping[str, str]:
    beginning, known = BEGINNINGS[task], task_of(task)
    assert known is not None, task
    return {
        "name": name,
        "distribution": distribution,
        "package": package,
        "task": known.name,
        "languages": beginning.languages,
        "inputs": beginning.inputs,
        "outputs": beginning.outputs,
    }


def _template(name: str) -> str:
    return files("ogam.plugins").joinpath("templates", f"{name}.txt").read_text("utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
