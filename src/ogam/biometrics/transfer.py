"""One's own templates as a file to take along: sealed with a passphrase.

The file: "OGAM-ME" and a version (8 bytes), log₂ of scrypt's N (1), its salt (16), then JSON sealed with the key of the
passphrase; all that stands before is bound into the seal.
"""

import base64
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ogam.biometrics.crypto import SealBroken, key_of_passphrase, seal, unseal
from ogam.biometrics.embeddings import Embedding, EmbeddingContract
from ogam.biometrics.enrolment import Refusal, Sample, enrol_samples
from ogam.biometrics.gallery import Gallery
from ogam.biometrics.sealing import Template
from ogam.core import BiometricsError
from ogam.home.names import key as same_name

MAGIC = b"OGAM-ME\x01"
COST = 17
_COSTS = range(10, 21)  # what a file may ask for: 1 MB to 1 GB of memory
_SALT_BYTES = 16
_HEADER_BYTES = len(MAGIC) + 1 + _SALT_BYTES
SHORTEST_PASSPHRASE = 8


@dataclass(frozen=True, slots=True)
class Export:
    """What one person takes along."""

    name: str
    embeddings: tuple[Embedding, ...]


def write_export(name: str, embeddings: Sequence[Embedding], passphrase: str, cost: int = COST) -> bytes:
    """The bytes of a file. Raises BiometricsError for a passphrase that is too short, and for no templates."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BiometricsError(f"The passphrase is too short. Take {SHORTEST_PASSPHRASE} characters or more.")
    if not embeddings:
        raise BiometricsError(f"Nothing is enrolled of {name}, so there is nothing to export.")
    header = MAGIC + bytes([cost]) + secrets.token_bytes(_SALT_BYTES)
    data = {"name": name, "templates": [_to_json(embedding) for embedding in embeddings]}
    key = key_of_passphrase(passphrase, header[-_SALT_BYTES:], cost)
    return header + seal(key, json.dumps(data, ensure_ascii=False).encode(), header)


def read_export(data: bytes, passphrase: str) -> Export:
    """What `write_export` wrote. Raises BiometricsError for a wrong passphrase, and for what is no such file."""
    header, sealed = data[:_HEADER_BYTES], data[_HEADER_BYTES:]
    if len(header) < _HEADER_BYTES or header[:7] != MAGIC[:7]:
        raise BiometricsError("This is no export of Ogam's. Give a file that `ogam people export` wrote.")
    if header[7] != MAGIC[7]:
        raise BiometricsError(f"This export has version {header[7]}; this Ogam knows {MAGIC[7]}. Update Ogam.")
    cost = header[8]
    if cost not in _COSTS:
        raise BiometricsError("This export is damaged. Export it again.")
    try:
        plain = json.loads(unseal(key_of_passphrase(passphrase, header[-_SALT_BYTES:], cost), sealed, header))
    except SealBroken:
        raise BiometricsError("The passphrase is wrong, or the file is damaged. Try again, or export anew.") from None
    return Export(plain["name"], tuple(_from_json(template) for template in plain["templates"]))


def take_in(gallery: Gallery, name: str, export: Export) -> tuple[list[Template], list[Refusal]]:
    """Enrol what is in an export and not in the gallery, as far as it fits the person; and why the rest does not."""
    members = {same_name(member.name) for member in gallery.members()}
    if same_name(name) not in members:
        gallery.add(name)
    held = {(template.embedding.contract, template.embedding.vector.tobytes()) for template in gallery.templates(name)}
    fresh = [one for one in export.embeddings if (one.contract, one.vector.tobytes()) not in held]
    taken: list[Template] = []
    refusals: list[Refusal] = []
    for contract in dict.fromkeys(embedding.contract for embedding in fresh):
        samples = [
            Sample(f"{contract.modality} {at + 1}", one) for at, one in enumerate(fresh) if one.contract == contract
        ]
        kept, unlike = enrol_samples(gallery, name, samples)
        taken += kept
        refusals += unlike
    return taken, refusals


def write_private(path: Path, data: bytes) -> None:
    """A new file that only its owner may read. Raises BiometricsError where there is one already, or none can be."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
    except FileExistsError:
        raise BiometricsError(f"{path}: this file is there already. Choose another name.") from None
    except OSError as error:
        raise BiometricsError(f"{path}: the file cannot be written: {error.strerror or error}.") from error


def _to_json(embedding: Embedding) -> dict[str, Any]:
    return {
        "contract": asdict(embedding.contract),
        "seconds": embedding.seconds,
        "quality": embedding.quality,
        "vector": base64.b64encode(embedding.vector.astype("<f4").tobytes()).decode(),
    }


def _from_json(data: dict[str, Any]) -> Embedding:
    vector = np.frombuffer(base64.b64decode(data["vector"]), "<f4").astype(np.float32)
    return Embedding(vector, EmbeddingContract(**data["contract"]), data["seconds"], data["quality"])
