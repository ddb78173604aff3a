"""Fusion: what voice, face, place and time say of who speaks, in one probability for each person and for nobody known.

Ratios of independent evidence multiply (Bayes' rule), so their logarithms are added to that of the prior. Independent
are a voice and a face; two utterances of one person are not, nor are two pictures of one face. Those are pooled first
(`pool`): as one longer utterance, or one better picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ogam.biometrics.embeddings import Embedding, Modality, similarity
from ogam.core import MODALITIES, Identity

MOST = float(np.log(10_000))
"""No voice and no face counts for more than ten thousand to one: nothing was fitted on errors rarer than that."""
OUT_OF_SIGHT = float(np.log(0.5))
"""Where lips were looked at: how much likelier somebody speaks whose face is not seen than one certain face of which
nothing is known. An assumption; it keeps a face that is silent from counting because it is the only one."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What one voice or one face says of who it is.

    ratios: of each enrolled person the natural logarithm of how much likelier this is of that person than of a
    stranger; empty where nothing can be said, then `details` say why. shares: of each the share of strangers, 0 to 1,
    who would be as like that person: what a threshold is set on.
    embedding: for pooling with others of the same turn; time: seconds, on the clock of `source`; area: where it was
    heard or seen, if known. speaking: of a face the natural logarithm of how much likelier it is that of whoever
    speaks than of somebody else, None where its lips were not looked at. details: scores and models for the log; JSON
    values only.
    """

    modality: Modality
    ratios: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    embedding: Embedding | None = None
    time: float = 0.0
    source: str = ""
    area: str | None = None
    speaking: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Of speech; 0 for a face."""
        return 0.0 if self.embedding is None else self.embedding.seconds

    @property
    def quality(self) -> float:
        """From 0, useless, to 1."""
        return 0.0 if self.embedding is None else self.embedding.quality


@dataclass(frozen=True, slots=True)
class Fusion:
    """How likely each is. posteriors: of each person, with `unknown` (nobody known) 1 in all.

    best: the likeliest person, None if that is nobody known. margin: how many times likelier the best answer is than
    the next, as a natural logarithm; infinite where there is none. contributions: of each modality, what it adds for
    each person.
    """

    best: str | None
    posteriors: Mapping[str, float]
    unknown: float
    margin: float
    contributions: Mapping[Modality, Mapping[str, float]]


def fuse(evidence: Sequence[Evidence], priors: Mapping[str, float], unknown: float) -> Fusion:
    """One posterior for each person of `priors`, and for nobody known.

    evidence: pooled, see `pool`. priors, unknown: probabilities before anything was heard or seen, 1 in all; each must
    be above 0, else ValueError.
    """
    if min([unknown, *priors.values()]) <= 0:
        raise ValueError("a prior probability is above 0: nothing could change it")
    parts = {modality: _contribution(modality, evidence, list(priors)) for modality in MODALITIES}
    contributions = {modality: part for modality, part in parts.items() if part}
    logs = {
        name: float(np.log(prior)) + sum(part[name] for part in contributions.values())
        for name, prior in priors.items()
    }
    weights = np.array([*logs.values(), np.log(unknown)])
    posteriors = np.exp(weights - np.logaddexp.reduce(weights))
    ranked = np.argsort(-weights)
    names = [*logs, None]
    margin = float(weights[ranked[0]] - weights[ranked[1]]) if len(ranked) > 1 else float("inf")
    found = {name: float(value) for name, value in zip(logs, posteriors[:-1], strict=True)}
    return Fusion(names[ranked[0]], found, float(posteriors[-1]), margin, contributions)


def decide(
    evidence: Sequence[Evidence], priors: Mapping[str, float], unknown: float, false_accepts: float = 0.01
) -> Identity:
    """Who it is, or nobody known.

    Somebody is named who is likelier than everybody else and than nobody known, and whom one modality alone tells so
    well that no more than `false_accepts` of all strangers would be taken for anybody; each person gets an equal part
    of that. Place and time can so prevent that somebody is named, but never bring it about. `modalities` are those that
    speak for the person who is named: another one must be so like that person as `false_accepts` of strangers are.
    """
    fused = fuse(evidence, priors, unknown)
    details = {
        "unknown": round(fused.unknown, 6),
        "posteriors": {name: round(value, 6) for name, value in fused.posteriors.items()},
        "evidence": [_as_json(one) for one in evidence],
    }
    best = fused.best
    if best is not None:
        shares = {modality: _share(modality, evidence, best) for modality in MODALITIES}
        if min(shares.values()) <= false_accepts / len(priors):
            supporting = tuple(modality for modality in MODALITIES if shares[modality] <= false_accepts)
            return Identity(best, fused.posteriors[best], supporting, details=details)
    return Identity(None, fused.unknown, details=details)


def pool(embeddings: Sequence[Embedding]) -> Embedding:
    """One embedding of several utterances, or several pictures, of the same person: longer speech, a better picture.

    Weighted by seconds of speech, faces by quality. What the mean of unit vectors falls short of length 1 is the
    variety: the mean's similarity to anybody is that of its parts ÷ that length, so it says what the pooling is worth.
    Frames that are all alike leave it at 0, and count as one, however many there are. Raises BiometricsError where
    contracts differ, ValueError for none.
    """
    if not embeddings:
        raise ValueError("no embeddings to pool")
    for embedding in embeddings[1:]:
        similarity(embedding, embeddings[0])
    seconds = [embedding.seconds for embedding in embeddings]
    quality = [embedding.quality for embedding in embeddings]
    weights = seconds if all(seconds) else [max(value, 0.05) for value in quality]
    parts = [embedding.vector * np.float64(1 - embedding.variety) for embedding in embeddings]
    mean = np.average(parts, axis=0, weights=weights)
    length = max(float(np.linalg.norm(mean)), 1e-12)
    vector = (mean / length).astype(np.float32)
    worth = float(np.average(quality, weights=weights))
    return Embedding(vector, embeddings[0].contract, sum(seconds), worth, max(0.0, 1 - length))


def _contribution(modality: Modality, evidence: Sequence[Evidence], people: Sequence[str]) -> dict[str, float]:
    """What one modality adds for each person. Whom it does not know, it says nothing of.

    Two voices that cannot be one person's: the worse counts. Of several faces in the picture any may be the one who
    speaks, so their ratios are averaged, each by how likely it is that it speaks.
    """
    told = _told(modality, evidence)
    if not told:
        return {}
    ratios = {name: [float(np.clip(one.ratios.get(name, 0.0), -MOST, MOST)) for one in told] for name in people}
    if modality == "voice":
        return {name: min(own) for name, own in ratios.items()}
    speaks = np.array(_who_speaks(told))
    return {name: float(np.log(speaks @ np.exp([*own, 0.0]))) for name, own in ratios.items()}


def _told(modality: Modality, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What says anything; also a face that says nothing of who it is, but that it may be the one who speaks."""
    return [one for one in evidence if one.modality == modality and (one.ratios or one.speaking is not None)]


def _who_speaks(faces: Sequence[Evidence]) -> list[float]:
    """Of each face how likely it is that of whoever speaks, and last, that nobody's is; 1 in all.

    Where no lips were looked at, all are as likely, and it is one of them: who speaks to a camera stands before it.
    """
    logs = [one.speaking for one in faces]
    if all(one is None for one in logs):
        return [*[1 / len(faces)] * len(faces), 0.0]
    weights = np.exp([*[one or 0.0 for one in logs], OUT_OF_SIGHT])
    return [float(weight) for weight in weights / weights.sum()]


def _share(modality: Modality, evidence: Sequence[Evidence], name: str) -> float:
    """The share of strangers who would look or sound as like; every voice must, of several faces one. A face that
    speaks for sure counts fully, one of two that may be it half as much, one whose lips are still next to nothing."""
    told = _told(modality, evidence)
    shares = [one.shares.get(name, 1.0) for one in told]
    if not shares:
        return 1.0
    if modality == "voice":
        return max(shares)
    return min(1.0, *(share / weight for share, weight in zip(shares, _who_speaks(told), strict=False)))


def _as_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "modality": evidence.modality,
        "source": evidence.source,
        "time": evidence.time,
        "area": evidence.area,
        "seconds": round(evidence.seconds, 3),
        "quality": round(evidence.quality, 3),
        "ratios": {name: round(value, 3) for name, value in evidence.ratios.items()},
        "shares": {name: float(f"{value:.3g}") for name, value in evidence.shares.items()},
        **({} if evidence.speaking is None else {"speaking": round(evidence.speaking, 3)}),
        **evidence.details,
    }
