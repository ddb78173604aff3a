"""A hard, accented test of Korean, all of it synthetic: nobody was recorded, and no voice is Korean.

    python benchmarks/korean_synthetic.py PHRASES.tsv HOME.yaml [--voices hf_alpha,…] [--phrases 20] [--out OUT.json]

PHRASES.tsv  phrase, intent and slots (JSON), separated by tabs
HOME.yaml    the home that they are said in; its whole grammar is what the recogniser may choose from

Each phrase is said by each voice, which are Japanese, British and Hindi, and heard by Whisper base: the six of all
that the catalogue has which are understood best in ten other phrases (docs/korean.md). Right: the intent and the
labelled slots of the best sentence are those of the table, whether or not it was sure enough to act. Accepted and
right: it would have acted. `--phrases` takes so many, evenly spread over the table.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ogam.asr import SentenceRecognizer
from ogam.asr.whisper import load_whisper
from ogam.grammar import compile_grammar, language
from ogam.home import load_home
from ogam.lab.phrases import read_rows
from ogam.lab.pipelines import Answer, Ogam, fills
from ogam.models import ensure, model_card
from ogam.synthesis import Synthesizer

VOICES = ("jf_alpha", "jm_kumo", "jf_nezumi", "bm_george", "bm_fable", "hm_omega")
MODEL = "whisper-base"
Row = tuple[str, str, dict[str, Any]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("phrases_file", type=Path)
    options.add_argument("home", type=Path)
    options.add_argument("--voices", default=",".join(VOICES))
    options.add_argument("--phrases", type=int)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    rows = spread(read_rows(chosen.phrases_file), chosen.phrases)
    grammar = compile_grammar(load_home(chosen.home))
    scorer = load_whisper(ensure(MODEL), model_card(MODEL), "ko")
    pipeline = Ogam(SentenceRecognizer(grammar, scorer), grammar)
    outcomes = list(hear(rows, chosen.voices.split(","), pipeline))
    report = figures(outcomes)
    print(json.dumps({name: report[name] for name in report if name != "errors"}, ensure_ascii=False, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def spread(rows: list[Row], count: int | None) -> list[Row]:
    """So many rows, evenly spread; all of them without a count."""
    return rows if not count or count >= len(rows) else [rows[at * len(rows) // count] for at in range(count)]


def hear(rows: list[Row], voices: list[str], pipeline: Ogam) -> Iterator[tuple[str, Row, Answer]]:
    """Each phrase in each voice, and what was understood."""
    synthesizer = Synthesizer(voices[0])
    for row in rows:
        for voice in voices:
            answer = pipeline.hear(synthesizer.speak(row[0], voice=voice).to_audio())
            print(
                "." if is_right(row, answer) else f"\n{voice} {row[0]} → {answer.sentence} ({answer.heard})", flush=True
            )
            yield voice, row, answer


def is_right(row: Row, answer: Answer) -> bool:
    """Whether the best sentence means what the table says."""
    return fills(answer, row[1], row[2])


def figures(outcomes: list[tuple[str, Row, Answer]]) -> dict[str, Any]:
    """Shares of all, by voice, and the errors with what was heard instead."""
    right = [is_right(row, answer) for _, row, answer in outcomes]
    spoken, good = Counter(voice for voice, _, _ in outcomes), Counter[str]()
    good.update(voice for ok, (voice, _, _) in zip(right, outcomes, strict=True) if ok)
    accepted = [answer.accepted for _, _, answer in outcomes]
    normalise = language("ko").normalise
    return {
        "synthetic": True,
        "n": len(outcomes),
        "right": round(sum(right) / len(right), 4),
        "accepted_and_right": round(sum(map(min, right, accepted)) / len(right), 4),
        "accepted_and_wrong": round(sum(a and not ok for a, ok in zip(accepted, right, strict=True)) / len(right), 4),
        "freely_word_for_word": round(
            sum(normalise(answer.heard) == normalise(row[0]) for _, row, answer in outcomes) / len(right), 4
        ),
        "by_voice": {voice: round(good[voice] / spoken[voice], 4) for voice in spoken},
        "errors": [
            {"voice": voice, "phrase": row[0], "expected": [row[1], row[2]], "got": answer.as_json()}
            for ok, (voice, row, answer) in zip(right, outcomes, strict=True)
            if not ok
        ],
    }


if __name__ == "__main__":
    main()
