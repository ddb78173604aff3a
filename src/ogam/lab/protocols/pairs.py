"""Pairs for verification: the published ones, or made of all that one can compare."""

from collections.abc import Sequence

import numpy as np

from ogam.core import LabError
from ogam.lab.items import Dataset, Item, Pair


def made_pairs(items: Sequence[Item], most: int, within: Sequence[str], seed: int) -> list[Pair]:
    """All pairs of different items whose speakers are known, at most `most`: those of others are drawn.

    within: keys of groups in which both of an impostor pair must agree ("sex", "language" …), which makes it harder.
    """
    known = [item for item in items if item.speaker]
    first, second = np.triu_indices(len(known), 1)
    speakers = np.array([item.speaker for item in known], np.str_)
    same = speakers[first] == speakers[second]
    allowed = ~same
    for key in within:
        labels = np.array([item.groups.get(key, "") for item in known], np.str_)
        allowed &= (labels[first] == labels[second]) & (labels[first] != "")
    own, others = np.flatnonzero(same), np.flatnonzero(allowed)
    random = np.random.default_rng(seed)
    if len(own) > most // 2:
        own = np.sort(random.choice(own, most // 2, replace=False))
    if len(others) > most - len(own):
        others = np.sort(random.choice(others, most - len(own), replace=False))
    chosen = np.concatenate([own, others])
    return [Pair(known[first[at]].id, known[second[at]].id, bool(same[at])) for at in chosen]


def pairs_of(dataset: Dataset, pairs: str, most: int, within: Sequence[str], seed: int) -> list[Pair]:
    """pairs: "published", "made", or "any": published where there are some. LabError for another word,
    and where there are none."""
    if pairs not in ("published", "made", "any"):
        raise LabError(f"pairs are published, made or any, not {pairs!r}.")
    if pairs == "made" or (pairs == "any" and not dataset.pairs):
        return made_pairs(dataset.items, most, within, seed)
    if not dataset.pairs:
        raise LabError(f"{dataset.name} comes without pairs. Let them be made: pairs: made.")
    return list(dataset.pairs)
