"""Spoken sentences: the file's name is the sentence, the folder holds the home it is said in."""

from pathlib import Path
from typing import Any

from ogam.grammar import language
from ogam.lab.metrics import share
from ogam.lab.pipelines import Answer, Build, Pipeline, fills
from ogam.lab.rejection import OUT_OF_VOCABULARY
from ogam.lab.trials import Result, Track, Trial, run, silently, speed
from ogam.lab.vocabularies import Vocabulary, read_vocabulary, recordings


def measure_spoken(
    folder: Path, build: Build, limit: int | None = None, track: Track[Trial] = silently
) -> dict[str, Any]:
    """Figures of a folder of recordings named by what is said; those named `oov_…` must be refused.

    A sentence counts as right if it is accepted and means the same command as the file's name, or is the same text.
    """
    vocabulary = read_vocabulary(folder)
    pipeline = build(vocabulary)
    results = run(pipeline, [Trial(path) for path in recordings(folder, limit)], track)
    own = [result for result in results if not is_outside(result)]
    outside = [result for result in results if is_outside(result)]
    right = [is_right(result, pipeline, vocabulary) for result in own]
    wrong = [result for ok, result in zip(right, own, strict=True) if not ok]
    accepted = [result for result in outside if result.answer.accepted]
    return {
        "n": len(own),
        "accuracy": round(share(right), 4),
        "n_oov": len(outside),
        "rejected_oov": round(1 - len(accepted) / len(outside), 4) if outside else None,
        "not_in_grammar": [said(result) for result in own if not pipeline.read(said(result)).intent],
        **speed(results),
        "errors": [
            {"file": result.trial.path.name, "expected": said(result), "got": result.answer.as_json()}
            for result in [*wrong, *accepted]
        ],
    }


def is_outside(result: Result) -> bool:
    """Whether the recording is none of the home's sentences."""
    return result.trial.path.name.startswith(OUT_OF_VOCABULARY)


def said(result: Result) -> str:
    """What is said in the recording."""
    return result.trial.path.stem


def is_right(result: Result, pipeline: Pipeline, vocabulary: Vocabulary) -> bool:
    """Whether what was accepted is what was said, by meaning or by text."""
    answer = result.answer
    if not answer.accepted:
        return False
    normalise = language(vocabulary.home.language).normalise
    return normalise(answer.sentence) == normalise(said(result)) or same_meaning(answer, pipeline.read(said(result)))


def same_meaning(answer: Answer, expected: Answer) -> bool:
    """Whether both are the same intent with the same slots."""
    return (
        bool(expected.intent)
        and fills(answer, expected.intent, expected.slots)
        and answer.slots.keys() == expected.slots.keys()
    )
