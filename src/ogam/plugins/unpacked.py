"""A plugin's folder that is not installed, to be tried as if it were."""

import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ogam.plugins.contract import GROUPS
from ogam.plugins.errors import PluginError


@contextmanager
def as_if_installed(folder: Path) -> Iterator[tuple[str, ...]]:
    """For as long as the block runs, the plugins of a folder are found; gives the names of its recognisers.

    folder: with a pyproject.toml, and its packages in `src` or beside that. What they need must be installed.
    Raises PluginError for a folder that is none, or has no recognisers.
    """
    project = _project(folder)
    entries = project.get("entry-points", {})
    recognizers = tuple(entries.get(GROUPS["recognizer"], {}))
    if not recognizers:
        raise PluginError(f"{folder / 'pyproject.toml'}: it has no entry points of {GROUPS['recognizer']}.")
    code = folder / "src" if (folder / "src").is_dir() else folder
    with tempfile.TemporaryDirectory() as scratch:
        # named as if installed, so that it stands in for one that is
        info = Path(scratch) / f"{re.sub('[-_.]+', '_', project['name'])}-0.dist-info"
        info.mkdir()
        about = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project.get('version', '0')}\n"
        (info / "METADATA").write_text(about, "utf-8")
        groups = (
            f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in entries[group].items())
            for group in GROUPS.values()
            if group in entries
        )
        (info / "entry_points.txt").write_text("\n".join(groups), "utf-8")
        added = [str(code.resolve()), scratch]
        sys.path[:0] = added
        try:
            yield recognizers
        finally:
            for path in added:
                sys.path.remove(path)


def _project(folder: Path) -> dict[str, Any]:
    path = folder / "pyproject.toml"
    try:
        project: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["project"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PluginError(f"{path}: it cannot be read: {error}.") from error
    except KeyError:
        raise PluginError(f"{path}: it has no table [project].") from None
    if "name" not in project:
        raise PluginError(f"{path}: its project has no name.")
    return project
