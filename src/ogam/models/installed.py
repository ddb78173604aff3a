"""What was pulled from partners: one record each in Ogam's folder, written after everything was verified."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ogam.core import ModelError
from ogam.models.disk import disk_errors, write_whole
from ogam.models.entries import Model, model_of
from ogam.models.folders import ogam_data


@dataclass(frozen=True, slots=True)
class Installed:
    """A partner's recogniser on this computer.

    entry: as catalogues describe models; serial: its publisher's running number; digest: of its manifest; key: that
    signed it; place: where it came from; plugin: the package that runs it, installed by hand; empty if it needs none.
    """

    partner: str
    entry: Mapping[str, Any]
    serial: int
    digest: str
    key: str
    place: str
    plugin: str = ""
    measured: tuple[Mapping[str, Any], ...] = field(default=())

    @property
    def model(self) -> Model:
        return model_of(self.entry, Path(), self.partner)

    def save(self) -> None:
        """Keep it, instead of another version. Raises ModelError if the disk refuses."""
        path = record_of(self.model.name)
        with disk_errors(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            data = {name: getattr(self, name) for name in self.__slots__}
            write_whole(path, json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def installed_packages() -> tuple[Installed, ...]:
    """All that were pulled, by name. Raises ModelError for a damaged record."""
    return tuple(_read(path) for path in sorted(_folder().glob("*/*.json")))


def installed_package(name: str) -> Installed | None:
    """The one of that name ("partner/name"), if it was pulled."""
    path = record_of(name)
    return _read(path) if path.is_file() else None


def record_of(name: str) -> Path:
    return _folder() / f"{name}.json"


def _folder() -> Path:
    return ogam_data() / "partners"


def _read(path: Path) -> Installed:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = Installed(**{**data, "serial": int(data["serial"]), "measured": tuple(data["measured"])})
        if record_of(found.model.name) != path:
            raise ValueError("it is of another model")
        return found
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{path}: damaged ({error}). Delete it, and pull that model again.") from error
