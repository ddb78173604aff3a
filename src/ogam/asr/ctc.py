"""Grammar-constrained decoding of a CTC model: prefix beam search inside the automaton.

What is kept of the beginning of a sentence is the probability of every alignment of every spelling of it, in two parts:
those that end in the blank, after which a token may come again, and those that end in its last token (Graves 2012;
Hannun et al. 2014, arXiv 1408.2873). All beginnings have heard the same frames, so that they can be compared as they
are. The model's own log-probabilities are kept, unnormalised by what the grammar allows, as in `search`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from math import exp, inf, log1p
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from ogam.asr import ctc_alignment
from ogam.asr.decodings import Decoding, FreePath, Sentence
from ogam.asr.paths import Position, TokenPaths
from ogam.asr.ports import LogProbs

NO_TOKEN = -1


@dataclass(frozen=True, slots=True)
class CtcSettings:
    """How widely to search.

    beam: beginnings kept at each frame, and how many of them at one place of the grammar, where what may follow is the
    same: else the words that a wildcard could be would crowd out the rest;
    width: nats below the best at which one is dropped;
    depth: nats below the best whole sentence down to which alternatives are given.
    """

    beam: int = 32
    at_one_place: int = 4
    width: float = 16.0
    depth: float = 6.0


@dataclass(slots=True)
class _Prefix:
    """The beginning of a sentence. blank, said: log-probability of its alignments that end in the blank, in its token.

    tokens: of the likeliest spelling.
    """

    tokens: tuple[int, ...]
    blank: float
    said: float

    @property
    def total(self) -> float:
        return _add(self.blank, self.said)


_Key = tuple[Position, bytes, int]
"""Where a prefix stands in the grammar, what the grammar read, and the last token: all that its future depends on."""
_Beam = dict[_Key, _Prefix]


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """What the model says of one frame. log_probs: (tokens,); silent: the blank's; loudest: the highest other."""

    log_probs: LogProbs
    silent: float
    loudest: float

    @classmethod
    def of(cls, log_probs: LogProbs, blank: int) -> "_Frame":
        others = max(log_probs[:blank].max(initial=-inf), log_probs[blank + 1 :].max(initial=-inf))
        return cls(log_probs, float(log_probs[blank]), float(others))


def ctc_search(log_probs: LogProbs, blank: int, paths: TokenPaths, settings: CtcSettings | None = None) -> Decoding:
    """The sentences of the grammar that the utterance most likely says.

    log_probs: natural logarithms, shape (frames, tokens), at least one frame; blank: the token that says nothing.
    """
    settings = settings or CtcSettings()
    beam: _Beam = {(paths.start, b"", NO_TOKEN): _Prefix((), 0.0, -inf)}
    for frame in log_probs:
        beam = _after(_Frame.of(frame, blank), beam, paths, settings)
    sentences = tuple(_sentences(beam, log_probs, blank, paths, settings))
    return Decoding(sentences, ctc_free_search(log_probs, blank))


def ctc_free_search(log_probs: LogProbs, blank: int) -> FreePath:
    """What the model hears when nothing holds it: the likeliest token of every frame. log_probs: as above."""
    tokens = ctc_alignment.favourites(log_probs, blank)
    return FreePath(tokens, ctc_alignment.log_prob(log_probs, tokens, blank), ended=True)


def _after(frame: _Frame, beam: _Beam, paths: TokenPaths, settings: CtcSettings) -> _Beam:
    """The beam after one more frame."""
    found: _Beam = {}
    for key, prefix in beam.items():
        again = prefix.said + float(frame.log_probs[key[2]]) if key[2] != NO_TOKEN else -inf
        found[key] = _Prefix(prefix.tokens, prefix.total + frame.silent, again)
    least = max(prefix.total for prefix in found.values()) - settings.width
    for key, prefix in beam.items():
        if prefix.total + frame.loudest >= least:
            _extend(found, key, prefix, frame.log_probs, least, paths, settings)
    return _pruned(found, settings)


def _pruned(found: _Beam, settings: CtcSettings) -> _Beam:
    """The best beginnings, best first."""
    ranked = sorted(((prefix.total, key) for key, prefix in found.items()), key=itemgetter(0), reverse=True)
    least = ranked[0][0] - settings.width
    there: Counter[Position] = Counter()
    kept: _Beam = {}
    for total, key in ranked:
        if total < least or len(kept) == settings.beam:
            break
        if there[key[0]] < settings.at_one_place:
            there[key[0]] += 1
            kept[key] = found[key]
    return kept


def _extend(
    found: _Beam, key: _Key, prefix: _Prefix, frame: LogProbs, least: float, paths: TokenPaths, settings: CtcSettings
) -> None:
    """Add to what was found every beginning that goes on from this one, as far as it reaches `least`."""
    position, read, last = key
    following = paths.following(position, frame, settings.beam // 2)
    scores: NDArray[np.float64] = frame[following.tokens].astype(np.float64) + prefix.total
    scores[following.tokens == last] += prefix.blank - prefix.total
    likely = np.flatnonzero(scores >= least)
    if len(likely) > settings.beam:
        likely = likely[np.argpartition(-scores[likely], settings.beam)[: settings.beam]]
    for i in likely.tolist():
        token = int(following.tokens[i])
        there, more = following.ends[i]
        _put(found, (there, read + more, token), (*prefix.tokens, token), float(scores[i]))


def _put(found: _Beam, key: _Key, tokens: tuple[int, ...], said: float) -> None:
    known = found.get(key)
    if known is None:
        found[key] = _Prefix(tokens, -inf, said)
        return
    if said > known.total:
        known.tokens = tokens
    known.said = _add(known.said, said)


def _sentences(
    beam: _Beam, log_probs: LogProbs, blank: int, paths: TokenPaths, settings: CtcSettings
) -> Iterator[Sentence]:
    """The whole sentences among the prefixes, best first; spellings that read the same are summed."""
    whole: dict[bytes, dict[tuple[int, ...], float]] = {}
    for (position, read, _), prefix in beam.items():
        if paths.accepts(position):
            spellings = whole.setdefault(read, {})  # one that is read in two ways counts once
            spellings[prefix.tokens] = max(prefix.total, spellings.get(prefix.tokens, -inf))
    summed = [(reduce(_add, spellings.values()), read) for read, spellings in whole.items()]
    for said, read in sorted(summed, key=lambda item: (-item[0], item[1])):
        if said < max(summed)[0] - settings.depth:
            break
        tokens = max(whole[read], key=whole[read].__getitem__)
        lost = ctc_alignment.regrets(log_probs, tokens, blank)
        yield Sentence(read.decode(errors="replace"), said, tokens, float(lost.sum()), float(lost.max()), said)


def _add(one: float, other: float) -> float:
    """The logarithm of the sum of two probabilities, given as logarithms."""
    high, low = (one, other) if one >= other else (other, one)
    return high if low == -inf else high + log1p(exp(low - high))
