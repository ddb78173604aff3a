"""Partners' packages: read, verified against a trusted key, and checked to be no more than what a package may be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogam.core import ModelError
from ogam.models.entries import Model, model_of
from ogam.models.layouts import (
    CARD_TYPE,
    CREATED,
    KEY,
    MANIFEST_TYPE,
    MOST_JSON,
    MOST_RESULT,
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
    descriptor_of,
    parse_json,
    read_index,
)
from ogam.models.signatures import SIGNATURE_DIGITS, PublicKey, parse_public_key
from ogam.models.trust import Trust, check_partner

MOST_FILES = 256
"""Files of weights and of results in a package, each, at most; and versions of one name in a layout."""
_LONGEST = 4_000
"""Characters in one text of a card."""
_TEXTS = ("name", "version", "task", "licence", "attribution", "homepage", "description", "inputs", "outputs")
_FILE_NAME = re.compile(r"[A-Za-z0-9_][\w.+-]*(/[A-Za-z0-9_][\w.+-]*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Package:
    """A verified package. entry: as catalogues describe a model, with the places its weights are pulled from; measured:
    figures by its publisher, each with "name" and "value"; results: files that were published with it, not yet read."""

    partner: str
    entry: Mapping[str, Any]
    serial: int
    created: str
    digest: str
    key: PublicKey
    plugin: str
    measured: tuple[Mapping[str, Any], ...]
    results: tuple[Descriptor, ...]

    @property
    def model(self) -> Model:
        return model_of(self.entry, Path(), self.partner)


def find_package(reference: str, place: Place, trust: Trust) -> Package:
    """The package "partner/name", the newest there is, or "partner/name:version", verified.

    Raises ModelError where there is none, nobody's key is trusted for the partner, or anything is not as it was signed.
    """
    name, _, version = reference.partition(":")
    wanted = [one for one in read_index(place) if _is_named(one, name, version)]
    if not wanted:
        known = ", ".join(sorted({one.annotations.get(REFERENCE, "") for one in read_index(place)})) or "nothing"
        raise ModelError(f"{reference}: {place} has no such package. It has: {printable(known)[:_LONGEST]}.")
    if len(wanted) > MOST_FILES:
        raise ModelError(
            f"{reference}: {place} has {len(wanted)} of that name. It is refused; name one: {name}:VERSION"
        )
    return max((read_package(one, place, trust) for one in wanted), key=lambda package: package.serial)


def read_package(descriptor: Descriptor, place: Place, trust: Trust) -> Package:
    """One package of an index, verified. Raises ModelError as `find_package` does."""
    reference = printable(descriptor.annotations.get(REFERENCE, ""))
    partner = check_partner(reference.partition("/")[0])
    key = _signer(descriptor, reference, partner, trust)
    try:
        return _package(descriptor, place, partner, key)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise ModelError(
            f"{reference}: its publisher has signed what is no right package: {what}. It is refused; tell {partner}."
        ) from error


def printable(text: str) -> str:
    """A stranger's text without what could move a terminal's cursor or end a line."""
    return "".join(character if character.isprintable() else "�" for character in text)


def _signer(descriptor: Descriptor, reference: str, partner: str, trust: Trust) -> PublicKey:
    """The trusted key that signed; ModelError says why there is none."""
    notes = descriptor.annotations
    if set(notes) != {REFERENCE, SIGNATURE, KEY}:
        if SIGNATURE not in notes:
            raise ModelError(f"{reference}: it is not signed. It is refused; ask {partner} to publish it with a key.")
        raise ModelError(f"{reference}: its entry in the index is damaged. It is refused; ask {partner}.")
    claimed = parse_public_key(notes[KEY])
    trusted = trust.keys.get(partner)
    if trusted is None:
        raise ModelError(
            f"{reference}: no key is trusted for {partner}. This package says it is signed by {claimed.fingerprint}. "
            f"If {partner} tells you the same elsewhere: ogam models trust add {partner} {claimed}"
        )
    if claimed != trusted:
        raise ModelError(
            f"{reference}: it is signed by another key ({claimed.fingerprint}) than the one you trust for {partner} "
            f"({trusted.fingerprint}). It is refused; ask {partner} whether the key has changed."
        )
    signature = notes[SIGNATURE]
    right = re.fullmatch(f"[0-9a-f]{{{SIGNATURE_DIGITS}}}", signature)
    if not right or not trusted.verifies(bytes.fromhex(signature), descriptor.digest):
        raise ModelError(
            f"{reference}: the signature does not fit: it was changed after {partner} signed it. It is refused; get it "
            f"from elsewhere, or tell {partner}."
        )
    return trusted


def _package(descriptor: Descriptor, place: Place, partner: str, key: PublicKey) -> Package:
    reference = descriptor.annotations[REFERENCE]
    manifest = parse_json(place.read_blob(descriptor, MOST_JSON), f"{reference}: its manifest")
    _only(manifest, {"schemaVersion", "mediaType", "artifactType", "config", "layers", "annotations"})
    if (manifest["schemaVersion"], manifest["mediaType"]) != (2, MANIFEST_TYPE):
        raise ValueError("it is no manifest")
    if manifest["artifactType"] != RECOGNIZER_TYPE:
        raise ValueError("it is no recogniser; another version of Ogam may know it")
    notes = manifest["annotations"]
    _only(notes, {NAME, VERSION, CREATED, SERIAL})
    if f"{notes[NAME]}:{notes[VERSION]}" != reference:
        raise ValueError(f"it is {printable(str(notes[NAME]))}, under another name")
    config = descriptor_of(manifest["config"], CARD_TYPE)
    card = parse_json(place.read_blob(config, MOST_JSON), f"{reference}: its card")
    _only(card, {"entry", "plugin", "measured"})
    layers = [descriptor_of(layer, RESULT_TYPE, WEIGHTS_TYPE) for layer in manifest["layers"]]
    entry = _entry(card["entry"], place, {one.digest: one.size for one in layers if one.media_type == WEIGHTS_TYPE})
    if (f"{partner}/{entry['name']}", entry["version"]) != (notes[NAME], notes[VERSION]):
        raise ValueError("its card is another's")
    return Package(
        partner,
        entry,
        _serial(notes[SERIAL]),
        _text("created", notes[CREATED]),
        descriptor.digest,
        key,
        _text("plugin", card["plugin"]),
        tuple(_figure(figure) for figure in card["measured"]),
        _results([one for one in layers if one.media_type == RESULT_TYPE]),
    )


def _entry(entry: Mapping[str, Any], place: Place, blobs: Mapping[str, int]) -> dict[str, Any]:
    """A model's entry with nothing in it but what a catalogue's has, and its own blobs as sources of this place."""
    _only(entry, {*_TEXTS, "languages", "file"}, {"name", "version", "task", "licence", "file"})
    checked: dict[str, Any] = {name: _text(name, entry[name]) for name in _TEXTS if name in entry}
    checked["languages"] = [_text("language", code) for code in entry.get("languages", ())]
    checked["file"] = [_file(file, place, blobs) for file in entry["file"]]
    names = [file["name"] for file in checked["file"]]
    if not names or len(names) > MOST_FILES or len(set(map(str.lower, names))) < len(names):
        raise ValueError(f"it has no file, more than {MOST_FILES}, or two of one name")
    model_of(checked, Path())
    return checked


def _file(file: Mapping[str, Any], place: Place, blobs: Mapping[str, int]) -> dict[str, Any]:
    _only(file, {"name", "size", "sha256", "sources"})
    name = _text("name of a file", file["name"])
    if not _FILE_NAME.fullmatch(name):
        raise ValueError(f"file name '{name}' leads out of the model's folder, or could")
    if type(file["size"]) is not int:
        raise ValueError(f"size of {name} is not a number of bytes")
    sources = [_source(source, f"sha256:{file['sha256']}", file["size"], place, blobs) for source in file["sources"]]
    return {**file, "sources": sources}


def _source(
    source: Mapping[str, Any], digest: str, size: int, place: Place, blobs: Mapping[str, int]
) -> Mapping[str, Any]:
    kind = source["kind"]
    if kind == "blob":
        _only(source, {"kind"})
        if blobs.get(digest) != size:
            raise ValueError("weights that it should hold are not in it")
        return place.source(f"blobs/{digest.replace(':', '/')}")
    if kind == "path":
        raise ValueError("it names a file of your computer as a source")
    if kind == "url" and not _text("url", source["url"]).startswith(("http://", "https://")):
        raise ValueError("it names an address that begins with neither http:// nor https://")
    for key in ("url", "repo", "revision", "file", "requirement", "member"):
        if key in source:
            _text(key, source[key])
    return source


def _results(layers: list[Descriptor]) -> tuple[Descriptor, ...]:
    names = [layer.annotations[NAME] for layer in layers]
    for name in names:
        if not _FILE_NAME.fullmatch(name):
            raise ValueError(f"file name '{printable(name)}' leads out of the folder of results, or could")
    if len(names) > MOST_FILES or len(set(map(str.lower, names))) < len(names):
        raise ValueError(f"it has more than {MOST_FILES} results, or two of one name")
    if sum(layer.size for layer in layers) > MOST_RESULT:
        raise ValueError(f"its results have more than {MOST_RESULT >> 20} MB")
    return tuple(layers)


def _figure(figure: Mapping[str, Any]) -> Mapping[str, Any]:
    for key, value in figure.items():
        if isinstance(value, str):
            _text(key, value)
        elif value is not None and not isinstance(value, int | float):
            raise ValueError(f"figure {key} is neither a text nor a number")
    if not isinstance(figure["value"], int | float) or not isinstance(figure["name"], str):
        raise ValueError("a figure has no name or no value")
    return figure


def _serial(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise ValueError("its serial is no number")
    return int(text)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
        raise ValueError(f"{name} is no text of a line")
    return value


def _only(value: Mapping[str, Any], allowed: set[str], needed: set[str] | None = None) -> None:
    """Nothing but these keys, and these all there."""
    if not (needed if needed is not None else allowed) <= set(value) <= allowed:
        raise ValueError("keys are missing, or are none that it may have")


def _is_named(descriptor: Descriptor, name: str, version: str) -> bool:
    found, _, tag = descriptor.annotations.get(REFERENCE, "").partition(":")
    return found == name and version in ("", tag)
