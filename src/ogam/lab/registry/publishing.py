"""Publishing: a model's entry, what was measured, and where its weights are, as one signed package of a layout."""

import json
import shutil
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogam.core import ModelError
from ogam.lab.registry.keys import SigningKey
from ogam.models.disk import disk_errors, sha256_of, write_whole
from ogam.models.entries import Model, read_catalog
from ogam.models.layouts import (
    CARD_TYPE,
    CREATED,
    KEY,
    MANIFEST_TYPE,
    MARK,
    NAME,
    RECOGNIZER_TYPE,
    REFERENCE,
    RESULT_TYPE,
    SERIAL,
    SIGNATURE,
    VERSION,
    WEIGHTS_TYPE,
    Descriptor,
    Place,
    digest_of,
    index_bytes,
    json_bytes,
    read_index,
)
from ogam.models.partners import read_package
from ogam.models.trust import Trust, check_partner

FIGURE = ("name", "value", "unit", "low", "high", "count", "condition", "group", "better", "protocol", "dataset")
"""What is published of each figure of a model card."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was written. reference: "partner/name:version"; bytes: of all that the package has in this layout."""

    reference: str
    digest: str
    bytes: int


def publish(
    entry_file: Path,
    partner: str,
    folder: Path,
    key: SigningKey,
    *,
    card: Path | None = None,
    results: Path | None = None,
    plugin: str = "",
    moment: float | None = None,
) -> Published:
    """Add a package to the layout in `folder`, which is made if it is not there.

    entry_file: a catalogue with one model (docs/models.md); files that it has by `path` go into the layout, the others
    stay where they are. card: what `ogam lab card --json` wrote, of which the figures are taken. results: a file or a
    folder that goes with it. plugin: the package that runs it, such as "hanyang-ogam==1.2". moment: seconds since 1970,
    now if None; it is the package's running number, and always above those that are there.
    Raises ModelError for whatever would not be taken when it is pulled: it is read back by the same rules.
    """
    check_partner(partner)
    model, entry = _entry_of(entry_file)
    place, reference = Place(str(folder.absolute())), f"{partner}/{model.name}:{model.version}"
    index = list(read_index(place)) if (folder / "index.json").exists() else []
    if any(one.annotations.get(REFERENCE) == reference for one in index):
        raise ModelError(f"{reference}: this version is published there already. Give the model another version.")
    with disk_errors(folder):
        layout = _Writer(folder)
        layers = layout.add_weights(model, entry)
        layers += [layout.add(data, RESULT_TYPE, {NAME: name}) for name, data in _results(results)]
        measured = _figures(card)
        config = layout.add(json_bytes({"entry": entry, "plugin": plugin, "measured": measured}), CARD_TYPE)
        serial = max(int(time.time() if moment is None else moment), _last_serial(index, place, partner) + 1)
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST_TYPE,
            "artifactType": RECOGNIZER_TYPE,
            "config": config.as_json(),
            "layers": [layer.as_json() for layer in layers],
            "annotations": {
                NAME: f"{partner}/{model.name}",
                VERSION: model.version,
                CREATED: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(serial)),
                SERIAL: str(serial),
            },
        }
        found = layout.add(json_bytes(manifest), MANIFEST_TYPE)
        signature = key.sign(found.digest).hex()
        signed = {REFERENCE: reference, SIGNATURE: signature, KEY: str(key.public)}
        descriptor = Descriptor(MANIFEST_TYPE, found.digest, found.size, signed)
        read_package(descriptor, place, Trust(folder, {partner: key.public}))
        (folder / "oci-layout").write_bytes(MARK)
        write_whole(folder / "index.json", index_bytes([*index, descriptor]))
    return Published(reference, found.digest, found.size + config.size + sum(layer.size for layer in layers))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes blobs. folder: of the layout."""

    folder: Path

    def add(self, data: bytes, media_type: str, annotations: Mapping[str, str] | None = None) -> Descriptor:
        descriptor = Descriptor(media_type, digest_of(data), len(data), annotations or {})
        path = self._path(descriptor)
        path.write_bytes(data)
        return descriptor

    def add_weights(self, model: Model, entry: Mapping[str, Any]) -> list[Descriptor]:
        """The files that the entry has by path; the entry then says that they are in the package."""
        layers: dict[str, Descriptor] = {}
        for file, described in zip(model.files, entry["file"], strict=True):
            paths = [source for source in described["sources"] if source["kind"] == "path"]
            if not paths:
                continue
            local = Path(paths[0]["path"])
            if not local.is_file() or local.stat().st_size != file.size or sha256_of(local) != file.sha256:
                raise ModelError(
                    f"{local}: it is not there, or not as the entry says (size, sha256). Correct the entry."
                )
            descriptor = Descriptor(WEIGHTS_TYPE, f"sha256:{file.sha256}", file.size, {})
            shutil.copyfile(local, self._path(descriptor))
            described["sources"] = [
                {"kind": "blob"},
                *(source for source in described["sources"] if source["kind"] != "path"),
            ]
            layers[descriptor.digest] = descriptor
        return list(layers.values())

    def _path(self, descriptor: Descriptor) -> Path:
        path = self.folder / descriptor.path
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _entry_of(path: Path) -> tuple[Model, dict[str, Any]]:
    """The one model of a catalogue, and its entry as it is published; paths in it are absolute."""
    models = list(read_catalog(path).values())
    if len(models) != 1:
        raise ModelError(f"{path}: it has {len(models)} models. Publish one at a time: give a file with one [[model]].")
    (entry,) = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
    entry.pop("default", None)
    for file in entry["file"]:
        for source in file["sources"]:
            if source["kind"] == "path":
                source["path"] = str((path.parent / Path(source["path"]).expanduser()).absolute())
    return models[0], entry


def _figures(card: Path | None) -> list[dict[str, Any]]:
    if card is None:
        return []
    try:
        figures = json.loads(card.read_text(encoding="utf-8"))["figures"]
        return [{name: figure[name] for name in FIGURE if figure.get(name) is not None} for figure in figures]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{card}: no model card with figures ({error}). Make one: ogam lab card RESULTS RECOGNISER --json"
        ) from error


def _results(path: Path | None) -> Sequence[tuple[str, bytes]]:
    if path is None:
        return []
    if not path.exists():
        raise ModelError(f"{path}: there are no such results. Name a file or a folder.")
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    base = path.parent if path.is_file() else path
    return [(file.relative_to(base).as_posix(), file.read_bytes()) for file in files if not file.name.startswith(".")]


def _last_serial(index: Sequence[Descriptor], place: Place, partner: str) -> int:
    """The highest running number that this partner has in the layout; 0 where it has none."""
    numbers = [0]
    for one in index:
        if one.annotations.get(REFERENCE, "").startswith(f"{partner}/"):
            numbers.append(int(json.loads(place.read_blob(one, one.size))["annotations"][SERIAL]))
    return max(numbers)
