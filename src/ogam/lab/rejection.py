"""Rejection: is speech that is none of the home's sentences left alone, and are the home's own not refused?"""

from pathlib import Path
from typing import Any

from ogam.lab.metrics import equal_error_rate, false_accept_at, share
from ogam.lab.pipelines import Build
from ogam.lab.trials import Result, Track, Trial, run, silently, speed
from ogam.lab.vocabularies import read_vocabulary, recordings

FALSE_REJECT = 0.01
OUT_OF_VOCABULARY = "oov_"


def measure_rejection(
    inside: Path,
    outside: Path,
    build: Build,
    limit: int | None = None,
    track: Track[Trial] = silently,
) -> dict[str, Any]:
    """Figures of two folders of recordings against the grammar of the first.

    false_accept: share of `outside` accepted where at most 1 % of `inside` is refused; at_shipped_threshold: both
    shares as Ogam decides by itself.
    """
    pipeline = build(read_vocabulary(inside))
    own = [path for path in recordings(inside) if not path.name.startswith(OUT_OF_VOCABULARY)][:limit]
    commands = run(pipeline, [Trial(path) for path in own], track)
    others = run(pipeline, [Trial(path) for path in recordings(outside, limit)], track)
    inside_scores = [result.answer.score for result in commands]
    outside_scores = [result.answer.score for result in others]
    return {
        "n_in": len(commands),
        "n_out": len(others),
        "false_accept": round(false_accept_at(FALSE_REJECT, inside_scores, outside_scores), 4),
        "false_reject": FALSE_REJECT,
        "eer": round(equal_error_rate(inside_scores, outside_scores), 4),
        "at_shipped_threshold": {
            "false_accept": round(share([result.answer.accepted for result in others]), 4),
            "false_reject": round(share([not result.answer.accepted for result in commands]), 4),
        },
        **speed([*commands, *others]),
        "errors": [
            *(error_of(result, "accepted") for result in commands if not result.answer.accepted),
            *(error_of(result, "refused") for result in others if result.answer.accepted),
        ],
    }


def error_of(result: Result, expected: str) -> dict[str, Any]:
    """One error at the shipped threshold, for the report."""
    return {"file": result.trial.path.name, "expected": expected, "got": result.answer.as_json()}
