"""Data sets by name. Ogam's folder holds a manifest of each, with checksums; the files stay where they lie."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ogam.core import AudioError, DatasetError
from ogam.lab.data.checks import Depth, checked, no_numbers, wrong_sum
from ogam.lab.data.formats import read_source
from ogam.lab.data.manifests import Header, read_header, read_manifest, write_manifest
from ogam.lab.data.readings import Reading, absolute
from ogam.lab.data.sounds import SoundFacts, has_numbers_only, sound_facts
from ogam.lab.data.sums import hash_files
from ogam.lab.items import Dataset, Item, Problem
from ogam.models import Progress, QuietProgress
from ogam.plugins import find_plugins, open_manifest

SUFFIX, SUMS = ".jsonl", ".sums"
_NAME = re.compile(r"\w[\w.+-]*")


def default_folder() -> Path:
    """Where the manifests lie: in the folder `OGAM_HOME` names, else in the user's data folder."""
    if folder := os.environ.get("OGAM_HOME"):
        return Path(folder).expanduser().absolute() / "datasets"
    from platformdirs import user_data_path

    return user_data_path("ogam") / "datasets"


def open_dataset(
    name_or_path: str | Path, *, strict: bool = False, depth: Depth = "files", folder: Path | None = None
) -> Dataset:
    """A data set by the name it was added under, or by the path of its manifest.

    What cannot be used is left out and named in `left_out`; strict: it raises DatasetError with all problems instead.
    depth: how closely the files are looked at. Raises DatasetError if there is no such data set, or nothing of it can
    be used.
    """
    reading = checked(read_manifest(find_manifest(name_or_path, folder)), depth)
    if strict:
        reading.strictly()
    if not reading.dataset.items:
        problems = [str(problem) for problem in reading.dataset.left_out]
        raise DatasetError([*problems, f"{name_or_path}: holds no item that can be used."])
    return reading.dataset


def find_manifest(name_or_path: str | Path, folder: Path | None = None) -> Path:
    """The manifest of a data set: one that was added, a plugin's, or a file. Raises DatasetError if there is none."""
    text = str(name_or_path)
    if _NAME.fullmatch(text) and (registered := path_of(text, folder)).is_file():
        return registered
    path = Path(name_or_path)
    if not path.exists() and any(plugin.name == text for plugin in find_plugins("dataset")):
        return open_manifest(text)
    if path.is_dir():
        raise DatasetError([f"{path}: a folder, not a manifest. Add it first: ogam lab data add {path}"])
    if not path.is_file():
        known = ", ".join(names(folder)) or "none yet"
        raise DatasetError([f"{path}: no data set of that name, and no manifest there. Data sets: {known}."])
    return path


def names(folder: Path | None = None) -> tuple[str, ...]:
    """The data sets that were added, by name."""
    return tuple(sorted(path.stem for path in (folder or default_folder()).glob(f"*{SUFFIX}")))


def path_of(name: str, folder: Path | None = None) -> Path:
    """Where the manifest of a data set lies, or would. Raises DatasetError for what cannot be a name."""
    if not _NAME.fullmatch(name):
        raise DatasetError([f"'{name}' cannot be a name. Take letters, digits, and . + - _ between them."])
    return (folder or default_folder()) / f"{name}{SUFFIX}"


def add_dataset(
    source: Path,
    name: str = "",
    source_format: str = "",
    media: Path | None = None,
    header: Mapping[str, str] | None = None,
    *,
    strict: bool = False,
    replacing: bool = False,
    progress: Progress | None = None,
    folder: Path | None = None,
) -> Dataset:
    """Read a data set where it lies, check it, take checksums and lengths, and register it under a name.

    source_format: of `FORMATS`; found out if empty. media: where the sounds or pictures lie, if not beside the source.
    header: licence, consent, homepage, version, where the source does not say. strict: register nothing unless all of
    it can be used. Broken off and called again, it goes on where it was. Raises DatasetError.
    """
    source = absolute(source)
    kind, reading = read_source(source, source_format, media)
    name = name or slug(reading.dataset.name)
    target = path_of(name, folder)
    if target.exists() and not replacing:
        raise DatasetError([f"{name}: there already. Take another name (--name), or --replace it."])
    reading = replace(reading, dataset=_described(reading.dataset, name, header or {}))
    reading = checked(reading)
    if strict:
        reading.strictly()
    sums = target.with_suffix(SUMS)
    hashes = hash_files((item.path for item in reading.dataset.items), sums, progress or QuietProgress(), name)
    reading = _with_facts(reading, hashes)
    dataset = reading.dataset
    if not dataset.items:
        problems = [str(problem) for problem in dataset.left_out]
        raise DatasetError([*problems, f"{source}: holds no item that can be used."])
    write_manifest(dataset, target, str(source), kind, "" if media is None else str(absolute(media)))
    return dataset


def register(dataset: Dataset, replacing: bool = False, folder: Path | None = None) -> Path:
    """Register a data set that was made of others, a slice for example, under its own name."""
    target = path_of(dataset.name, folder)
    if target.exists() and not replacing:
        raise DatasetError([f"{dataset.name}: there already. Take another name (--name), or --replace it."])
    write_manifest(dataset, target)
    return target


def remove_dataset(name: str, folder: Path | None = None) -> None:
    """Forget a data set; its files stay. Raises DatasetError if there is none."""
    target = _registered(name, folder)
    target.unlink()
    target.with_suffix(SUMS).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Verification:
    """What has changed since a data set was added. checked: the data set without what is wrong, which is in its
    `left_out`; added, gone: items that its source has now and had not, and the other way round."""

    checked: Dataset
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def verify_dataset(name: str, progress: Progress | None = None, folder: Path | None = None) -> Verification:
    """Every byte of a data set compared with what it was when it was added, and its source read again."""
    path = _registered(name, folder)
    header, reading = read_header(path), read_manifest(path)
    known_before = len(reading.dataset.left_out)
    result = checked(reading, "bytes", progress).dataset
    result = replace(result, left_out=result.left_out[known_before:])
    if not header.source or not Path(header.source).exists():
        return Verification(result)
    now = _ids_of_source(header)
    before = {item.id for item in reading.dataset.items} | {problem.item for problem in reading.dataset.left_out}
    return Verification(result, tuple(sorted(now - before)), tuple(sorted(set(reading.places) - now)))


def _described(dataset: Dataset, name: str, said: Mapping[str, str]) -> Dataset:
    """The data set with its name, and what was said of it instead of what its source says."""
    return replace(
        dataset,
        name=name,
        licence=said.get("licence") or dataset.licence,
        consent=said.get("consent") or dataset.consent,
        homepage=said.get("homepage") or dataset.homepage,
        version=said.get("version") or dataset.version,
    )


def _ids_of_source(header: Header) -> set[str]:
    _, reading = read_source(Path(header.source), header.format, Path(header.media) if header.media else None)
    return {item.id for item in reading.dataset.items} | {problem.item for problem in reading.dataset.left_out}


def _registered(name: str, folder: Path | None) -> Path:
    target = path_of(name, folder)
    if not target.is_file():
        known = ", ".join(names(folder)) or "none yet"
        raise DatasetError([f"{name}: no data set of that name. Data sets: {known}."])
    return target


def _with_facts(reading: Reading, hashes: Mapping[Path, str]) -> Reading:
    """The items with checksums and lengths; what cannot be read after all is left out."""
    facts: dict[Path, SoundFacts] = {}
    items, problems = [], dict[str, Problem]()
    for item in reading.dataset.items:
        try:
            items.append(_with_fact(item, hashes, facts))
        except AudioError as error:
            problems[item.id] = Problem(reading.place_of(item), item.id, str(error))
    reading = reading.without(problems)
    return replace(reading, dataset=replace(reading.dataset, items=tuple(items)))


def _with_fact(item: Item, hashes: Mapping[Path, str], facts: dict[Path, SoundFacts]) -> Item:
    """facts: of files that were seen; what is seen here is added."""
    path = item.path
    if path not in hashes:
        raise AudioError(f"{path}: cannot be read. May you read it?")
    if item.sha256 and item.sha256 != hashes[path]:
        raise AudioError(wrong_sum(item, hashes[path]))
    item = replace(item, sha256=hashes[path])
    if item.medium == "image":
        return item
    if path not in facts:
        found = sound_facts(path)
        if found.floats and not has_numbers_only(path):
            raise AudioError(no_numbers(path))
        facts[path] = found
    length = facts[path].seconds if item.span is None else item.span[1] - item.span[0]
    return replace(item, seconds=item.seconds or round(length, 3))


def slug(name: str) -> str:
    """A name of a data set made of any text."""
    return re.sub(r"[^\w.+-]+", "-", name).strip("-.+") or "data"
