"""Where the home file is, and the example home that is used where there is none."""

import os
from importlib.resources import files
from pathlib import Path

from ogam.home.model import Home
from ogam.home.parsing import load_home, parse_home

_EXAMPLES = {"en": "example.yaml", "ko": "example.ko.yaml"}


def user_home_path() -> Path:
    """The user's own home file: in the folder `OGAM_HOME` names, else in the user's configuration folder."""
    if folder := os.environ.get("OGAM_HOME"):
        return Path(folder) / "home.yaml"
    from platformdirs import user_config_path

    return user_config_path("ogam") / "home.yaml"


def find_home_path(path: Path | None = None) -> Path | None:
    """The home file to use: the one given, `home.yaml` here, the user's own, or None where there is none."""
    if path is not None:
        return path
    return next((candidate for candidate in (Path("home.yaml"), user_home_path()) if candidate.is_file()), None)


def find_home(path: Path | None = None, language: str = "en") -> Home:
    """The home of the file that `find_home_path` finds, or else the example home in a language."""
    found = find_home_path(path)
    return example_home(language) if found is None else load_home(found)


def example_text(language: str = "en") -> str:
    """The commented home file that `ogam home init` writes."""
    return (files("ogam.home") / _EXAMPLES[language]).read_text(encoding="utf-8")


def example_home(language: str = "en") -> Home:
    """The built-in example: eight areas on two floors, with devices of most kinds."""
    return parse_home(example_text(language), _EXAMPLES[language])
