"""What a search gives: sentences of the grammar, and what is heard when nothing holds the model."""

from dataclasses import dataclass

LONGEST_CIRCLE = 12
"""Tokens that a repeated phrase has at most, and that its repetitions have together at least."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence of the grammar that the search found.

    score: what sentences are ranked by, log_prob less the share of the prior;
    log_prob: the model's log-probability of it; both summed over spellings that read the same;
    tokens: of the best spelling; regret: log-probability lost against the model's favourite tokens, summed;
    worst_regret: the most at one token;
    spelled: tokens of words that a template spells out (no wildcard's); support: by how much the utterance makes
    these likelier than the prior does, summed, None where the search had no prior.
    """

    text: str
    log_prob: float
    tokens: tuple[int, ...]
    regret: float
    worst_regret: float
    score: float
    support: float | None = None
    spelled: int = 0


@dataclass(frozen=True, slots=True)
class FreePath:
    """What the model hears when nothing holds it (greedy). ended: whether it came to its own end."""

    tokens: tuple[int, ...] = ()
    log_prob: float = 0.0
    ended: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing new will come: it ended, or goes in circles, as these models do in noise."""
        return self.ended or _goes_in_circles(self.tokens)

    def extended(self, token: int, log_prob: float, end: int) -> "FreePath":
        """This path and one more token; `end` ends it."""
        if token == end:
            return FreePath(self.tokens, self.log_prob + log_prob, ended=True)
        return FreePath((*self.tokens, token), self.log_prob + log_prob)


@dataclass(frozen=True, slots=True)
class Decoding:
    """What a search gives: sentences of the grammar, best first, and the free transcription."""

    sentences: tuple[Sentence, ...]
    free: FreePath


def _goes_in_circles(tokens: tuple[int, ...]) -> bool:
    """Whether the last tokens are one phrase said three times or more."""
    return any(
        ends_with(tokens, period, max(3, -(-LONGEST_CIRCLE // period))) for period in range(1, LONGEST_CIRCLE + 1)
    )


def ends_with(tokens: tuple[int, ...], length: int, times: int) -> bool:
    """Whether the last tokens are one phrase of this length, said so many times."""
    last = tokens[-length * times :]
    return len(last) == length * times and last == last[:length] * times
