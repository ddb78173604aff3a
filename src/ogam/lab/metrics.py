"""The figures that benchmarks report."""

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def share(outcomes: Sequence[bool]) -> float:
    """The share that is true, 0 to 1; 0 of nothing."""
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


def share_interval(count: int, of: int) -> tuple[float, float]:
    """In which the true share lies, at 95 %, where `count` of `of` independent outcomes were true (Wilson, 1927)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return round(max(0.0, float(middle - reach)), 5), round(min(1.0, float(middle + reach)), 5)


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile of durations in seconds, given in milliseconds."""
    if not seconds:
        return {"median": 0.0, "p95": 0.0}
    median, p95 = np.percentile(np.asarray(seconds) * 1_000, (50, 95))
    return {"median": round(float(median), 1), "p95": round(float(p95), 1)}


def equal_error_rate(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Where as many of `inside` are refused as of `outside` are accepted, by a threshold on the score.

    Where no threshold makes both rates equal, their mean where they differ least. Needs a score of each at least.
    """
    rejected, accepted = error_curves(inside, outside)
    nearest = np.argmin(np.abs(rejected - accepted))
    return float(rejected[nearest] + accepted[nearest]) / 2


def false_accept_at(false_reject: float, inside: Sequence[float], outside: Sequence[float]) -> float:
    """The least share of `outside` accepted by a threshold that refuses at most `false_reject` of `inside`."""
    rejected, accepted = error_curves(inside, outside)
    return float(accepted[rejected <= false_reject].min())


def detection_cost(inside: Sequence[float], outside: Sequence[float], prior: float = 0.01) -> float:
    """The least cost of errors that any threshold gives, where `inside` is rare (NIST's minDCF).

    A refusal and a false accept cost the same; 1 is what refusing everything costs.
    """
    rejected, accepted = error_curves(inside, outside)
    return float((prior * rejected + (1 - prior) * accepted).min()) / min(prior, 1 - prior)


def error_curves(inside: Sequence[float], outside: Sequence[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`error_rates` at all thresholds that make a difference, the lowest first: (false rejects, false accepts)."""
    every = np.array(thresholds(inside, outside))
    rejected = np.searchsorted(np.sort(inside), every, side="left") / len(inside)
    accepted = 1 - np.searchsorted(np.sort(outside), every, side="left") / len(outside)
    return rejected, accepted


def true_accept_at(false_accept: float, inside: Sequence[float], outside: Sequence[float]) -> float:
    """The largest share of `inside` accepted by a threshold that accepts at most `false_accept` of `outside`."""
    rates = [error_rates(inside, outside, threshold) for threshold in thresholds(inside, outside)]
    return max(1 - rejected for rejected, accepted in rates if accepted <= false_accept)


def area_under_curve(inside: Sequence[float], outside: Sequence[float]) -> float:
    """How often one of `inside` scores higher than one of `outside`; equal scores count half. 0.5 is chance."""
    higher = np.asarray(inside)[:, None] - np.asarray(outside)[None]
    return float(np.mean((higher > 0) + 0.5 * (higher == 0)))


def error_rates(inside: Sequence[float], outside: Sequence[float], threshold: float) -> tuple[float, float]:
    """Share of `inside` below the threshold (false reject), share of `outside` at or above it (false accept)."""
    return share([score < threshold for score in inside]), share([score >= threshold for score in outside])


def thresholds(inside: Sequence[float], outside: Sequence[float]) -> list[float]:
    """All thresholds that make a difference, from accepting everything to refusing everything."""
    if not inside or not outside:
        raise ValueError("scores of both sides are needed")
    return [*sorted({*inside, *outside}), float("inf")]


def letter_errors(heard: Sequence[Sequence[str]], said: str) -> int:
    """Insertions, deletions and substitutions of letters between what was heard and said (edit distance).

    heard: pieces, each with spellings that count as the same ("17", "seventeen"); the nearest of them counts.
    """
    row = list(range(len(said) + 1))
    for piece in heard:
        rows = [_after(spelling, said, row) for spelling in piece]
        row = [min(costs) for costs in zip(*rows, strict=True)]
    return row[-1]


def _after(spelling: str, said: str, row: list[int]) -> list[int]:
    """The last row of the table of edit distances once a spelling was heard."""
    for letter in spelling:
        following = [row[0] + 1]
        for i, other in enumerate(said):
            following.append(min(row[i] + (letter != other), row[i + 1] + 1, following[i] + 1))
        row = following
    return row


def peak_rss_mb() -> float:
    """The most memory that this process has held, in MB (10⁶ bytes); 0 where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1 if sys.platform == "darwin" else 1_024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)
