"""Layouts: folders of packages, here or on the web, by the OCI image layout (image-spec 1.1).

`oci-layout` and `index.json`, and everything else by its SHA-256 under `blobs/sha256/`. Nothing is believed: sizes are
bounded before they are read, bytes are compared with their digests, and paths are made of digests alone.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogam.core import ModelError
from ogam.models.downloading import SourceError, read_url

MARK = b'{"imageLayoutVersion":"1.0.0"}'
"""What `oci-layout` holds."""
INDEX_TYPE = "application/vnd.oci.image.index.v1+json"
MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
RECOGNIZER_TYPE = "application/vnd.ogam.recognizer.v1"
CARD_TYPE = "application/vnd.ogam.card.v1+json"
RESULT_TYPE = "application/vnd.ogam.result.v1"
WEIGHTS_TYPE = "application/vnd.ogam.weights.v1"
NAME, VERSION, CREATED = (f"org.opencontainers.image.{word}" for word in ("title", "version", "created"))
REFERENCE = "org.opencontainers.image.ref.name"
SERIAL, SIGNATURE, KEY = "ogam.serial", "ogam.signature", "ogam.key"
"""Annotations of our own: the publisher's running number, the signature, and the key that it claims to be by."""

MOST_INDEX, MOST_JSON, MOST_RESULT = 4 << 20, 1 << 20, 64 << 20
"""Bytes of an index, of a manifest or card, and of all results of a package, at most."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What points to a blob. digest: "sha256:" and 64 hexadecimal digits; size: bytes."""

    media_type: str
    digest: str
    size: int
    annotations: Mapping[str, str]

    @property
    def path(self) -> str:
        return f"blobs/{self.digest.replace(':', '/')}"

    def as_json(self) -> dict[str, Any]:
        notes = {"annotations": dict(self.annotations)} if self.annotations else {}
        return {"mediaType": self.media_type, "digest": self.digest, "size": self.size, **notes}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a layout is: an address (http, https) or a folder."""

    where: str

    @property
    def is_web(self) -> bool:
        return self.where.startswith(("http://", "https://"))

    def __str__(self) -> str:
        return self.where

    def source(self, path: str) -> dict[str, str]:
        """Where a file of it can be had, as catalogues say it."""
        if self.is_web:
            return {"kind": "url", "url": f"{self.where}/{path}"}
        return {"kind": "path", "path": str(Path(self.where) / path)}

    def read(self, path: str, most: int) -> bytes:
        """A small file of it. Raises ModelError if it is not there, or has more than `most` bytes."""
        try:
            return read_url(f"{self.where}/{path}", most) if self.is_web else _read_file(Path(self.where) / path, most)
        except (SourceError, OSError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ModelError(f"{self.where}: {path} cannot be had: {reason}. Ask whoever publishes there.") from error

    def read_blob(self, descriptor: Descriptor, most: int) -> bytes:
        """The bytes that a descriptor points to. Raises ModelError if they are too many, or others."""
        if descriptor.size > most:
            raise ModelError(
                f"{self.where}: {descriptor.digest[:19]}… has {descriptor.size} bytes, at most {most} are taken. It is "
                "refused."
            )
        data = self.read(descriptor.path, descriptor.size)
        if len(data) != descriptor.size or digest_of(data) != descriptor.digest:
            raise ModelError(
                f"{self.where}: {descriptor.digest[:19]}… was changed: its bytes are not what was published. It is "
                "refused; get it from elsewhere, or ask its publisher."
            )
        return data


def place_of(text: str) -> Place:
    """A place by what people write: an address or a folder. Raises ModelError for neither."""
    if text.startswith(("http://", "https://")):
        return Place(text.rstrip("/"))
    folder = Path(text).expanduser().absolute()
    if "://" in text or not folder.is_dir():
        raise ModelError(f"{text}: no folder, and no address that begins with http:// or https://.")
    return Place(str(folder))


def read_index(place: Place) -> tuple[Descriptor, ...]:
    """The packages that a layout names. Raises ModelError if it is no layout, or its index is damaged."""
    if place.read("oci-layout", len(MARK)) != MARK:
        raise ModelError(f"{place}: oci-layout is damaged. It is refused; ask whoever publishes there.")
    found = parse_json(place.read("index.json", MOST_INDEX), f"{place}: index.json")
    try:
        if set(found) != {"schemaVersion", "mediaType", "manifests"} or found["schemaVersion"] != 2:
            raise ValueError("it is no index")
        if found["mediaType"] != INDEX_TYPE:
            raise ValueError("it is no index")
        return tuple(descriptor_of(one, MANIFEST_TYPE) for one in found["manifests"])
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{place}: index.json is damaged ({error}). It is refused; ask whoever publishes there."
        ) from error


def index_bytes(descriptors: "tuple[Descriptor, ...] | list[Descriptor]") -> bytes:
    """An index, as `read_index` reads it."""
    manifests = [descriptor.as_json() for descriptor in descriptors]
    return json_bytes({"schemaVersion": 2, "mediaType": INDEX_TYPE, "manifests": manifests})


def descriptor_of(value: Any, *types: str) -> Descriptor:
    """A descriptor of one of these media types, read strictly. Raises KeyError, TypeError or ValueError."""
    if not set(value) <= {"mediaType", "digest", "size", "annotations"}:
        raise ValueError("a descriptor has a key that is none")
    media_type, digest, size, notes = value["mediaType"], value["digest"], value["size"], value.get("annotations", {})
    if media_type not in types:
        raise ValueError("a media type is unknown")
    if not isinstance(digest, str) or not re.fullmatch("sha256:[0-9a-f]{64}", digest):
        raise ValueError("a digest is none")
    if type(size) is not int or size < 0:
        raise ValueError("a size is no number of bytes")
    if not isinstance(notes, dict) or not all(isinstance(text, str) for text in notes.values()):
        raise ValueError("annotations are no texts")
    return Descriptor(media_type, digest, size, notes)


def parse_json(data: bytes, where: str) -> dict[str, Any]:
    """An object in the one form in which Ogam writes it: the same content is the same bytes. Raises ModelError."""
    try:
        value = json.loads(data)
        right = isinstance(value, dict) and json_bytes(value) == data
    except (ValueError, RecursionError):
        right = False
    if not right:
        raise ModelError(
            f"{where} is damaged, or another program wrote it. It is refused; ask whoever publishes there."
        )
    return dict(value)


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON in its one form: keys sorted, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def digest_of(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _read_file(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise SourceError("there is no such file")
    with path.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise SourceError(f"it has more than {most} bytes")
    return data
