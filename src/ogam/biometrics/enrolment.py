"""Enrolment: recordings and pictures become templates, or a reason why not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from ogam.biometrics.embeddings import Embedder, Embedding, centroid, similarity
from ogam.biometrics.gallery import Gallery
from ogam.biometrics.sealing import Template
from ogam.core import ModelError, OgamError, Signal

OUTLIER = 0.5
"""A sample less like the rest than this share of what is usual among the rest is none of the same person's.

A share, since each model has similarities of its own size: among CAM++'s, one person's are around 0.7 and two people's
around 0.1."""

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One file's embedding. source: the file, for people."""

    source: str
    embedding: Embedding


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not enrolled. reason: what is wrong with it and what to do."""

    source: str
    reason: str


def embed_files(
    embedder: Embedder, read: Callable[[Path], Signal], paths: Sequence[Path]
) -> tuple[list[Sample], list[Refusal]]:
    """Each file as a sample, or why it cannot be one."""
    samples, refusals = [], []
    for path in paths:
        try:
            samples.append(Sample(str(path), embedder.embed(read(path))))
        except ModelError:
            raise  # no fault of the file's
        except OgamError as error:
            refusals.append(Refusal(str(path), str(error).removeprefix(f"{path}: ")))
    return samples, refusals


def enrol_samples(gallery: Gallery, name: str, samples: Sequence[Sample]) -> tuple[list[Template], list[Refusal]]:
    """Keep those samples of a person that fit together, and say why the others do not."""
    good, refusals = fitting(gallery, name, samples)
    templates = []
    for sample in good:
        templates += gallery.enrol(name, [sample.embedding], Path(sample.source).name)
    return templates, refusals


def fitting(gallery: Gallery, name: str, samples: Sequence[Sample]) -> tuple[list[Sample], list[Refusal]]:
    """The samples that are like the person's others, and like nobody else's; and why the rest is not."""
    if not samples:
        return [], []
    member = gallery.member(name)
    others = gallery.enrolled(samples[0].embedding.contract)
    own = others.pop(member.name, [])
    alike, refusals = without_outliers(samples, own)
    good = []
    for sample in alike:
        rest = own + [other.embedding for other in alike if other is not sample]
        if other_name := nearer_to(sample.embedding, rest, others):
            reason = f"more like {other_name} than like {member.name}. Is it the right person? Take it again."
            refusals.append(Refusal(sample.source, reason))
        else:
            good.append(sample)
    return good, refusals


def without_outliers(samples: Sequence[Sample], own: Sequence[Embedding]) -> tuple[list[Sample], list[Refusal]]:
    """Take out, one after the other, the sample that is least like the rest, as long as it is far less so than usual.

    own: what is enrolled, never taken out. Needs three embeddings in all: of two, nobody knows which is wrong.
    """
    kept, refusals = list(samples), []
    while kept and len(own) + len(kept) >= _FEWEST:
        embeddings = [*(sample.embedding for sample in kept), *own]
        likeness = coherence(embeddings)
        worst = min(range(len(kept)), key=lambda at: likeness[at])
        usual = median(coherence(embeddings[:worst] + embeddings[worst + 1 :]))
        if likeness[worst] >= OUTLIER * usual:
            break
        reason = (
            f"unlike the other samples ({likeness[worst]:.2f} alike; they are {usual:.2f}). "
            "Is it another person, or much noise? Take it again."
        )
        refusals.append(Refusal(kept.pop(worst).source, reason))
    return kept, refusals


def coherence(embeddings: Sequence[Embedding]) -> list[float]:
    """How much each is like the mean of the others, −1 to 1. Needs two at least."""
    return [
        similarity(embedding, centroid([other for at, other in enumerate(embeddings) if at != place]))
        for place, embedding in enumerate(embeddings)
    ]


def nearer_to(embedding: Embedding, own: Sequence[Embedding], others: Mapping[str, Sequence[Embedding]]) -> str | None:
    """Who of the others an embedding is more like than its own person, or None.

    Without anything of its own to compare with: whom it is as much like as that person's templates usually are.
    """
    for name, theirs in others.items():
        likeness = similarity(embedding, centroid(theirs))
        if own:
            limit = similarity(embedding, centroid(own))
        elif len(theirs) > 1:
            limit = median(coherence(theirs))
        else:
            continue
        if likeness >= limit:
            return name
    return None
