"""Spans of time: which detections meet what was there, and how long two sets of spans agree."""

from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Met:
    """scores: of each word that was there, its best detection, None where none met it; false: of all others."""

    scores: tuple[float | None, ...]
    false: tuple[float, ...]


def meet(words: Sequence[tuple[str, float, float]], found: Sequence[tuple[str, float, float]], tolerance: float) -> Met:
    """words: (name, start, end); found: (name, when, score). A detection meets a word of its name from its start to
    `tolerance` seconds after its end; several that meet one word are one."""
    scores: list[float | None] = [None] * len(words)
    false = []
    for name, when, score in found:
        places = [
            at for at, (word, start, end) in enumerate(words) if word == name and start <= when <= end + tolerance
        ]
        if not places:
            false.append(score)
        for place in places[:1]:
            scores[place] = max(score, scores[place] or score)
    return Met(tuple(scores), tuple(false))


def merged(spans: Sequence[Span]) -> list[Span]:
    """The same time, in spans that do not touch, in order."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def length(spans: Sequence[Span]) -> float:
    return sum(end - start for start, end in merged(spans))


def overlap(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Seconds that are in both."""
    return length(first) + length(second) - length([*first, *second])
