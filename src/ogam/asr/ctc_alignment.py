"""How well a sequence of tokens fits the frames of a CTC model: over all alignments, and along the best one.

Connectionist temporal classification (Graves et al. 2006): every frame says a token or the blank; repeats join unless
a blank stands between them, then the blanks go.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ogam.asr.ports import LogProbs


def favourites(log_probs: LogProbs, blank: int) -> tuple[int, ...]:
    """What the likeliest token of every frame makes together (greedy decoding). log_probs: (frames, tokens)."""
    return tuple(token for token, _ in groupby(log_probs.argmax(axis=1).tolist()) if token != blank)


def log_prob(log_probs: LogProbs, tokens: Sequence[int], blank: int) -> float:
    """Natural logarithm of the probability of exactly these tokens, summed over every alignment.

    log_probs: shape (frames, tokens). Minus infinity where the frames do not suffice.
    """
    labels, may_skip = _states(tokens, blank)
    emitted = log_probs[:, labels].astype(np.float64)
    reached = np.full(len(labels), -np.inf)
    reached[:2] = emitted[0, :2]
    for frame in emitted[1:]:
        came = reached.copy()
        came[1:] = np.logaddexp(came[1:], reached[:-1])
        came[2:][may_skip] = np.logaddexp(came[2:][may_skip], reached[:-2][may_skip])
        reached = came + frame
    return float(np.logaddexp.reduce(reached[-2:]))


def regrets(log_probs: LogProbs, tokens: Sequence[int], blank: int) -> NDArray[np.float64]:
    """What each token loses against the model's favourites, along the best alignment, in nats. Shape (tokens,).

    A frame belongs to the token that was said last, so that sounds which the sentence leaves out count at the word
    before them; what comes before the first token counts there. At least one token; the frames must suffice.
    """
    labels, may_skip = _states(tokens, blank)
    emitted = log_probs[:, labels].astype(np.float64)
    reached = np.full(len(labels), -np.inf)
    reached[:2] = emitted[0, :2]
    steps = np.zeros(emitted.shape, np.int8)
    for i, frame in enumerate(emitted[1:], start=1):
        came = np.full((3, len(labels)), -np.inf)
        came[0], came[1, 1:] = reached, reached[:-1]
        came[2, 2:][may_skip] = reached[:-2][may_skip]
        steps[i] = came.argmax(axis=0)
        reached = came.max(axis=0) + frame
    state = len(labels) - 1 if reached[-1] >= reached[-2] else len(labels) - 2
    lost = np.zeros(len(tokens))
    for i in range(len(emitted) - 1, -1, -1):
        lost[max(0, (state - 1) // 2)] += log_probs[i].max() - emitted[i, state]
        state -= int(steps[i, state])
    return lost


def _states(tokens: Sequence[int], blank: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The tokens with blanks around them, and for each state from the third whether the one before may be skipped."""
    labels = np.full(2 * len(tokens) + 1, blank, np.int64)
    labels[1::2] = tokens
    return labels, (labels[2:] != blank) & (labels[2:] != labels[:-2])
