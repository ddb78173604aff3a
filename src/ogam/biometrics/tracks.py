"""Tracks: which utterances, and which pictures, of one turn are of the same person; they count as one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ogam.biometrics.embeddings import Embedding, similarity
from ogam.biometrics.fusion import Evidence, pool
from ogam.biometrics.identification import circumstances
from ogam.biometrics.parts import Part

UNLIKE = {"voice": -2.0, "face": 0.0}
"""Natural logarithm of the ratio below which two are not the same person's. Two voices of one turn are taken for one
until they clearly differ, for hardly ever does another person answer; two faces in a picture are two people."""


def pooled(evidence: Sequence[Evidence], part: Part, people: Mapping[str, Sequence[Embedding]]) -> list[Evidence]:
    """The evidence of one modality, one for each person who was heard or seen, judged by all there is of them.

    people: what is enrolled of each, of the part's contract.
    """
    own = [one for one in evidence if one.modality == part.contract.modality and one.ratios]
    tracks: list[list[Evidence]] = []
    for one in own:
        track = next((track for track in tracks if _belongs(one, track, part)), None)
        if track is None:
            tracks.append([one])
        else:
            track.append(one)
    return [_joined(track, part, people) for track in tracks]


def _belongs(one: Evidence, track: Sequence[Evidence], part: Part) -> bool:
    """Whether it is of the person of a track. Two faces of one picture never are."""
    if one.modality == "face" and any((one.source, one.time) == (other.source, other.time) for other in track):
        return False
    embeddings = [other.embedding for other in track if other.embedding is not None]
    if one.embedding is None or not embeddings:
        return False
    together = pool(embeddings)
    conditions = circumstances(one.embedding, [together])
    ratio = part.calibration.log_likelihood_ratio(similarity(one.embedding, together), conditions)
    return ratio > UNLIKE[one.modality]


def _joined(track: Sequence[Evidence], part: Part, people: Mapping[str, Sequence[Embedding]]) -> Evidence:
    embeddings = [one.embedding for one in track if one.embedding is not None]
    last = track[-1]
    if len(embeddings) < 2:
        return last
    whole = part.evidence(pool(embeddings), people, last.time, last.source)
    return replace(whole, area=last.area, details={**whole.details, "pooled": len(embeddings)})
