"""Rows of the gallery, sealed: what is in them, and where they belong, so that none can be put in another's place."""

import json
from dataclasses import asdict, dataclass

import numpy as np

from ogam.biometrics.crypto import seal, unseal
from ogam.biometrics.embeddings import Embedding, EmbeddingContract

VERSION = 1
_VECTOR = np.dtype("<f4")


@dataclass(frozen=True, slots=True)
class Member:
    """A person whom the gallery knows. id: random, hexadecimal; since: seconds of the Unix clock."""

    id: str
    name: str
    since: float


@dataclass(frozen=True, slots=True)
class Template:
    """One embedding that is kept of a person. member: the person's id; source: where it came from, for people;
    created: seconds of the Unix clock; pending: waits for its owner's word, and nobody is recognised by it."""

    id: str
    member: str
    embedding: Embedding
    created: float
    source: str = ""
    pending: bool = False


def seal_key(gallery_key: bytes, gallery: str, member: str, own_key: bytes) -> bytes:
    """A person's own key, sealed with the gallery's."""
    return seal(gallery_key, own_key, _place("key", gallery, member))


def unseal_key(gallery_key: bytes, gallery: str, member: str, sealed: bytes) -> bytes:
    """The key that `seal_key` sealed. Raises SealBroken, as all that unseals does."""
    return unseal(gallery_key, sealed, _place("key", gallery, member))


def seal_member(own_key: bytes, gallery: str, member: Member) -> bytes:
    """A person's name and time, sealed with the person's own key."""
    text = json.dumps({"name": member.name, "since": member.since}, ensure_ascii=False)
    return seal(own_key, text.encode(), _place("member", gallery, member.id))


def unseal_member(own_key: bytes, gallery: str, member: str, sealed: bytes) -> Member:
    data = json.loads(unseal(own_key, sealed, _place("member", gallery, member)))
    return Member(member, data["name"], data["since"])


def seal_template(own_key: bytes, gallery: str, template: Template) -> bytes:
    """A template, sealed with its person's key for its own row, contract and state."""
    return seal(own_key, _to_bytes(template), _place_of(gallery, template))


def unseal_template(
    own_key: bytes, gallery: str, number: str, member: str, pending: bool, contract: str, sealed: bytes
) -> Template:
    """The template of a row, whose columns are given as they stand in it."""
    plain = unseal(own_key, sealed, _place("template", gallery, member, number, state_of(pending), contract))
    length = int.from_bytes(plain[:4], "big")
    data = json.loads(plain[4 : 4 + length])
    vector = np.frombuffer(plain[4 + length :], _VECTOR).astype(np.float32)
    embedding = Embedding(vector, contract_from(contract), data["seconds"], data["quality"])
    return Template(number, member, embedding, data["created"], data["source"], pending)


def contract_text(contract: EmbeddingContract) -> str:
    """A contract as one line, the same for the same contract."""
    return json.dumps(asdict(contract), sort_keys=True, ensure_ascii=False)


def contract_from(text: str) -> EmbeddingContract:
    """The contract that `contract_text` wrote."""
    return EmbeddingContract(**json.loads(text))


def _to_bytes(template: Template) -> bytes:
    """Length of the JSON that follows (4 bytes, big-endian), the JSON, the vector as little-endian float32."""
    data = {
        "created": template.created,
        "source": template.source,
        "seconds": template.embedding.seconds,
        "quality": template.embedding.quality,
    }
    text = json.dumps(data, ensure_ascii=False).encode()
    return len(text).to_bytes(4, "big") + text + template.embedding.vector.astype(_VECTOR).tobytes()


def _place_of(gallery: str, template: Template) -> bytes:
    contract = contract_text(template.embedding.contract)
    return _place("template", gallery, template.member, template.id, state_of(template.pending), contract)


def state_of(pending: bool) -> str:
    """The word for it in the file."""
    return "pending" if pending else "enrolled"


def _place(*parts: str) -> bytes:
    return json.dumps(["ogam gallery", VERSION, *parts], ensure_ascii=False).encode()
