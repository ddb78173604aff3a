"""Embeddings out of outcomes, ready to be compared."""

from collections.abc import Mapping, Sequence

import numpy as np

from ogam.core import LabError
from ogam.lab.measures.resampling import Floats
from ogam.lab.protocols.cases import Case


def embeddings_of(cases: Sequence[Case]) -> Mapping[str, Floats]:
    """Item → its vector, of length 1. What failed, or gave none, zeros or no numbers, is not in it.

    Raises LabError for vectors of different lengths, which no one model gives.
    """
    found = {}
    for case in cases:
        vector = _vector(case)
        if vector is not None:
            found[case.item.id] = vector
    lengths = sorted({len(vector) for vector in found.values()})
    if len(lengths) > 1:
        raise LabError(f"embeddings have different lengths: {', '.join(map(str, lengths))}.")
    return found


def _vector(case: Case) -> Floats | None:
    given = next((o.details.get("vector") for o in case.outcome.observations if o.kind == "embedding"), None)
    if not case.answered or given is None:
        return None
    vector = np.asarray(given, np.float64)
    norm = float(np.linalg.norm(vector))
    return vector / norm if vector.ndim == 1 and np.isfinite(norm) and norm > 0 else None
