"""One's own templates as a file to take along: sealed with a passphrase.

The file: "OGAM-ME" and a version (8 bytes), log₂ of scrypt's N (1), its salt (16), then JSON sealed with the key of the
passphrase; all that stands before is bound into the seal.
"""

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ogam.biometrics.crypto import SealBroken, key_of_passphrase, seal, unseal
from ogam.biometrics.embeddings import Embedding, EmbeddingContract
from ogam.core import BiometricsError

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
    """The bytes of a file. Raises BiometricsError for a passphrase that is too short, or if there is nothing to take."""
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
