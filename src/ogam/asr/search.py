"""Grammar-constrained beam search, with the free transcription as one more row of the same batch.

The acoustic model's own log-probabilities are kept as they are, unnormalised by what the grammar allows, so that the
best sentence of the grammar can be compared with what the model hears when nothing holds it.
"""

from dataclasses import dataclass, field

import numpy as np

from ogam.asr.paths import Position, TokenPaths
from ogam.asr.ports import Encoded, LogProbs, Scorer


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How widely to search.

    beam: hypotheses kept at each step; width: nats below the best at which one is dropped;
    depth: nats below the best whole sentence down to which alternatives are still looked for;
    tokens_per_second, spare_tokens, most_tokens: the longest sentence, by the length of the utterance.
    """

    beam: int = 8
    width: float = 12.0
    depth: float = 3.0
    tokens_per_second: float = 8.0
    spare_tokens: int = 12
    most_tokens: int = 190

    def longest(self, seconds: float) -> int:
        """The most tokens that an utterance of this length is given."""
        return min(self.most_tokens, self.spare_tokens + int(seconds * self.tokens_per_second))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence of the grammar that the search found.

    log_prob: the model's log-probability of it, summed over spellings that write the same; tokens: of the best one;
    regret: log-probability lost against the model's favourite tokens, summed; worst_regret: the most at one token.
    """

    text: str
    log_prob: float
    tokens: tuple[int, ...]
    regret: float
    worst_regret: float


@dataclass(frozen=True, slots=True)
class FreePath:
    """What the model hears when nothing holds it (greedy). ended: whether it came to its own end."""

    tokens: tuple[int, ...] = ()
    log_prob: float = 0.0
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Decoding:
    """What a search gives: sentences of the grammar, best first, and the free transcription."""

    sentences: tuple[Sentence, ...]
    free: FreePath


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    """The beginning of a sentence: row is its place in the batch that was scored last."""

    position: Position
    read: bytes = b""
    tokens: tuple[int, ...] = ()
    log_prob: float = 0.0
    regret: float = 0.0
    worst_regret: float = 0.0
    row: int = 0


@dataclass(slots=True)
class _Finished:
    """Whole sentences by their text."""

    best: dict[bytes, tuple[float, _Hypothesis]] = field(default_factory=dict)
    top: float = -np.inf

    def add(self, hypothesis: _Hypothesis) -> None:
        log_prob = hypothesis.log_prob
        if known := self.best.get(hypothesis.read):
            log_prob = float(np.logaddexp(log_prob, known[0]))
            hypothesis = max(hypothesis, known[1], key=lambda h: h.log_prob)
        self.best[hypothesis.read] = (log_prob, hypothesis)
        self.top = max(self.top, log_prob)

    def sentences(self) -> tuple[Sentence, ...]:
        ranked = sorted(self.best.items(), key=lambda item: (-item[1][0], item[0]))
        return tuple(
            Sentence(read.decode(errors="replace"), log_prob, best.tokens, best.regret, best.worst_regret)
            for read, (log_prob, best) in ranked
        )


def search(scorer: Scorer, encoded: Encoded, paths: TokenPaths, settings: SearchSettings | None = None) -> Decoding:
    """The sentences of the grammar that the utterance most likely says."""
    settings = settings or SearchSettings()
    end = scorer.vocabulary.end
    beam, free, finished = [_Hypothesis(paths.start)], FreePath(), _Finished()
    free_row = 0
    log_probs, state = scorer.step(scorer.open(encoded), np.array([scorer.prompt], np.int64))
    for _ in range(settings.longest(encoded.seconds)):
        favourites = log_probs.argmax(axis=1)
        tops = log_probs[np.arange(len(favourites)), favourites]
        for hypothesis in beam:
            if paths.accepts(hypothesis.position):
                finished.add(_extended(hypothesis, end, log_probs, tops, hypothesis.position, b""))
        beam = _prune(_extensions(beam, paths, log_probs, tops, settings), finished.top, settings)
        if not free.ended:
            free = _free_step(free, int(favourites[free_row]), float(tops[free_row]), end)
        if not beam and free.ended:
            break
        places: dict[tuple[int, int], int] = {}
        parents = [(h.row, h.tokens[-1]) for h in beam]
        rows = [places.setdefault(parent, len(places)) for parent in parents]
        beam = [_moved(h, row) for h, row in zip(beam, rows, strict=True)]
        if not free.ended:
            free_row = places.setdefault((free_row, free.tokens[-1]), len(places))
        state = state.select([row for row, _ in places])
        log_probs, state = scorer.step(state, np.array([[token] for _, token in places], np.int64))
    return Decoding(finished.sentences(), free)


def free_search(scorer: Scorer, encoded: Encoded, settings: SearchSettings | None = None) -> FreePath:
    """What the model hears when nothing holds it: the likeliest token at every step."""
    settings = settings or SearchSettings()
    end, free = scorer.vocabulary.end, FreePath()
    tokens, state = scorer.prompt, scorer.open(encoded)
    for _ in range(settings.longest(encoded.seconds)):
        log_probs, state = scorer.step(state, np.array([tokens], np.int64))
        token = int(log_probs[0].argmax())
        free = _free_step(free, token, float(log_probs[0, token]), end)
        if free.ended:
            break
        tokens = (token,)
    return free


def _free_step(free: FreePath, token: int, log_prob: float, end: int) -> FreePath:
    if token == end:
        return FreePath(free.tokens, free.log_prob + log_prob, ended=True)
    return FreePath((*free.tokens, token), free.log_prob + log_prob)


def _extensions(
    beam: list[_Hypothesis], paths: TokenPaths, log_probs: LogProbs, tops: LogProbs, settings: SearchSettings
) -> list[_Hypothesis]:
    """Every hypothesis followed by each of the tokens that the grammar allows and the model finds likely."""
    wanted = 2 * settings.beam
    found = []
    for hypothesis in beam:
        row = log_probs[hypothesis.row]
        following = paths.following(hypothesis.position, row, wanted)
        scores = row[following.tokens]
        likely = range(len(scores)) if len(scores) <= wanted else np.argpartition(-scores, wanted)[:wanted].tolist()
        for i in likely:
            position, read = following.ends[i]
            found.append(_extended(hypothesis, int(following.tokens[i]), log_probs, tops, position, read))
    return found


def _extended(
    hypothesis: _Hypothesis, token: int, log_probs: LogProbs, tops: LogProbs, position: Position, read: bytes
) -> _Hypothesis:
    row = hypothesis.row
    log_prob = float(log_probs[row, token])
    regret = float(tops[row]) - log_prob
    return _Hypothesis(
        position,
        hypothesis.read + read,
        (*hypothesis.tokens, token),
        hypothesis.log_prob + log_prob,
        hypothesis.regret + regret,
        max(hypothesis.worst_regret, regret),
        row,
    )


def _moved(h: _Hypothesis, row: int) -> _Hypothesis:
    return _Hypothesis(h.position, h.read, h.tokens, h.log_prob, h.regret, h.worst_regret, row)


def _prune(candidates: list[_Hypothesis], finished: float, settings: SearchSettings) -> list[_Hypothesis]:
    """The best hypotheses; spellings that read the same are summed and the likeliest of them goes on."""
    if not candidates:
        return []
    candidates.sort(key=lambda h: (-h.log_prob, h.tokens))
    least = max(candidates[0].log_prob - settings.width, finished - settings.depth)
    kept: dict[tuple[Position, bytes], _Hypothesis] = {}
    for h in candidates:
        if h.log_prob < least:
            break
        key = (h.position, h.read)
        if known := kept.get(key):
            total = float(np.logaddexp(known.log_prob, h.log_prob))
            kept[key] = _Hypothesis(
                known.position, known.read, known.tokens, total, known.regret, known.worst_regret, known.row
            )
        elif len(kept) < settings.beam:
            kept[key] = h
    return list(kept.values())
