"""Tracks: which pictures of a turn are of one face, and that all its utterances are of one voice; each counts once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ogam.biometrics.embeddings import Embedding
from ogam.biometrics.fusion import Evidence, pool
from ogam.biometrics.parts import Part

AGAINST = -5.0
"""Natural logarithm of a ratio below which one utterance speaks so clearly against a person that no other of the same
turn makes up for it: somebody else has answered."""


def pooled(evidence: Sequence[Evidence], part: Part, people: Mapping[str, Sequence[Embedding]]) -> list[Evidence]:
    """The evidence of one modality, one for each face that was seen, one for all that was said.

    people: what is enrolled of each, of the part's contract.
    """
    own = [one for one in evidence if one.modality == part.contract.modality and one.ratios]
    if part.contract.modality == "voice":
        return [_said_by_one(own, part, people)] if own else []
    return [_joined(track, part, people) for track in _faces(own, part)]


def _said_by_one(said: Sequence[Evidence], part: Part, people: Mapping[str, Sequence[Embedding]]) -> Evidence:
    """All utterances as one longer; but whom one of them is clearly unlike, all of it is as unlike."""
    whole = _joined(said, part, people)
    ratios, shares = dict(whole.ratios), dict(whole.shares)
    for one in said:
        for name, ratio in one.ratios.items():
            if ratio < AGAINST and name in ratios:
                ratios[name] = min(ratios[name], ratio)
                shares[name] = max(shares[name], one.shares.get(name, 1.0))
    return replace(whole, ratios=ratios, shares=shares)


def _faces(seen: Sequence[Evidence], part: Part) -> list[list[Evidence]]:
    """The pictures of each face. Two faces of one picture are two people."""
    tracks: list[list[Evidence]] = []
    for one in seen:
        track = next((track for track in tracks if _is_of(one, track, part)), None)
        if track is None:
            tracks.append([one])
        else:
            track.append(one)
    return tracks


def _is_of(one: Evidence, track: Sequence[Evidence], part: Part) -> bool:
    """Whether it is likelier of the face of a track than of another."""
    embeddings = [other.embedding for other in track if other.embedding is not None]
    beside = any((one.source, one.time) == (other.source, other.time) for other in track)
    if one.embedding is None or not embeddings or beside:
        return False
    return part.likeness(one.embedding, pool(embeddings)) > 0


def _joined(track: Sequence[Evidence], part: Part, people: Mapping[str, Sequence[Embedding]]) -> Evidence:
    embeddings = [one.embedding for one in track if one.embedding is not None]
    last = track[-1]
    if len(embeddings) < 2:
        return last
    whole = part.evidence(pool(embeddings), people, last.time, last.source)
    speaking = next((one.speaking for one in reversed(track) if one.speaking is not None), None)
    return replace(whole, area=last.area, speaking=speaking, details={**whole.details, "pooled": len(embeddings)})
