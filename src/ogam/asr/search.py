"""Grammar-constrained beam search, with the free transcription as one more row of the same batch.

The acoustic model's own log-probabilities are kept as they are, unnormalised by what the grammar allows, so that the
best sentence of the grammar can be compared with what the model hears when nothing holds it.

In noise a sequence-to-sequence model falls back on its language model: it prefers frequent words, and it stops early.
A home's sentences are not frequent English; before anything is heard they are about equally likely. So the search can
take a share of the model's prior away: what it says of each token when it is played near silence (internal language
model estimation; Meng et al. 2021, arXiv 2011.01991).

Words of the speaker's own (a wildcard's) keep the prior, and cost something: any sound fits them a little, and they
would crowd out what the templates spell out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ogam.asr.decodings import Decoding, FreePath, Sentence
from ogam.asr.paths import Position, TokenPaths
from ogam.asr.ports import Encoded, LogProbs, Scorer, ScorerState


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How widely to search.

    beam: hypotheses kept at each step; width: nats below the best at which one is dropped;
    depth: nats below the best whole sentence down to which alternatives are still looked for;
    clear, sure: surprise and rivalry (see Evidence) up to which the first look is believed; what was heard freely,
    word for word, is always clear; wider_beam, wider_width: the second look's;
    prior_weight: share of the model's prior that it takes away at most (`wider`);
    shared_prior: whether what the prior gives to tokens that the grammar does not allow is shared out among those that
    it allows, so that sentences gain nothing by their length;
    free_cost: nats a byte of the speaker's own words (English text holds about 0.7; Shannon 1951);
    most_free_cost: nats that they cost at most in a sentence that is heard freely, word for word;
    unusual_cost: nats of a sentence that is not said every day, where a grammar tells (`Acceptor.everyday`); those that
    are have a beam of their own, as wide as the other;
    tokens_per_second, spare_tokens, most_tokens: the longest sentence, by the length of the utterance.
    """

    beam: int = 5
    width: float = 10.0
    depth: float = 6.0
    clear: float = 0.3
    sure: float = -2.0
    wider_beam: int = 16
    wider_width: float = 14.0
    prior_weight: float = 0.6
    shared_prior: bool = False
    free_cost: float = 0.5
    most_free_cost: float = 8.0
    unusual_cost: float = 6.0
    tokens_per_second: float = 8.0
    spare_tokens: int = 12
    most_tokens: int = 190

    def wider(self, free: FreePath) -> "SearchSettings":
        """For the second look: the less sure the free path, the more of the prior is taken away.

        A model that hears well hardly needs its prior, and then it does no harm; one that hears badly leans on it.
        The share is the free path's mean loss in nats a token, up to `prior_weight`.
        """
        unsure = -free.log_prob / (len(free.tokens) + 1)
        return replace(self, beam=self.wider_beam, width=self.wider_width, prior_weight=min(self.prior_weight, unsure))

    def longest(self, seconds: float) -> int:
        """The most tokens that an utterance of this length is given."""
        return min(self.most_tokens, self.spare_tokens + int(seconds * self.tokens_per_second))


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    """The beginning of a sentence. row: its place in the batch that was scored last; everyday: whether it is one of
    those that are said every day."""

    position: Position
    read: bytes = b""
    tokens: tuple[int, ...] = ()
    score: float = 0.0
    log_prob: float = 0.0
    regret: float = 0.0
    worst_regret: float = 0.0
    support: float = 0.0
    spelled: int = 0
    row: int = 0
    everyday: bool = False

    def joined(self, other: "_Hypothesis") -> "_Hypothesis":
        """This and another spelling of the same text, summed; the likelier of them goes on.

        The same spelling, read in two ways (as the speaker's own words and as a template's), counts once.
        """
        if self.tokens == other.tokens:
            return self if self.score >= other.score else other
        score = float(np.logaddexp(self.score, other.score))
        log_prob = float(np.logaddexp(self.log_prob, other.log_prob))
        return replace(self if self.score >= other.score else other, score=score, log_prob=log_prob)


@dataclass(frozen=True, slots=True, eq=False)
class _Scores:
    """What the model says of the next token: in this utterance, and before it heard anything.

    tops: log-probability of each row's favourite token.
    """

    log_probs: LogProbs
    favourites: Sequence[int]
    tops: Sequence[float]
    prior: LogProbs | None
    settings: SearchSettings

    @classmethod
    def of(cls, log_probs: LogProbs, prior: LogProbs | None, settings: SearchSettings) -> "_Scores":
        favourites = log_probs.argmax(axis=1)
        tops = log_probs[np.arange(len(favourites)), favourites]
        return cls(log_probs, favourites.tolist(), tops.tolist(), prior, settings)

    def extended(
        self, before: _Hypothesis, token: int, position: Position, read: bytes, free: bool, allowed: float = 0.0
    ) -> _Hypothesis:
        """A hypothesis and one more token.

        free: the word is the speaker's own choice, so it keeps its prior; allowed: log-probability that the prior
        gives to all tokens that may follow.
        """
        row = before.row
        log_prob = float(self.log_probs[row, token])
        unheard = 0.0 if self.prior is None else float(self.prior[row, token])
        spelled = not free
        regret = self.tops[row] - log_prob
        cost = self.settings.free_cost * len(read) if free else self.settings.prior_weight * (unheard - allowed)
        return _Hypothesis(
            position,
            before.read + read,
            (*before.tokens, token),
            before.score + log_prob - cost,
            before.log_prob + log_prob,
            before.regret + regret,
            max(before.worst_regret, regret),
            before.support + spelled * (log_prob - unheard),
            before.spelled + spelled,
            row,
            before.everyday,
        )


class _Stepper:
    """Feeds the acoustic model: the utterance, and beside it the prior where one is wanted."""

    def __init__(self, scorer: Scorer, encoded: Encoded, prior: Encoded | None, settings: SearchSettings) -> None:
        self._scorer = scorer
        self._settings = settings
        self._heard: ScorerState = scorer.open(encoded)
        self._unheard: ScorerState | None = None if prior is None else scorer.open(prior)

    def first(self) -> _Scores:
        return self._step(np.array([self._scorer.prompt], np.int64))

    def next(self, parents: Sequence[tuple[int, int]]) -> _Scores:
        """parents: for each new row the row that it goes on from, and the token."""
        rows = [row for row, _ in parents]
        self._heard = self._heard.select(rows)
        if self._unheard is not None:
            self._unheard = self._unheard.select(rows)
        return self._step(np.array([[token] for _, token in parents], np.int64))

    def _step(self, tokens: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> _Scores:
        log_probs, self._heard = self._scorer.step(self._heard, tokens)
        if self._unheard is None:
            return _Scores.of(log_probs, None, self._settings)
        prior, self._unheard = self._scorer.step(self._unheard, tokens)
        return _Scores.of(log_probs, prior, self._settings)


@dataclass(slots=True)
class _Finished:
    """Whole sentences by their text."""

    best: dict[bytes, _Hypothesis] = field(default_factory=dict)
    top: float = -np.inf

    def add(self, hypothesis: _Hypothesis) -> None:
        known = self.best.get(hypothesis.read)
        found = known.joined(hypothesis) if known else hypothesis
        self.best[hypothesis.read] = found
        self.top = max(self.top, found.score)

    def sentences(self, has_prior: bool) -> tuple[Sentence, ...]:
        ranked = sorted(self.best.values(), key=lambda h: (-h.score, h.read))
        return tuple(_sentence(h, has_prior) for h in ranked)


def _sentence(found: _Hypothesis, has_prior: bool) -> Sentence:
    return Sentence(
        found.read.decode(errors="replace"),
        found.log_prob,
        found.tokens,
        found.regret,
        found.worst_regret,
        found.score,
        found.support if has_prior else None,
        found.spelled,
    )


def search(
    scorer: Scorer,
    encoded: Encoded,
    paths: TokenPaths,
    settings: SearchSettings | None = None,
    prior: Encoded | None = None,
) -> Decoding:
    """The sentences of the grammar that the utterance most likely says.

    prior: near silence, encoded; what the model says there is taken away in part (`prior_weight`).
    """
    settings = settings or SearchSettings()
    end = scorer.vocabulary.end
    stepper = _Stepper(scorer, encoded, prior, settings)
    scores, free_row = stepper.first(), 0
    beam, free, finished = _beginnings(paths, settings), FreePath(), _Finished()
    for _ in range(settings.longest(encoded.seconds)):
        longer = []
        for hypothesis in beam:
            more, whole = _continued(hypothesis, paths, scores, end)
            longer += more
            if whole is not None:
                finished.add(whole)
        beam = _prune(longer, finished.top, settings)
        if not free.is_over:
            free = free.extended(scores.favourites[free_row], scores.tops[free_row], end)
        if not beam and free.is_over:
            break
        places: dict[tuple[int, int], int] = {}
        beam = [replace(h, row=places.setdefault((h.row, h.tokens[-1]), len(places))) for h in beam]
        if not free.is_over:
            free_row = places.setdefault((free_row, free.tokens[-1]), len(places))
        scores = stepper.next(list(places))
    return Decoding(finished.sentences(prior is not None), free)


def _beginnings(paths: TokenPaths, settings: SearchSettings) -> list[_Hypothesis]:
    """Nothing said yet: of all sentences of the grammar, and of those of every day, if they are told apart."""
    if paths.everyday is None:
        return [_Hypothesis(paths.start)]
    return [_Hypothesis(paths.start, score=-settings.unusual_cost), _Hypothesis(paths.everyday, everyday=True)]


def _continued(
    hypothesis: _Hypothesis, paths: TokenPaths, scores: _Scores, end: int
) -> tuple[list[_Hypothesis], _Hypothesis | None]:
    """A hypothesis followed by each of the likely tokens that the grammar allows; and ended, if it may end here."""
    wanted = 2 * scores.settings.beam
    row = scores.log_probs[hypothesis.row]
    following = paths.following(hypothesis.position, row, wanted)
    accepts = paths.accepts(hypothesis.position)
    ranks, allowed = row[following.tokens], 0.0
    if scores.prior is not None:
        free = np.array([paths.said_freely(position) for position, _ in following.ends], bool)
        prior = scores.prior[hypothesis.row]
        if scores.settings.shared_prior:
            allowed = _allowed(prior, following.tokens[~free], end if accepts else None)
        ranks = ranks - np.where(free, 0, scores.settings.prior_weight * (prior[following.tokens] - allowed))
    likely = range(len(ranks)) if len(ranks) <= wanted else np.argpartition(-ranks, wanted)[:wanted].tolist()
    found = []
    for i in likely:
        position, read = following.ends[i]
        free_word = paths.said_freely(position)
        found.append(scores.extended(hypothesis, int(following.tokens[i]), position, read, free_word, allowed))
    if not accepts:
        return found, None
    free_word = paths.said_freely(hypothesis.position)
    return found, scores.extended(hypothesis, end, hypothesis.position, b"", free_word, allowed)


def _allowed(prior: LogProbs, spelled: NDArray[np.int64], end: int | None) -> float:
    """Log-probability that one row of the prior gives to the tokens that templates spell out, and to the end."""
    tokens = np.unique(spelled if end is None else np.append(spelled, end))
    return float(np.logaddexp.reduce(prior[tokens], initial=-np.inf)) if len(tokens) else 0.0


def _prune(candidates: list[_Hypothesis], finished: float, settings: SearchSettings) -> list[_Hypothesis]:
    """The best hypotheses, and beside them the best of what is said every day; spellings that read the same are summed
    and the likeliest of them goes on."""
    if not candidates:
        return []
    candidates.sort(key=lambda h: (-h.score, h.tokens))
    least = max(candidates[0].score - settings.width, finished - settings.depth)
    kept: dict[tuple[Position, bytes], _Hypothesis] = {}
    room = {False: settings.beam, True: settings.beam}
    for h in candidates:
        if h.score < least:
            break
        key = (h.position, h.read)
        if known := kept.get(key):
            kept[key] = known.joined(h)
        elif room[h.everyday]:
            kept[key] = h
            room[h.everyday] -= 1
    return list(kept.values())
