"""Transcription: how much of what was heard is not what was said, in words and in letters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ogam.lab.items import Dataset
from ogam.lab.measures.resampling import ratio_interval
from ogam.lab.measures.wording import Errors, language_of, letter_errors, spelled, word_errors
from ogam.lab.outcomes import Assessment, Figure, Outcome
from ogam.lab.protocols.cases import Case, cases_of, failures, recognizer_of
from ogam.lab.protocols.parts import Rows, Settings, judge, parts_of

WORDS, LETTERS, UNSPACED = "word error rate", "character error rate", "character error rate without spaces"


@dataclass(frozen=True, slots=True)
class Transcription:
    """Judges transcripts. language: of items whose groups name none; if empty, Korean where there is Hangul, else
    English. What failed counts as nothing heard: every word deleted."""

    name: ClassVar[str] = "transcription"
    task: ClassVar[str] = "speech recognition"
    language: str = ""
    settings: Settings = field(default_factory=Settings)

    def assess(self, dataset: Dataset, outcomes: Sequence[Outcome], seed: int = 0) -> Assessment:
        """Items without a text are left aside."""
        cases = [case for case in cases_of(dataset, outcomes) if case.item.text is not None]
        texts = [self._texts(case) for case in cases]
        words = [word_errors(said, heard) for said, heard in texts]
        letters = [letter_errors(said, heard) for said, heard in texts]
        unspaced = [letter_errors(said, heard, spaces=False) for said, heard in texts]
        parts = parts_of(cases)

        def rate(name: str, errors: Sequence[Errors], rows: Rows) -> list[Figure]:
            counts = np.array([errors[row].count for row in rows], np.float64)
            lengths = np.array([errors[row].length for row in rows], np.float64)
            if not lengths.sum():
                return []
            low, high = ratio_interval(counts, lengths, parts.clusters(rows), self.settings.replicates, seed)
            return [Figure(name, float(counts.sum() / lengths.sum()), float(lengths.sum()), low=low, high=high)]

        def measure(rows: Rows) -> list[Figure]:
            total = sum(words[row].length for row in rows)
            kinds = {
                "substitutions": sum(words[row].substitutions for row in rows),
                "deletions": sum(words[row].deletions for row in rows),
                "insertions": sum(words[row].insertions for row in rows),
            }
            shares = [Figure(f"{kind} per word", count / total, total) for kind, count in kinds.items() if total]
            exact = np.mean([words[row].count == 0 for row in rows])
            return [
                *rate(WORDS, words, rows),
                *shares,
                *rate(LETTERS, letters, rows),
                *rate(UNSPACED, unspaced, rows),
                Figure("texts without an error", float(exact), len(rows), better="higher"),
            ]

        figures, worst = judge(parts, measure, WORDS, self.settings)
        confusions: Counter[tuple[str, str]] = Counter()
        for errors in words:
            confusions.update(errors.swaps)
        right = {case.key: -errors.count / max(1, errors.length) for case, errors in zip(cases, words, strict=True)}
        return Assessment(recognizer_of(outcomes), (*figures, *failures(outcomes)), (), right, dict(confusions), worst)

    def _texts(self, case: Case) -> tuple[str, str]:
        """What was said and heard, spelled."""
        said = case.item.text or ""
        heard = " ".join(o.value for o in case.outcome.observations if o.kind == "transcript") if case.answered else ""
        language = case.item.groups.get("language") or self.language or language_of(said)
        return spelled(said, language), spelled(heard, language)
