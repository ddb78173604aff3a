"""Packages that are installed as far as Python's metadata goes: a folder for `sys.path`, and nothing else."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def install(
    folder: Path, distribution: str, entries: Mapping[str, Mapping[str, str]], version: str = "1.0", **files: str
) -> Path:
    """Metadata of a distribution with these entry points (group → name → target), and modules: name → text."""
    info = folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", "utf-8")
    groups = (f"[{group}]\n" + "".join(f"{n} = {t}\n" for n, t in names.items()) for group, names in entries.items())
    (info / "entry_points.txt").write_text("\n".join(groups), "utf-8")
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    return folder


def install_ogam(folder: Path) -> Path:
    """Ogam's own entry points, as its pyproject.toml has them now: an editable install knows those of yesterday."""
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    return install(folder, "ogam", project["entry-points"], "0.1.0")
