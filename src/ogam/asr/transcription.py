"""Free transcription by beam search: the likeliest text, whatever it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ogam.asr.decodings import FreePath, ends_with
from ogam.asr.ports import Encoded, LogProbs, Scorer
from ogam.asr.search import SearchSettings

BEAM = 8
WIDTH = 12.0
"""Nats below the best at which a beginning is dropped."""
SHORTEST_LOOP = 6
"""Tokens; who says as many twice in a row is a model that has lost its place, not a person."""


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What may have been said so far; row is its place in the batch."""

    tokens: tuple[int, ...] = ()
    log_prob: float = 0.0
    row: int = 0


def free_beam(scorer: Scorer, encoded: Encoded, settings: SearchSettings | None = None, beam: int = BEAM) -> FreePath:
    """The transcription that is likeliest a token; `ended` is False where it had to be cut off.

    The search ends once as many whole texts as the beam is wide were among the likeliest, and none of the beginnings
    that are left is likelier than the likeliest of them: with what would follow, they can only lose.
    """
    longest = (settings or SearchSettings()).longest(encoded.seconds)
    log_probs, state = scorer.step(scorer.open(encoded), np.array([scorer.prompt], np.int64))
    beginnings, whole = [_Beginning()], list[FreePath]()
    for _ in range(longest):
        candidates = _continued(beginnings, log_probs, beam)
        ended = [one for one in candidates if one.tokens[-1] == scorer.vocabulary.end]
        whole += [FreePath(one.tokens[:-1], one.log_prob, ended=True) for one in ended]
        beginnings = [one for one in candidates if one.tokens[-1] != scorer.vocabulary.end]
        if not beginnings or (len(whole) >= beam and max(one.log_prob for one in whole) >= beginnings[0].log_prob):
            break
        state = state.select([one.row for one in beginnings])
        log_probs, state = scorer.step(state, np.array([one.tokens[-1:] for one in beginnings], np.int64))
        beginnings = [_Beginning(one.tokens, one.log_prob, row) for row, one in enumerate(beginnings)]
    if not whole:
        return FreePath(beginnings[0].tokens, beginnings[0].log_prob)
    return max(whole, key=_per_token)


def _per_token(path: FreePath) -> float:
    return path.log_prob / (len(path.tokens) + 1)


def _continued(beginnings: Sequence[_Beginning], log_probs: LogProbs, beam: int) -> list[_Beginning]:
    """The best of all beginnings with one more token; those that go round in a loop are left out."""
    candidates = [
        _Beginning((*one.tokens, int(token)), one.log_prob + float(log_probs[one.row, token]), one.row)
        for one in beginnings
        for token in np.argpartition(log_probs[one.row], -beam - 1)[-beam - 1 :]
    ]
    candidates.sort(key=lambda one: (-one.log_prob, one.tokens))
    kept = [one for one in candidates[: 2 * beam] if not is_loop(one.tokens)][:beam]
    return [one for one in kept if one.log_prob >= kept[0].log_prob - WIDTH]


def is_loop(tokens: tuple[int, ...]) -> bool:
    """Whether the tokens end with the same passage twice."""
    return any(ends_with(tokens, length, 2) for length in range(SHORTEST_LOOP, len(tokens) // 2 + 1))
