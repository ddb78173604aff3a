"""Who it is: one embedding against the templates of one person, or of everybody, with "nobody known" as an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ogam.biometrics.calibration import Calibration
from ogam.biometrics.embeddings import Embedding, centroid, similarity

SHORTNESS, FEWNESS, NOISE, OTHERS, VARIETY = "shortness", "fewness", "noise", "others", "variety"
"""Circumstances of a comparison, see `circumstances`; others: how alike the probe is, on average, to the other people
who are enrolled, −1 to 1 (a cohort, as in test normalisation: Auckenthaler et al., 2000)."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a probe is of the person that it is claimed to be.

    score: similarity to the person's templates, −1 to 1; threshold: the least score to accept; log_likelihood_ratio:
    natural logarithm of how much likelier this score is for that person than for another; posterior: the probability
    that it is that person, with the prior that was given.
    """

    accepted: bool
    score: float
    threshold: float
    log_likelihood_ratio: float
    posterior: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the people it may be; the figures are those of a Verification, the posterior one among all."""

    name: str
    score: float
    threshold: float
    log_likelihood_ratio: float
    posterior: float


@dataclass(frozen=True, slots=True)
class Identification:
    """Whom a probe is of. name: None where it is nobody known; candidates: everybody, the likeliest first.

    posterior: the probability of that answer; margin: by how much the best score exceeds the next, infinite where
    there is no next; unknown: the probability that it is nobody known.
    """

    name: str | None
    posterior: float
    margin: float
    unknown: float
    candidates: tuple[Candidate, ...]


def verify(
    probe: Embedding,
    templates: Sequence[Embedding],
    calibration: Calibration,
    *,
    false_accepts: float | None = None,
    prior: float = 0.5,
) -> Verification:
    """Is it this person? templates: all that is enrolled of the person, at least one.

    false_accepts: the share of other people who may be taken for this one; the calibration's own if None. prior: the
    probability that it is this person, before the probe was looked at. Raises BiometricsError where the contracts
    differ, ValueError without templates or for a prior that is not between 0 and 1.
    """
    _check_prior(prior)
    score, conditions = similarity(probe, centroid(templates)), circumstances(probe, templates)
    threshold = calibration.threshold(conditions, false_accepts)
    ratio = calibration.log_likelihood_ratio(score, conditions)
    posterior = 1 / (1 + np.exp(-np.clip(ratio + np.log(prior / (1 - prior)), -50, 50)))
    return Verification(score >= threshold, score, threshold, ratio, float(posterior))


def identify(
    probe: Embedding,
    gallery: Mapping[str, Sequence[Embedding]],
    calibration: Calibration,
    *,
    false_accepts: float | None = None,
    unknown: float = 0.5,
) -> Identification:
    """Who is it, or is it nobody of these?

    gallery: what is enrolled of each person; those without templates are left out. false_accepts: the share of
    strangers who may be taken for anybody; each person gets an equal part of it. unknown: the probability that it is
    nobody of these, before the probe was looked at; the others share the rest. Raises BiometricsError where the
    contracts differ, ValueError for a prior that is not between 0 and 1.
    """
    _check_prior(unknown)
    people = {name: templates for name, templates in gallery.items() if templates}
    if not people:
        return Identification(None, 1.0, float("inf"), 1.0, ())
    share = (calibration.false_accepts if false_accepts is None else false_accepts) / len(people)
    results = {name: verify(probe, templates, calibration, false_accepts=share) for name, templates in people.items()}
    logs = np.array([result.log_likelihood_ratio for result in results.values()])
    weights = np.array([*(logs + np.log((1 - unknown) / len(people))), np.log(unknown)])
    posteriors = np.exp(weights - np.logaddexp.reduce(weights))
    found = [
        Candidate(name, result.score, result.threshold, result.log_likelihood_ratio, float(posterior))
        for (name, result), posterior in zip(results.items(), posteriors[:-1], strict=True)
    ]
    ranked = sorted(found, key=lambda candidate: (candidate.posterior, candidate.score), reverse=True)
    best, nobody = ranked[0], float(posteriors[-1])
    scores = sorted((candidate.score for candidate in ranked), reverse=True)
    margin = scores[0] - scores[1] if len(scores) > 1 else float("inf")
    known = best.score >= best.threshold and best.posterior > nobody
    return Identification(
        best.name if known else None, best.posterior if known else nobody, margin, nobody, tuple(ranked)
    )


def circumstances(probe: Embedding, templates: Sequence[Embedding]) -> dict[str, float]:
    """What makes a comparison hard: 0 is easiest, 1 is hardest that is usual.

    shortness: of the probe, 1/√(1 + seconds), 0 for a face; fewness: of the templates, 1/number; noise: 1 − quality of
    the probe; variety: of the probe, see `Embedding`.
    """
    return {
        SHORTNESS: float(1 / np.sqrt(1 + probe.seconds)) if probe.seconds else 0.0,
        FEWNESS: 1 / len(templates),
        NOISE: 1 - probe.quality,
        VARIETY: probe.variety,
    }


def _check_prior(prior: float) -> None:
    if not 0 < prior < 1:
        raise ValueError(f"a prior probability lies between 0 and 1, not at {prior}: nothing could change it")
